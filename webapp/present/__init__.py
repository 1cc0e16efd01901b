"""What the pages say, in Danish, ready to be set: no decision is left to a template.

Knows the nouns of the trade and how Danish words them; must not know Flask, HTML or how anything is found.

    danish.py   dates, numbers, counts, the alphabet
    text.py     marked text as paragraphs and lists, and shortened
    search.py   results -> cards, facets, chips, pages
    letter.py   a letter -> title, metadata, passages, tables
"""

from __future__ import annotations
