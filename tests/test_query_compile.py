from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import In
from indexer.model.query import Not
from indexer.model.query import Nothing
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Range
from indexer.model.query import Sought
from indexer.model.query import Term
from indexer.query import ParsedQuery
from indexer.query import compile_query
from indexer.query import parse_query
from indexer.query import relaxations
from indexer.query.names import Name
from indexer.query.syntax import Field
from tests.search_builders import TINY


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.model.query import Query
    from indexer.query import Compiled


KNOWN = {"director": ["Tanja Hansen", "Bo Berg"], "case": ["2018-0000088"], "party": ["Venstre"]}


def known(facet: str) -> Sequence[Name]:
    """The names of a small index."""
    return [Name(name, name) for name in KNOWN.get(facet, [])]


def compiled(words: str) -> Compiled:
    """A query with the names of the small index."""
    return compile_query(parse_query(words), TINY, values=known)


def relaxed(words: str) -> list[Query]:
    """The queries to try when nothing has it all."""
    return [step.query for step in relaxations(parse_query(words), TINY, values=known)]


def word(text: str) -> Query:
    """The query of one word."""
    return compiled(text).query


def plain(query: Query) -> object:
    """A query without its boosts."""
    match query:
        case Term(field, text):
            return Term(field, text)
        case Phrase(field, texts):
            return Phrase(field, texts)
        case Prefix(field, text):
            return Prefix(field, text)
        case And(parts):
            return And(tuple(map(plain, parts)))
        case Or(parts, least):
            return Or(tuple(map(plain, parts)), least)
        case Not(part):
            return Not(plain(part))
    return query


def anywhere(term: str, form: str) -> tuple[Query, ...]:
    """A term in all fields that hold terms, and the form as written."""
    here = (Term("terms", term), Term("tables", term), Term("stems", term), Term("words", form), Term("title", term))
    return (*here, Term("subject", term), Term("preamble", term), Term("names", term))


def here(term: str) -> Or:
    """A term in what the passage itself says."""
    return Or((Term("terms", term), Term("tables", term)))


def boosts(query: Query) -> float:
    """The sum of what the terms of a query count."""
    return query.boost if isinstance(query, Term) else sum(map(boosts, getattr(query, "parts", ())))


def test_a_word_is_its_term_anywhere_and_better_as_written() -> None:
    """A simple word matches its term in the passage, its tables and its letter; in the title, and as typed, it counts extra."""
    assert plain(word("Skolerne")) == Or(anywhere("skol", "skolerne"))


def test_a_word_is_also_what_else_it_may_be_called() -> None:
    """A synonym matches with all its words, counting less; so does that of a compound's part, but nothing unwanted."""
    query = word("toget")
    assert isinstance(query, Or)
    others = [plain(part) for part in query.parts[-2:]]
    assert others == [And((here("jernban"),)), And((here("kollektiv"), here("trafik")))]
    compound = word("kontanthjælpsmodtagere")
    assert isinstance(compound, Or)
    assert plain(Or((Term("terms", "hjaelp"), Term("tables", "hjaelp"), And((here("stoett"),))))) in plain(compound.parts[-1]).parts  # type: ignore[attr-defined]
    assert plain(word("-tog")) == And((All(), Not(Or(anywhere("tog", "tog")))))


def test_a_compound_is_itself_or_all_its_parts() -> None:
    """A compound matches whole, or by all its smallest parts together, counting less; never by one of them."""
    query = word("nytteindsatsen")
    assert isinstance(query, Or)
    *whole, parts = query.parts
    assert plain(Or(tuple(whole))) == Or(anywhere("nytteindsats", "nytteindsatsen"))
    assert plain(parts) == And((here("nytt"), here("indsats")))
    assert boosts(parts) / 2 < max(part.boost for part in whole if isinstance(part, Term))


def test_a_compound_of_one_known_part_is_not_that_part() -> None:
    """Where only one part is known, the compound matches whole alone, also when relaxed."""
    assert plain(word("tidsplan")) == Or(anywhere("tidsplan", "tidsplan"))
    assert relaxed("tidsplan") == []
    assert [len(sought.readings) for sought in compiled("tidsplan").terms] == [1]


def test_words_are_joined_by_and() -> None:
    """Each word is demanded; a word typed twice only once."""
    assert word("skole bus skole") == And((word("skole"), word("bus")))


