"""How the pages word things, whatever they are about.

Knows Danish and what text can be set; must not know letters or results.

    danish.py    dates, numbers, counts, the alphabet
    text.py      marked text as paragraphs and lists, and shortened
    harmless.py  a text -> without what would reach beyond its own place
    remarks.py   the codes of remarks and reasons -> Danish
"""

from __future__ import annotations
