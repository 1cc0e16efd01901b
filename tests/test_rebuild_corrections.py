"""Corrections in a rebuild: they hold through every one, and mistakes in them are told and stop nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import sources
from indexer.corpus import list_corpus
from indexer.fingerprints import corpus_fingerprint
from indexer.model.query import All
from indexer.model.query import Request
from indexer.preparing import corrected
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.letter_builders import letter
from tests.rebuild_builders import keys
from tests.rebuild_builders import rebuilt


if TYPE_CHECKING:
    from pathlib import Path


def test_corrections_survive_every_rebuild(tmp_path: Path) -> None:
    """What a correction says is indexed and served, without reading the letter again; taking it away takes it back."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.meta.toml": 'document_number = "2019-9-9"\ndate = ""\ncase_number = "2019-9"\n'})
    read = []
    for number in range(3):
        if number == 2:
            (settings.corpus_path / "a.meta.toml").write_text('document_number = "2019-9-8"', encoding="utf-8")
        report, engine = rebuilt(settings, a_txt=letter_text(1))
        read.append((report.read, keys(engine)[0].split("#")[0]))
        assert engine.open().stamp.corpus == corpus_fingerprint(list_corpus(settings.corpus_path, suffixes=sources.SUFFIXES))
    assert read == [(1, "2019-9-9"), (0, "2019-9-9"), (0, "2019-9-8")]
    hits = engine.open().search(Request(All(), filters={"document": ("2019-9-8",)}))
    assert hits.total == 2
    (settings.corpus_path / "a.meta.toml").unlink()
    assert keys(rebuilt(settings)[1])[0].split("#")[0] == "2018-0000001-1"


def test_mistakes_in_corrections_are_reported(tmp_path: Path) -> None:
    """A mistake is a remark on its letter, a correction without a letter is named, and one that cannot be read stops nothing."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.meta.toml": 'dato = "2019"', "2018/b.meta.toml": "x"})
    (settings.corpus_path / "c.meta.toml").mkdir()
    report, engine = rebuilt(settings, a_txt=letter_text(1), c_txt=letter_text(2))
    remarks = {remark.code: remark for remark in report.remarks}
    assert remarks["correction_mistake"].example.startswith("a.meta.toml: dato kendes ikke.")
    assert remarks["correction_mistake"].file == "a.txt"
    assert remarks["stray_correction"].file == "2018/b.meta.toml"
    assert b"correction_mistake" in (engine.open().letter("2018-0000001-1") or b"")
    assert report.letters == 2


def test_mistakes_in_the_correction_of_a_copy_are_reported(tmp_path: Path) -> None:
    """A correction with mistakes is named also when its letter is not served."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"b.meta.toml": 'date = "2018-01-01"\nemne = "x"'})
    report, engine = rebuilt(settings, a_txt=letter_text(1, edition="et"), b_txt=letter_text(1))
    assert {remark.code: remark.file for remark in report.remarks} == {"correction_mistake": "b.txt", "earlier_edition": "b.txt"}
    assert len(keys(engine)) == 2


def test_a_correction_that_cannot_be_read_is_a_remark(tmp_path: Path) -> None:
    """A correction that has gone since it was listed costs itself alone."""
    gone, taken = corrected(letter(""), tmp_path / "brev.meta.toml", parties={}, members={})
    assert gone.remarks[-1].message == "brev.meta.toml: Kan ikke læses: den findes ikke længere."
    assert taken == ""
    assert corrected(letter(""), None, parties={}, members={}) == (letter(""), "")
