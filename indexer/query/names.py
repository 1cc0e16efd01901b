"""A value as a reader types it -> the values of a facet that it means.

Knows how names are shortened and misspelt in case; must not know where the known values come from.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import TypeAlias


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable


_Words: TypeAlias = tuple[str, ...]

_WORD = re.compile(r"\w+")
_DANISH = str.maketrans({"å": "aa", "ø": "oe", "æ": "ae"})


class Name(NamedTuple):
    """A name a reader may use for a value of a facet, most often the value itself."""

    name: str
    value: str


def by_words(typed: str, known: Iterable[Name]) -> tuple[str, ...]:
    """The values meant by a name: those called just so, else with all its words, else with words that begin like all its words."""
    wanted = _words(typed)
    named = [(_words(name.name), name.value) for name in known]
    same = [value for words, value in named if words == wanted]
    return _distinct(same or _having(wanted, named, str.__eq__) or _having(wanted, named, str.startswith))


def by_beginning(typed: str, known: Iterable[Name]) -> tuple[str, ...]:
    """The values meant by a number: that number, else those that begin with it."""
    wanted = typed.casefold()
    named = [(name.name.casefold(), name.value) for name in known]
    same = [value for name, value in named if name == wanted]
    return _distinct(same or [value for name, value in named if name.startswith(wanted)])


def _having(wanted: _Words, named: list[tuple[_Words, str]], alike: Callable[[str, str], bool]) -> list[str]:
    return [value for words, value in named if wanted and all(any(alike(word, part) for word in words) for part in wanted)]


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


@lru_cache(maxsize=50_000)
def _words(name: str) -> _Words:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).casefold().translate(_DANISH))
    return tuple(_WORD.findall("".join(character for character in plain if not unicodedata.combining(character))))
