"""What goes wrong in a rebuild: a bad file costs itself alone; where all would suffer, the old index stays."""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.errors import CorpusError
from indexer.errors import DiskFullError
from indexer.errors import NothingToServeError
from indexer.errors import RebuildError
from indexer.rebuild import rebuild
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.rebuild_builders import Accidents
from tests.rebuild_builders import codes
from tests.rebuild_builders import keys
from tests.rebuild_builders import rebuilt


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.engines.base import Document


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


class _FullDisk(MemoryEngine):
    """An engine on a full disk."""

    def write(self, documents: Iterable[Document], **kwargs: Any) -> str:  # noqa: ARG002 - an engine's signature
        """Nothing."""
        raise OSError(errno.ENOSPC, "No space left on device")


# Of a file


def test_files_that_are_no_letters_stop_nothing(tmp_path: Path) -> None:
    """An empty file, a mislabelled one, a link that leads out and a file of another kind are each told of; the letter is there."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"x.pdf": "slet ingen pdf", "tom.txt": "", "billede.png": "x"})
    (tmp_path / "secret.txt").write_text(letter_text(2), encoding="utf-8")
    (settings.corpus_path / "ud.txt").symlink_to(tmp_path / "secret.txt")
    report, engine = rebuilt(settings, a_txt=letter_text())
    assert codes(report) == {"tom.txt": "empty", "ud.txt": "outside", "x.pdf": "not_a_letter"}
    assert all(failure.reason.endswith((".", ")")) for failure in report.failures)
    assert report.ignored == ("billede.png",)
    assert len(keys(engine)) == 2


def test_accidents_cost_their_file_alone(tmp_path: Path) -> None:
    """A file that crashes its process, hangs or meets a bug is a failure with a reason; the others are in the index."""
    settings = configured(tmp_path, workers=2, seconds=2)
    put_letters(settings.corpus_path, {f"{name}.txt": letter_text() for name in ("crash", "hang", "bug")})
    put_letters(settings.corpus_path, {f"{number}.txt": letter_text(number) for number in range(1, 6)})
    engine = MemoryEngine(settings.index_path)
    report = rebuild(settings, engine=engine, work=Accidents(tmp_path / "cache", {}, {}))
    assert codes(report) == {"crash.txt": "crashed", "hang.txt": "too_slow", "bug.txt": "internal"}
    assert len(keys(engine)) == 10


# Of the whole


@pytest.mark.parametrize("letters", [{}, {"a_txt": "", "b_pdf": "x"}])
def test_when_nothing_can_be_read_the_old_index_stays(tmp_path: Path, letters: dict[str, str]) -> None:
    """No letters, or none that can be read: an error with the report, and nothing is put in place."""
    engine = MemoryEngine(tmp_path)
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {name.replace("_", "."): text for name, text in letters.items()})
    with pytest.raises(NothingToServeError) as caught:
        rebuild(settings, engine=engine)
    assert len(codes(caught.value.report)) == len(letters)
    assert engine.current() is None


def test_a_missing_corpus_is_an_error_before_anything_is_done(tmp_path: Path) -> None:
    """Without the folder of letters nothing is written, not even a folder for the index."""
    settings = configured(tmp_path)
    settings.corpus_path.rmdir()
    with pytest.raises(CorpusError):
        rebuild(settings)
    assert not settings.index_path.exists()


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
