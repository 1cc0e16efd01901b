from __future__ import annotations

import contextlib
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer import cache
from indexer import redaction
from indexer.cli.check import findings
from indexer.config import Privacy
from indexer.rebuild import rebuild
from indexer.search import Index
from indexer.sources.sniff import sniff
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.config import Settings


SECRET = "23456789"
PERSONAL = letter_text(1).replace("Det koster", f"Ring på {SECRET} eller skriv til prik.prikken@lilleby.dk. Det koster")


def _bytes(folder: Path, *, without: str) -> bytes:
    """All that lies in a folder but for one below it, also what is packed."""
    held = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and without not in path.relative_to(folder).parts]
    for packed in list(held):
        try:
            held.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(held)


def _withdrawing(settings: Settings, text: str) -> Settings:
    """The settings with this list."""
    (settings.folder / "liste.txt").write_text(text, encoding="utf-8")
    return replace(settings, privacy=replace(settings.privacy, withdrawn="liste.txt"))


def test_nothing_that_is_served_holds_what_is_masked(tmp_path: Path) -> None:
    """Neither index, stored letters, words nor report hold an address or a number of a letter; only what was read of its file does."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": PERSONAL})
    report = rebuild(settings)
    assert (report.hidden, report.hiding) == (2, 1)
    assert not any(word in _bytes(settings.index_path, without=cache.FOLDER) for word in (SECRET.encode(), b"prikken"))
    index = Index(settings)
    assert index.search(SECRET).total == 0
    letter = index.letter("2018-0000001-1")
    assert letter is not None
    assert letter.hides == ("a.txt",)
    assert "[telefon skjult] eller skriv til [e-mail skjult]" in letter.passages[1].answer


def test_letters_are_whole_where_the_settings_say_so(tmp_path: Path) -> None:
    """Without masking a number is found, and an index made so is not searched once the settings mask."""
    settings = configured(tmp_path)
    settings = replace(settings, privacy=Privacy(mask=False))
    put_letters(settings.corpus_path, {"a.txt": PERSONAL})
    assert rebuild(settings).hiding == 0
    assert Index(settings).search(SECRET).total == 1
    masking = replace(settings, privacy=Privacy())
    assert [finding.code for finding in findings(masking) if finding.what == "indeks"] == [3]
    rebuild(masking)
    assert SECRET.encode() not in _bytes(settings.index_path, without=cache.FOLDER), "an older generation stayed"


def test_a_withdrawn_letter_leaves_no_trace(tmp_path: Path) -> None:
    """After a rebuild a withdrawn letter is in no generation, cache, copy or report, and no earlier edition takes its place."""
    settings = configured(tmp_path)
    texts = {"ny.txt": letter_text(1, topic="hemmelighedsværket"), "gl.txt": letter_text(1, topic="hemmelighedsværket", edition="gammel")}
    put_letters(settings.corpus_path, {**texts, "b.txt": letter_text(2)})
    for _ in range(2):
        rebuild(settings)
    settings = _withdrawing(settings, "2018-0000001-1\n")
    report = rebuild(settings)
    assert (report.letters, report.withdrawn) == (1, ("2018-0000001-1",))
    held = _bytes(settings.index_path, without="lock")
    assert b"hemmelighedsv" not in held
    assert held.count(b"2018-0000001-1") == 1, "its id in the report, which answers for it"
    assert Index(settings).letter("2018-0000001-1") is None


def _holding(folder: Path, word: bytes) -> set[str]:
    """The folders directly below this one that hold the word: in a file, in what is packed anywhere in one, or in a file's name."""
    found = set()
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        begins = [at for at in range(len(data)) if data[at : at + 2] in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")]
        held = [path.name.encode(), data]
        for at in begins:
            with contextlib.suppress(zlib.error):
                held.append(zlib.decompressobj().decompress(data[at:]))
        if any(word in each.lower() for each in held):
            found.add(path.relative_to(folder).parts[0])
    return found


def test_nothing_below_the_index_holds_a_word_of_a_withdrawn_letter(tmp_path: Path) -> None:
    """Wherever a letter, its copy, correction, earlier edition and name were kept, in this index and the one before, they no longer are."""
    settings = configured(tmp_path)
    told = {"topic": "kvastermelon", "edition": "kvastermaj"}
    plain_letter_pdf(settings.corpus_path / "kvastermand.pdf", letter_text(1, **told) + "\nRing på 23 45 67 89.")
    other = {"gl.txt": letter_text(1, day="01-01-2017", **told), "gl.meta.toml": 'subject = "kvastermord"\n'}
    put_letters(settings.corpus_path, {"b.txt": letter_text(2), **other})
    for number in (3, 4):
        rebuild(settings)
        put_letters(settings.corpus_path, {f"{number}.txt": letter_text(number)})
    assert _holding(settings.index_path, b"kvasterm") == {"cache", "generations", "ready", "reports", "vocabularies"}
    assert list((settings.index_path / redaction.FOLDER).rglob("*/*/*"))
    rebuild(_withdrawing(settings, "2018-0000001-1\n"))
    assert _holding(settings.index_path, b"kvasterm") == set()
    assert [path for path in (settings.index_path / redaction.FOLDER).rglob("*") if path.is_file()] == []


def test_a_withdrawn_passage_leaves_the_others(tmp_path: Path) -> None:
    """A withdrawn passage is nowhere, nor is what was read of its file; the letter keeps its others and knows where one is gone."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1).replace("Det koster", "Hemmeligt koster det")})
    rebuild(settings)
    settings = _withdrawing(settings, "2018-0000001-1#svar-2\n")
    assert rebuild(settings).passages == 1
    letter = Index(settings).letter("2018-0000001-1")
    assert letter is not None
    assert ([passage.anchor for passage in letter.passages], letter.withdrawn) == (["svar-1"], {"svar-2": 1})
    assert b"Hemmeligt" not in _bytes(settings.index_path, without="lock")


def test_all_may_be_withdrawn(tmp_path: Path) -> None:
    """Where every letter is withdrawn, an empty index takes the place of the one that holds them."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    rebuild(settings)
    settings = _withdrawing(settings, "a.txt\n")
    assert rebuild(settings).letters == 0
    assert Index(settings).search("").total == 0


def test_unknown_lines_and_a_changed_list_are_told(tmp_path: Path) -> None:
    """A line that names nothing is in the report and told by the check, and so is a list that is newer than the index."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    settings = _withdrawing(settings, "findes-ikke\n")
    report = rebuild(settings)
    assert [(finding.file, finding.code) for finding in report.findings] == [("liste.txt", "unknown_withdrawal")]
    told = [finding.text for finding in findings(settings) if finding.what == "tilbagetrukket" and finding.code]
    assert "findes-ikke" in told[0]
    _withdrawing(settings, "a.txt\n")
    told = [finding.text for finding in findings(settings) if finding.what == "tilbagetrukket" and finding.code]
    assert "Kør `indexer rebuild`" in told[0]


@pytest.mark.parametrize(("originals", "copies"), [("masked", 1), ("as_received", 0)])
def test_a_copy_is_made_of_a_pdf_in_which_something_is_hidden(tmp_path: Path, originals: str, copies: int) -> None:
    """Of such a file, and of no other, there is a copy in the index folder, unless files are shown as they were received."""
    settings = configured(tmp_path)
    settings = replace(settings, privacy=Privacy(originals=originals))  # type: ignore[arg-type]
    for name, text in (("a", PERSONAL), ("b", letter_text(2))):
        plain_letter_pdf(settings.corpus_path / f"{name}.pdf", text)
    for _ in range(2):
        rebuild(settings)
    kept = [path for path in (settings.index_path / redaction.FOLDER).rglob("*") if path.is_file()]
    assert [sniff(path.read_bytes()) for path in kept] == ["pdf"] * copies
