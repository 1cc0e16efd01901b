from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.cache import Cache
from indexer.model.source import Box
from indexer.model.source import Line
from indexer.model.source import Page
from indexer.model.source import Source
from indexer.model.source import Word


if TYPE_CHECKING:
    import pytest

WORD = Word("Kære", Box(1.0, 2.0, 3.5, 4.0), 11.0, bold=True, italic=False)
SOURCE = Source(
    "2018/å.pdf",
    "ab" * 32,
    "pdf",
    (Line("Kære Venstre", page=2, gap=1.5, cells=("a", "b"), box=Box(1.0, 2.0, 3.5, 4.0), size=11.0, words=(WORD,)), Line("")),
    (Page(1, 595.0, 842.0, (Box(0.0, 0.0, 9.0, 9.0),), 0.25),),
)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_kept_comes_back_whole(tmp_path: Path) -> None:
    """Every line, box and page of a source survives, and it bears the name it is asked for by."""
    cache = Cache(tmp_path, "1")
    cache.put(SOURCE)
    assert cache.get(SOURCE.fingerprint, file="kopi.pdf") == replace(SOURCE, file="kopi.pdf")


def test_unknown_bytes_are_unknown(tmp_path: Path) -> None:
    """A file that was never kept gives None, also before there is a cache at all."""
    assert Cache(tmp_path / "none", "1").get("cd" * 32, file="x") is None


def test_another_version_of_the_reader_reads_anew(tmp_path: Path) -> None:
    """What an older reader saw is not what this one would see."""
    Cache(tmp_path, "1").put(SOURCE)
    assert Cache(tmp_path, "2").get(SOURCE.fingerprint, file="x") is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_unknown(tmp_path: Path, data: st.DataObject) -> None:
    """A kept file that was cut short, or in which any byte was changed, is read anew, never believed."""
    cache = Cache(tmp_path, "1")
    cache.put(SOURCE)
    [path] = _files(tmp_path)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(data.draw(st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]])))
    assert cache.get(SOURCE.fingerprint, file="x") is None


def test_a_file_under_another_name_is_unknown(tmp_path: Path) -> None:
    """A kept file that was moved does not stand in for other bytes."""
    cache = Cache(tmp_path, "1")
    cache.put(SOURCE)
    [path] = _files(tmp_path)
    other = "ab" + "cd" * 31
    path.rename(path.with_name(other))
    assert cache.get(other, file="x") is None


def test_a_full_disk_does_not_hurt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full nothing is kept, nothing is left behind and nothing is raised."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    cache = Cache(tmp_path, "1")
    monkeypatch.setattr(Path, "replace", full)
    cache.put(SOURCE)
    assert _files(tmp_path) == []
    assert cache.get(SOURCE.fingerprint, file="x") is None


def test_a_folder_that_cannot_be_made_does_not_hurt(tmp_path: Path) -> None:
    """Where the cache cannot be written, reading goes on without it."""
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    cache = Cache(tmp_path / "cache", "1")
    cache.put(SOURCE)
    assert cache.get(SOURCE.fingerprint, file="x") is None
    assert cache.prune(()) == 0


def test_half_a_character_does_not_hurt(tmp_path: Path) -> None:
    """A source with a lone surrogate, as damaged PDFs have, cannot be kept; it is read anew."""
    broken = replace(SOURCE, lines=(Line("K\ud83dre"),))
    Cache(tmp_path, "1").put(broken)
    assert Cache(tmp_path, "1").get(broken.fingerprint, file="x") is None


def test_pruning_keeps_what_the_corpus_still_has(tmp_path: Path) -> None:
    """Letters that left the corpus, older versions and drafts of a killed process go; the rest stays."""
    gone = replace(SOURCE, fingerprint="cd" * 32)
    cache = Cache(tmp_path, "2")
    Cache(tmp_path, "1").put(SOURCE)
    cache.put(SOURCE)
    cache.put(gone)
    kept = cache._path(SOURCE.fingerprint)
    kept.with_name(kept.name + ".1-ab.tmp").write_bytes(b"half")
    assert cache.prune({SOURCE.fingerprint}) == 3
    assert _files(tmp_path) == [kept]
    assert cache.get(SOURCE.fingerprint, file=SOURCE.file) == SOURCE
