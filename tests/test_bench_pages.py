"""The measuring of pages: that it measures, never how long anything took."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from bench import pages
from bench.pages import COLUMN
from bench.pages_asked import Asking
from bench.pages_index import Inventing
from bench.pages_index import invented
from bench.pages_index import settings_in
from bench.pages_index import write_index
from indexer.analysis import default_analyzer
from indexer.entries import SCHEMA
from indexer.search import Index
from indexer.vocabulary import kept_vocabulary


if TYPE_CHECKING:
    from pathlib import Path


WORK = Inventing(60, None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an index of sixty passages lies, made by the product's rebuild."""
    where = tmp_path_factory.mktemp("pages")
    assert write_index(where, WORK) == settings_in(where)
    return where


def test_a_small_index_is_measured(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The product's pages are asked over the index that is there, and each kind of search has a row."""
    generation = (folder / "index" / "current").read_text(encoding="ascii")
    pages.main(["--passages", "60", "--times", "2", "--index", str(folder), "--facets", "all"])
    told = capsys.readouterr().out
    assert (folder / "index" / "current").read_text(encoding="ascii") == generation
    assert "60 passages in" in told
    for kind in ("rare word", "common word", "three words", "phrase", "filter", "question", "long question", "newest", "page 5"):
        (row,) = [line[COLUMN:].split() for line in told.splitlines() if line[:COLUMN].strip() == kind]
        assert len(row) == 7
        assert all(float(cell) >= 0 for cell in row)
    (counted,) = [line for line in told.splitlines() if line.startswith("counted:")]
    assert counted.count(",") == len(SCHEMA.facets) - 3


def test_what_is_asked_is_found(folder: Path) -> None:
    """Words, phrases and questions are of the letters, others each time; common words are in more of them than rare ones."""
    settings = settings_in(folder)
    index = Index(settings)
    vocabulary = kept_vocabulary(settings.index_path, index.generation)
    assert vocabulary
    kinds = Asking(invented(WORK), vocabulary, default_analyzer()).kinds(times=5)
    assert kinds == Asking(invented(WORK), vocabulary, default_analyzer()).kinds(times=5)
    assert all(len(set(paths)) > 1 for paths in kinds.values())
    sought = ("rare word", "common word", "phrase", "question")
    totals = {kind: [index.search(_words(path)).total for path in kinds[kind]] for kind in sought}
    index.close()
    assert all(map(all, totals.values()))
    assert sum(totals["rare word"]) < sum(totals["common word"])


def _words(path: str) -> str:
    return parse_qs(path.partition("?")[2])["q"][0]
