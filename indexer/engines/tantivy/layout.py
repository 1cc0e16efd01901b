"""How an entry lies in tantivy: which fields there are, and what stands in them.

Knows names, kinds and values of fields; must not know how anything is written, asked or counted.

    text_*     terms, joined by blanks: tantivy splits at white space, and no term holds any
    facet_*    values as they are, to be found and counted
    number_*   integers, for ranges and for the order by date
    ord        the place in the canonical order

What tantivy stores of a document is never read: key and bytes are in letters.sqlite (store.py), which gives back ten of them in half the
time, and whatever their size.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Any

import tantivy

from indexer.model.entry import spaced


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from indexer.model.entry import Entry
    from indexer.model.entry import Schema


ORD = "ord"

MISSING = "\0"
"""Stands where an entry has no value, so that one count tells of those as well. A value that begins like it gets one more in front."""

LONGEST = 16_000
"""Characters of a value. Of more than 65,530 bytes tantivy finds nothing, and counts only the beginning: a longer value has a stand-in."""

_STAND_IN = MISSING + "#"


def text(name: str) -> str:
    """The text field of this name, as tantivy calls it."""
    return f"text_{name}"


def facet(name: str) -> str:
    """The facet of this name."""
    return f"facet_{name}"


def number(name: str) -> str:
    """The number of this name."""
    return f"number_{name}"


def fields(schema: Schema) -> tantivy.Schema:
    """The schema as tantivy takes it."""
    builder = tantivy.SchemaBuilder()
    for field in schema.texts:
        builder.add_text_field(text(field.name), tokenizer_name="whitespace", index_option="position" if field.positions else "freq")
    for name in schema.facets:
        builder.add_text_field(facet(name), tokenizer_name="raw", index_option="basic", fast=True)
    for name in (*map(number, schema.numbers), ORD):
        builder.add_integer_field(name, fast=True)
    return builder.build()


class Documents:
    """Entries as tantivy takes them. `long` are the values seen so far that have a stand-in, by that."""

    def __init__(self, schema: Schema) -> None:
        self.long: dict[str, str] = {}
        self._facets = schema.facets
        self._before: Mapping[str, tuple[str, ...]] | None = None
        self._values: dict[str, Any] = {}

    def of(self, entry: Entry) -> tantivy.Document:
        """The entry."""
        # Mostly the passages of a letter have the very same facets.
        if entry.facets is not self._before:
            self._before = entry.facets
            self._values = {facet(name): self._spelled(entry.facets.get(name, ())) for name in self._facets}
        texts = {text(name): spaced(terms) for name, terms in entry.terms.items()}
        numbers = {number(name): value for name, value in entry.numbers.items()}
        return tantivy.Document(ord=entry.ord, **texts, **numbers, **self._values)

    def _spelled(self, values: Iterable[str]) -> list[str]:
        spellings = {spelled(value): value for value in values}
        self.long.update({spelling: value for spelling, value in spellings.items() if is_stand_in(spelling)})
        return list(spellings) or [MISSING]


def spelled(value: str) -> str:
    """What stands for the value in tantivy."""
    if len(value) > LONGEST:
        return _STAND_IN + sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    return MISSING + value if value.startswith(MISSING) else value


def is_stand_in(spelling: str) -> bool:
    """Whether a value is too long to be told from what stands for it."""
    return spelling.startswith(_STAND_IN)


def unspelled(spelling: str) -> str:
    """The value that this stands for, unless it is a stand-in."""
    return spelling[1:] if spelling.startswith(MISSING) else spelling
