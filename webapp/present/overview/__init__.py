"""Counts over many letters, as the overviews show them.

Knows what is told of a case, of people, of the collection; must not know how anything is counted.

    case.py        the passages of a case -> its letters
    people.py      counts -> people and parties
    courses.py     the counts of several years -> a small drawing
    collection.py  counts -> how much there is, and of which years
    absent.py      the report of a rebuild -> what is not in the collection
"""

from __future__ import annotations
