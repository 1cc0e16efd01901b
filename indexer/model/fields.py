"""The names of what is indexed: text fields, facets, numbers.

Knows names alone, so that those who write entries, compile queries and mark text mean the same; must not know weights, words or engines.
"""

from __future__ import annotations


# Text fields.
TERMS = "terms"
"""Stems of the words of question, heading, answer and tables, with the stems of their compound parts."""
WORDS = "words"
"""The same text as it is written, folded, in order."""
CONTEXT = "context"
"""Stems of what the passage shares with its letter: subject, preamble, names, numbers."""
CONTEXT_WORDS = "context_words"
"""The same as it is written, folded, in order: a name in quotation marks is found though only the letter says it."""

# Facets.
YEAR = "year"
DIRECTOR = "director"
ADDRESSEE = "addressee"
ASKER = "asker"
PARTY = "party"
CASE = "case"
DOCUMENT = "document"
KIND = "kind"
ADMINISTRATION = "administration"
LETTER = "letter"

# Numbers; YEAR is also one.
DATE = "date"
"""A day as the integer yyyymmdd."""
