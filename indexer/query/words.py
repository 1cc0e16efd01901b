"""An analysed word -> the leaves of the engine's tree that mean it.

Knows what counts as a match of a word, a compound, a phrase, a beginning or a number; must not know how a reader combined them.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from indexer.model.fields import CASE
from indexer.model.fields import CONTEXT
from indexer.model.fields import CONTEXT_WORDS
from indexer.model.fields import DOCUMENT
from indexer.model.fields import TERMS
from indexer.model.fields import WORDS
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Sought
from indexer.model.query import Term
from indexer.query import weights


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.analysis import Token
    from indexer.analysis import Word
    from indexer.model.query import Query


def is_function_word(token: Token) -> bool:
    """True for a word that nearly every text has, as listed in data/function_words.txt."""
    return token.text.casefold() in _function_words()


def whole(word: Word) -> tuple[Query, Sought]:
    """A word in any form, also as part of a longer one; and how to mark it."""
    term = Term(TERMS, word.term, weights.WHOLE)
    return Or((term, Term(WORDS, word.form, weights.EXACT), Term(CONTEXT, word.term, weights.CONTEXT))), Sought((term,))


def whole_or_parts(word: Word) -> tuple[Query, Sought]:
    """A word in any form, or all its smallest parts in one passage; and how to mark it."""
    query, sought = whole(word)
    parts = tuple(dict.fromkeys(word.leaves))
    if len(parts) < 2:
        return query, sought
    together = And(tuple(Term(TERMS, part, weights.PARTS / len(parts)) for part in parts))
    return Or((query, together)), Sought((*sought.readings, together))


def any_part(word: Word) -> tuple[Query, Sought]:
    """A word in any form, or one part of it; and how to mark it."""
    query, sought = whole_or_parts(word)
    parts = tuple(dict.fromkeys(word.leaves))
    if len(parts) < 2:
        return query, sought
    alone = Or(tuple(Term(TERMS, part, weights.LONE_PART / len(parts)) for part in parts))
    return Or((query, alone)), Sought((*sought.readings, alone))


def phrase(words: Sequence[Word]) -> tuple[Query, Sought]:
    """Words exactly as they are written, next to each other; and how to mark them."""
    forms = tuple(word.form for word in words)
    here = _run(WORDS, forms, weights.PHRASE)
    return Or((here, _run(CONTEXT_WORDS, forms, weights.CONTEXT))), Sought((here,))


def beginning(word: Word) -> tuple[Query, Sought]:
    """Words that begin like this one; and how to mark them.

    Only as they are written: among the stems a beginning would also find the parts inside of compounds, which do not begin like it.
    """
    here = Prefix(WORDS, word.form, weights.BEGINNING)
    return Or((here, Prefix(CONTEXT_WORDS, word.form, weights.CONTEXT))), Sought((here,))


def number(text: str, words: Sequence[Word]) -> tuple[Query, Sought]:
    """A case or document number: the letter's own, or one named in the text, also as the case of a document; and how to mark it."""
    forms = tuple(word.form for word in words)
    own = (In(CASE, (text,)), In(DOCUMENT, (text,)))
    here = (_run(WORDS, forms, weights.WHOLE), *_longer(WORDS, forms))
    around = (_run(CONTEXT_WORDS, forms, weights.WHOLE), *_longer(CONTEXT_WORDS, forms))
    return Or((*own, *here, *around)), Sought((Or(here),))


def _run(field: str, forms: tuple[str, ...], weight: float) -> Query:
    return Phrase(field, forms, weight) if len(forms) > 1 else Term(field, forms[0], weight)


def _longer(field: str, forms: tuple[str, ...]) -> tuple[Query, ...]:
    return (Prefix(field, f"{forms[0]}-", weights.EXACT),) if len(forms) == 1 else ()


@cache
def _function_words() -> frozenset[str]:
    lines = resources.files(__package__).joinpath("data", "function_words.txt").read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    return frozenset(words | {word.replace("å", "aa").replace("ø", "oe").replace("æ", "ae") for word in words})
