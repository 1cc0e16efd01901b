from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer import cache
from indexer import sources
from indexer.corpus import corpus_fingerprint
from indexer.corpus import list_corpus
from indexer.engines.memory import MemoryEngine
from indexer.errors import CorpusError
from indexer.errors import DiskFullError
from indexer.errors import NothingToServeError
from indexer.errors import RebuildError
from indexer.model.query import All
from indexer.model.query import Request
from indexer.rebuild import rebuild
from indexer.report import Report
from indexer.versions import current_versions
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.rebuild_builders import Accidents


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.config import Settings
    from indexer.engines.base import Document
    from indexer.model.results import Hits
    from indexer.report import Failure


def _rebuilt(settings: Settings, **letters: str) -> tuple[Report, MemoryEngine]:
    """A rebuild of these letters, and the engine that has the index."""
    engine = MemoryEngine(settings.index_path)
    put_letters(settings.corpus_path, {name.replace("_", "."): text for name, text in letters.items()})
    return rebuild(settings, engine=engine), engine


def _keys(engine: MemoryEngine) -> list[str]:
    searcher = engine.open()
    return [hit.key for hit in searcher.search(Request(All(), sort="newest", limit=100)).hits]


def _codes(report: object) -> dict[str, str]:
    assert isinstance(report, Report)
    return {failure.file: failure.code for failure in report.failures}


def test_passages_lie_in_canonical_order(tmp_path: Path) -> None:
    """The newest letter comes first, the undated last, and in each letter the questions follow each other."""
    report, engine = _rebuilt(
        configured(tmp_path, workers=2),
        a_txt=letter_text(1, day="", document="2018-0000009-1"),
        b_txt=letter_text(2, day="01-02-2018", document="2018-0000009-2"),
        c_txt=letter_text(3, day="01-02-2019", document="2018-0000009-3"),
    )
    assert _keys(engine) == [f"2018-0000009-{letter}#svar-{label}" for letter in (3, 2, 1) for label in (1, 2)]
    assert (report.letters, report.passages, report.read, report.cached) == (3, 6, 3, 0)
    assert report.generation == engine.current()


def test_the_stamp_says_what_the_index_was_made_from_and_by(tmp_path: Path) -> None:
    """The stamp bears the program's versions and the fingerprint of the corpus as anyone can take it again."""
    settings = configured(tmp_path)
    _, engine = _rebuilt(settings, a_txt=letter_text(), b_txt="")
    stamp = engine.open().stamp
    assert stamp.versions == current_versions()
    assert stamp.corpus == corpus_fingerprint(list_corpus(settings.corpus_path, suffixes=sources.SUFFIXES))
    assert (stamp.letters, stamp.passages) == (1, 2)


