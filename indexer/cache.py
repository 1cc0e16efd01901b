"""What was read from a file, kept so that a file that has not changed is not read again.

Knows fingerprints, versions and whole files on disk; must not know how a file is read or what is done with its lines.
Nothing here is ever fatal: what cannot be kept or fetched is read anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from indexer.model.source import Source


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterator


FOLDER = "cache"
"""The name of the cache inside the index folder."""

_DIGEST_BYTES = hashlib.sha256().digest_size
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Source)


@dataclass(frozen=True, slots=True)
class Cache:
    """Sources by fingerprint, for one version of the reader, in files below `folder`.

    Several processes may use it at once. A file is a SHA-256 of what follows, then the Source as msgpack.
    """

    folder: Path
    version: str

    def get(self, fingerprint: str, *, file: str) -> Source | None:
        """What was read from the bytes with this fingerprint, as if from `file`; None when unknown, damaged or of another version."""
        try:
            data = self._path(fingerprint).read_bytes()
            digest, payload = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
            if hashlib.sha256(payload).digest() != digest:
                return None
            source = _DECODER.decode(payload)
        except (OSError, msgspec.MsgspecError):
            return None
        return replace(source, file=file) if source.fingerprint == fingerprint else None

    def put(self, source: Source) -> None:
        """Keep a source. A full disk, a folder that cannot be written and half a character are passed over: the cache only saves time."""
        target = self._path(source.fingerprint)
        draft = target.with_name(f"{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
        try:
            payload = _ENCODER.encode(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(hashlib.sha256(payload).digest() + payload)
            draft.replace(target)
        except (OSError, UnicodeError):
            with contextlib.suppress(OSError):
                draft.unlink()

    def prune(self, keep: Collection[str]) -> int:
        """How many files were removed: those of other fingerprints than `keep`, of other versions, and drafts a killed process left."""
        removed = 0
        for folder in _inside(self.folder):
            if folder.name != self._version_folder():
                removed += sum(path.is_file() for path in folder.rglob("*"))
                shutil.rmtree(folder, ignore_errors=True)
                continue
            for path in _files_below(folder):
                if path.name not in keep:
                    with contextlib.suppress(OSError):
                        os.unlink(path)  # noqa: PTH108 - of thousands of files hardly one is a Path
                        removed += 1
        return removed

    def _path(self, fingerprint: str) -> Path:
        return self.folder / self._version_folder() / fingerprint[:2] / fingerprint

    def _version_folder(self) -> str:
        return hashlib.sha256(f"{_SHAPE}\n{self.version}".encode()).hexdigest()[:16]


def _files_below(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What lies in the folders inside a folder."""
    for below in _inside(folder):
        with contextlib.suppress(OSError), os.scandir(below) as entries:
            yield from entries


def _inside(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    except OSError:
        return []


# A field added to Source or Line makes everything kept before it stale, without anybody having to remember.
_SHAPE = hashlib.sha256(msgspec.json.encode(msgspec.json.schema(Source), order="sorted")).hexdigest()
