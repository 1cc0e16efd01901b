from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.query.parser import MAX_DEPTH
from indexer.query.parser import parse_query
from indexer.query.syntax import Beginning
from indexer.query.syntax import Either
from indexer.query.syntax import Every
from indexer.query.syntax import Field
from indexer.query.syntax import Number
from indexer.query.syntax import Quoted
from indexer.query.syntax import Without
from indexer.query.syntax import Word
from indexer.query.syntax import depth


A, B, C, D, E = map(Word, "abcde")


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("a", A),
        ("a b", Every((A, B))),
        ("a OG b", Every((A, B))),
        ("a ELLER b", Either((A, B))),
        ("a b ELLER c d", Every((A, Either((B, C)), D))),
        ("a OG b ELLER c OG d e", Every((Either((Every((A, B)), Every((C, D)))), E))),
        ("(a b) ELLER c", Either((Every((A, B)), C))),
        ("a (b ELLER (c ELLER d))", Every((A, Either((B, C, D))))),
        ("a -b", Every((A, Without(B)))),
        ("a IKKE b", Every((A, Without(B)))),
        ("-a", Without(A)),
        ("-(a b)", Without(Every((A, B)))),
        ("IKKE -a", A),
        ('-"a b" c', Every((Without(Quoted("a b")), C))),
        ("”a  b”", Quoted("a b")),
        ("»a b« c", Every((Quoted("a b"), C))),
        ("abc*", Beginning("abc")),
        ("(abc*),", Beginning("abc")),
        ("2018-0000088", Number("2018-0000088")),
        ("2018-0000088-137.", Number("2018-0000088-137")),
        ("-sag:2018-0000088", Without(Field("sag", "2018-0000088"))),
        ('direktoer:"Tanja Hansen"', Field("direktør", "Tanja Hansen")),
        ("aar:2017..2019 dato:..2018-12", Every((Field("år", "2017..2019"), Field("dato", "..2018-12")))),
        ("type:brev parti:A forvaltning:børn dok:1 til:x", Every(tuple(Field(*each) for each in [
            ("type", "brev"), ("parti", "A"), ("forvaltning", "børn"), ("dok", "1"), ("til", "x")]))),
        ("nytteindsats/lignende? 12,5", Every((Word("nytteindsats/lignende?"), Word("12,5")))),
        ("a 10 % -5 %.", Every((A, Word("10 %"), Without(Word("5 %."))))),
        ("… – (a) & ! %", A),
        ("", None),
        ("   ", None),
    ],
)  # fmt: skip
def test_the_language_is_read(words: str, tree: object) -> None:
    """Each construct of the query language gives its tree, without a remark."""
    parsed = parse_query(words)
    assert parsed.tree == tree
    assert parsed.ignored == ()


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        ('a "b c', "a b c", "anførselstegn"),
        ("(a b", "a b", "ikke lukket"),
        ("a) b", "a b", "uden at være åbnet"),
        ("a ELLER", "a eller", "ELLER mangler"),
        ("ELLER", "eller", "ELLER mangler"),
        ("a ELLER ELLER b", "(a ELLER b) eller", "ELLER mangler"),
        ("OG a", "a og", "OG mangler"),
        ("IKKE", "ikke", "IKKE mangler"),
        ("ab* c", "ab c", "tre bogstaver"),
        ("OG*", "og", "tre bogstaver"),
        ("a*b", "a*b", "sidst i et ord"),
        ("*", "", "ingen ord"),
        ("?!", "", "ingen ord"),
        ("😀", "", "ingen ord"),
        ("()", "", "ingen ord"),
        ("-", "", "ingen ord"),
        ("farve:blå", "farve:blå", "”farve:” er ikke et felt"),
        ("sag: 1", "sag: 1", "Feltet sag: mangler"),
        ('sag:"" a', "sag a", "Feltet sag: mangler"),
        ("år:nu", "år:nu", "”nu” er ikke et år"),
        ('dato:"i går"', 'dato "i går"', "”i går” er ikke en dato"),
        ("dato:2018-02-30", "dato:2018-02-30", "er ikke en dato"),
    ],
)
def test_what_is_not_understood_is_searched_as_words_and_named(words: str, text: str, said: str) -> None:
    """Nothing is a syntax error: the words stay, and a Danish sentence names what was not understood."""
    parsed = parse_query(words)
    assert parsed.text == text
    assert said in " ".join(parsed.ignored)


def test_a_colon_in_running_text_is_no_field() -> None:
    """Clock times, addresses and words before a colon are words without a remark."""
    parsed = parse_query("kl. 10:30 http://lilleby.dk Svar:")
    assert parsed == parse_query(parsed.text)
    assert parsed.ignored == ()


def test_a_minus_before_nothing_takes_nothing_else_with_it() -> None:
    """A minus sign before what holds no word is dropped with it."""
    assert parse_query('-... a -() b -"" -OG c').tree == Every((A, B, C))


BITS = st.sampled_from(
    [
        *("a", "bb", "ccc*", "ab*", "*", '"', "”", "(", ")", "-", "--", "OG", "ELLER", "IKKE", "og", " ", "  ", "\n", "\x00"),
        *("sag:", "år:", "ÅR:2018", "aar:2017..2019", "år:x", "dato:2018-09..", 'dato:"2018 .. x"', "til:*", 'til:", x"', "type:brev"),
        *('direktør:"Tanja Hansen"', "foo:bar", "ſag:1", ":", ",", ".", "?", "§", "2018-0000088", "2018-0000088-137,", "nytte/andet"),
        *("😀", "\u202e", "\ud800", "\u0301", "å"),
    ]
)


@settings(deadline=None)
@given(st.lists(BITS, max_size=40).map("".join) | st.text(max_size=60))
def test_what_is_written_back_means_the_same(words: str) -> None:
    """Any input is parsed, and its text in the query language parses to the same tree and the same text."""
    parsed = parse_query(words)
    again = parse_query(parsed.text)
    assert again.tree == parsed.tree
    assert again.text == parsed.text
    assert parsed.text.encode("utf-8").decode("utf-8") == parsed.text


@pytest.mark.parametrize("part", ["(", ")", '"', "-(", "(a ", "a ELLER (b ", "-(a ELLER ", "a/", "IKKE ", "a OG "])
def test_any_length_and_depth_is_bounded(part: str) -> None:
    """However long and deep the input, the tree is small and shallow, and what was left out is said."""
    parsed = parse_query(part * 20_000)
    assert parsed.tree is None or depth(parsed.tree) <= MAX_DEPTH
    assert len(parsed.text) < 1_000
    assert parsed.ignored
    assert parse_query(parsed.text).tree == parsed.tree


def test_groups_too_deep_are_read_as_their_words() -> None:
    """Beyond the depth allowed the innermost words are kept, without their groups, and it is said."""
    nested = "a"
    for number in range(MAX_DEPTH + 1):
        nested = f"(b{number} -({nested})) ELLER c" if number % 2 else f"(b{number} ELLER {nested}) d"
    parsed = parse_query(nested)
    assert parsed.tree is not None
    assert depth(parsed.tree) <= MAX_DEPTH
    assert "a" in parsed.text
    assert "for dybt" in " ".join(parsed.ignored)
