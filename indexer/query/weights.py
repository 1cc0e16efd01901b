"""How much each kind of match counts towards the order of the answers.

Knows numbers and the reasons for them; must not know how a query is built. None of them changes what is found, and none is kept in the
index: a change works at once.
"""

from __future__ import annotations


WHOLE = 1.0
"""The word itself, inflected in any way or as part of a longer compound: what the others are measured by."""

PARTS = 0.6
"""All parts of a compound, each somewhere in the passage, shared among them: likely the same matter in other words, but less sure."""

EXACT = 0.3
"""On top of WHOLE, the word as it was typed: measured on question answering and on councillors' questions, 0.3 served both best."""

CONTEXT = 0.25
"""The word in what the whole letter shares: lifts all its answers a little, and never one above an answer that has the word itself."""

PHRASE = 1.2
"""Words in quotation marks: demanded exactly, and rarer than the words one by one."""

BEGINNING = 0.8
"""A word that begins as typed: may be another word."""

LONE_PART = 0.2
"""One part of a compound, when nothing else was found: often another matter."""
