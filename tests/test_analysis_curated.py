"""The lists a secretary can edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.analysis import DATA
from indexer.analysis.compounds import Split
from indexer.analysis.curated import LISTS
from indexer.analysis.curated import Lists
from indexer.analysis.curated import load_lists
from indexer.errors import ConfigError


if TYPE_CHECKING:
    from pathlib import Path


def folder_with(tmp_path: Path, **texts: str) -> Path:
    """A folder with all lists, those not given empty."""
    for name in LISTS:
        (tmp_path / name).write_text(texts.get(name.removesuffix(".txt"), ""), encoding="utf-8")
    return tmp_path


def test_lists_are_read(tmp_path: Path) -> None:
    """Words, splits with and without links, and inflections are taken over; comments and blank lines are not."""
    folder = folder_with(
        tmp_path,
        protected="# en kommentar\n\nBorger\n",
        never_split="  mursten  \n",
        always_split="kommandit(s)|selskab\nfor|tids(s)|plan\n",
        inflections="cykel: cyklen Cykler\n",
    )
    assert load_lists(folder) == Lists(
        protected=frozenset({"borger"}),
        never_split=frozenset({"mursten"}),
        always_split={
            "kommanditsselskab": Split("kommandit", "selskab", 10, 0.0),
            "fortidssplan": Split("fortids", "plan", 8, 0.0),
            "fortids": Split("for", "tids", 3, 0.0),
        },
        inflections={"cykel": "cykel", "cyklen": "cykel", "cykler": "cykel"},
    )


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        ("protected", "to ord", "er ikke ét ord"),
        ("never_split", "a-kasse", "er ikke ét ord"),
        ("always_split", "husplan", "mangler en lodret streg"),
        ("always_split", "hus|", "mangler en lodret streg"),
        ("always_split", "hus(s|plan", "mangler en slutparentes"),
        ("inflections", "cykel cyklen", "kolon"),
        ("inflections", "cykel:", "kolon"),
        ("inflections", "cykel: 17", "er ikke ét ord"),
    ],
)
def test_a_line_that_cannot_be_used_is_told(tmp_path: Path, name: str, line: str, told: str) -> None:
    """The error names the file and the line, repeats it, and says what is wrong."""
    with pytest.raises(ConfigError) as error:
        load_lists(folder_with(tmp_path, **{name: f"# to\n{line}\n"}))
    assert f"{name}.txt" in str(error.value)
    assert "Linje 2" in str(error.value)
    assert told in str(error.value)


def test_a_missing_or_unreadable_list_is_told(tmp_path: Path) -> None:
    """A list that is missing or no UTF-8 gives the same kind of error as a wrong line."""
    with pytest.raises(ConfigError, match=r"always_split\.txt"):
        load_lists(tmp_path)
    folder = folder_with(tmp_path)
    (folder / "protected.txt").write_bytes(b"bl\xe5b\xe6r")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_lists(folder)


def test_the_shipped_lists_can_be_used() -> None:
    """The lists in the project are read without a mistake, and each begins by saying in a comment what it is for."""
    assert load_lists(DATA).inflections["børn"] == "barn"
    assert all((DATA / name).read_text(encoding="utf-8").startswith("# ") for name in LISTS)
