"""A letter's own file, or an earlier edition's, sent so that a browser shows it and never runs it, and with nothing personal in it.

Knows the corpus folder, the types of files in it, how a reader asks for a piece of one and what is shown instead of which; must not know
URLs: it is told the file's name by the index.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from typing import Literal
from typing import TypeAlias

from flask import abort
from flask import request
from flask import send_file

from indexer.fingerprints import fingerprint
from indexer.personal import mask
from indexer.personal import mask_name
from indexer.redaction import open_copies
from indexer.sources.text import decode
from webapp.present.wording.harmless import harmless


if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response

    from indexer.config import Settings
    from indexer.model.letter import Letter


TYPES = {".pdf": "application/pdf", ".txt": "text/plain", ".md": "text/plain"}
"""The types shown in the browser, by ending; whatever else there may be is only handed over to be saved."""

_PIECE = re.compile(r"\s*bytes\s*=\s*(?:[0-9]{1,15}\s*-\s*[0-9]{0,15}|-\s*[0-9]{1,15})\s*", re.IGNORECASE)
"""How one piece of a file is asked for."""

Shown: TypeAlias = Literal["original", "covered", "withheld"]
"""A file as it is, without what is personal, or not at all."""

_HEAD = 1024
"""So many bytes may stand before the mark of a PDF."""


class WithheldError(Exception):
    """A file that is not shown."""


class UnreadError(WithheldError):
    """A file that is not shown, since nobody knows what stands on its pages."""


def send_shown(settings: Settings, letter: Letter, file: str) -> Response:
    """What is shown of `file`, the letter's or that of an earlier edition of it; 404 as `send_original`.

    Where files are shown masked, a text is masked as it is sent, and for a PDF in which something is hidden, or some pages were not read,
    there is a copy. Raises WithheldError where there is none, and where a passage of the letter was withdrawn, since the file has it.
    """
    if letter.withdrawn:
        raise WithheldError
    copies = open_copies(settings)
    if copies is None:
        return send_original(settings.corpus_path, file)
    path = find_original(settings.corpus_path, file)
    kind = TYPES.get(path.suffix.lower())
    data = path.read_bytes() if kind == "text/plain" else b""
    if data and b"%PDF-" not in data[:_HEAD]:  # what is a PDF was read as one, whatever it is called
        text = decode(data)
        shown = mask(text)
        return send_original(settings.corpus_path, file) if shown == text else _sent(shown.encode(errors="replace"), path, "text/plain")
    if file not in letter.hides and not _is_unread(settings, letter, file):
        return send_original(settings.corpus_path, file)
    copy = copies.get(fingerprint(path))
    if copy is None:
        raise WithheldError if file in letter.hides else UnreadError
    return _sent(copy, path, TYPES[".pdf"])


def shown_as(settings: Settings, letter: Letter) -> Shown:
    """What a reader is given for the letter's own file: see `send_shown`."""
    if letter.withdrawn:
        return "withheld"
    copies = open_copies(settings)
    if copies is None or not (letter.file in letter.hides or _is_unread(settings, letter, letter.file)):
        return "original"
    path = _inside(settings.corpus_path, letter.file)
    if path is None or TYPES.get(path.suffix.lower()) == "text/plain":
        return "covered"
    return "covered" if copies.get(fingerprint(path)) is not None else "withheld"


def _is_unread(settings: Settings, letter: Letter, file: str) -> bool:
    return settings.privacy.unread == "withheld" and file in letter.unread


def _sent(data: bytes, path: Path, kind: str) -> Response:
    """What is shown instead of the file at `path`."""
    _in_one_piece()
    etag = hashlib.sha256(data).hexdigest()[:32]
    response = send_file(io.BytesIO(data), mimetype=kind, download_name=_name(path), etag=etag, conditional=True)
    response.cache_control.private = True
    if kind == "text/plain":
        response.content_type = "text/plain; charset=utf-8"
    return response


def find_original(corpus: Path, file: str) -> Path:
    """Where the file called `file` lies in the folder `corpus`; 404 if it is not there, or not inside."""
    return _inside(corpus, file) or abort(404)


def _in_one_piece() -> None:
    # Several pieces at once, or what is none, are answered by the whole, as HTTP has it; the library would refuse them.
    if not _PIECE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)


def send_original(corpus: Path, file: str) -> Response:
    """The file called `file` in the folder `corpus`, or 404 if it is not there, or not inside."""
    path = find_original(corpus, file)
    _in_one_piece()
    kind = TYPES.get(path.suffix.lower())
    response = send_file(
        path,
        mimetype=kind or "application/octet-stream",
        as_attachment=kind is None,
        download_name=_name(path),
        conditional=True,
    )
    response.cache_control.private = True
    if kind == "text/plain":
        response.content_type = f"text/plain; charset={_encoding(path)}"
    return response


def _name(path: Path) -> str:
    """What a browser saves the file as: a name may hold what is personal, bytes that are no text, or line breaks."""
    return " ".join(harmless(mask_name(path.name)).split())


def _inside(corpus: Path, file: str) -> Path | None:
    """The path of the file, with links followed, if it is one inside the folder."""
    try:
        folder = corpus.resolve()
        path = _on_disk(folder, PurePosixPath(file)).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # links in a circle, or a name that no file can have
        return None


def _on_disk(folder: Path, file: PurePosixPath) -> Path:
    """Where a file lies whose name the index knows as NFC; on disk it may be spelled otherwise, as on a Mac."""
    path = folder / file
    if path.is_file() or ".." in file.parts:
        return path
    for part in file.parts:
        try:
            same = (entry for entry in folder.iterdir() if unicodedata.normalize("NFC", entry.name) == part)
            folder = next(same, folder / part)
        except OSError:
            return path
    return folder


def _encoding(path: Path) -> str:
    try:
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"
