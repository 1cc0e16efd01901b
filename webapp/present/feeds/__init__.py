"""What is found, for programs that follow a search or ask it: Atom, RSS, JSON Feed, and the description of the search itself.

Knows the formats; must not know Flask, or how anything is found. All XML and HTML is written by xml.etree, never put together as text.

    entries.py      results -> a feed of entries, the same for every format
    titles.py       titles that no two entries of a feed share
    content.py      a passage -> the whole of it as plain text, and as the simplest HTML
    atom.py         a feed -> Atom (RFC 4287)
    rss.py          a feed -> RSS 2.0
    jsonfeed.py     a feed -> JSON Feed 1.1
    tree.py         elements of XML whose text XML can hold, and those all feeds have
    description.py  the site -> an OpenSearch 1.1 description
"""

from __future__ import annotations
