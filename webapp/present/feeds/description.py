"""The site -> an OpenSearch 1.1 description (https://github.com/dewitt/opensearch), by which browsers and other searches ask it.

Knows the elements of the format and how long they may be; must not know Flask, or what is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.present.feeds import atom
from webapp.present.feeds import rss
from webapp.present.feeds.tree import DESCRIPTION_TYPE
from webapp.present.feeds.tree import OPENSEARCH
from webapp.present.feeds.tree import add
from webapp.present.feeds.tree import element
from webapp.present.feeds.tree import legal
from webapp.present.feeds.tree import written
from webapp.present.results.suggestions import OPENSEARCH_TYPE


if TYPE_CHECKING:
    from webapp.links import Links


TYPE = DESCRIPTION_TYPE

EXAMPLE = "budget"
"""Words that a search may be tried with."""

_SHORT, _LONG, _DESCRIBED = 16, 48, 1024


def description(*, title: str, subtitle: str, links: Links, icon: str) -> bytes:
    """The description of a site of this name; the links must lead here from anywhere, and so must the `icon`."""
    root = element("OpenSearchDescription", xmlns=OPENSEARCH)
    add(root, "ShortName", short_name(title))
    add(root, "LongName", _cut(title, _LONG))
    add(root, "Description", _cut(subtitle, _DESCRIBED))
    add(root, "Url", type="text/html", rel="results", template=links.search_template())
    for form, kind in (("atom", atom.TYPE), ("rss", rss.TYPE)):
        add(root, "Url", type=kind, rel="results", template=links.feed_template(form))
    add(root, "Url", type=OPENSEARCH_TYPE, rel="suggestions", template=links.suggestions_template())
    add(root, "Url", type=TYPE, rel="self", template=links.description())
    add(root, "Image", icon, type="image/svg+xml")
    add(root, "Query", role="example", searchTerms=EXAMPLE)
    add(root, "Language", "da")
    add(root, "InputEncoding", "UTF-8")
    add(root, "OutputEncoding", "UTF-8")
    return written(root)


def short_name(title: str) -> str:
    """The site's name in the 16 characters there are for it, cut between words where much is left."""
    return _cut(title, _SHORT)


def _cut(text: str, length: int) -> str:
    line = " ".join(legal(text).split())
    if len(line) <= length:
        return line
    cut = line.rfind(" ", 0, length + 1)
    return line[: cut if cut > length // 2 else length].rstrip(" –-,")