def test_files_that_are_no_letters_stop_nothing(tmp_path: Path) -> None:
    """An empty file, a mislabelled one, a link that leads out and a file of another kind are each told of; the letter is there."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"x.pdf": "slet ingen pdf", "tom.txt": "", "billede.png": "x"})
    (tmp_path / "secret.txt").write_text(letter_text(2), encoding="utf-8")
    (settings.corpus_path / "ud.txt").symlink_to(tmp_path / "secret.txt")
    report, engine = _rebuilt(settings, a_txt=letter_text())
    assert _codes(report) == {"tom.txt": "empty", "ud.txt": "outside", "x.pdf": "not_a_letter"}
    assert all(failure.reason.endswith((".", ")")) for failure in report.failures)
    assert report.ignored == ("billede.png",)
    assert len(_keys(engine)) == 2


def test_accidents_cost_their_file_alone(tmp_path: Path) -> None:
    """A file that crashes its process, hangs or meets a bug is a failure with a reason; the others are in the index."""
    settings = configured(tmp_path, workers=2, seconds=2)
    put_letters(settings.corpus_path, {f"{name}.txt": letter_text() for name in ("crash", "hang", "bug")})
    put_letters(settings.corpus_path, {f"{number}.txt": letter_text(number) for number in range(1, 6)})
    engine = MemoryEngine(settings.index_path)
    report = rebuild(settings, engine=engine, work=Accidents(tmp_path / "cache", {}, {}))
    assert _codes(report) == {"crash.txt": "crashed", "hang.txt": "too_slow", "bug.txt": "internal"}
    assert len(_keys(engine)) == 10


def test_only_new_and_changed_letters_are_read(tmp_path: Path) -> None:
    """The second rebuild reads nothing, the third only what changed; what left the corpus leaves the cache."""
    settings = configured(tmp_path)
    letters = {f"{number}_txt": letter_text(number) for number in range(1, 4)}
    assert [_rebuilt(settings, **letters)[0].read for _ in range(2)] == [3, 0]
    (settings.corpus_path / "1.txt").unlink()
    report, engine = _rebuilt(settings, **{"2_txt": letter_text(9)})
    assert (report.read, report.cached) == (1, 1)
    assert len(_keys(engine)) == 4
    kept = [path for path in (settings.index_path / cache.FOLDER).rglob("*") if path.is_file()]
    assert len(kept) == 2


def test_a_rebuild_without_its_cache_gives_the_same_index(tmp_path: Path) -> None:
    """The cache saves time and changes nothing else."""
    settings = configured(tmp_path)
    _, first = _rebuilt(settings, a_txt=letter_text(1), b_txt=letter_text(2))
    _, cached = _rebuilt(settings)
    shutil.rmtree(settings.index_path)
    _, anew = _rebuilt(settings)
    held = [list(engine.open().documents) for engine in (first, cached, anew)]
    assert held[0] == held[1] == held[2]


def test_two_letters_of_one_number_are_both_there(tmp_path: Path) -> None:
    """Of letters with the same document number the first in order keeps it; the others are called after their files, and say so."""
    settings = configured(tmp_path)
    same = {
        "2018-0000001-1_txt": letter_text(2, day="01-01-2018", document="2018-0000009-9"),
        "ny_txt": letter_text(1, day="01-01-2019", document="2018-0000009-9"),
        "kopi_txt": letter_text(1, day="01-01-2019", document="2018-0000009-9"),
        "a_txt": letter_text(1, day="01-01-2017", document="2018-0000001-1"),
    }
    report, engine = _rebuilt(settings, **same)
    assert {key.split("#")[0] for key in _keys(engine)} == {"2018-0000009-9", "ny", "2018-0000001-1", "2018-0000001-1-2"}
    remarks = {remark.code: remark for remark in report.remarks}
    assert "kopi.txt" in remarks["same_file"].example
    assert remarks["same_file"].file == "ny.txt"
    assert remarks["same_id"].count == 1
    searcher = engine.open()
    hits = searcher.search(Request(All(), filters={"letter": ("ny",)})).hits
    assert [hit.key for hit in hits] == ["ny#svar-1", "ny#svar-2"]
    assert b"same_file" in (searcher.letter("ny") or b"")


def test_remarks_are_counted_with_an_example(tmp_path: Path) -> None:
    """The report says how often each remark was made and shows one."""
    report, _ = _rebuilt(configured(tmp_path), a_txt=letter_text(1, day=""), b_txt=letter_text(2, day=""), c_txt=letter_text(3))
    [remark] = [remark for remark in report.remarks if remark.count == 2]
    assert remark.file == "a.txt"
    assert remark.example


@pytest.mark.parametrize("letters", [{}, {"a_txt": "", "b_pdf": "x"}])
def test_when_nothing_can_be_read_the_old_index_stays(tmp_path: Path, letters: dict[str, str]) -> None:
    """No letters, or none that can be read: an error with the report, and nothing is put in place."""
    engine = MemoryEngine(tmp_path)
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {name.replace("_", "."): text for name, text in letters.items()})
    with pytest.raises(NothingToServeError) as caught:
        rebuild(settings, engine=engine)
    assert len(_codes(caught.value.report)) == len(letters)
    assert engine.current() is None


def test_a_missing_corpus_is_an_error_before_anything_is_done(tmp_path: Path) -> None:
    """Without the folder of letters nothing is written, not even a folder for the index."""
    settings = configured(tmp_path)
    settings.corpus_path.rmdir()
    with pytest.raises(CorpusError):
        rebuild(settings)
    assert not settings.index_path.exists()


class _Faulty(MemoryEngine):
    """An engine that takes each document for what `fault` makes of it, and does not count."""

    def __init__(self, where: Path, fault: Callable[[Document], Document]) -> None:
        super().__init__(where)
        self.fault = fault

    def write(self, documents: Iterable[Document], **kwargs: Any) -> str:
        """As an engine with a bug would write."""
        wrong = [self.fault(document) for document in documents]
        stamp = replace(kwargs.pop("stamp"), passages=sum(len(document.entries) for document in wrong))
        return super().write(wrong, stamp=stamp, **kwargs)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda document: replace(document, entries=document.entries[:-1]), "1 svar i stedet for 2"),
        (lambda document: replace(document, stored=b"{}"), "brevet 2018-0000001-1 er der ikke"),
        (lambda document: replace(document, entries=tuple(replace(entry, terms={}) for entry in document.entries)), "kan ikke findes igen"),
    ],
    ids=["a passage", "a letter", "the words"],
)
def test_an_index_that_lost_something_is_never_served(tmp_path: Path, fault: Callable[[Document], Document], said: str) -> None:
    """What was written is looked up again before anyone may search it; an index that lacks it is refused."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    engine = _Faulty(tmp_path, fault)
    with pytest.raises(RebuildError, match=said) as caught:
        rebuild(settings, engine=engine)
    assert "Det hidtidige indeks er urørt" in str(caught.value)
    assert engine.current() is None


