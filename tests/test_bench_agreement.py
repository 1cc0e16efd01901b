"""What bench/agreement.py promises: engines that agree, one that does not, and one that there is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bench import agreement
from indexer.engines import memory


if TYPE_CHECKING:
    import pytest

    from indexer.model.query import Request
    from indexer.model.results import Hits


def test_engines_that_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """Each engine but the reference is told with its cases and requests, and the exit code is 0."""
    assert agreement.main(["--cases", "3", "--engines", "memory,whoosh,tantivy"]) == 0
    whoosh, tantivy = capsys.readouterr().out.splitlines()
    assert whoosh.startswith("whoosh: 3 cases, ")
    assert tantivy == whoosh.replace("whoosh", "tantivy")
    assert tantivy.endswith(" requests, 0 disagreements")


def test_an_engine_that_does_not_agree(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong total is a disagreement, told with the request and the corpus, and the exit code is 1."""
    search = memory.MemorySearcher.search

    def wrong(self: memory.MemorySearcher, request: Request) -> Hits:
        return replace(search(self, request), total=-1)

    monkeypatch.setattr(memory.MemorySearcher, "search", wrong)
    assert agreement.main(["--cases", "2", "--engines", "whoosh"]) == 1
    assert "AssertionError" in (told := capsys.readouterr().out)
    assert "Request(" in told


def test_an_engine_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown engine is named in one sentence, and the exit code is 2."""
    assert agreement.main(["--engines", "lucene"]) == 2
    assert "'lucene' is no engine" in capsys.readouterr().err
