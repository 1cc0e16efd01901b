"""What a rebuild makes of a folder of letters: an index in order, of each letter once, and without reading again what is unchanged."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from indexer import cache
from indexer import ready
from indexer import sources
from indexer import vocabulary
from indexer.corpus import list_corpus
from indexer.entries import decode_letter
from indexer.fingerprints import corpus_fingerprint
from indexer.model.query import All
from indexer.model.query import Request
from indexer.rebuild import rebuild
from indexer.report import FOLDER
from indexer.versions import current_versions
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.rebuild_builders import keys
from tests.rebuild_builders import rebuilt


if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from indexer.model.results import Hits


def test_passages_lie_in_canonical_order(tmp_path: Path) -> None:
    """The newest letter comes first, the undated last, and in each letter the questions follow each other."""
    report, engine = rebuilt(
        configured(tmp_path, workers=2),
        a_txt=letter_text(1, day="", document="2018-0000009-1"),
        b_txt=letter_text(2, day="01-02-2018", document="2018-0000009-2"),
        c_txt=letter_text(3, day="01-02-2019", document="2018-0000009-3"),
    )
    assert keys(engine) == [f"2018-0000009-{letter}#svar-{label}" for letter in (3, 2, 1) for label in (1, 2)]
    assert (report.letters, report.passages, report.read, report.cached) == (3, 6, 3, 0)
    assert report.generation == engine.current()


def test_the_stamp_says_what_the_index_was_made_from_and_by(tmp_path: Path) -> None:
    """The stamp bears the program's versions and the fingerprint of the corpus as anyone can take it again."""
    settings = configured(tmp_path)
    _, engine = rebuilt(settings, a_txt=letter_text(), b_txt="")
    stamp = engine.open().stamp
    assert stamp.versions == current_versions()
    assert stamp.corpus == corpus_fingerprint(list_corpus(settings.corpus_path, suffixes=sources.SUFFIXES))
    assert (stamp.letters, stamp.passages) == (1, 2)


def test_only_new_and_changed_letters_are_read(tmp_path: Path) -> None:
    """The second rebuild reads nothing, the third only what changed; what left the corpus leaves the cache."""
    settings = configured(tmp_path)
    letters = {f"{number}_txt": letter_text(number) for number in range(1, 4)}
    assert [rebuilt(settings, **letters)[0].read for _ in range(2)] == [3, 0]
    (settings.corpus_path / "1.txt").unlink()
    report, engine = rebuilt(settings, **{"2_txt": letter_text(9)})
    assert (report.read, report.cached) == (1, 1)
    assert len(keys(engine)) == 4
    kept = [path for path in (settings.index_path / cache.FOLDER).rglob("*") if path.is_file()]
    assert len(kept) == 2


def test_a_rebuild_without_its_cache_gives_the_same_index(tmp_path: Path) -> None:
    """The cache saves time and changes nothing else."""
    settings = configured(tmp_path)
    _, first = rebuilt(settings, a_txt=letter_text(1), b_txt=letter_text(2))
    _, cached = rebuilt(settings)
    shutil.rmtree(settings.index_path)
    _, anew = rebuilt(settings)
    held = [list(engine.open().documents) for engine in (first, cached, anew)]
    assert held[0] == held[1] == held[2]


def test_a_letter_that_is_there_twice_is_found_once(tmp_path: Path) -> None:
    """Of copies one is served, of editions the newest; the others are named in the report and read from the cache next time."""
    settings = configured(tmp_path)
    same = {
        "a_txt": letter_text(1, document="2018-9-9", day="01-01-2018", edition="et"),
        "b_txt": letter_text(1, document="2018-9-9", day="01-03-2018", edition="to"),
        "b (2)_txt": letter_text(1, document="2018-9-9", day="01-03-2018", edition="to").replace("Hvor mange", "Hvor\n mange "),
        "c_txt": letter_text(2, day="01-02-2018"),
    }
    for read in (4, 0):
        report, engine = rebuilt(settings, **same)
        assert (report.letters, report.passages, report.read, report.cached) == (2, 4, read, 4 - read)
    assert [key.split("#")[0] for key in keys(engine)] == ["2018-9-9"] * 2 + ["2018-0000002-2"] * 2
    assert {remark.code: remark.file for remark in report.remarks} == {"duplicate": "b (2).txt", "earlier_edition": "a.txt"}
    assert "b.txt" in report.remarks[0].example
    served = decode_letter(engine.open().letter("2018-9-9") or b"")
    assert (served.file, served.editions) == ("b.txt", ("a.txt",))
    assert served.metadata.date == "2018-03-01"


def test_two_letters_of_one_name_are_both_there(tmp_path: Path) -> None:
    """Different letters whose addresses would be the same get different ones; who bears it as a number keeps it, and the others say so."""
    bare = "Hvor mange {0} er der i kommunen?\n\nDer er 17 {0} i kommunen lige nu."
    report, engine = rebuilt(
        configured(tmp_path),
        **{
            "2018-9-9_txt": bare.format("heste"),
            "2018-9-9_md": bare.format("geder"),
            "ny_txt": letter_text(1, document="2018-9-9"),
            "ældre_txt": letter_text(2, document="2018/9/9"),
        },
    )
    files = {key.split("#")[0]: decode_letter(engine.open().letter(key.split("#")[0]) or b"").file for key in keys(engine)}
    assert files == {"2018-9-9": "ny.txt", "ældre": "ældre.txt", "2018-9-9-2": "2018-9-9.md", "2018-9-9-3": "2018-9-9.txt"}
    assert {remark.code: remark.count for remark in report.remarks}["same_id"] == 3
    assert b"same_id" in (engine.open().letter("ældre") or b"")


def test_a_large_rebuild_keeps_its_letters_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that do not fit into memory wait in a file without a name, and none is left behind."""
    monkeypatch.setattr("indexer.stash.Stash.__init__.__kwdefaults__", {"in_memory": 100})
    settings = configured(tmp_path)
    report, engine = rebuilt(settings, **{f"{number}_txt": letter_text(number) for number in range(1, 6)})
    assert len(keys(engine)) == report.passages == 10
    assert sorted(path.name for path in settings.index_path.iterdir()) == [cache.FOLDER, ready.FOLDER, FOLDER, vocabulary.FOLDER]


def test_the_hits_are_those_of_the_letters(tmp_path: Path) -> None:
    """On disk, too: the whole way from files to an engine that has them."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1), "b.txt": letter_text(2)})
    report = rebuild(settings)

    from indexer.engines import open_engine

    searcher = open_engine(settings).open(versions=current_versions())
    hits: Hits = searcher.search(Request(All()))
    searcher.close()
    assert (searcher.generation, hits.total) == (report.generation, 4)
