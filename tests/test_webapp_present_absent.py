from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.letters.passages import MISSING
from indexer.report import Failure
from indexer.report import Finding
from indexer.report import Report
from webapp.present.overview.absent import LEFT_OUT
from webapp.present.overview.absent import NO_REPORT
from webapp.present.overview.absent import NOTHING_ABSENT
from webapp.present.overview.absent import REASONS
from webapp.present.overview.absent import TEXTLESS
from webapp.present.overview.absent import absent
from webapp.present.overview.absent import duration
from webapp.present.overview.absent import took
from webapp.present.wording.remarks import REMARK_NAMES
from webapp.present.wording.remarks import remark_name


ROOT = Path(__file__).parent.parent
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "indexer").rglob("*.py")))
UNSERVED = {*LEFT_OUT, "stray_correction", "unknown_withdrawal"}
"""The remarks on files for which no letter is served."""


def report(*failures: str, findings: tuple[str, ...] = (), ignored: tuple[str, ...] = ()) -> Report:
    """A report with failures and findings of these codes."""
    return Report(
        letters=3,
        passages=9,
        remarks=(),
        failures=tuple(Failure(f"{place}.pdf", code, "Grunden.") for place, code in enumerate(failures)),
        read=2,
        cached=1000,
        ignored=ignored,
        seconds=12.4,
        findings=tuple(Finding(f"{place}.pdf", "b", code, "Bemærket.") for place, code in enumerate(findings)),
    )


def test_every_remark_on_a_served_letter_has_a_short_name() -> None:
    """Whatever code the program can give a letter is called by a short Danish name, and no other has one."""
    given = set(re.findall(r'Remark\(\s*"([a-z_]+)"', SOURCE)) | {f"missing_{name}" for name in MISSING}
    assert set(REMARK_NAMES) == given - UNSERVED
    assert {name for name in REMARK_NAMES.values() if len(name) > 30 or not name[0].isupper()} == set()
    assert remark_name("no_answer") == "Intet svar i brevet"
    assert remark_name("of_a_later_version") == "of_a_later_version"


def test_every_reason_a_file_cannot_be_read_has_its_meaning() -> None:
    """Whatever code a failure can have is explained in Danish."""
    given = set(re.findall(r'(?:SourceError|_refuse)\((?:[a-z_()]+, )?\s*"([a-z_]+)"', SOURCE))
    assert set(REASONS) == given
    assert all(meaning.endswith(".") for _, meaning in REASONS.values())


def test_what_is_absent_is_counted_by_reason() -> None:
    """Failures, copies, earlier editions, other files and letters without text are counted, most first; mere remarks are not."""
    told = report(
        "damaged", "damaged", "damaged", "new_code", findings=("duplicate", "duplicate", "no_answer", "damaged"), ignored=("x", "y")
    )
    found = absent(told, textless=5)
    assert found.notice == ""
    assert [(kind.reason, kind.files) for kind in found.kinds] == [
        (TEXTLESS[0], "5"),
        ("Beskadigede", "3"),
        ("Kopier", "2"),
        ("Andre slags filer", "2"),
        ("new_code", "1"),
    ]
    assert found.kinds[-1].meaning == "Grunden."


def test_without_a_report_nothing_is_claimed() -> None:
    """Where nobody knows what is absent the page says so, and only what the index tells is counted."""
    assert absent(None, textless=0) == (NO_REPORT, ())
    found = absent(None, textless=2)
    assert (found.notice, [kind.reason for kind in found.kinds]) == (NO_REPORT, [TEXTLESS[0]])
    assert absent(report(), textless=0) == (NOTHING_ABSENT, ())


def test_what_a_rebuild_took() -> None:
    """How long it took and how much of all files it read anew."""
    assert list(took(report())) == [("Opdateringen tog", "12 sekunder"), ("Læst på ny", "2 af 1.002 filer")]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.4, "under 1 sekund"),
        (1.2, "1 sekund"),
        (59.7, "1 minut"),
        (192, "3 minutter og 12 sekunder"),
        (3600, "1 time"),
        (7519, "2 timer og 5 minutter"),
    ],
)
def test_a_time_is_told_in_its_two_largest_units(seconds: float, told: str) -> None:
    """Seconds, minutes and hours, with the right number of the word; hours without seconds."""
    assert duration(seconds) == told
