"""What indexer/engines/spool.py and inverting.py promise: every posting comes out, in order, whatever the shares and processes."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import tempfile
from array import array
from contextlib import closing
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.engines.postings import GAP
from indexer.engines.spool import Spool
from indexer.errors import RebuildError
from indexer.model.entry import TextField


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.engines.inverting import PostingList
    from indexer.engines.spool import Lists


FIELDS = {"bag": False, "row": True}
TERM = st.sampled_from(["a", "aa", "b", "ø", "z", "å"])
TEXTS = st.lists(st.fixed_dictionaries({field: st.lists(TERM, max_size=6) for field in FIELDS}), max_size=12)
NAMED_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a process is held up by a named pipe")


def _spool(folder: Path, *texts: dict[str, list[str]], most: int) -> Spool:
    """A spool that was given the texts of entries."""
    spool = Spool(folder, (TextField(name, positions=FIELDS[name]) for name in FIELDS), most=most)
    for text in texts:
        spool.add(text)
    return spool


def _lists(spool: Spool, *, processes: int) -> list[tuple[str, int | None, list[PostingList]]]:
    return [(field, places, list(found)) for field, places, found in spool.lists(processes=processes)]


@settings(max_examples=80, deadline=None)
@given(texts=TEXTS, most=st.integers(0, 40))
def test_every_posting_comes_out_in_order(texts: list[dict[str, list[str]]], most: int) -> None:
    """Lists come by field and bytes of the term, each with its entries ascending, how many times and where; files go at the end."""
    with tempfile.TemporaryDirectory() as folder:
        with closing(_spool(Path(folder), *texts, most=most)) as spool:
            found = [(field, made) for field, _, lists in _lists(spool, processes=1) for made in lists]
        assert list(Path(folder).iterdir()) == []
    assert list(_stands(found, _starts(texts))) == _expected(texts)


def test_several_processes_make_the_same_lists(tmp_path: Path) -> None:
    """To the byte and in the same order, what several processes make of many shares is what one makes."""
    texts = [{"bag": [f"w{number % 7}"] * (number % 5), "row": [f"w{number % other}" for other in range(1, 9)]} for number in range(300)]
    made = []
    for processes in (1, 2):
        with closing(_spool(tmp_path, *texts, most=900)) as spool:
            assert len(list(tmp_path.iterdir())) > 8
            made.append(_lists(spool, processes=processes))
    assert made[0] == made[1]
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def held_up(tmp_path: Path) -> Iterator[tuple[Spool, Iterator[Lists]]]:
    """A spool that gave its first field, and what is to come; a process that makes the second is held up in the middle of it."""
    with closing(_spool(tmp_path, {"bag": ["a"], "row": ["b"]}, most=100)) as spool:
        lists = spool.lists(processes=2)
        pipe = tmp_path / "1-0.texts"
        pipe.unlink()
        os.mkfifo(pipe)
        assert next(lists).field == "bag"
        with suppress(BrokenPipeError), pipe.open("wb"):  # opens when it is read at the other end
            yield spool, lists


@NAMED_PIPES
def test_a_killed_process_is_one_clear_error(held_up: tuple[Spool, Iterator[Lists]], tmp_path: Path) -> None:
    """When a process that makes lists is killed, the write is told so in a sentence; no process and no file is left."""
    for child in multiprocessing.active_children():
        child.kill()
    with pytest.raises(RebuildError, match=r"Indekset kunne ikke skrives.*brød ned"):
        next(held_up[1])
    held_up[0].close()
    assert multiprocessing.active_children() == []
    assert list(tmp_path.iterdir()) == []


@NAMED_PIPES
def test_what_is_broken_off_leaves_nothing(held_up: tuple[Spool, Iterator[Lists]], tmp_path: Path) -> None:
    """Closed while a process is in the middle of a share, as when an interrupt passes, a spool leaves no process and no file."""
    assert multiprocessing.active_children() != []
    held_up[0].close()
    assert multiprocessing.active_children() == []
    assert list(tmp_path.iterdir()) == []


def _starts(texts: list[dict[str, list[str]]]) -> list[int]:
    return list(itertools.accumulate((len(text["row"]) + GAP for text in texts), initial=0))


def _stands(found: list[tuple[str, PostingList]], starts: list[int]) -> Iterator[tuple[str, str, int, int, list[int]]]:
    """Field, term, entry, how many times and the places in the entry, of each posting."""
    for field, made in found:
        places = iter(array("I", made.places))
        for ord_, times in zip(array("I", made.ords), made.times, strict=True):
            stood = [place - starts[ord_] for place in itertools.islice(places, times)]
            yield field, made.term.decode(), ord_, times, stood


def _expected(texts: list[dict[str, list[str]]]) -> list[tuple[str, str, int, int, list[int]]]:
    postings = [
        (field, term, ord_, text[field].count(term), [place for place, other in enumerate(text[field]) if other == term and FIELDS[field]])
        for ord_, text in enumerate(texts)
        for field in FIELDS
        for term in set(text[field])
    ]
    return sorted(postings, key=lambda posting: (posting[0], posting[1].encode(), posting[2]))