def test_groups_are_nested() -> None:
    """ELLER, negation and parentheses become the same in the engine's tree."""
    assert word("skole (bus ELLER tog)") == And((word("skole"), Or((word("bus"), word("tog")))))
    assert word("skole -bus") == And((word("skole"), And((All(), Not(word("bus"))))))
    assert word("-bus") == And((All(), Not(word("bus"))))


def test_an_unwanted_compound_is_not_its_parts() -> None:
    """A negated compound leaves out what has the compound, not what has all its parts apart."""
    assert plain(word("-nytteindsats")) == And((All(), Not(Or(anywhere("nytteindsats", "nytteindsats")))))


def test_quotes_mean_the_forms_as_written() -> None:
    """A phrase is asked for in the written forms, of the passage or of its letter; a single word in quotation marks too."""
    forms = ("anden", "aktoeren")
    assert plain(word('"Anden aktøren"')) == Or((Phrase("words", forms), Phrase("context_words", forms)))
    assert plain(word('"Aktøren"')) == Or((Term("words", "aktoeren"), Term("context_words", "aktoeren")))


def test_a_star_means_the_written_beginning() -> None:
    """A beginning is asked for in the written forms; words before it in the same chunk are demanded as well."""
    assert plain(word("præmi*")) == Or((Prefix("words", "praemi"), Prefix("context_words", "praemi")))
    assert word("bus/tog1*") == And((word("bus"), word("tog1*")))


def test_a_bare_number_is_looked_for_everywhere() -> None:
    """A case number matches the letter's own number, a mention, and a mention of one of its documents."""
    query = plain(word("2018-0000088"))
    assert isinstance(query, Or)
    assert {In("case", ("2018-0000088",)), In("document", ("2018-0000088",))} <= set(query.parts)
    for field in ("words", "context_words"):
        assert {Term(field, "2018-0000088"), Prefix(field, "2018-0000088-")} <= set(query.parts)


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("direktør:hansen", In("director", ("Tanja Hansen",))),
        ("sag:2018-", In("case", ("2018-0000088",))),
        ("type:notat", In("kind", ("budget_note",))),
        ("type:breve", In("kind", ("letter",))),
        ("år:2017..2019", Range("year", 2017, 2019)),
        ("dato:2018-09..", Range("date", 20180901, None)),
    ],
)
def test_fields_become_facets_and_numbers(words: str, query: Query) -> None:
    """A field operator means the known values that its value names, or a span of a number."""
    assert compiled(words).query == query
    assert compiled(words).ignored == ()


def test_a_name_nobody_has_finds_nothing_and_is_told() -> None:
    """A value that no letter has finds nothing, and a Danish sentence says so."""
    result = compiled("direktør:Bodil skole")
    assert result.query == And((word("skole"), Nothing()))
    assert result.ignored == ("Ingen direktør hedder ”Bodil”.",)
    assert compiled("type:digt").ignored == ("Ingen type hedder ”digt”; skriv type:brev eller type:notat.",)


def test_without_known_names_a_value_is_taken_as_it_is() -> None:
    """Compiling needs no index: then a value is one of the facet's."""
    assert compile_query(parse_query("til:Bo"), TINY).query == In("addressee", ("Bo",))


def test_function_words_are_not_demanded_beside_others() -> None:
    """Function words are dropped beside words, phrases and groups, also in ASCII spelling; alone or beside a field they are demanded."""
    assert word("hvad er skolen") == word("skolen")
    assert word("paa skolen") == word("skolen")
    assert word('er "en skole"') == word('"en skole"')
    assert word("er (bus ELLER tog)") == word("(bus ELLER tog)")
    assert word("hvad er") == And((word("hvad"), word("er")))
    assert word("er direktør:Berg") == And((word("er"), In("director", ("Bo Berg",))))
    assert word("skole -er") == And((word("skole"), word("-er")))
    assert compiled("hvad er skolen").terms == compiled("skolen").terms


def test_no_words_find_everything_and_no_sense_nothing() -> None:
    """An empty query finds all; one of signs alone finds nothing."""
    assert word("") == All()
    assert word("?!") == Nothing()
    assert word("§") == Nothing()
    assert compiled("§").ignored == ("”§” er ikke ord, der kan søges efter.",)


class _Deaf:
    """An analyzer that finds no word in anything."""

    def read(self, _text: str) -> list[object]:
        """Nothing."""
        return []


