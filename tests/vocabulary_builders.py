"""The words of letters of a line or two, counted as a rebuild counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.analysis import default_analyzer
from indexer.documents import pack
from indexer.documents import unpack_words
from indexer.vocabulary import Counting
from tests.search_builders import letter


if TYPE_CHECKING:
    from indexer.model.letter import Letter
    from indexer.vocabulary import Vocabulary


def vocabulary(*letters: Letter | str) -> Vocabulary:
    """The vocabulary of an index of these letters; a text is a letter with this one answer."""
    counting = Counting()
    for number, each in enumerate(letters):
        whole = letter(str(number), each) if isinstance(each, str) else each
        counting.add(unpack_words(pack(whole, default_analyzer(), cached=False).words))
    return counting.vocabulary()
