"""The letters that speed is measured on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from bench.letters import ADDRESSEES
from bench.letters import DIRECTORS
from bench.letters import YEARS
from bench.letters import Letters
from bench.prose import LONGEST
from bench.prose import SHORTEST
from bench.prose import make_prose


ROOT = Path(__file__).parent.parent
PARAGRAPHS = [
    {
        "id": str(number),
        "title": f"Emne {number % 3}",
        "text": " ".join(f"Sætning {number}.{place} handler om emne {number % 3} og om skolernes mælk i byen." for place in range(8)),
        "questions": [f"hvad handler tekst {number} om?", "Hvem drikker mælken?"],
    }
    for number in range(9)
]


@pytest.fixture(scope="module", params=["lexicon", "file"])
def letters(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Letters:
    """Letters with 400 passages, of the lexicon's words and of the paragraphs of a file."""
    path = tmp_path_factory.mktemp("text") / "text.jsonl"
    path.write_text("\n".join(map(json.dumps, PARAGRAPHS)), encoding="utf-8")
    return Letters(400, make_prose(path if request.param == "file" else None))


def test_letters_are_well_formed(letters: Letters) -> None:
    """All passages asked for are there, in letters with ids of their own, answered at length, within the years."""
    passages = [passage for letter in letters for passage in letter.passages]
    assert len(passages) == 400
    assert len({letter.id for letter in letters}) == len({letter.fingerprint for letter in letters}) == len(letters)
    assert all(len({passage.anchor for passage in letter.passages}) == len(letter.passages) for letter in letters)
    assert all(SHORTEST - 40 <= len(passage.answer.split()) <= LONGEST for passage in passages)
    assert all(passage.question and passage.question.endswith("?") and passage.question[0].isupper() for passage in passages)
    assert {int(letter.metadata.day[:4]) for letter in letters if letter.metadata.day} <= {*YEARS, YEARS[-1] + 1}


def test_letters_are_varied(letters: Letters) -> None:
    """There are tables, remarks, notes and shared cases now and then; some people write often, and nobody both asks and signs."""
    directors = Counter(letter.metadata.signers[0].name for letter in letters)
    addressees = Counter(letter.metadata.addressee.name for letter in letters if letter.metadata.addressee)
    assert 10 < len(directors) <= DIRECTORS
    assert 40 < len(addressees) <= ADDRESSEES
    assert addressees.most_common(1)[0][1] > 4
    assert not directors.keys() & addressees.keys()
    cases = [letter.metadata.case_number for letter in letters]
    assert 0 < len(cases) - len(set(cases)) < len(cases) / 5
    assert all(one.addressee == other.addressee for one, other in pairwise(each.metadata for each in letters) if _case(one) == _case(other))
    for there in (
        [letter for letter in letters if letter.remarks],
        [letter for letter in letters if letter.metadata.kind == "budget_note"],
        [letter for letter in letters if any(passage.tables for passage in letter.passages)],
    ):
        assert 0 < len(there) < len(letters) / 2


def test_the_same_seed_gives_the_same_letters() -> None:
    """A seed decides, in every process; each letter is the same whichever is made first; another seed gives others."""
    code = (
        "from bench.letters import *; from bench.prose import *; import hashlib; "
        "print(hashlib.sha256(repr(Letters(60, make_prose(None))[3:9]).encode()).hexdigest())"
    )
    told = set()
    for chance in ("1", "2"):  # of the order of sets
        ran = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": chance}, capture_output=True, check=True
        )
        told.add(ran.stdout)
    assert len(told) == 1
    assert re.fullmatch(rb"[0-9a-f]{64}\s+", told.pop())
    some = Letters(60, make_prose(None))
    assert some[5] == Letters(60, make_prose(None))[5] == some[3:9][2]
    assert some[5] != Letters(60, make_prose(None, seed=2), seed=2)[5]


def test_words_are_as_frequent_as_in_a_language(letters: Letters) -> None:
    """The commonest word stands ten times as often as the hundredth."""
    counted = Counter(word for letter in letters for passage in letter.passages for word in passage.answer.lower().split())
    ranked = [count for _, count in counted.most_common()]
    if len(ranked) > 1000:  # the small file of the test has few words
        assert ranked[0] > 10 * ranked[100] > 10


def _case(metadata: object) -> object:
    return getattr(metadata, "case_number", None)
