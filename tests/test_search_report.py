from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.rebuild import rebuild
from indexer.report import FOLDER
from indexer.search import Index
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters


if TYPE_CHECKING:
    from pathlib import Path


def test_an_index_tells_what_its_rebuild_told(tmp_path: Path) -> None:
    """The report is that of the served generation, also when another takes its place; where it is gone there is none."""
    settings = configured(tmp_path)
    index = Index(settings)
    for files in ({"tom.txt": "", "b.txt": letter_text(1)}, {"tom.txt": letter_text(2)}):
        put_letters(settings.corpus_path, files)
        told = rebuild(settings)
        assert index.report
        assert replace(index.report, seconds=0.0) == replace(told, seconds=0.0)
    (settings.index_path / FOLDER / f"{index.generation}.json").unlink()
    assert index.report is None
    index.close()
