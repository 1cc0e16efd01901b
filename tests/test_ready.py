"""What indexer/ready.py and bundles.py promise: what was made ready before is used again, and only while it is what would be made now."""

from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer import bundles
from indexer import entries
from indexer import ready
from indexer import vocabulary
from indexer.analysis import default_analyzer
from indexer.config import Privacy
from indexer.documents import pack
from indexer.documents import unpack
from indexer.documents import unpack_words
from indexer.engines.memory import MemoryEngine
from indexer.rebuild import rebuild
from indexer.vocabulary import Counting
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.pdf_builder import plain_letter_pdf
from tests.rebuild_builders import noted
from tests.rebuild_builders import noting
from tests.search_builders import letter


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.config import Settings
    from indexer.documents import Prepared

LETTERS = {
    "a.txt": letter_text(1),
    "b.txt": letter_text(2, topic="vejbump", edition="bedste"),
    "c.txt": letter_text(2, topic="vejbump", edition="cedertræ"),
    "d.txt": letter_text(3, document="2018/0000001-1"),
    "hr/e.txt": letter_text(5),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A few letters with an edition, an id that is taken and a restricted folder, made ready once."""
    settings = replace(configured(tmp_path), restricted={"hr": ("hr",)})
    put_letters(settings.corpus_path, LETTERS)
    assert noted(settings) == sorted(LETTERS)
    return settings


def _held(settings: Settings) -> list[object]:
    """All that comes of a rebuild: what the engine is given, the words, what is found."""
    engine = MemoryEngine(settings.index_path)
    report = rebuild(settings, engine=engine, work=noting(settings))
    words = next((settings.index_path / vocabulary.FOLDER).iterdir()).read_bytes()
    shutil.rmtree(settings.index_path / vocabulary.FOLDER)
    return [list(engine.open().documents), words, report.findings, engine.open().stamp.corpus, engine.open().stamp.labels]


def _bundles(settings: Settings) -> list[Path]:
    return sorted((settings.index_path / ready.FOLDER).rglob(f"*{bundles.SUFFIX}"))


def test_what_has_not_changed_is_neither_read_nor_analysed(settings: Settings) -> None:
    """The second rebuild makes no letter, the third only the one that changed."""
    assert noted(settings) == []
    put_letters(settings.corpus_path, {"b.txt": letter_text(9)})
    assert noted(settings) == ["b.txt"]
    assert noted(settings) == []


def _correct(settings: Settings) -> Settings:
    put_letters(settings.corpus_path, {"a.meta.toml": 'date = "2018-05-05"'})
    return settings


def _swap(settings: Settings) -> Settings:
    put_letters(settings.corpus_path, {"a.txt": letter_text(1).replace("17", "71")})
    return settings


def _rename(settings: Settings) -> Settings:
    (settings.corpus_path / "a.txt").rename(settings.corpus_path / "a.md")
    return settings


def _list(settings: Settings) -> Settings:
    put_letters(settings.folder, {"lister/synonyms.txt": "bus = omnibus"})
    return replace(settings, analysis=replace(settings.analysis, lists="lister"))


ALL = sorted(LETTERS)


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (_swap, ["a.txt"]),
        (_rename, ["a.md"]),
        (_correct, ["a.txt"]),
        (_list, ALL),
        (lambda settings: replace(settings, parties={"Enhedslisten": "EL"}), ALL),
        (lambda settings: replace(settings, members={"Anna Prøvesen": "Ø"}), ALL),
        (lambda settings: replace(settings, privacy=Privacy(mask=False)), ALL),
        (lambda settings: replace(settings, restricted={}), ["hr/e.txt"]),
    ],
    ids=["content", "name", "correction", "lists", "parties", "members", "masking", "label"],
)
def test_what_a_letter_is_made_from_makes_it_anew(settings: Settings, change: Callable[[Settings], Settings], made: list[str]) -> None:
    """Each thing that a letter is made from makes anew those it is part of, and no others; taken back, it makes them anew once more."""
    changed = change(settings)
    assert noted(changed) == made
    assert noted(changed) == []


def test_a_correction_that_changes_or_goes_makes_its_letter_anew(settings: Settings) -> None:
    """What a correction said before is not believed when it says something else, or nothing."""
    for text in ('date = "2018-05-05"', 'date = "2018-05-06"'):
        put_letters(settings.corpus_path, {"a.meta.toml": text})
        assert noted(settings) == ["a.txt"]
        assert noted(settings) == []
    (settings.corpus_path / "a.meta.toml").unlink()
    assert noted(settings) == ["a.txt"]


def test_another_program_makes_all_anew(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that is raised, and a program that differs without one, are other conditions."""
    work = noting(settings)
    before = work.conditions()
    monkeypatch.setattr(entries, "VERSION", "other")
    raised = work.conditions()
    monkeypatch.undo()
    monkeypatch.setattr("indexer.preparing.program_fingerprint", lambda: "other")
    assert len({before, raised, work.conditions()}) == 3


def test_a_copy_that_is_gone_is_made_again(tmp_path: Path) -> None:
    """A letter whose file is shown as a copy is made anew where the copy is missing, so that the copy is."""
    settings = configured(tmp_path)
    plain_letter_pdf(settings.corpus_path / "a.pdf", letter_text(1).replace("Det koster", "Ring på 23456789. Det koster"))
    assert [noted(settings), noted(settings)] == [["a.pdf"], []]
    shutil.rmtree(settings.index_path / "redacted")
    assert noted(settings) == ["a.pdf"]
    assert (settings.index_path / "redacted").exists()


def test_all_is_the_same_with_and_without_what_was_kept(settings: Settings) -> None:
    """Documents, words, findings and stamp are those of a rebuild that makes everything, also when some letters are gone or new."""
    kept = _held(settings)
    shutil.rmtree(settings.index_path / ready.FOLDER)
    assert _held(settings) == kept
    (settings.corpus_path / "c.txt").unlink()
    put_letters(settings.corpus_path, {"d.txt": letter_text(4, topic="skolemælk"), "ny.txt": letter_text(8)})
    # A letter whose correction says nothing is not kept, and what was kept of it before must not speak for it.
    put_letters(settings.corpus_path, {"a.txt": letter_text(1, topic="havnebad"), "a.meta.toml": ""})
    some = _held(settings)
    assert _held(settings) == some
    shutil.rmtree(settings.index_path)
    assert _held(settings) == some != kept


def test_what_is_damaged_is_made_anew(settings: Settings) -> None:
    """Where what is kept is damaged, a rebuild makes the letter anew, or all of the file, gives what it gave, and mends it."""
    kept = _held(settings)
    for damaged, made in ((100, 1), (-1, len(LETTERS))):
        for path in _bundles(settings):
            whole = bytearray(path.read_bytes())
            whole[damaged] ^= 0x55
            path.write_bytes(whole)
        assert len(noted(settings)) == made
        assert noted(settings) == []
    assert _held(settings) == kept


@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_damaged_is_never_believed(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever byte of a file is changed, and wherever it is cut short, each of its letters is whole or unknown."""
    rows = _prepared("a", "b")
    with ready.Ready(tmp_path, "") as kept:
        kept.keep(rows)
    path = max(tmp_path.rglob(f"*{bundles.SUFFIX}"))
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(data.draw(st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]])))
    with ready.Ready(tmp_path, "") as kept:
        found = [row for row in rows if kept.find(row.file)]
        assert [(kept.document(row.file), kept.words(row.file)) for row in found] == [(row.document, row.words) for row in found]
        assert len(found) < len(rows)
    path.unlink()


def _texts(settings: Settings) -> str:
    """All that is kept of letters, unpacked."""
    told = []
    for path in _bundles(settings):
        bundle = bundles.Bundle(path)
        told += [repr((unpack(bundle.document(kept)), unpack_words(bundle.words(kept)), kept.row)) for kept in bundle.letters.values()]
        told.append(repr(bundle.counted(bundle.letters)))
        bundle.close()
    return "".join(told)


@pytest.mark.parametrize(
    ("line", "gone"), [("b.txt", {"bedste"}), ("2018-0000002-2#svar-1", {"bedste", "cedertræ"}), ("c.txt", {"bedste", "cedertræ"})]
)
def test_nothing_is_kept_of_what_was_withdrawn(settings: Settings, line: str, gone: set[str]) -> None:
    """Of a letter that is withdrawn, in whole or in part, in one edition or all, no word is kept; it is read each time."""
    assert all(word in _texts(settings) for word in ("bedste", "cedertræ"))
    (settings.folder / "liste.txt").write_text(line, encoding="utf-8")
    settings = replace(settings, privacy=Privacy(withdrawn="liste.txt"))
    assert noted(settings) == []
    for _ in range(2):
        assert {word for word in ("bedste", "cedertræ") if word not in _texts(settings)} == gone
        assert len(noted(settings)) == len(gone)
    assert "nytteindsats" in _texts(settings)


def test_what_is_personal_is_not_kept(tmp_path: Path) -> None:
    """What is kept is masked, since it lies where what is served lies."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1).replace("Det koster", "Ring på 23456789. Det koster")})
    noted(settings)
    assert "skjult" in _texts(settings)
    assert "23456789" not in _texts(settings)


def _prepared(*names: str) -> list[Prepared]:
    return [pack(replace(letter(name, f"Der er {name} i byen."), file=name), default_analyzer(), cached=False) for name in names]


def _words(kept: ready.Ready, *files: str) -> dict[str, int]:
    counted = kept.counted(set(files)).get("", Counting())
    return counted.vocabulary().forms


def test_words_are_those_of_the_letters_asked_for(tmp_path: Path) -> None:
    """However many of the letters kept together are left out, the words are those of the others."""
    rows = _prepared("a", "b", "c", "d")
    with ready.Ready(tmp_path, "") as kept:
        kept.keep(rows)
        for some in ((), (0,), (0, 1, 2), (0, 1, 2, 3)):
            alone = Counting()
            for number in some:
                alone.add(unpack_words(rows[number].words))
            assert _words(kept, *(rows[number].file for number in some)) == alone.vocabulary().forms


def test_many_small_files_become_one(tmp_path: Path) -> None:
    """However often a few letters are new, few files lie beside one another, and none holds what is not to be kept."""
    rows = _prepared(*"abcdefgh")
    for row in rows:
        with ready.Ready(tmp_path, "") as kept:
            kept.keep([row])
            kept.prune({each.file: each.fingerprint for each in rows})
    assert len(list(tmp_path.rglob(f"*{bundles.SUFFIX}"))) <= ready.MOST_SMALL
    with ready.Ready(tmp_path, "") as kept:
        kept.prune({row.file: row.fingerprint for row in rows[:2]})
    with ready.Ready(tmp_path, "") as kept:
        assert [kept.find(row.file) is not None for row in rows] == [True, True, *[False] * 6]


def test_a_full_file_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is spread over files of limited size, so that little is written anew when one letter goes."""
    monkeypatch.setattr(bundles, "MOST_BYTES", 1)
    rows = _prepared("a", "b", "c")
    with ready.Ready(tmp_path, "") as kept:
        kept.keep(rows)
        assert [kept.document(row.file) for row in rows] == [row.document for row in rows]
    assert len(list(tmp_path.rglob(f"*{bundles.SUFFIX}"))) == 3


def test_two_programs_may_share_a_folder(tmp_path: Path) -> None:
    """What others keep is not seen, and whoever is done last tidies up without hurting one who reads."""
    with ready.Ready(tmp_path, "old") as old, ready.Ready(tmp_path, "new") as new:
        [row] = _prepared("a")
        old.keep([row])
        assert new.find("a") is None
        new.prune({})
        assert old.document("a") == row.document


def test_a_full_disk_does_not_hurt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full nothing is kept, nothing is left behind and nothing is raised; the same where there can be no folder."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("indexer.bundles._write", full)
    with ready.Ready(tmp_path, "") as kept:
        kept.keep(_prepared("a"))
        assert kept.find("a") is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with ready.Ready(tmp_path / "file", "") as kept:
        kept.keep(_prepared("a"))
        kept.prune({})
        assert kept.find("a") is None
