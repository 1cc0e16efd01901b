from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer import cache
from indexer import ready
from indexer import sources
from indexer import vocabulary
from indexer.corpus import corpus_fingerprint
from indexer.corpus import list_corpus
from indexer.engines.memory import MemoryEngine
from indexer.entries import decode_letter
from indexer.errors import CorpusError
from indexer.errors import DiskFullError
from indexer.errors import NothingToServeError
from indexer.errors import RebuildError
from indexer.model.query import All
from indexer.model.query import Request
from indexer.preparing import corrected
from indexer.rebuild import rebuild
from indexer.report import FOLDER
from indexer.report import Report
from indexer.report import kept_report
from indexer.versions import current_versions
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.letter_builders import letter
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
        report, engine = _rebuilt(settings, **same)
        assert (report.letters, report.passages, report.read, report.cached) == (2, 4, read, 4 - read)
    assert [key.split("#")[0] for key in _keys(engine)] == ["2018-9-9"] * 2 + ["2018-0000002-2"] * 2
    assert {remark.code: remark.file for remark in report.remarks} == {"duplicate": "b (2).txt", "earlier_edition": "a.txt"}
    assert "b.txt" in report.remarks[0].example
    served = decode_letter(engine.open().letter("2018-9-9") or b"")
    assert (served.file, served.editions) == ("b.txt", ("a.txt",))
    assert served.metadata.date == "2018-03-01"


def test_mistakes_in_the_correction_of_a_copy_are_reported(tmp_path: Path) -> None:
    """A correction with mistakes is named also when its letter is not served."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"b.meta.toml": 'date = "2018-01-01"\nemne = "x"'})
    report, engine = _rebuilt(settings, a_txt=letter_text(1, edition="et"), b_txt=letter_text(1))
    assert {remark.code: remark.file for remark in report.remarks} == {"correction_mistake": "b.txt", "earlier_edition": "b.txt"}
    assert len(_keys(engine)) == 2


def test_two_letters_of_one_name_are_both_there(tmp_path: Path) -> None:
    """Different letters whose addresses would be the same get different ones; who bears it as a number keeps it, and the others say so."""
    bare = "Hvor mange {0} er der i kommunen?\n\nDer er 17 {0} i kommunen lige nu."
    report, engine = _rebuilt(
        configured(tmp_path),
        **{
            "2018-9-9_txt": bare.format("heste"),
            "2018-9-9_md": bare.format("geder"),
            "ny_txt": letter_text(1, document="2018-9-9"),
            "ældre_txt": letter_text(2, document="2018/9/9"),
        },
    )
    files = {key.split("#")[0]: decode_letter(engine.open().letter(key.split("#")[0]) or b"").file for key in _keys(engine)}
    assert files == {"2018-9-9": "ny.txt", "ældre": "ældre.txt", "2018-9-9-2": "2018-9-9.md", "2018-9-9-3": "2018-9-9.txt"}
    assert {remark.code: remark.count for remark in report.remarks}["same_id"] == 3
    assert b"same_id" in (engine.open().letter("ældre") or b"")


def test_corrections_survive_every_rebuild(tmp_path: Path) -> None:
    """What a correction says is indexed and served, without reading the letter again; taking it away takes it back."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.meta.toml": 'document_number = "2019-9-9"\ndate = ""\ncase_number = "2019-9"\n'})
    read = []
    for number in range(3):
        if number == 2:
            (settings.corpus_path / "a.meta.toml").write_text('document_number = "2019-9-8"', encoding="utf-8")
        report, engine = _rebuilt(settings, a_txt=letter_text(1))
        read.append((report.read, _keys(engine)[0].split("#")[0]))
        assert engine.open().stamp.corpus == corpus_fingerprint(list_corpus(settings.corpus_path, suffixes=sources.SUFFIXES))
    assert read == [(1, "2019-9-9"), (0, "2019-9-9"), (0, "2019-9-8")]
    hits = engine.open().search(Request(All(), filters={"document": ("2019-9-8",)}))
    assert hits.total == 2
    (settings.corpus_path / "a.meta.toml").unlink()
    assert _keys(_rebuilt(settings)[1])[0].split("#")[0] == "2018-0000001-1"


def test_mistakes_in_corrections_are_reported(tmp_path: Path) -> None:
    """A mistake is a remark on its letter, a correction without a letter is named, and one that cannot be read stops nothing."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.meta.toml": 'dato = "2019"', "2018/b.meta.toml": "x"})
    (settings.corpus_path / "c.meta.toml").mkdir()
    report, engine = _rebuilt(settings, a_txt=letter_text(1), c_txt=letter_text(2))
    remarks = {remark.code: remark for remark in report.remarks}
    assert remarks["correction_mistake"].example.startswith("a.meta.toml: dato kendes ikke.")
    assert remarks["correction_mistake"].file == "a.txt"
    assert remarks["stray_correction"].file == "2018/b.meta.toml"
    assert b"correction_mistake" in (engine.open().letter("2018-0000001-1") or b"")
    assert report.letters == 2


def test_a_correction_that_cannot_be_read_is_a_remark(tmp_path: Path) -> None:
    """A correction that has gone since it was listed costs itself alone."""
    gone, taken = corrected(letter(""), tmp_path / "brev.meta.toml", parties={}, members={})
    assert gone.remarks[-1].message == "brev.meta.toml: Kan ikke læses: den findes ikke længere."
    assert taken == ""
    assert corrected(letter(""), None, parties={}, members={}) == (letter(""), "")


def test_the_report_lies_beside_the_index(tmp_path: Path) -> None:
    """The served generation has its report, with every finding: failures first, then remarks, as long as that is kept."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"x.meta.toml": "", "tom.txt": "", "b.txt": letter_text(1)})
    names = []
    for _ in range(settings.index.keep + 1):
        put_letters(settings.corpus_path, {"a.txt": letter_text(1, day=""), "b.txt": letter_text(1)})
        report = rebuild(settings)
        names.append(f"{report.generation}.json")
    kept = kept_report(settings.index_path, report.generation or "")
    assert kept is not None
    assert replace(kept, seconds=0.0) == replace(report, seconds=0.0)
    assert [(finding.code, finding.file, finding.letter) for finding in kept.findings] == [
        ("empty", "tom.txt", None),
        ("duplicate", "a.txt", "2018-0000001-1"),
        ("stray_correction", "x.meta.toml", None),
    ]
    assert sorted(path.name for path in (settings.index_path / FOLDER).iterdir()) == names[1:]


def test_an_index_without_its_report_is_never_served(tmp_path: Path) -> None:
    """Where the report cannot be kept, the old index stays."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    settings.index_path.mkdir()
    (settings.index_path / FOLDER).write_text("i vejen", encoding="utf-8")
    with pytest.raises(RebuildError, match="reports"):
        rebuild(settings)
    assert not (settings.index_path / "current").exists()


def test_a_damaged_report_is_none(tmp_path: Path) -> None:
    """Half a report, or one of another shape, is as good as none."""
    (tmp_path / FOLDER).mkdir()
    for content in (b'{"letters":', b"[]", b"\xff"):
        (tmp_path / FOLDER / "g.json").write_bytes(content)
        assert kept_report(tmp_path, "g") is None
    assert kept_report(tmp_path, "h") is None


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
