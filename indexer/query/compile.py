"""The reader's tree -> the engine's tree.

Knows how what was asked for combines, and what may be left out when nothing has it all; must not know an engine, nor where the known
names come from.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import TypeAlias

from indexer.analysis import Analyzer
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Nothing
from indexer.model.query import Or
from indexer.model.query import Query
from indexer.model.query import Range
from indexer.model.query import Sought
from indexer.query import syntax
from indexer.query import words
from indexer.query.fields import OPERATORS
from indexer.query.fields import Time
from indexer.query.names import Name
from indexer.query.names import by_beginning
from indexer.query.names import by_words
from indexer.query.rules import FEWEST_OF_A_QUESTION
from indexer.query.rules import NEARLY
from indexer.query.rules import OF_QUESTIONS
from indexer.query.rules import OF_WORDS
from indexer.query.rules import STRICT
from indexer.query.rules import UNWANTED
from indexer.query.rules import Rule


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from indexer.analysis import Word
    from indexer.query.fields import Choice
    from indexer.query.parser import ParsedQuery
    from indexer.query.syntax import Expression


Values: TypeAlias = Callable[[str], Sequence[Name]]
"""Gives the names known for a facet."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What to ask an engine, what to mark in its answers, and in Danish what could not be used.

    `runs` are terms that an answer must have next to each other, which no engine is asked.
    """

    query: Query
    terms: tuple[Sought, ...]
    ignored: tuple[str, ...] = ()
    runs: tuple[tuple[str, ...], ...] = ()


def compile_query(parsed: ParsedQuery, analyzer: Analyzer, *, values: Values | None = None, relaxed: bool = False) -> Compiled:
    """The query that finds what has all that was asked for; `relaxed`: what has any word of it and all the rest.

    `values` gives the names known for a facet; without it a field operator takes its value to be one.
    """
    return _compiled(parsed, analyzer, values, OF_WORDS[-1] if relaxed else STRICT)


def relaxations(parsed: ParsedQuery, analyzer: Analyzer, *, values: Values | None = None) -> Iterator[Compiled]:
    """The queries to try in turn when nothing has all that was asked for; each is content with fewer of the words.

    Fields and negations hold in all of them, and phrases in quotation marks in all but the last for a question.
    """
    tried = [_compiled(parsed, analyzer, values, STRICT).query]
    for rule in OF_QUESTIONS if _is_question(parsed, analyzer) else OF_WORDS:
        compiled = _compiled(parsed, analyzer, values, rule)
        if compiled.query not in tried:
            yield compiled
        tried.append(compiled.query)


def nearly(parsed: ParsedQuery, analyzer: Analyzer, *, values: Values | None = None) -> Compiled | None:
    """What has half of the words that were asked for, and phrases inflected; None where that is no less than all.

    Fields and negations hold. An answer must also have the `runs` of words next to each other.
    """
    compiled = _compiled(parsed, analyzer, values, NEARLY)
    return compiled if compiled.query != _compiled(parsed, analyzer, values, STRICT).query else None


def _is_question(parsed: ParsedQuery, analyzer: Analyzer) -> bool:
    """Whether a reader asks in a sentence, or by so many words that some may well be missing from the answer."""
    parts = parsed.tree.parts if isinstance(parsed.tree, syntax.Every) else ()
    typed = [part.text for part in parts if isinstance(part, syntax.Word)]
    read = analyzer.read(" ".join(typed))
    asked = any(text.endswith("?") or text.casefold().startswith("hv") for text in typed)
    fewest = FEWEST_OF_A_QUESTION - 2 if asked else FEWEST_OF_A_QUESTION
    return sum(not (word.minor or words.is_function_word(token)) for token, word in read) >= fewest


def _compiled(parsed: ParsedQuery, analyzer: Analyzer, values: Values | None, rule: Rule) -> Compiled:
    if parsed.tree is None:
        return Compiled(Nothing() if parsed.ignored else All(), ())
    compiler = _Compiler(analyzer, values, rule)
    query = compiler.compile(parsed.tree) or Nothing()
    if compiler.near:
        query = And((query, Or((All(), *dict.fromkeys(compiler.near)))))
    sought, ignored = tuple(dict.fromkeys(compiler.sought)), tuple(dict.fromkeys(compiler.ignored))
    return Compiled(query, sought, ignored, tuple(dict.fromkeys(compiler.runs)))


class _Kind(Enum):
    """What may become of a demand: a MINOR one is dropped beside weightier words, a LOOSE one may be missing when relaxed."""

    MINOR = "function word"
    LOOSE = "word"
    FIRM = "phrase"
    LIMIT = "field or negation"


class _Demand(NamedTuple):
    """One thing an entry must have, and how it is marked there."""

    kind: _Kind
    query: Query
    sought: Sought | None = None


@dataclass(frozen=True, slots=True)
class _Compiler:
    """One pass over a tree; collects on the way what to mark and what was not understood."""

    analyzer: Analyzer
    values: Values | None
    rule: Rule
    sought: list[Sought] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    runs: list[tuple[str, ...]] = field(default_factory=list)
    near: list[Query] = field(default_factory=list)

    def compile(self, expression: Expression) -> Query | None:
        """The query of an expression; None when there is nothing in it to search for."""
        match expression:
            case syntax.Every(parts):
                return self._all(parts)
            case syntax.Either(parts):
                queries = [query for part in parts if (query := self.compile(part))]
                return Or(tuple(queries)) if len(queries) > 1 else next(iter(queries), None)
        return self._all((expression,))

    def _all(self, parts: Iterable[Expression]) -> Query | None:
        demands = list(dict.fromkeys(self._demands(parts)))
        if any(demand.kind in {_Kind.LOOSE, _Kind.FIRM} for demand in demands):
            demands = [demand for demand in demands if demand.kind is not _Kind.MINOR]
        self.sought.extend(demand.sought for demand in demands if demand.sought)
        firm = [demand.query for demand in demands if demand.kind in {_Kind.FIRM, _Kind.LIMIT}]
        loose = [demand.query for demand in demands if demand.kind in {_Kind.MINOR, _Kind.LOOSE}]
        least = self.rule.least(len(loose))
        if least < len(loose):
            loose = [Or(tuple(loose), least)]
        both = (*loose, *firm)
        return And(both) if len(both) > 1 else next(iter(both), None)

    def _demands(self, parts: Iterable[Expression]) -> Iterator[_Demand]:
        # Words that stand together are read together: "Beskæftigelses- og Integrationsforvaltningen" is two compounds.
        for plain, run in groupby(parts, lambda part: isinstance(part, syntax.Word)):
            if plain:
                yield from self._words(" ".join(part.text for part in run if isinstance(part, syntax.Word)))
            else:
                for part in run:
                    yield from self._demand(part)

    def _demand(self, part: Expression) -> Iterator[_Demand]:
        match part:
            case syntax.Quoted(text) if not self.rule.quotes:
                yield from self._words(text)
            case syntax.Quoted(text):
                if read := self._read(text):
                    yield self._phrase(text, read)
            case syntax.Number(text):
                if read := self._read(text):
                    yield self._meant(_Kind.LOOSE, text, words.number(text, read))
            case syntax.Beginning(text):
                if read := self._read(text):
                    synonyms = self.analyzer.synonyms
                    yield from (self._meant(_Kind.LOOSE, word.form, self.rule.meaning(word, synonyms)) for word in read[:-1])
                    yield self._meant(_Kind.LOOSE, f"{text}*", words.beginning(read[-1]))
            case syntax.Field(name, value):
                yield _Demand(_Kind.LIMIT, self._field(name, value))
            case syntax.Without(inner):
                if query := _Compiler(self.analyzer, self.values, UNWANTED, ignored=self.ignored).compile(inner):
                    yield _Demand(_Kind.LIMIT, And((All(), Not(query))))
            case _:
                if query := self.compile(part):
                    yield _Demand(_Kind.FIRM if _has_field(part) else _Kind.LOOSE, query)

    def _phrase(self, text: str, read: Sequence[Word]) -> _Demand:
        if not self.rule.inflects:
            return self._meant(_Kind.FIRM, text, words.phrase(read))
        self.runs.append(tuple(word.term for word in read))
        return self._meant(_Kind.FIRM, text, words.inflected_phrase(read))

    def _words(self, text: str) -> Iterator[_Demand]:
        read = self.analyzer.read(text)
        if not read:
            self._nothing_in(text)
        if self.rule.neighbours:
            self.near.extend(words.neighbours(read))
        for token, word in read:
            minor = word.minor or words.is_function_word(token)
            kind = _Kind.MINOR if minor else _Kind.LOOSE
            yield self._meant(kind, token.text, self.rule.meaning(word, self.analyzer.synonyms))

    def _meant(self, kind: _Kind, typed: str, meaning: tuple[Query, Sought]) -> _Demand:
        query, sought = meaning
        return _Demand(kind, query, replace(sought, typed=typed))

    def _read(self, text: str) -> list[Word]:
        read = [word for _, word in self.analyzer.read(text)]
        if not read:
            self._nothing_in(text)
        return read

    def _field(self, name: str, value: str) -> Query:
        operator = OPERATORS[name]
        if isinstance(operator, Time):
            span = operator.read(value)
            return Range(operator.number, span.low, span.high) if span else Nothing()
        values = self._chosen(operator, value)
        if values:
            return In(operator.facet, values)
        self.ignored.append(operator.unknown.format(f"”{value}”"))
        return Nothing()

    def _chosen(self, operator: Choice, value: str) -> tuple[str, ...]:
        if operator.labels:
            return by_words(value, [Name(*label) for label in operator.labels])
        if self.values is None:
            return (value,)
        known = self.values(operator.facet)
        return by_beginning(value, known) if operator.whole else by_words(value, known)

    def _nothing_in(self, text: str) -> None:
        self.ignored.append(f"”{text}” er ikke ord, der kan søges efter.")


def _has_field(expression: Expression) -> bool:
    return any(isinstance(leaf, syntax.Field) for leaf in syntax.leaves(expression))
