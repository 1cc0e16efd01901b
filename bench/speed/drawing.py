"""Searches drawn from the corpus by how many passages hold a word, and read by the product itself.

Knows how a search of the page becomes a request to an engine; must not know who answers it. The same corpus gives the same searches.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bench.pages_asked import COMMON
from bench.pages_asked import Asking
from bench.speed.asked import DEEP_PAGE
from bench.speed.asked import ON_PAGES
from bench.speed.asked import PREFIX
from bench.speed.asked import Asked
from indexer.analysis import default_analyzer
from indexer.model.fields import TABLES
from indexer.model.fields import TERMS
from indexer.model.fields import WORDS
from indexer.model.query import Request
from indexer.query import compile_query
from indexer.query import parse_query
from indexer.vocabulary import Vocabulary
from webapp.links import Links
from webapp.parsing import parse_search


if TYPE_CHECKING:
    from bench.speed.corpus import Corpus

_CALLED = {"beginning": PREFIX, "page 5": DEEP_PAGE}
PAGE_SIZE, DEEPEST = 10, 50
"""Hits on a page, and the page that is deep where there are so many."""


def asked_of(corpus: Corpus, *, times: int | None = None) -> list[Asked]:
    """`times` searches of each kind, one kind after another in turn."""
    asking = Asking(corpus.letters, _vocabulary(corpus), default_analyzer(), seed=corpus.plan.seed)
    wanted = asking.kinds(times=times or corpus.plan.times)
    by_kind = {_CALLED.get(kind, kind): paths for kind, paths in wanted.items() if _CALLED.get(kind, kind) in ON_PAGES}
    deep = max(2, min(DEEPEST, int(corpus.plan.passages * COMMON / PAGE_SIZE)))
    rounds = zip(*(by_kind[kind] for kind in ON_PAGES), strict=True)
    return [_asked(kind, path, page=deep if kind == DEEP_PAGE else 1) for one in rounds for kind, path in zip(ON_PAGES, one, strict=True)]


def _asked(kind: str, path: str, *, page: int) -> Asked:
    search = replace(parse_search(path.partition("?")[2]).request, page=page)
    compiled = compile_query(parse_query(search.words), default_analyzer())
    request = Request(compiled.query, dict(search.filters), sort=search.sort, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return Asked(kind, Links().search(search), request)


def _vocabulary(corpus: Corpus) -> Vocabulary:
    """How many passages hold each word, and each term."""
    forms: Counter[str] = Counter()
    terms: Counter[str] = Counter()
    for entry in corpus.entries():
        forms.update({*entry.texts.get(WORDS, "").split(" ")})
        terms.update({*entry.texts.get(TERMS, "").split(" "), *entry.texts.get(TABLES, "").split(" ")})
    return Vocabulary(dict(forms), dict(terms), corpus.plan.passages)
