"""A feed -> RSS 2.0 (https://www.rssboard.org/rss-specification), with the usual modules for authors and whole texts.

Knows the elements of the format; must not know what they tell.
"""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
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


TYPE = "application/rss+xml"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


def rss(feed: Feed) -> bytes:
    """The feed as a document."""
    root = element("rss", version="2.0", xmlns_atom=ATOM, xmlns_opensearch=OPENSEARCH, xmlns_content=CONTENT, xmlns_dc=DUBLIN_CORE)
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.page)
    add(channel, "description", _as_html(feed.subtitle))
    add(channel, "language", LANGUAGE)
    add(channel, "lastBuildDate", format_datetime(feed.updated))
    for name, url in paging(feed):
        add(channel, "atom:link", rel=name, type=TYPE, href=url)
    add(channel, "atom:link", rel="search", type=DESCRIPTION_TYPE, href=feed.description)
    add_found(channel, feed)
    for entry in feed.entries:
        _add_item(channel, entry)
    return written(root)


def _add_item(channel: ET.Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "guid", entry.id, isPermaLink="true")
    if entry.day:
        add(item, "pubDate", format_datetime(entry.day))
    for name in entry.authors:
        add(item, "dc:creator", name)
    add(item, "description", _as_html(entry.summary))
    add(item, "content:encoded", entry.html)


def _as_html(text: str) -> str:
    """Plain text as the HTML that shows it: readers take descriptions for HTML."""
    return escape(text, quote=False)
