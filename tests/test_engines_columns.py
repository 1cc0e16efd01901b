"""What indexer/engines/columns.py promises when its file is not whole; the rest is in the contract suite."""

from __future__ import annotations

import msgspec
import pytest

from indexer.engines.columns import Columns
from indexer.engines.columns import ColumnsBuilder
from tests.engine_builders import SCHEMA
from tests.engine_builders import entry


def _file() -> dict[str, object]:
    builder = ColumnsBuilder(SCHEMA)
    for made in (entry("a", party="A"), entry("b", party="B", date=20180101), entry()):
        builder.add(made)
    return msgspec.msgpack.decode(builder.encoded())  # type: ignore[no-any-return]


def test_columns_hold_one_item_for_each_entry() -> None:
    """What was added is what is read back."""
    columns = Columns(msgspec.msgpack.encode(_file()))
    assert columns.entries == 3
    assert columns.lengths == {"words": [1, 1, 0], "terms": [1, 1, 0]}
    assert columns.having(range(3), "party", ["B", "C"]) == [1]
    assert columns.between(range(3), "date", None, None) == [1]


@pytest.mark.parametrize(
    "torn",
    [
        {"entries": 2},
        {"numbers": {"date": [None, 1], "year": [None, None, None]}},
        {"lengths": {"words": [], "terms": []}},
        {"facets": {"party": {"rows": [["A"]], "of": [0, 1, 0]}, "signer": {"rows": [[]], "of": [0, 0, 0]}}},
        {"facets": {"party": {"rows": [["A"]], "of": [0, -1, 0]}, "signer": {"rows": [[]], "of": [0, 0, 0]}}},
        {"facets": None},
    ],
)
def test_columns_that_do_not_fit_are_refused(torn: dict[str, object]) -> None:
    """Columns of unequal length, rows that are not there and other shapes are refused when read, not met while searching."""
    with pytest.raises((ValueError, OverflowError, msgspec.MsgspecError)):
        Columns(msgspec.msgpack.encode(_file() | torn))
