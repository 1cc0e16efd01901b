"""The names of what is indexed: text fields, facets, numbers.

Knows names alone, so that those who write entries, compile queries and mark text mean the same; must not know weights, words or engines.
"""

from __future__ import annotations


# Text fields.
TERMS = "terms"
"""Stems of the words of question, heading and answer, with the stems of their compound parts."""
STEMS = "stems"
"""Stems of the words of question, heading, answer and tables alone, without the parts of compounds."""
TABLES = "tables"
"""The same of tables and footnotes: apart, so that a long one does not make its answer long."""
TITLE = "title"
"""The same of question and heading alone, once more: what a passage is about."""
WORDS = "words"
"""Question, heading, answer and tables as they are written, folded, in order."""
SUBJECT = "subject"
"""Stems of the subject that the passage shares with its letter."""
PREAMBLE = "preamble"
"""Stems of what the letter says before its first question."""
NAMES = "names"
"""Stems of the people, parties and numbers of the letter."""
CONTEXT_WORDS = "context_words"
"""Subject, preamble and names as they are written: a name in quotation marks is found though only the letter says it."""

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
REMARK = "remark"
"""The codes of what the reader of letters remarked about the passage, or about its letter as a whole."""
LETTER = "letter"
ACCESS = "access"
"""The restricted folder that the letter lies in (indexer.restricted); an entry that everybody sees has none."""

# Numbers; YEAR is also one.
DATE = "date"
"""A day as the integer yyyymmdd."""
