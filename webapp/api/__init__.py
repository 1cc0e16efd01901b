"""The API for programs, `/api/v1/`: what is found, as JSON under keys that are promised.

Knows what programs ask and how they are answered; must not know how anything is found, or what pages look like.

    views.py     its operations
    asking.py    what a request asks besides a search
    answers.py   the shapes of all answers, and parts.py of what they are made: the contract
    filling.py   what was found -> those shapes; encoding.py: as JSON
    cursors.py   where the next page begins
    export.py    a whole result as a file
    problems.py  what went wrong, as RFC 9457 has it; kinds.py: what can
    openapi.py   all of it described for programs
"""

from __future__ import annotations
