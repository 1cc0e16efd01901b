from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.config import Settings
from indexer.errors import ConfigError
from indexer.restricted import UNRESTRICTED
from indexer.restricted import restricted_folders
from indexer.restricted import restricted_id


if TYPE_CHECKING:
    from indexer.restricted import Restricted


def folders(**table: tuple[str, ...]) -> Restricted:
    """The restricted folders of settings with this table; "__" stands for "/"."""
    restricted = {name.replace("__", "/"): groups for name, groups in table.items()}
    return restricted_folders(Settings(folder=Path("x"), restricted=restricted))


RESTRICTED = folders(hr=("A",), hr__løn=("B", "Ålejæger"), jura=())


@pytest.mark.parametrize(
    ("file", "label"),
    [
        ("hr/a.txt", "hr"),
        ("hr/2018/a.txt", "hr"),
        ("hr/løn/a.txt", "hr/løn"),
        ("hr/løn/2018/a.txt", "hr/løn"),
        ("hr", "hr"),
        (unicodedata.normalize("NFD", "hr/løn/å.txt"), "hr/løn"),
        ("HR/Løn/a.txt", "hr/løn"),
        ("hr/lønninger/a.txt", "hr"),
        ("hr2/a.txt", ""),
        ("hr.txt", ""),
        ("a/hr/a.txt", ""),
        ("a.txt", ""),
    ],
)
def test_a_letter_has_the_label_of_the_deepest_folder_it_lies_in(file: str, label: str) -> None:
    """Folders are compared part by part, however their letters are stored and in upper or lower case, never by how a name begins."""
    assert RESTRICTED.label(file) == label


def test_the_corpus_itself_can_be_restricted() -> None:
    """A point is the corpus: what lies in no other folder is for those named there."""
    everything = restricted_folders(Settings(folder=Path("x"), restricted={".": ("A",), "åben/": ("A", "B")}))
    assert (everything.label("a.txt"), everything.label("x/y/a.txt"), everything.label("åben/a.txt")) == (".", ".", "åben")


def test_groups_see_the_folders_they_are_named_at_and_no_others() -> None:
    """A group is its whole name, without the spaces around it; nobody sees a folder without groups, and whoever is in none sees none."""
    assert RESTRICTED.labels_for(["A"]) == {"hr"}
    assert RESTRICTED.labels_for([" B ", "x"]) == {"hr/løn"}
    assert RESTRICTED.labels_for([unicodedata.normalize("NFD", "Ålejæger")]) == {"hr/løn"}
    assert RESTRICTED.labels_for(["A", "B"]) == {"hr", "hr/løn"}
    for groups in ([], [""], ["a"], ["A B"], ["AB"], ["*"], ["hr"]):
        assert RESTRICTED.labels_for(groups) == frozenset()


@pytest.mark.parametrize("folder", ["", " ", "/hr", "\\hr", "../hr", "hr/../..", "C:\\hr", "C:hr"])
def test_what_is_no_folder_of_the_corpus_is_a_mistake(folder: str) -> None:
    """A folder that could never hold a letter stops whoever reads the settings, instead of leaving letters open."""
    with pytest.raises(ConfigError, match="skal være en mappe i korpus"):
        restricted_folders(Settings(folder=Path("x"), restricted={folder: ("A",)}))


def test_one_folder_written_twice_is_a_mistake() -> None:
    """Whose groups would count cannot be known."""
    with pytest.raises(ConfigError, match="er den samme mappe som"):
        restricted_folders(Settings(folder=Path("x"), restricted={"hr/løn": ("A",), "HR//Løn/": ("B",)}))


def test_an_index_depends_on_the_folders_and_not_on_their_groups() -> None:
    """Other groups need no rebuild; another folder does."""
    assert folders(hr=("A",)).fingerprint == folders(hr=("B",)).fingerprint
    assert len({folders(hr=("A",)).fingerprint, folders(jura=("A",)).fingerprint, UNRESTRICTED.fingerprint}) == 3


def test_ids_of_one_label_are_never_those_of_another() -> None:
    """A restricted letter has an id that no open letter, and none in another folder, can have; always the same one."""
    ids = [restricted_id("2018-1", label) for label in ("", "hr", "hr/løn", "jura")]
    assert ids[0] == "2018-1"
    assert len(set(ids)) == 4
    assert all(each.startswith("2018-1~") for each in ids[1:])
    assert restricted_id("2018-1", "hr") == ids[1]
