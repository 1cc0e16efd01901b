"""Words that nearly every Danish text has, and that say nothing of what it is about.

Knows the list in data/function_words.txt; must not know what is done with such words.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


_LIST = Path(__file__).parent / "data" / "function_words.txt"


@cache
def function_words() -> frozenset[str]:
    """The words of the list in lower case, with æ, ø, å and as typed without them."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    return frozenset(words | {word.replace("å", "aa").replace("ø", "oe").replace("æ", "ae") for word in words})
