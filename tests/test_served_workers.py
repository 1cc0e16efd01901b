"""Several worker processes over one index on the disk, while it is replaced again and again."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from bench import swapped
from bench.swaps import swapping


if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "server",
    ["waitress", pytest.param("gunicorn", marks=pytest.mark.skipif(not find_spec("gunicorn"), reason="gunicorn is not installed"))],
)
def test_no_request_fails_while_the_index_is_replaced(tmp_path: Path, server: str) -> None:
    """Two workers under load, a new generation as soon as one is in place: all answer, each of one generation, in the end of the newest."""
    told = swapping(tmp_path, server=server, engine="whoosh", workers=2, clients=3, requests=150, pause=0.05)
    assert (told.failed, told.mixed) == ([], [])
    assert told.answers == 150
    assert len(told.seen) > 1
    assert told.last == [{told.generations % swapped.DIFFERENT}] * len(told.last)


def test_a_page_of_two_generations_is_told_from_one() -> None:
    """A page is of the generations its passages name; a count that is not theirs is of none."""
    page = '<p class="count" role="status">{} svar</p> sag om udgave3nu … Udgave{}nu'
    assert swapped.shown(page.format(swapped.size_of(3), 3)) == {3}
    assert swapped.shown(page.format(swapped.size_of(3), 4)) == {3, 4, -1}
    assert swapped.shown(page.format(swapped.size_of(4), 3)) == {3, -1}
