from __future__ import annotations

import pytest

from indexer import analysis
from indexer import corrections
from indexer import editions
from indexer import entries
from indexer import letters
from indexer import sources
from indexer import vocabulary
from indexer.versions import current_versions


@pytest.mark.parametrize(
    ("room", "name"),
    [
        (corrections, "corrections"),
        (editions, "editions"),
        (entries, "entries"),
        (letters, "letters"),
        (sources, "sources"),
        (vocabulary, "vocabulary"),
    ],
)
def test_the_version_of_each_room_is_in_the_stamp(monkeypatch: pytest.MonkeyPatch, room: object, name: str) -> None:
    """What decides the content of an index is named, and a change of it is seen."""
    before = current_versions()
    monkeypatch.setattr(room, "VERSION", "another")
    assert current_versions() == {**before, name: "another"}


def test_the_versions_of_the_danish_resources_are_in_the_stamp() -> None:
    """All that the analysis names is named, under its own names."""
    assert analysis.versions().items() <= current_versions().items()
