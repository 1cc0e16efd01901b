"""Each engine in turn, for the tests of what all of them promise. A module says `served = engine_fixtures.each_engine`.

Knows the engines' names; must not know what is tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.engines.generations import Generations
from tests.engine_builders import engine


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.engines.base import Engine


ENGINES = ["memory", "whoosh", "tantivy", pytest.param("opensearch", marks=pytest.mark.cluster)]
"""An engine joins by its name here. A test that takes names from here, or from OTHERS, uses the fixture `in_the_cluster`."""

OTHERS = [name for name in ENGINES if name != "memory"]

EMBEDDED = ["whoosh", "tantivy"]
"""An engine that keeps its generations in a folder joins by its name here."""

EXAMPLES = {"opensearch": 8}
"""So many corpora are tried where to write one takes long; 60 elsewhere."""


@pytest.fixture(params=ENGINES)
def each_engine(request: pytest.FixtureRequest, tmp_path: Path, in_the_cluster: None) -> Engine:
    """Each engine in turn, with nothing written."""
    return engine(tmp_path, request.param)


@pytest.fixture(params=EMBEDDED)
def each_embedded_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Generations:
    """Each embedded engine in turn, with nothing written; it keeps two generations."""
    made = engine(tmp_path, request.param)
    assert isinstance(made, Generations)
    return made


@pytest.fixture
def index_folder(tmp_path: Path) -> Path:
    """The folder of the index."""
    return tmp_path / "index"
