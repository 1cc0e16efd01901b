"""A letter's own file, or an earlier edition's, sent so that a browser shows it and never runs it.

Knows the corpus folder, the types of files in it and how a reader asks for a piece of one; must not know URLs: it is told the file's name
by the index.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flask import abort
from flask import request
from flask import send_file

from webapp.present.wording.harmless import harmless


if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response


TYPES = {".pdf": "application/pdf", ".txt": "text/plain", ".md": "text/plain"}
"""The types shown in the browser, by ending; whatever else there may be is only handed over to be saved."""

_PIECE = re.compile(r"\s*bytes\s*=\s*(?:[0-9]{1,15}\s*-\s*[0-9]{0,15}|-\s*[0-9]{1,15})\s*", re.IGNORECASE)
"""How one piece of a file is asked for."""


def send_original(corpus: Path, file: str) -> Response:
    """The file called `file` in the folder `corpus`, or 404 if it is not there, or not inside."""
    path = _inside(corpus, file) or abort(404)
    # Several pieces at once, or what is none, are answered by the whole, as HTTP has it; the library would refuse them.
    if not _PIECE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)
    kind = TYPES.get(path.suffix.lower())
    response = send_file(
        path,
        mimetype=kind or "application/octet-stream",
        as_attachment=kind is None,
        download_name=" ".join(harmless(path.name).split()),  # a name may hold bytes that are no text, or line breaks
        conditional=True,
    )
    response.cache_control.private = True
    if kind == "text/plain":
        response.content_type = f"text/plain; charset={_encoding(path)}"
    return response


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
