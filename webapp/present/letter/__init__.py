"""A letter, as its page shows it and as it is taken along.

Knows the parts of a letter in Danish; must not know how a letter is read or found.

    page.py         a letter -> title, passages, remarks
    metadata.py     metadata -> Danish names and values
    provenance.py   where each value and passage stands in the file, and how it was found
    editions.py     the earlier editions of a letter
    tables.py       a table -> heads, numbers, body
    spreadsheet.py  a table -> a file for a spreadsheet
    citation.py     a letter or passage -> how to refer to it
    references.py   a reference -> a file for a reference manager
"""

from __future__ import annotations
