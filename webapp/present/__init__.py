"""What the pages say, in Danish, ready to be set: no decision is left to a template.

Knows the nouns of the trade and how Danish words them; must not know Flask, HTML or how anything is found.

    wording/     dates, counts, marked text: what all pages word things with
    results/     what is found: by a search, a draft, what is being typed
    letter/      a letter, its origin, its tables, how to refer to it
    overview/    a case, people, the collection
    embedding/   what an intranet sets in: snippets, frames, oEmbed
    feeds/       answers as entries of a feed, in three formats
    chart.py     answers by year -> columns
    theme.py     one colour -> the colours of the page
"""

from __future__ import annotations
