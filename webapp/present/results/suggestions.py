"""How what is typed may go on -> what is shown of it, and the search each leads to.

Knows what the kinds are called and where each leads; must not know Flask, in which form a caller wants it, or how it was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import TypeAlias

from webapp.present.results.page import answers
from webapp.present.wording.harmless import harmless


if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.suggest import Kind
    from indexer.suggest import Suggestion
    from webapp.links import Links
    from webapp.params import SearchRequest


KINDS: dict[Kind, str] = {"word": "ord", "name": "navn", "number": "nummer", "question": "spoergsmaal"}
"""What each kind is called outside."""


OPENSEARCH_TYPE = "application/x-suggestions+json"

OpenSearchForm: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""What is typed, and of each way it may go on the text, a line on it, and its URL; written as a list."""


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


def for_opensearch(typed: str, shown: Iterable[Completion]) -> OpenSearchForm:
    """The same as browsers want it, by the suggestions extension of OpenSearch (https://github.com/dewitt/opensearch)."""
    ways = tuple(shown)
    lines = tuple("" if way.passages is None else answers(way.passages) for way in ways)
    return harmless(typed), tuple(way.text for way in ways), lines, tuple(way.url for way in ways)