@pytest.mark.parametrize("words", ["a", '"a"', "abc*", "2018-0000088", "-a", "a ELLER b", "(a ELLER b) c"])
def test_what_holds_no_word_for_the_analyzer_finds_nothing(words: str) -> None:
    """Signs that the analyzer passes over are named and find nothing, wherever they stand."""
    result = compile_query(parse_query(words), _Deaf())
    assert result.query == Nothing()
    assert "er ikke ord, der kan søges efter" in result.ignored[0]


def test_a_time_that_is_none_finds_nothing() -> None:
    """A tree made by hand with a wrong time is compiled as well."""
    assert compile_query(ParsedQuery(Field("år", "nu")), TINY).query == Nothing()


def test_relaxing_asks_for_fewer_words_step_by_step() -> None:
    """Of three words two, then any are enough; each step once."""
    three = ["alfa", "beta", "gamma"]
    assert relaxed(" ".join(three)) == [Or(tuple(map(word, three)), least) for least in (2, 1)]
    assert relaxed("alfa beta") == [Or((word("alfa"), word("beta")), 1)]
    assert relaxed("alfa") == []
    assert relaxed("") == []


def test_a_question_is_ranked_by_any_of_its_words() -> None:
    """Of many words, or of a few in a sentence, a third is enough, words side by side on top; at last what it quotes are words."""
    six = ["alfa", "beta", "gamma", "delta", "zeta", "theta"]
    for query, least in zip(relaxed(" ".join(six)), (2, 1), strict=True):
        assert isinstance(query, And)
        any_of, beside = query.parts
        assert any_of == Or(tuple(map(word, six)), least)
        assert isinstance(beside, Or)
        assert [plain(part) for part in beside.parts] == [All(), *(Phrase("words", pair) for pair in pairwise(six))]
    assert len(relaxed("alfa beta")) == len(relaxed("Hvad alfa beta")) == len(relaxed("alfa beta?")) == 1
    assert isinstance(relaxed("Hvad alfa beta")[0], And)
    assert isinstance(relaxed("alfa beta")[0], Or)
    *firm, loose = (query.parts[0] for query in relaxed('hvor alfa "en bus" beta') if isinstance(query, And))
    assert all(isinstance(query, And) and query.parts[-1] == word('"en bus"') for query in firm)
    assert isinstance(loose, Or)
    assert relaxed('"en bus"') == []


def test_relaxing_at_last_takes_one_part_of_a_compound() -> None:
    """Only the last step is content with one part of a compound, and says how to mark it."""
    first, last = relaxations(parse_query("nytteindsats skole"), TINY)
    lone = {Term("terms", "nytt"), Term("terms", "indsats")}
    assert not lone & alone(first.query)
    assert lone <= alone(last.query)
    assert compile_query(parse_query("nytteindsats skole"), TINY, relaxed=True) == last
    assert len(last.terms[0].readings) == 3


def alone(query: Query) -> set[object]:
    """The leaves of which one alone would do."""
    match query:
        case Or(parts):
            return {leaf for part in parts for leaf in alone(part)}
        case And():
            return set()
    return {plain(query)}


def test_relaxing_keeps_what_was_set_firmly() -> None:
    """Fields, negations and phrases hold in every step, in groups as well; a negation is never widened."""
    firm = (word('"en bus"'), word("år:2018"), word("-(tog fly)"))
    for query in relaxed('alfa beta "en bus" år:2018 -(tog fly)'):
        assert isinstance(query, And)
        assert query.parts[1:] == firm
    assert relaxed("(alfa ELLER år:2018) år:2017") == []
    either = word("(alfa ELLER år:2018)")
    assert relaxed("(alfa ELLER år:2018) beta gamma") == [And((Or((word("beta"), word("gamma"))), either))]
    assert relaxed("(alfa beta) ELLER gamma") == [Or((Or((word("alfa"), word("beta"))), word("gamma")))]


def test_what_to_mark_goes_with_what_is_asked() -> None:
    """What to mark names each thing sought once: words and their parts, phrases, beginnings; nothing of negations and fields."""
    terms = compiled('nytteindsats "en bus" sko* -tog år:2018 nytteindsats').terms
    assert [tuple(map(plain, sought.readings)) for sought in terms] == [
        (Term("terms", "nytteindsats"), And((Term("terms", "nytt"), Term("terms", "indsats")))),
        (Phrase("words", ("en", "bus")),),
        (Prefix("words", "sko"),),
    ]
    assert all(isinstance(sought, Sought) for sought in terms)
