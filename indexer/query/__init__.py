"""A reader's words -> a query an engine can answer.

Knows the query language of the search box and what each part of it means; must not know an engine, a page or where the index lies.

    lexer.py     characters -> tokens
    fields.py    the field operators: sag:, direktør:, år: ...
    periods.py   2018, 2018-09..2018-12 -> a span of years or days
    parser.py    tokens -> the reader's tree
    syntax.py    the reader's tree, and how it is written back
    names.py     a value as typed -> the values the index knows
    words.py     an analysed word -> what matches it in the index
    weights.py   how much each kind of match counts
    rules.py     how much of what was asked for is enough
    compile.py   the reader's tree -> the engine's tree
"""

from __future__ import annotations

from indexer.query.compile import Compiled
from indexer.query.compile import compile_query
from indexer.query.compile import nearly
from indexer.query.compile import relaxations
from indexer.query.parser import ParsedQuery
from indexer.query.parser import parse_query


__all__ = ["Compiled", "ParsedQuery", "compile_query", "nearly", "parse_query", "relaxations"]
