"""A search or a letter -> the values of oEmbed 1.0 (https://oembed.com), as JSON or XML.

Knows the names of the format and the size a consumer allows; must not know Flask, or which address is asked about.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from webapp.present.embedding.snippets import HEIGHT
from webapp.present.embedding.snippets import called
from webapp.present.embedding.snippets import frame


if TYPE_CHECKING:
    from webapp.framing import Look
    from webapp.links import Links
    from webapp.params import SearchRequest


WIDTH = 640
LASTS = 3600
"""Seconds for which a consumer may keep what it was told."""

# What XML 1.0 has no way to write.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Values = dict[str, str | int]


def search_values(asked: SearchRequest, look: Look, *, links: Links, title: str, most: tuple[int, int]) -> Values:
    """The values of a search, which is a frame of at most this width and height."""
    width, height = min(WIDTH, most[0]), min(HEIGHT, most[1])
    html = frame(asked, look, links=links, title=title, width=str(width), height=height)
    return {**_values("rich", called(asked), links=links, site=title), "html": html, "width": width, "height": height}


def link_values(name: str, *, links: Links, title: str) -> Values:
    """The values of what is only linked to: a letter of this name, or a search that no other site may frame."""
    return _values("link", name, links=links, site=title)


def as_json(values: Values) -> str:
    """The values as JSON."""
    return json.dumps(values, ensure_ascii=False)


def as_xml(values: Values) -> bytes:
    """The values as XML, without what XML cannot hold."""
    root = ET.Element("oembed")
    for name, value in values.items():
        ET.SubElement(root, name).text = _NOT_XML.sub("", str(value))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _values(kind: str, name: str, *, links: Links, site: str) -> Values:
    return {"type": kind, "version": "1.0", "title": name, "provider_name": site, "provider_url": links.search(), "cache_age": LASTS}
