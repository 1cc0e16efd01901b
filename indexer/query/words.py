"""An analysed word -> the leaves of the engine's tree that mean it.

Knows what counts as a match of a word, a compound, a phrase, a beginning or a number; must not know how a reader combined them.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from itertools import chain
from itertools import islice
from itertools import pairwise
from itertools import product
from typing import TYPE_CHECKING
from typing import TypeAlias

from indexer.analysis.function_words import function_words
from indexer.model.fields import CASE
from indexer.model.fields import CONTEXT_WORDS
from indexer.model.fields import DOCUMENT
from indexer.model.fields import NAMES
from indexer.model.fields import PREAMBLE
from indexer.model.fields import STEMS
from indexer.model.fields import SUBJECT
from indexer.model.fields import TABLES
from indexer.model.fields import TERMS
from indexer.model.fields import TITLE
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
    from indexer.analysis import Token
    from indexer.analysis import Word
    from indexer.model.query import Query


MOST_WAYS = 8
"""Ways to say a compound by its parts and what else they may be called that are looked for in an answer, to mark and explain it."""

Synonyms: TypeAlias = Callable[[str], Sequence[tuple[str, ...]]]
"""Gives the synonyms of a term, each as the terms of its words."""


def no_synonyms(_term: str) -> Sequence[tuple[str, ...]]:
    """No other words for any."""
    return ()


def is_function_word(token: Token) -> bool:
    """True for a word that nearly every text has, as listed in the analysis."""
    return token.text.casefold() in function_words()


def whole(word: Word, synonyms: Synonyms = no_synonyms) -> tuple[Query, Sought]:  # noqa: ARG001 - all readings are called alike
    """A word in any form, also as part of a longer one; and how to mark it."""
    return Or(_anywhere(word)), Sought((Term(TERMS, word.term),))


def whole_or_parts(word: Word, synonyms: Synonyms = no_synonyms) -> tuple[Query, Sought]:
    """A word in any form, or another word for it, or all its smallest parts in one passage; and how to mark it."""
    parts = tuple(dict.fromkeys(word.leaves))
    queries = list(_anywhere(word))
    readings: list[Query] = [Term(TERMS, word.term)]
    if len(parts) > 1:
        weight = weights.PARTS / len(parts)
        queries.append(And(tuple(Or((*_here(part, weight), *_others(part, weight * weights.SYNONYM, synonyms))) for part in parts)))
        ways = product(*([(part,), *synonyms(part)] for part in parts))
        readings += [And(tuple(Term(TERMS, term) for term in dict.fromkeys(chain.from_iterable(way)))) for way in islice(ways, MOST_WAYS)]
    queries += _others(word.term, weights.SYNONYM, synonyms)
    readings += [And(tuple(Term(TERMS, term) for term in other)) for other in synonyms(word.term)]
    return Or(tuple(queries)), Sought(tuple(readings))


def any_part(word: Word, synonyms: Synonyms = no_synonyms) -> tuple[Query, Sought]:
    """A word in any form, or another word for it, or a part of it at any level; and how to mark it."""
    query, sought = whole_or_parts(word, synonyms)
    if len(set(word.leaves)) < 2:
        return query, sought
    alone = tuple(leaf for part in word.parts for leaf in _here(part, weights.LONE_PART))
    return Or((*_leaves(query), *alone)), Sought((*sought.readings, Or(tuple(Term(TERMS, part) for part in word.parts))))


def _leaves(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, Or) else (query,)


def _anywhere(word: Word) -> tuple[Query, ...]:
    return (
        *_here(word.term, weights.WHOLE),
        Term(STEMS, word.term, weights.INFLECTED),
        Term(WORDS, word.form, weights.EXACT),
        Term(TITLE, word.term, weights.TITLE),
        Term(SUBJECT, word.term, weights.SUBJECT),
        Term(PREAMBLE, word.term, weights.PREAMBLE),
        Term(NAMES, word.term, weights.NAMES),
    )


def _here(term: str, weight: float) -> tuple[Query, ...]:
    """The term in what the passage itself says."""
    return Term(TERMS, term, weight), Term(TABLES, term, weight * weights.TABLES)


def _others(term: str, weight: float, synonyms: Synonyms) -> tuple[Query, ...]:
    """What else may stand for a term: for each synonym all its words."""
    return tuple(And(tuple(Or(_here(each, weight / len(other))) for each in other)) for other in synonyms(term))


def neighbours(read: Sequence[tuple[Token, Word]]) -> tuple[Query, ...]:
    """What counts on top when words stand side by side as they were typed; two function words do not."""
    return tuple(
        _run(WORDS, (first.form, second.form), weights.NEIGHBOURS)
        for (left, first), (right, second) in pairwise(read)
        if not (is_function_word(left) and is_function_word(right))
    )


def phrase(words: Sequence[Word]) -> tuple[Query, Sought]:
    """Words exactly as they are written, next to each other; and how to mark them."""
    forms = tuple(word.form for word in words)
    here = _run(WORDS, forms, weights.PHRASE)
    return Or((here, _run(CONTEXT_WORDS, forms, weights.CONTEXT))), Sought((here,))


def inflected_phrase(words: Sequence[Word]) -> tuple[Query, Sought]:
    """Words in any form, wherever in the passage they are; and how to mark them."""
    terms = tuple(dict.fromkeys(word.term for word in words))
    return And(tuple(Or(_here(term, weights.WHOLE)) for term in terms)), Sought((And(tuple(Term(TERMS, term) for term in terms)),))


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
