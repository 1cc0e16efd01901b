from __future__ import annotations

import errno
import unicodedata
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import NoReturn

import pytest

from indexer.engines import open_engine
from indexer.errors import RebuildError
from indexer.model.letter import Person
from indexer.model.letter import Table
from indexer.ready import Ready
from indexer.rebuild import rebuild
from indexer.vocabulary import FOLDER
from indexer.vocabulary import keep_vocabularies
from indexer.vocabulary import kept_vocabulary
from indexer.vocabulary import packed_vocabularies
from indexer.vocabulary import prune_vocabularies
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.search_builders import letter
from tests.search_builders import passage
from tests.vocabulary_builders import vocabulary


if TYPE_CHECKING:
    from pathlib import Path


LAMPS = letter(
    "lamper",
    passage("Lygtepælene ved Ågade er ikke tændt. LYGTEPÆLENE!", question="Hvornår tændes lygtepælene?"),
    passage("Kun én lygtepæl.", anchor="svar-2", tables=(Table(rows=(("Vejbump", "12"),), caption="Fortove"),)),
    addressee=Person("Børge Grønbæk", party="Enhedslisten"),
    subject="Havnebadets el-tavler ved Ågade",
    case_number="2019-0000123",
)


def test_forms_are_counted_as_they_are_written_by_passage() -> None:
    """A word counts once in each passage that holds it, its letters as written but in lower case; what the letter shares, in all."""
    forms = vocabulary(LAMPS, "Ågade.").forms
    assert (forms["lygtepælene"], forms["lygtepæl"], forms["ågade"], forms["én"], forms["vejbump"], forms["fortove"]) == (1, 1, 3, 1, 1, 1)
    assert (forms["børge"], forms["grønbæk"], forms["enhedslisten"], forms["havnebadets"], forms["el-tavler"]) == (2, 2, 2, 2, 2)
    assert "aagade" not in forms


def test_only_words_are_forms() -> None:
    """Numbers, case numbers and what is mixed or cut out of them are no words."""
    found = vocabulary("Covid-19 i 2018-0000123-9, bi105, § 11a, bl.a. SF's 225-timers-reglen, 7 pct. af 10.000 kr.").forms
    assert set(found) == {"i", "pct", "af", "kr"}
    assert vocabulary("x" * 61).forms == {}


def test_a_word_has_one_form_however_its_letters_are_stored() -> None:
    """Soft hyphens, taken-apart letters and other hyphens make no other word."""
    assert vocabulary("Hav\u00adne\u00adbadet", unicodedata.normalize("NFD", "kølevand"), "el\u2011tavle").forms == {
        "havnebadet": 1,
        "kølevand": 1,
        "el-tavle": 1,
    }


def test_terms_are_counted_with_the_parts_of_compounds() -> None:
    """A term counts once in each passage that holds it in any form or inside a longer word; what only letters share is known apart."""
    found = vocabulary(LAMPS, "Skiltene på vejen.", "Vejskilte.")
    assert (found.passages, found.terms["vej"], found.terms["skilt"], found.terms["vejskilt"]) == (4, 3, 2, 1)
    assert found.terms["vejbump"] == 1
    assert "groenbaek" in found.context
    assert not found.context & found.terms.keys()
    assert found.holds("groenbaek")
    assert found.holds("vejbump")
    assert not found.holds("cykel")


def test_a_rebuild_keeps_the_words_of_what_it_serves(tmp_path: Path) -> None:
    """The served generation has the words of its letters, and not those of copies or earlier editions; those of kept ones stay."""
    settings = configured(tmp_path)
    same = {"document": "2018-9-9"}
    put_letters(settings.corpus_path, {"a.txt": letter_text(1, day="01-01-2018", edition="gammelt", **same)})
    before = rebuild(replace(settings, index=replace(settings.index, keep=1)))
    put_letters(settings.corpus_path, {name: letter_text(1, day="01-03-2018", edition="nyt", **same) for name in ("b.txt", "c.txt")})
    put_letters(settings.corpus_path, {"d.txt": letter_text(2, topic="vejbump")})
    report = rebuild(settings)
    kept = kept_vocabulary(settings.index_path, report.generation or "")
    assert kept is not None
    assert (kept.passages, kept.forms["nyt"], kept.forms["nul"], kept.forms["vejbump"], kept.terms["vejbump"]) == (4, 2, 2, 2, 2)
    assert "gammelt" not in kept.forms
    assert _named(settings.index_path) == [before.generation, report.generation]
    last = rebuild(settings)
    assert _named(settings.index_path) == [report.generation, last.generation]


