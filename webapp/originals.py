"""A letter's own file, or an earlier edition's, sent so that a browser shows it and never runs it.

Knows the corpus folder and the types of files in it; must not know URLs: it is told the file's name by the index.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flask import abort
from flask import send_file

from webapp.present.wording.harmless import harmless


if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response


TYPES = {".pdf": "application/pdf", ".txt": "text/plain", ".md": "text/plain"}
"""The types shown in the browser, by ending; whatever else there may be is only handed over to be saved."""


def send_original(corpus: Path, file: str) -> Response:
    """The file called `file` in the folder `corpus`, or 404 if it is not there, or not inside."""
    folder = corpus.resolve()
    path = _on_disk(folder, PurePosixPath(file)).resolve()
    if not (path.is_relative_to(folder) and path.is_file()):
        abort(404)
    kind = TYPES.get(path.suffix.lower())
    response = send_file(
        path,
        mimetype=kind or "application/octet-stream",
        as_attachment=kind is None,
        download_name=harmless(path.name),  # a name may hold bytes that are no text
        conditional=True,
    )
    response.cache_control.private = True
    if kind == "text/plain":
        response.content_type = f"text/plain; charset={_encoding(path)}"
    return response


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
