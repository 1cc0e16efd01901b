"""What the pages say, in Danish, ready to be set: no decision is left to a template.

Knows the nouns of the trade and how Danish words them; must not know Flask, HTML or how anything is found.

    danish.py        dates, numbers, counts, the alphabet
    text.py          marked text as paragraphs and lists, and shortened
    search.py        results -> cards, facets, chips, pages
    cards.py         a passage found -> its card
    reasons.py       why it was found -> a few short lines
    rewording.py     words taken for others -> a sentence and a link
    suggestions.py   how what is typed may go on -> the searches it leads to
    draft.py         the questions of a draft, passages like another -> cards and how alike they are
    facets.py        counts -> filters that can be chosen and given up
    letter.py        a letter -> title, metadata, passages
    tables.py        a table -> heads, numbers, body
    editions.py      the earlier editions of a letter
    citation.py      a letter or passage -> how to refer to it
    references.py    a reference -> a file for a reference manager
    case.py          the passages of a case -> its letters
    people.py        counts -> people and parties
    collection.py    counts -> how much there is, and of which years
    spreadsheet.py   a table -> a file for a spreadsheet
"""

from __future__ import annotations