class _Unreadable:
    """Stands in for what reads the file at `path`, which cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, *_: object) -> NoReturn:
        raise OSError(errno.EIO, "kan ikke læses", str(self._path))


def _named(where: Path) -> list[str]:
    return sorted(path.name.partition(".")[0] for path in (where / FOLDER).iterdir())


def test_a_letter_that_gets_another_address_keeps_its_words(tmp_path: Path) -> None:
    """Of two letters of one name both have their words in the vocabulary."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {f"{number}.txt": letter_text(number, document="2018-9-9") for number in (1, 2)})
    put_letters(settings.corpus_path, {"3.md": "Hvad er vejbump?\n\nDet er vejbump.", "3.txt": "Hvad er lygten?\n\nDet er lygten."})
    kept = kept_vocabulary(settings.index_path, rebuild(settings).generation or "")
    assert kept is not None
    assert kept.forms["vejbump"] >= 1
    assert kept.forms["lygten"] >= 1


def test_an_index_without_its_words_is_never_served(tmp_path: Path) -> None:
    """Where the words cannot be kept, the old index stays."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    settings.index_path.mkdir()
    (settings.index_path / FOLDER).write_text("i vejen", encoding="utf-8")
    with pytest.raises(RebuildError, match=FOLDER):
        rebuild(settings)
    assert not (settings.index_path / "current").exists()


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_words_that_cannot_be_counted_leave_what_is_served(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are counted while the engine is still at work on what it was given; where that fails, nothing has changed."""
    settings = configured(tmp_path, engine=engine)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    served = rebuild(settings).generation
    put_letters(settings.corpus_path, {"b.txt": letter_text(2)})
    with monkeypatch.context() as patched:
        patched.setattr(Ready, "counted", _Unreadable(settings.index_path / "words"))
        with pytest.raises(RebuildError, match="words"):
            rebuild(settings)
    assert open_engine(settings).generations() == (served,)
    assert [path.name for path in (settings.index_path / "generations").iterdir()] == [served]
    assert rebuild(settings).letters == 2


def test_what_is_kept_is_what_was_counted(tmp_path: Path) -> None:
    """A vocabulary comes back as it was, and the same words in another order are the same bytes."""
    for generation, letters in (("1", (LAMPS, "Ågade.")), ("2", ("Ågade.", LAMPS))):
        keep_vocabularies(tmp_path, generation, packed_vocabularies({"": vocabulary(*letters)}))
    assert kept_vocabulary(tmp_path, "1") == kept_vocabulary(tmp_path, "2") == vocabulary(LAMPS, "Ågade.")
    first, second = sorted((tmp_path / FOLDER).iterdir())
    assert first.read_bytes() == second.read_bytes()


def test_a_damaged_vocabulary_is_none(tmp_path: Path) -> None:
    """Half a vocabulary, one of another shape, and none are the same."""
    keep_vocabularies(tmp_path, "g", packed_vocabularies({"": vocabulary(LAMPS)}))
    [path] = (tmp_path / FOLDER).iterdir()
    for content in (path.read_bytes()[:-9], b"", b"x", zlib.compress(b"\x90"), zlib.compress(b"\x81\xa5forms\xc0")):
        path.write_bytes(content)
        assert kept_vocabulary(tmp_path, "g") is None
    assert kept_vocabulary(tmp_path, "h") is None


def test_only_older_vocabularies_are_pruned(tmp_path: Path) -> None:
    """Those of earlier generations go, those of later ones stay, and no folder is no error."""
    prune_vocabularies(tmp_path, "2", keep=())
    for generation in ("1", "2", "3"):
        keep_vocabularies(tmp_path, generation, packed_vocabularies({"": vocabulary("Ågade.")}))
    prune_vocabularies(tmp_path, "2", keep=())
    assert [kept_vocabulary(tmp_path, generation) is not None for generation in ("1", "2", "3")] == [False, True, True]
