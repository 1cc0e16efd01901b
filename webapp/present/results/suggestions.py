"""How what is typed may go on -> what is shown of it, and the search each leads to.

Knows what the kinds are called and where each leads; must not know Flask, in which form a caller wants it, or how it was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.present.wording.harmless import harmless


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.suggest import Kind
    from indexer.suggest import Suggestion
    from webapp.links import Links
    from webapp.params import SearchRequest


KINDS: dict[Kind, str] = {"word": "ord", "name": "navn", "number": "nummer", "question": "spoergsmaal"}
"""What each kind is called outside."""


class Completion(NamedTuple):
    """A whole search `text`, the Danish name of what kind of thing completes it, the passages with that (None: not known), its URL."""

    text: str
    kind: str
    passages: int | None
    url: str


def completions(found: Iterable[Suggestion], *, request: SearchRequest, links: Links) -> tuple[Completion, ...]:
    """What each suggestion leads to: a search for its text, with the filters and the order of `request`."""
    texts = ((each, harmless(each.text)) for each in found)
    return tuple(Completion(text, KINDS[each.kind], each.count, links.search(request.worded(text))) for each, text in texts)
