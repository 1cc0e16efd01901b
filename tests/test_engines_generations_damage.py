"""A folder that is damaged, outdated or no index at all is never served: which of them it is, and what to do, is said."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import msgspec
import pytest

from indexer.engines import stamps
from indexer.errors import IndexDamagedError
from indexer.errors import IndexMissingError
from indexer.errors import IndexOutdatedError
from tests import engine_fixtures
from tests.engine_builders import SCHEMA
from tests.engine_builders import documents
from tests.engine_builders import entry
from tests.engine_builders import stamp
from tests.engine_builders import write
from tests.generations_builders import broken_off
from tests.generations_builders import generations
from tests.generations_builders import says


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.engines.generations import Generations


served = engine_fixtures.each_embedded_engine
index = engine_fixtures.index_folder


def _files(index: Path) -> list[Path]:
    return sorted(path for path in (index / "generations").rglob("*") if path.is_file())


def _spoiled(path: Path, how: str) -> None:
    content = path.read_bytes()
    match how:
        case "gone":
            path.unlink()
        case "cut short":
            path.write_bytes(content[: len(content) // 2])
        case "zeroed":
            path.write_bytes(bytes(len(content)))
        case "scrambled":
            path.write_bytes(bytes(byte ^ 0x5A for byte in content))


@pytest.mark.parametrize("how", ["gone", "cut short", "zeroed", "scrambled"])
def test_damage_to_any_file_is_noticed(served: Generations, index: Path, how: str) -> None:
    """Whichever file of a generation is gone or spoiled, it is IndexDamagedError that says to rebuild, and rebuilding mends it."""
    for number in range(len(_files_of_a_new_index(served, index))):
        _spoiled(_files_of_a_new_index(served, index)[number], how)
        with pytest.raises(IndexDamagedError, match="Kør `indexer rebuild`"):
            says(served, "a")
    write(served, entry("a"))
    assert says(served, "a")


def _files_of_a_new_index(served: Generations, index: Path) -> list[Path]:
    shutil.rmtree(index, ignore_errors=True)
    write(served, entry("a b"), entry("a"))
    return _files(index)


def test_a_file_of_another_size_is_refused_unopened(served: Generations, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever file has grown by a byte is named, with both sizes, and the engine's library is never asked."""
    write(served, entry("a"))
    monkeypatch.setattr(served, "_library", type("Untouchable", (), {"name": served._library.name}))
    for path in _files(index):
        if path.name != stamps.FILE:
            content = path.read_bytes()
            path.write_bytes(content + b"x")
            with pytest.raises(IndexDamagedError, match=f"{path.name} er på {len(content) + 1} byte og skulle være på {len(content)}"):
                served.open()
            path.write_bytes(content)


@pytest.mark.parametrize("content", [b"", b"nothing", b"../../elsewhere", b"\xff\xfe", b"20240101-000000-000000-0000"])
def test_a_pointer_to_nothing(served: Generations, index: Path, content: bytes) -> None:
    """A pointer that names no generation is IndexDamagedError, and rebuilding mends it."""
    write(served, entry("a"))
    (index / "current").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="Kør `indexer rebuild`"):
        served.open()
    write(served, entry("new"))
    assert says(served, "new")


def test_a_stamp_that_promises_more_is_damage(served: Generations, index: Path) -> None:
    """An index that holds other numbers of letters and passages than its stamp says is not served."""
    path = index / "generations" / write(served, entry("a")) / stamps.FILE
    seal = msgspec.json.decode(path.read_bytes())
    for what in ("letters", "passages"):
        path.write_bytes(msgspec.json.encode(seal | {"stamp": seal["stamp"] | {what: 2}}))
        with pytest.raises(IndexDamagedError, match="har 1 breve og 1 svar, ikke"):
            served.open()


def test_a_failed_write_beside_a_broken_pointer(served: Generations, index: Path) -> None:
    """When the pointer is broken too, it is still the writer's own error that comes out."""
    old = write(served, entry("a"))
    (index / "current").write_bytes(b"nothing")
    with pytest.raises(KeyboardInterrupt):
        served.write(broken_off(documents(entry("b"))), schema=SCHEMA, stamp=stamp([]))
    assert generations(index) == [old]


def test_a_folder_without_a_pointer_is_no_index(served: Generations, index: Path) -> None:
    """A pointer that is gone, or a folder that is, is an index that has not been built."""
    write(served, entry("a"))
    (index / "current").unlink()
    assert served.current() is None
    with pytest.raises(IndexMissingError, match="Der er intet indeks i"):
        served.open()


@pytest.mark.parametrize(
    ("what", "said"), [("layout", "format: indekset har 0, programmet 1"), ("engine", "motor: indekset har 0, programmet")]
)
def test_what_another_program_made_is_never_opened(
    served: Generations, index: Path, what: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stamp is read first; where layout or engine differ nothing else is opened, however little of the stamp is understood."""
    name = write(served, entry("a"))
    path = index / "generations" / name / "stamp.json"
    made = {"layout": stamps.LAYOUT, "engine": served._library.name, "new": "unknown"}
    path.write_bytes(msgspec.json.encode(made | {what: "0"}))
    monkeypatch.setattr(served, "_library", type("Untouchable", (), {"name": served._library.name}))
    with pytest.raises(IndexOutdatedError, match=said):
        served.open()
