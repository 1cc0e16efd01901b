"""Elements of XML, and those of OpenSearch that a feed has in every format.

Knows what XML can hold; must not know what an element is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from webapp.present.wording.harmless import harmless


if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.present.feeds.entries import Feed


ATOM = "http://www.w3.org/2005/Atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
DESCRIPTION_TYPE = "application/opensearchdescription+xml"

# What XML 1.0 has no way to write; what is left of it when the text is harmless are page breaks and signs that are none.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without what reaches beyond its place, and without what XML cannot hold."""
    return text if text.isprintable() else _NOT_XML.sub(" ", harmless(text))


def element(name: str, /, **attributes: str) -> ET.Element:
    """An element of this name; in names of attributes _ stands for the colon of a namespace."""
    return ET.Element(name, {key.replace("_", ":"): legal(value) for key, value in attributes.items()})


def add(parent: ET.Element, name: str, text: str = "", /, **attributes: str) -> ET.Element:
    """A new last child of `parent` with this text."""
    child = element(name, **attributes)
    child.text = legal(text) or None
    parent.append(child)
    return child


def add_found(parent: ET.Element, feed: Feed) -> None:
    """How much was found, which part of it this is, what was asked, and what may have been meant."""
    add(parent, "opensearch:totalResults", str(feed.total))
    add(parent, "opensearch:startIndex", str(feed.start))
    add(parent, "opensearch:itemsPerPage", str(feed.size))
    for query in feed.queries:
        add(parent, "opensearch:Query", role=query.role, searchTerms=query.words)


def paging(feed: Feed) -> Iterable[tuple[str, str]]:
    """The pages of the feed that a link leads to, by what RFC 5005 calls them."""
    pages = (("self", feed.url), ("first", feed.first), ("previous", feed.previous), ("next", feed.next), ("last", feed.last))
    return [(name, url) for name, url in pages if url]


def written(root: ET.Element) -> bytes:
    """The tree as a document in UTF-8."""
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
