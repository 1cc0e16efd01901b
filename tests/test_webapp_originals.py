from __future__ import annotations

import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus folder with a secret beside it."""
    (tmp_path / "corpus" / "2018").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("hemmeligt", encoding="utf-8")
    return tmp_path / "corpus"


def original(folder: Path, file: str, **headers: str) -> TestResponse:
    """The answer to a request for the original of a letter that lies in this file."""
    app = create_app(Settings(folder=folder.parent), index=PlainIndex((letter("b1", file=file),)))  # type: ignore[arg-type]
    return app.test_client().get("/brev/b1/original", headers=headers, buffered=True)


@pytest.mark.parametrize(
    ("name", "content", "kind", "disposition"),
    [
        ("brev.pdf", b"%PDF-1.4", "application/pdf", "inline; filename=brev.pdf"),
        ("brev.TXT", "Kære Åse".encode(), "text/plain; charset=utf-8", "inline; filename=brev.TXT"),
        ("brev.txt", "Kære Åse".encode("windows-1252"), "text/plain; charset=windows-1252", "inline; filename=brev.txt"),
        ("2018/note.md", b"<script>x</script>", "text/plain; charset=utf-8", "inline; filename=note.md"),
        ("brev.html", b"<script>x</script>", "application/octet-stream", "attachment; filename=brev.html"),
    ],
)
def test_type_and_disposition(folder: Path, name: str, content: bytes, kind: str, disposition: str) -> None:
    """PDF and text are shown as what they are and under their name; anything else is only handed over, never run."""
    (folder / name).write_bytes(content)
    answer = original(folder, name)
    assert answer.status_code == 200
    assert answer.data == content
    assert answer.content_type == kind
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-cache, private"


def test_names_spelled_otherwise_on_disk(folder: Path) -> None:
    """A file whose name, or whose folder's, a Mac spelled with the ring beside its letter is found under the name in the index."""
    (folder / unicodedata.normalize("NFD", "År 2018")).mkdir()
    (folder / unicodedata.normalize("NFD", "År 2018/Ål.pdf")).write_bytes(b"%PDF-1.4")
    assert original(folder, "År 2018/Ål.pdf").data == b"%PDF-1.4"
    assert original(folder, "År 2018/Ø.pdf").status_code == 404


def test_danish_file_names(folder: Path) -> None:
    """A file with Danish letters in its name keeps them."""
    (folder / "Svar på æøå.pdf").write_bytes(b"%PDF-1.4")
    answer = original(folder, "Svar på æøå.pdf")
    assert "filename*=UTF-8''Svar%20p%C3%A5%20%C3%A6%C3%B8%C3%A5.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("file", ["../secret.txt", "2018/../../secret.txt", "/etc/hostname", "none.pdf", "2018", ".", ""])
def test_only_files_of_the_corpus(folder: Path, file: str) -> None:
    """A file that is not there, or not inside the corpus, is 404 whatever the index says."""
    assert original(folder, file).status_code == 404


def test_links_out_of_the_corpus_are_not_followed(folder: Path) -> None:
    """A symbolic link that leads out of the corpus is 404."""
    with suppress(OSError):  # Windows lets only some make one; then there is no link, and 404 is right as well
        (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    assert original(folder, "link.txt").status_code == 404


def test_parts_and_unchanged_files(folder: Path) -> None:
    """A reader of PDF may ask for a part, and a file that has not changed is not sent again."""
    (folder / "brev.pdf").write_bytes(b"%PDF-1.4 indhold")
    part = original(folder, "brev.pdf", Range="bytes=0-3")
    assert (part.status_code, part.data) == (206, b"%PDF")
    whole = original(folder, "brev.pdf")
    assert original(folder, "brev.pdf", **{"If-None-Match": whole.headers["ETag"]}).status_code == 304


def test_only_our_own_page_may_frame_it(folder: Path) -> None:
    """The file may be framed by a page of ours and by no other, whichever page of it is asked for."""
    (folder / "brev.pdf").write_bytes(b"%PDF-1.4")
    app = create_app(Settings(folder=folder.parent), index=PlainIndex((letter("b1", file="brev.pdf"),)))  # type: ignore[arg-type]
    answer = app.test_client().get("/brev/b1/original?side=3", buffered=True)
    assert answer.data == b"%PDF-1.4"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers


@pytest.mark.parametrize("path", ["/brev/..%2f..%2fsecret.txt/original", "/brev/%2e%2e/original", "/brev/secret.txt/original"])
def test_no_path_of_a_url_reaches_the_disk(folder: Path, path: str) -> None:
    """What a URL calls a letter is only looked up in the index."""
    app = create_app(Settings(folder=folder.parent), index=PlainIndex())  # type: ignore[arg-type]
    assert app.test_client().get(path).status_code == 404
