from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from indexer.config import load_settings
from indexer.letters import parse_letter
from indexer.sources import read_source
from tests.letter_builders import misplaced


if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.model.letter import Letter

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))


def drawn(letter: Letter) -> str:
    """The letter as a person reviews it: without the spans, each value with the rule that found it."""
    data = msgspec.to_builtins(letter)
    data["rules"] = {name: f"{origin.rule} (page {origin.page})" for name, origin in letter.origins.items()}
    for key in ("places", "origins", "fingerprint"):
        del data[key]
    for passage in data["passages"]:
        del passage["spans"]
    return msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n"


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem[:3])
def test_the_letters_of_the_corpus(path: Path, golden: Callable[[str, str], None]) -> None:
    """Each letter of the corpus is understood as its reviewed file says, and no character of it is lost or used twice."""
    settings = load_settings(ROOT / "config.toml")
    source = read_source(path, file=path.name)
    letter = parse_letter(source, parties=settings.parties, members=settings.members)
    assert misplaced(letter, source) == []
    golden(f"{path.stem[:3]}.json", drawn(letter))


def test_every_letter_of_the_corpus_has_a_reviewed_file() -> None:
    """There are as many golden letters as letters."""
    assert len(CORPUS) == len(list((ROOT / "tests" / "golden").glob("[0-9]*.json"))) == 5
