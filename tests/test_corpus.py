from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.corpus import correction_beside
from indexer.corpus import list_corpus
from indexer.errors import CorpusError
from indexer.errors import SourceError
from indexer.fingerprints import corpus_fingerprint
from indexer.fingerprints import fingerprint


SUFFIXES = frozenset({".txt", ".pdf"})


def _put(folder: Path, name: str, text: str = "Kære Enhedslisten") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _names(folder: Path) -> list[str]:
    return [file.file for file in list_corpus(folder, suffixes=SUFFIXES).files]


def _refusals(folder: Path) -> list[tuple[str, str]]:
    return [(refusal.file, refusal.error.code) for refusal in list_corpus(folder, suffixes=SUFFIXES).refused]


def test_files_of_all_folders_are_listed_by_name_with_forward_slashes(tmp_path: Path) -> None:
    """A letter is called by its path inside the corpus, whatever the system, and the list is in the order of names."""
    for name in ("b.txt", "2019/a.PDF", "2018/maj/c.txt"):
        _put(tmp_path, name)
    assert _names(tmp_path) == ["2018/maj/c.txt", "2019/a.PDF", "b.txt"]


def test_paths_lead_to_the_files(tmp_path: Path) -> None:
    """The path of a listed file can be opened as it is."""
    _put(tmp_path, "2018/c.txt", "svar")
    assert [file.path.read_text(encoding="utf-8") for file in list_corpus(tmp_path, suffixes=SUFFIXES).files] == ["svar"]


def test_names_are_normalised(tmp_path: Path) -> None:
    """A name in which å is two characters, as macOS writes it, is listed with å as one."""
    _put(tmp_path, unicodedata.normalize("NFD", "spørgsmål å.txt"))
    assert _names(tmp_path) == ["spørgsmål å.txt"]


def test_readme_and_hidden_files_are_no_letters(tmp_path: Path) -> None:
    """README.*, and hidden files and folders are left out without a word."""
    for name in ("README.md", "2018/readme.txt", ".skjult.txt", ".git/x.txt", ".meta.toml", "readme.meta.toml", "a.txt"):
        _put(tmp_path, name)
    listing = list_corpus(tmp_path, suffixes=SUFFIXES)
    assert [file.file for file in listing.files] == ["a.txt"]
    assert (listing.ignored, listing.refused, listing.strays) == ((), (), ())


def test_a_correction_belongs_to_the_letters_of_its_name(tmp_path: Path) -> None:
    """NAME.meta.toml corrects NAME.pdf and NAME.txt in the same folder and nothing else; one without a letter is told of."""
    for name in ("a.txt", "a.pdf", "ab.txt", "2018/a.txt", "2018/å.1.txt", "b.docx"):
        _put(tmp_path, name)
    for name in ("a.meta.toml", unicodedata.normalize("NFD", "2018/å.1.META.TOML"), "b.meta.toml", "2018/ab.meta.toml"):
        _put(tmp_path, name)
    listing = list_corpus(tmp_path, suffixes=SUFFIXES)
    corrected = {file.file: file.correction and unicodedata.normalize("NFC", file.correction.name) for file in listing.files}
    assert corrected == {
        "2018/a.txt": None,
        "2018/å.1.txt": "å.1.META.TOML",
        "a.pdf": "a.meta.toml",
        "a.txt": "a.meta.toml",
        "ab.txt": None,
    }
    assert listing.strays == ("2018/ab.meta.toml", "b.meta.toml")
    assert listing.ignored == ("b.docx",)
    for file in listing.files:
        assert correction_beside(file.path) == file.correction


def test_a_letter_in_a_folder_that_is_not_there_has_no_correction(tmp_path: Path) -> None:
    """Asking for what lies beside a missing letter is no error."""
    assert correction_beside(tmp_path / "missing" / "a.txt") is None


def test_a_correction_outside_is_refused(tmp_path: Path) -> None:
    """A link to a correction outside the corpus is refused, as any other is."""
    outside = _put(tmp_path, "outside/a.meta.toml")
    corpus = tmp_path / "corpus"
    _put(corpus, "a.txt")
    (corpus / "a.meta.toml").symlink_to(outside)
    assert list_corpus(corpus, suffixes=SUFFIXES).files[0].correction is None
    assert _refusals(corpus) == [("a.meta.toml", "outside")]


def test_a_corpus_fingerprint_changes_with_corrections(tmp_path: Path) -> None:
    """A correction added, changed, or left without its letter gives another fingerprint; what is known of it is not taken again."""
    _put(tmp_path, "a.txt")
    taken = [corpus_fingerprint(list_corpus(tmp_path, suffixes=SUFFIXES))]
    for text in ("", "x"):
        _put(tmp_path, "a.meta.toml", text)
        taken.append(corpus_fingerprint(list_corpus(tmp_path, suffixes=SUFFIXES)))
    listing = list_corpus(tmp_path, suffixes=SUFFIXES)
    known = {"a.meta.toml": hashlib.sha256(b"x").hexdigest()}
    _put(tmp_path, "a.meta.toml", "y")
    assert corpus_fingerprint(listing, known) == taken[-1]
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    taken.append(corpus_fingerprint(list_corpus(tmp_path, suffixes=SUFFIXES)))
    assert len(set(taken)) == 4


