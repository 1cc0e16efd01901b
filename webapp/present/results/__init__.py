"""What is found, as the pages show it: by a search, by a draft, by what is being typed.

Knows cards, filters and the sentences around them; must not know how anything is found.

    page.py         results -> everything the page of a search says
    cards.py        a passage found -> its card; those of one letter together
    reasons.py      why it was found -> a few short lines
    rewording.py    words taken for others -> a sentence and a link
    facets.py       counts -> filters that can be chosen and given up
    choice.py       all values of one facet -> the page they are found on
    suggestions.py  how what is typed may go on -> the searches it leads to
    draft.py        the questions of a draft, passages like another -> cards and how alike they are
"""

from __future__ import annotations
