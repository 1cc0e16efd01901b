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

INFLECTED = 0.2
"""On top of WHOLE, the word in any form, but not as part of a longer one."""

TITLE = 0.15
"""On top of WHOLE, the word in the question or the heading: then the passage is about it."""

TABLES = 0.5
"""The word in a table of the passage, beside a hundred others, or in a footnote."""

SUBJECT = 0.25
"""The word in the letter's subject: lifts all its answers a little, and never one above an answer that has the word itself."""

PREAMBLE = 0.15
"""The word in what the letter says before its first question."""

NAMES = 0.25
"""The word in the names and numbers of the letter."""

CONTEXT = 0.25
"""A phrase or a beginning in any of these three."""

SYNONYM = 0.5
"""Another word for the same, from the list: may mean a little more or less."""

PHRASE = 1.2
"""Words in quotation marks: demanded exactly, and rarer than the words one by one."""

BEGINNING = 0.8
"""A word that begins as typed: may be another word."""

LONE_PART = 0.9
"""A part of a compound, when most of the words will do: what it is put together from is asked for like words of their own."""

NEIGHBOURS = 0.3
"""On top, two words that stand side by side as they were typed."""