def test_files_of_other_kinds_are_ignored_and_named(tmp_path: Path) -> None:
    """A file of a kind nobody reads is told of, not refused."""
    for name in ("a.txt", "b.docx", "2018/c"):
        _put(tmp_path, name)
    assert list_corpus(tmp_path, suffixes=SUFFIXES).ignored == ("2018/c", "b.docx")


def test_the_index_inside_the_corpus_is_left_out(tmp_path: Path) -> None:
    """A folder that is ours is never read as letters."""
    _put(tmp_path, "index/x.txt")
    _put(tmp_path, "a.txt")
    listing = list_corpus(tmp_path, suffixes=SUFFIXES, leave_out=[tmp_path / "index"])
    assert [file.file for file in listing.files] == ["a.txt"]


def test_links_that_lead_out_are_refused(tmp_path: Path) -> None:
    """A link to a file or folder outside the corpus is refused by name; nothing outside is ever read."""
    outside = _put(tmp_path, "outside/secret.txt")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "file.txt").symlink_to(outside)
    (corpus / "folder").symlink_to(outside.parent)
    assert _names(corpus) == []
    assert _refusals(corpus) == [("file.txt", "outside"), ("folder", "outside")]


def test_links_inside_the_corpus_do_not_go_in_circles(tmp_path: Path) -> None:
    """A linked folder inside the corpus is listed once, where it lies; a linked file is listed."""
    _put(tmp_path, "2018/a.txt")
    (tmp_path / "2018" / "round").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(tmp_path / "2018" / "a.txt")
    assert _names(tmp_path) == ["2018/a.txt", "again.txt"]
    assert _refusals(tmp_path) == []


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """Links to nothing, links to themselves and pipes are named with a reason, not waited for."""
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert _refusals(tmp_path) == [("gone.txt", "unreadable"), ("pipe.txt", "not_a_file"), ("self.txt", "unreadable")]


def test_names_that_are_not_text_are_refused(tmp_path: Path) -> None:
    """A name that is not UTF-8 is refused and shown as well as it goes."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/br\xe6v.txt")).write_text("x", encoding="utf-8")
    assert _refusals(tmp_path) == [("br?v.txt", "bad_name")]


def test_two_spellings_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Of two files whose names differ only in how å is written, one is listed and the other refused."""
    for form in ("NFC", "NFD"):
        _put(tmp_path, unicodedata.normalize(form, "å.txt"))
    if len(list(tmp_path.iterdir())) == 2:
        assert _names(tmp_path) == ["å.txt"]
        assert _refusals(tmp_path) == [("å.txt", "same_name")]


def test_a_folder_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without access costs its own letters alone."""
    _put(tmp_path, "a.txt")
    _put(tmp_path, "closed/b.txt")
    scandir = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert _names(tmp_path) == ["a.txt"]
    assert _refusals(tmp_path) == [("closed", "unreadable")]


@pytest.mark.parametrize("name", ["missing", "file.txt"])
def test_a_corpus_that_is_no_folder_is_an_error(tmp_path: Path, name: str) -> None:
    """A missing folder of letters is one sentence that names the folder and the setting."""
    _put(tmp_path, "file.txt")
    with pytest.raises(CorpusError, match=r"\[corpus\] path"):
        list_corpus(tmp_path / name, suffixes=SUFFIXES)


def test_a_fingerprint_is_the_sha256_of_the_bytes(tmp_path: Path) -> None:
    """Equal bytes have equal fingerprints, and they are what sha256sum says."""
    assert fingerprint(_put(tmp_path, "a.txt", "abc")) == hashlib.sha256(b"abc").hexdigest()


def test_a_file_that_has_gone_is_a_source_error(tmp_path: Path) -> None:
    """A file deleted between listing and reading is that file's failure."""
    with pytest.raises(SourceError, match="findes ikke længere") as caught:
        fingerprint(tmp_path / "gone.txt")
    assert caught.value.code == "unreadable"


contents = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "ab.txt", "2018/a.txt"]), st.sampled_from(["", "x", "y"]))


@settings(max_examples=30, deadline=None)
@given(contents, contents)
def test_two_corpora_have_one_fingerprint_only_if_they_are_alike(one: dict[str, str], other: dict[str, str]) -> None:
    """The fingerprint of a corpus changes with any name and any content, and with nothing else."""
    fingerprints = []
    for files in (one, other):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                _put(Path(folder), name, text)
            fingerprints.append(corpus_fingerprint(list_corpus(Path(folder), suffixes=SUFFIXES)))
    assert (fingerprints[0] == fingerprints[1]) == (one == other)


def test_known_fingerprints_are_not_taken_again(tmp_path: Path) -> None:
    """Giving what is known already changes the work, not the fingerprint, and files that are gone count by name."""
    path = _put(tmp_path, "a.txt")
    listing = list_corpus(tmp_path, suffixes=SUFFIXES)
    whole, known = corpus_fingerprint(listing), {"a.txt": fingerprint(path)}
    path.unlink()
    assert corpus_fingerprint(listing, known) == whole
    assert corpus_fingerprint(listing) != whole
