from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import brotli
import pytest
from flask_compress.compat import compression as codecs

from indexer.config import Settings
from tests.webapp_builders import TABLE
from tests.webapp_builders import PlainIndex
from tests.webapp_builders import letter
from tests.webapp_builders import passage
from webapp import create_app


if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


LONG = letter("b1", passage(tables=(replace(TABLE, rows=TABLE.rows * 50),)), editions=("b0.txt",))
ORIGINAL = "Skolerne drikker mælk.\n".encode() * 1000
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": codecs.zstd.decompress, None: bytes}

PAGES = ("/?q=m%C3%A6lk", "/brev/b1", "/brev/b1/tabel/1.csv")
FILES = ("/static/svarsoeg.css", "/static/svarsoeg.js")
SOUGHT = {"/brev/b1": "Hvor meget mælk", "/brev/b1/tabel/1.csv": "Sødmælk;1.200", "/static/svarsoeg.js": "addEventListener"}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A client of a page over one letter, whose files are large."""
    (tmp_path / "corpus").mkdir()
    for name in ("b0.txt", "b1.txt"):
        (tmp_path / "corpus" / name).write_bytes(ORIGINAL)
    return create_app(Settings(folder=tmp_path), index=PlainIndex((LONG,))).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize("url", [*PAGES, *FILES])
@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("zstd;q=0.9, gzip", "gzip"),
        ("ZSTD", "zstd"),
        ("*", "br"),
        ("br;q=0, zstd; q=0, *", "gzip"),
        ("identity", None),
        ("gzip;q=0.5, identity", None),
        ("gzip;q=0", None),
        ("br;q=0,*;q=0", None),
        ("deflate, compress", None),
        ("gzip;q=much, br;q=nan, zstd;q=7, ;;,=", None),
        ("", None),
    ],
)
def test_what_is_sent_is_what_is_taken(client: FlaskClient, url: str, accepted: str, sent: str | None) -> None:
    """An answer is sent as the browser would rather have it, never as it refuses to, and says the same; nonsense asks for nothing."""
    plain = client.get(url, buffered=True)
    answer = client.get(url, headers={"Accept-Encoding": accepted}, buffered=True)
    assert answer.headers.get("Content-Encoding") == sent
    assert DECODED[sent](answer.data) == plain.data
    assert SOUGHT.get(url, "") in plain.text
    assert len(answer.data) < len(plain.data) / 2 or sent is None
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Cache-Control"] == plain.headers["Cache-Control"]


@pytest.mark.parametrize("url", [*PAGES, *FILES])
@pytest.mark.parametrize("encoding", ["br", "gzip", "zstd"])
def test_unchanged_is_not_sent_again(client: FlaskClient, url: str, encoding: str) -> None:
    """A compressed answer asked for again is answered by 304 without a body; HEAD tells what GET would send, and sends nothing."""
    asked = {"Accept-Encoding": encoding}
    first = client.get(url, headers=asked, buffered=True)
    head = client.head(url, headers=asked, buffered=True)
    named = ("Content-Encoding", "Content-Length", "Content-Type", "Vary")
    assert head.data == b""
    assert [head.headers.get(name) for name in named] == [first.headers.get(name) for name in named]
    again = client.get(url, headers={**asked, "If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.data, again.headers["Vary"]) == (304, b"", "Accept-Encoding")
    assert "Content-Encoding" not in again.headers


def test_each_way_to_send_a_file_has_its_tag(client: FlaskClient) -> None:
    """Bytes that differ are not told to be the same: a file's strong tag is another in every encoding, and a page's are weak."""
    tags = {name: client.get(FILES[0], headers={"Accept-Encoding": name or ""}, buffered=True).headers["ETag"] for name in DECODED}
    assert len(set(tags.values())) == len(DECODED)
    assert client.get(PAGES[0], headers={"Accept-Encoding": "br"}).headers["ETag"].startswith("W/")


@pytest.mark.parametrize("url", ["/brev/b1/original", "/brev/b1/udgave/1"])
def test_letters_are_sent_as_they_were_received(client: FlaskClient, url: str) -> None:
    """A letter's own file is never compressed, whole or in part."""
    asked = {"Accept-Encoding": "gzip, br, zstd"}
    whole = client.get(url, headers=asked, buffered=True)
    assert (whole.data, whole.headers.get("Content-Encoding"), whole.headers.get("Vary")) == (ORIGINAL, None, None)
    part = client.get(url, headers={**asked, "Range": "bytes=5-9"}, buffered=True)
    assert (part.status_code, part.data, part.headers.get("Content-Encoding")) == (206, ORIGINAL[5:10], None)


def test_a_part_is_a_part_of_the_file(client: FlaskClient) -> None:
    """A part of a style sheet is cut from the style sheet, not from its compressed form."""
    whole = client.get(FILES[0], buffered=True).data
    part = client.get(FILES[0], headers={"Accept-Encoding": "gzip", "Range": "bytes=700-1499"}, buffered=True)
    assert (part.status_code, part.data, part.headers.get("Content-Encoding")) == (206, whole[700:1500], None)


def test_files_of_the_page_are_compressed_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A style sheet is compressed when it is first asked for and then kept; another page is compressed anew."""
    import flask_compress.flask_compress as library

    compressed: list[int] = []
    whole = library._compress_data
    monkeypatch.setattr(library, "_compress_data", lambda *given: (compressed.append(len(given[1])), whole(*given))[1])
    for _ in range(3):
        assert client.get(FILES[0], headers={"Accept-Encoding": "br"}, buffered=True).headers["Content-Encoding"] == "br"
    assert len(compressed) == 1
    one, other = (client.get(url, headers={"Accept-Encoding": "br"}).data for url in PAGES[:2])
    assert one != other
    assert len(compressed) == 3
