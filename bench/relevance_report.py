"""What was measured, as a table to read, as Markdown for the documentation, as JSON for a program.

Knows words and columns; must not know how anything was measured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.relevance_metrics import Figures


if TYPE_CHECKING:
    from collections.abc import Sequence


_COLUMNS = ("success@1", "MRR@10", "nDCG@10", "recall@100", "must-not", "questions/s")


@dataclass(frozen=True, slots=True)
class Row:
    """One way: its figures, or why it was not run. `places` has the place of the first answer to each question, None if not among 100."""

    name: str
    does: str
    figures: Figures | None
    per_second: float = 0.0
    places: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One run: the day, what was searched, the versions of all that took part, a row for each way, and what else must be said.

    `demanding` counts the questions with passages that must not be found; `misses` tell what our first row got wrong.
    """

    day: str
    source: str
    passages: int
    questions: int
    demanding: int
    versions: Mapping[str, str]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


def as_text(report: Report) -> str:
    """The table in columns of a fixed width."""
    width = max(len(row.name) for row in report.rows) + 2
    lines = [_head(report), "", " " * width + "".join(f"{column:>13}" for column in _COLUMNS)]
    for row in report.rows:
        cells = _cells(row, report)
        lines.append(f"{row.name:{width}}" + ("".join(f"{cell:>13}" for cell in cells) if cells else f"not run: {row.does}"))
    margins = _margins(report.rows)
    lines += ["", *margins, "", *(f"{row.name:{width}}{row.does}" for row in report.rows if row.figures)]
    for title, sentences in (("Remarks:", report.remarks), ("Misses:", report.misses)):
        if sentences:
            lines += ["", title, *(f"  {sentence}" for sentence in sentences)]
    return "\n".join(lines)


def as_markdown(report: Report) -> str:
    """The same table for a page of documentation; without what was missed."""
    lines = [_head(report), "", f"| way | {' | '.join(_COLUMNS)} |", "| --- |" + " --- |" * len(_COLUMNS)]
    for row in report.rows:
        cells = _cells(row, report) or ("not run", *("",) * (len(_COLUMNS) - 1))
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    lines += ["", *(f"- {row.name}: {row.does}" for row in report.rows), "", *_margins(report.rows), *report.remarks]
    return "\n".join(lines).rstrip()


def as_json(report: Report, questions: Sequence[Mapping[str, str]]) -> str:
    """All of it, with the place of the first answer to each of the `questions` in each way."""
    places = {row.name: row.places for row in report.rows if row.figures}
    whole = asdict(report)
    for row in whole["rows"]:
        del row["places"]
    answers = [{**question, "places": {name: found[number] for name, found in places.items()}} for number, question in enumerate(questions)]
    return json.dumps({**whole, "answers": answers}, ensure_ascii=False, indent=1)


def _head(report: Report) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    return f"{report.questions} questions to {report.passages} passages of {report.source}; {report.day}; {versions}"


def _cells(row: Row, report: Report) -> tuple[str, ...]:
    if row.figures is None:
        return ()
    found = row.figures
    scores = (found.success_at_1, found.mrr_at_10, found.ndcg_at_10, found.recall_at_100)
    wrong = f"{found.violated} of {report.demanding}" if report.demanding else "-"
    return (*(f"{score:.4f}" for score in scores), wrong, f"{row.per_second:.0f}")


def _margins(rows: Sequence[Row]) -> list[str]:
    """How far our row, the first, is from each other in the two figures that promises are made about."""
    ours, *others = rows
    return [
        f"{ours.name} - {other.name}: MRR@10 {ours.figures.mrr_at_10 - other.figures.mrr_at_10:+.4f}, "
        f"nDCG@10 {ours.figures.ndcg_at_10 - other.figures.ndcg_at_10:+.4f}"
        for other in others
        if ours.figures and other.figures
    ]
