"""`stamp.json`: the seal of a generation.

Knows what a generation must say of itself before anything else in it is opened; must not open anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from indexer.engines import disk
from indexer.engines.base import refuse_other
from indexer.errors import IndexDamagedError
from indexer.model.entry import Schema
from indexer.model.entry import Stamp


if TYPE_CHECKING:
    from pathlib import Path


FILE = "stamp.json"

LAYOUT = "1"
"""Counted up when a generation's files come to mean something else."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What must be the same in the index and the program before the rest can be understood."""

    layout: str
    engine: str


@dataclass(frozen=True, slots=True)
class Seal:
    """All of `stamp.json`. `engine` names the engine and the version of its library; `files` the size of each file."""

    layout: str
    engine: str
    schema: Schema
    stamp: Stamp
    files: dict[str, int]


def put(folder: Path, seal: Seal) -> None:
    """Seal the generation in `folder`: from now on it is complete. Raises OSError."""
    disk.put(folder / FILE, msgspec.json.format(msgspec.json.encode(seal)) + b"\n")


def read(folder: Path, *, engine: str, versions: dict[str, str] | None) -> Seal:
    """The seal of the generation in `folder`.

    Raises IndexOutdatedError when it was made for another layout, engine or `versions`, IndexDamagedError when the seal or a file it
    names is missing, unreadable or of another size.
    """
    try:
        content = (folder / FILE).read_bytes()
        maker = msgspec.json.decode(content, type=Maker)
        refuse_other({"format": maker.layout, "motor": maker.engine}, {"format": LAYOUT, "motor": engine})
        seal = msgspec.json.decode(content, type=Seal)
    except FileNotFoundError:
        raise IndexDamagedError(f"{folder.name}/{FILE} mangler") from None
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise IndexDamagedError(f"{folder.name}/{FILE} kan ikke læses: {error}") from error
    if versions is not None:
        refuse_other(seal.stamp.versions, versions)
    _refuse_changed(folder, seal.files)
    return seal


def _refuse_changed(folder: Path, files: dict[str, int]) -> None:
    for name, size in files.items():
        try:
            found = (folder / name).stat().st_size
        except OSError:
            raise IndexDamagedError(f"{folder.name}/{name} mangler") from None
        if found != size:
            raise IndexDamagedError(f"{folder.name}/{name} er på {found} byte og skulle være på {size}")
