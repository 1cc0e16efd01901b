from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.query import syntax
from indexer.query.parser import MAX_DEPTH
from indexer.query.parser import parse_query
from indexer.query.syntax import Either
from indexer.query.syntax import Every
from indexer.query.syntax import Field
from indexer.query.syntax import Quoted
from indexer.query.syntax import Without
from indexer.query.syntax import Word


if TYPE_CHECKING:
    from indexer.query.syntax import Expression


WORDS = st.text(alphabet="abcæøå", min_size=1, max_size=4)
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    WORDS.map(Word),
    WORDS.map(lambda word: syntax.Beginning(word + "xyz")),
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join).map(Quoted),
    st.lists(WORDS, min_size=1, max_size=2).map(" ".join).map(lambda name: Field("til", name)),
    st.just(Field("år", "2018..")),
    st.just(syntax.Number("2018-0000088")),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some: syntax.every(some) or Word("a")),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: syntax.either(some) or Word("a")),
        parts.map(syntax.without),
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(TREES)
def test_a_tree_that_is_written_is_read_again(tree: Expression) -> None:
    """Every tree that can be built has a text in the query language that parses to it."""
    if syntax.depth(tree) <= MAX_DEPTH:
        assert parse_query(syntax.write(tree)).tree == tree


def test_trees_have_one_form() -> None:
    """Groups of one are no groups, groups of the same kind are one, and two negations are none."""
    a, b, c = map(Word, "abc")
    assert syntax.every([]) is None
    assert syntax.either([a]) == a
    assert syntax.every([a, Every((b, c))]) == Every((a, b, c))
    assert syntax.either([Either((a, b)), c]) == Either((a, b, c))
    assert syntax.without(Without(a)) == a


def test_leaves_keep_whether_they_are_wanted() -> None:
    """The leaves of a tree come in order, those under an odd number of negations as negated."""
    a, b, c = map(Word, "abc")
    assert list(syntax.leaves(Every((a, Without(Either((b, Without(c)))))))) == [a, Without(b), c]


def test_a_value_of_several_words_is_written_in_quotation_marks() -> None:
    """Values and groups are enclosed where they must be, and only there."""
    tree = Every((Field("til", "Bo Berg"), Field("år", "2018"), Either((Word("a"), Every((Word("b"), Word("c")))))))
    assert syntax.write(tree) == 'til:"Bo Berg" år:2018 (a ELLER (b c))'
    assert syntax.write(None) == ""
