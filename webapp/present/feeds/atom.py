"""A feed -> Atom (https://www.rfc-editor.org/rfc/rfc4287), paged as in RFC 5005.

Knows the elements of the format; must not know what they tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.present.feeds.entries import LANGUAGE
from webapp.present.feeds.tree import ATOM
from webapp.present.feeds.tree import DESCRIPTION_TYPE
from webapp.present.feeds.tree import OPENSEARCH
from webapp.present.feeds.tree import add
from webapp.present.feeds.tree import add_found
from webapp.present.feeds.tree import element
from webapp.present.feeds.tree import paging
from webapp.present.feeds.tree import written


if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from webapp.present.feeds.entries import Entry
    from webapp.present.feeds.entries import Feed


TYPE = "application/atom+xml"


def atom(feed: Feed) -> bytes:
    """The feed as a document."""
    root = element("feed", xmlns=ATOM, xmlns_opensearch=OPENSEARCH, xml_lang=LANGUAGE)
    add(root, "id", feed.first)
    add(root, "title", feed.title)
    add(root, "subtitle", feed.subtitle)
    add(root, "updated", feed.updated.isoformat())
    _add_author(root, feed.site)
    for name, url in paging(feed):
        add(root, "link", rel=name, type=TYPE, href=url)
    add(root, "link", rel="alternate", type="text/html", href=feed.page)
    add(root, "link", rel="search", type=DESCRIPTION_TYPE, href=feed.description)
    add_found(root, feed)
    for entry in feed.entries:
        _add_entry(root, entry)
    return written(root)


def _add_entry(root: ET.Element, entry: Entry) -> None:
    item = add(root, "entry")
    add(item, "id", entry.id)
    add(item, "title", entry.title)
    add(item, "link", rel="alternate", type="text/html", href=entry.url)
    add(item, "updated", entry.updated.isoformat())
    if entry.day:
        add(item, "published", entry.day.isoformat())
    for name in entry.authors:
        _add_author(item, name)
    if entry.summary:
        add(item, "summary", entry.summary)
    add(item, "content", entry.html, type="html")


def _add_author(parent: ET.Element, name: str) -> None:
    add(add(parent, "author"), "name", name)