class _FullDisk(MemoryEngine):
    """An engine on a full disk."""

    def write(self, documents: Iterable[Document], **kwargs: Any) -> str:  # noqa: ARG002 - an engine's signature
        """Nothing."""
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    """A disk that runs full says so, and that the old index is untouched."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    with pytest.raises(DiskFullError, match="urørt"):
        rebuild(settings, engine=_FullDisk(tmp_path))


def test_an_index_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """A file in the way of the index folder is named."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    (tmp_path / "index").write_text("i vejen", encoding="utf-8")
    with pytest.raises(RebuildError, match="index"):
        rebuild(settings)


class _Following:
    """Writes down what a rebuild tells of itself."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def begin(self, files: int) -> None:
        """The number of files."""
        self.told.append(files)

    def done(self, file: str, failure: Failure | None) -> None:
        """The file, and whether it went well."""
        self.told.append((file, failure.code if failure else None))

    def write(self, letters: int) -> None:
        """The number of letters."""
        self.told.append(letters)


def test_progress_tells_of_every_file(tmp_path: Path) -> None:
    """Whoever follows hears how many files there are, of each when it is done, and when writing begins."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1), "b.txt": "", "c.txt": letter_text(2)})
    following = _Following()
    rebuild(settings, progress=following, engine=MemoryEngine(tmp_path))
    assert following.told[0] == 3
    assert sorted(following.told[1:-1], key=str) == [("a.txt", None), ("b.txt", "empty"), ("c.txt", None)]
    assert following.told[-1] == 2


def test_a_large_rebuild_keeps_its_letters_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that do not fit into memory wait in a file without a name, and none is left behind."""
    monkeypatch.setattr("indexer.stash.Stash.__init__.__kwdefaults__", {"in_memory": 100})
    settings = configured(tmp_path)
    report, engine = _rebuilt(settings, **{f"{number}_txt": letter_text(number) for number in range(1, 6)})
    assert len(_keys(engine)) == report.passages == 10
    assert [path.name for path in settings.index_path.iterdir()] == [cache.FOLDER]


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
