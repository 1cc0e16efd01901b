"""A search on pages of other sites: what it says there, and what is written there to have it.

Knows the snippets an editor copies and the values of oEmbed; must not know Flask, or which sites are allowed what.

    frame.py     the page of a search -> the same in a frame
    snippets.py  a search -> what to write in another page: frame, component, feed, API
    oembed.py    a search or a letter -> the values of oEmbed 1.0, https://oembed.com, as JSON or XML
"""

from __future__ import annotations
