from __future__ import annotations

import json
from math import log2
from typing import TYPE_CHECKING
from typing import Any

import pytest

from bench import relevance
from bench import relevance_baselines
from bench.relevance_metrics import Judged
from bench.relevance_metrics import first_answer
from bench.relevance_metrics import ndcg
from bench.relevance_metrics import recall
from bench.relevance_metrics import reciprocal_rank
from bench.relevance_metrics import success
from bench.relevance_metrics import summarise
from bench.relevance_metrics import violations


if TYPE_CHECKING:
    from pathlib import Path


JUDGED = Judged("q", "ord", {"a": 2, "b": 1, "c": 2})
BEST = 2 + 2 / log2(3) + 1 / log2(4)
ELEVEN = [f"x{number}" for number in range(10)] + ["a"]


@pytest.mark.parametrize(
    ("ranked", "at_once", "place", "reciprocal", "gain", "share"),
    [
        (["a", "c", "b"], 1, 1, 1.0, 1.0, 1.0),
        (["b", "a", "c"], 0, 2, 0.5, (1 + 2 / log2(3) + 2 / log2(4)) / BEST, 1.0),
        (["x", "y", "c"], 0, 3, 1 / 3, (2 / log2(4)) / BEST, 1 / 3),
        (["b"], 0, None, 0.0, 1 / BEST, 1 / 3),
        (ELEVEN, 0, 11, 0.0, 0.0, 1 / 3),
        ([f"x{number}" for number in range(100)] + ["a"], 0, 101, 0.0, 0.0, 0.0),
        ([], 0, None, 0.0, 0.0, 0.0),
    ],
)
def test_measures(ranked: list[str], at_once: int, place: int | None, reciprocal: float, gain: float, share: float) -> None:
    """Each measure gives what one calculates by hand, and looks no further than its depth."""
    assert success(ranked, JUDGED) == at_once
    assert first_answer(ranked, JUDGED) == place
    assert reciprocal_rank(ranked, JUDGED) == pytest.approx(reciprocal)
    assert ndcg(ranked, JUDGED) == pytest.approx(gain)
    assert recall(ranked, JUDGED) == pytest.approx(share)


@pytest.mark.parametrize(
    ("ranked", "absent", "below", "wrong"),
    [
        (["a", "c", "x"], ["x"], [], ["x"]),
        (["a", "c", "x"], [], ["x"], []),
        (["a", "x", "c", "y"], [], ["x", "y"], ["x"]),
        (["a", "x"], [], ["x"], ["x"]),
        (["a", "b", "c"], ["x"], ["y"], []),
        (["x", "b"], ["x"], ["y"], ["x"]),
    ],
)
def test_what_must_not_be_found(ranked: list[str], absent: list[str], below: list[str], wrong: list[str]) -> None:
    """A refused passage counts wherever it stands, one that must stand below every answer also when an answer is missing."""
    assert violations(ranked, Judged("q", "ord", JUDGED.relevance, frozenset(absent), frozenset(below))) == wrong


def test_means_leave_out_what_cannot_be_told() -> None:
    """A question without answers has no part in the means, but its violations count."""
    touched = Judged("t", "ord", {"b": 1})
    empty = Judged("e", "ord", {"z": 0}, absent=frozenset({"x", "y"}))
    figures = summarise([(["x", "a"], JUDGED), (["b"], touched), (["x", "y"], empty)])
    assert (figures.success_at_1, figures.mrr_at_10) == (0.0, 0.5)
    assert figures.ndcg_at_10 == pytest.approx(((2 / log2(3)) / BEST + 1) / 2)
    assert figures.recall_at_100 == pytest.approx((1 / 3 + 1) / 2)
    assert (figures.violated, figures.violations) == (1, 2)
    assert summarise([]).mrr_at_10 == 0


PASSAGES: list[dict[str, Any]] = [
    {"id": "1", "title": "Cykler", "text": "Cykelstierne ved havnen er fejet.", "questions": ["Hvornår fejes cykelstien?"]},
    {"id": "2", "title": "Skoler", "text": "Skolen har fået nye borde.", "questions": ["Har skolerne fået bord?"]},
    {"id": "3", "title": "Parker", "text": "Parken er åben om natten.", "questions": []},
]


def test_passages_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions in other forms than their passages are found by us and not without stems; a tool that is not there says so."""
    monkeypatch.setattr(relevance, "_LEAST_SECONDS", 0)
    monkeypatch.setattr(relevance_baselines, "find_spec", lambda _: None)
    out = tmp_path / "figures.json"
    file = _lines(tmp_path, *map(json.dumps, PASSAGES))
    assert relevance.main(["--passages", str(file), "--engine", "memory", "--json", str(out), "--misses", "5"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("2 questions to 3 passages of passages.jsonl; 20")
    assert _row(shown, "ours (memory)")[:4] == ["1.0000"] * 4
    assert _row(shown, "no stemming")[0] == "0.5000"
    assert "tantivy, Danish  not run: the package tantivy is not installed (pip install tantivy)" in shown
    assert "Misses:" not in shown
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert [answer["places"]["ours (memory)"] for answer in figures["answers"]] == [1, 1]
    assert figures["versions"]["SQLite"]
    assert [row["figures"] is None for row in figures["rows"]] == [False, False, False, False, True]


def test_markdown(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The table for the documentation has a row of equally many cells for each way, run or not."""
    monkeypatch.setattr(relevance, "_LEAST_SECONDS", 0)
    monkeypatch.setattr(relevance_baselines, "find_spec", lambda _: None)
    file = _lines(tmp_path, *map(json.dumps, PASSAGES))
    assert relevance.main(["--passages", str(file), "--engine", "memory", "--markdown"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 1 + len(relevance_baselines.BASELINES)
    assert {row.count("|") for row in rows} == {8}


def test_tantivy(tmp_path: Path) -> None:
    """Where it is installed, tantivy finds another form of a Danish word and nothing for stop words alone; elsewhere it is not run."""
    texts = [relevance_baselines.Text("a", "Husene er røde"), relevance_baselines.Text("b", "Skoven er grøn")]
    settings = relevance.settings_for(tmp_path, "memory")
    if not relevance_baselines.find_spec("tantivy"):
        with pytest.raises(relevance_baselines.NotRunError, match="not installed"):
            relevance_baselines.Tantivy(texts, settings)
        return
    way = relevance_baselines.Tantivy(texts, settings)
    assert way.rank("et hus?", 10) == ["a"]
    assert way.rank("og er", 10) == []


LETTER = """Kære Vera Holm

Spørgsmål 1: Hvornår bliver cykelstien ved havnen færdig?

Svar på spørgsmål 1: Stien bliver færdig til oktober.

Spørgsmål 2: Hvem maler bænkene?

Svar på spørgsmål 2: Parkvæsenet maler bænke.

Venlig hilsen

Jens Bro"""
QUERY: dict[str, Any] = {
    "id": "q1",
    "query": "cykelstier",
    "relevant": [{"file": "holm_1.txt", "label": "1", "relevance": 2}, {"file": "holm_1.txt", "label": "9", "relevance": 1}],
    "must_not": ["holm/2"],
    "must_not_rule": "absent",
}


def test_letters_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are read by the product; what is expected and what is refused is told passage by passage, and what is missed."""
    monkeypatch.setattr(relevance, "_LEAST_SECONDS", 0)
    letters = _letters(tmp_path)
    second = {**QUERY, "id": "q2", "query": "bænk", "must_not_rule": "absent"}
    queries = _queries(tmp_path, {"queries": [QUERY, second]})
    assert relevance.main(["--letters", str(letters), "--queries", str(queries), "--misses", "5"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("2 questions to 2 passages of queries.json")
    assert _row(shown, "ours (whoosh)")[:2] == ["0.5000", "0.5000"]
    assert _row(shown, "ours (whoosh)")[4:7] == ["1", "of", "2"]
    assert _row(shown, "no stemming")[0] == "0.0000"
    assert "  Judged relevant, but no passage as the letters are read: holm_1.txt/9." in shown
    assert shown[-1] == ("  q2, 'bænk': holm_1.txt/2 comes first of 1, no answer is among them; found, but must not be: holm_1.txt/2")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([json.dumps(PASSAGES[0]), "{"], "passages.jsonl, line 2 is no passage: "),
        (['{"id": "1", "title": "", "text": ""}'], "passages.jsonl, line 1 is no passage: Object missing required field `questions`"),
        (["", '{"id": 7}'], "passages.jsonl, line 2 is no passage: Expected `str`, got `int`"),
        ([json.dumps(PASSAGES[0]), json.dumps(PASSAGES[0])], "passages.jsonl, line 2 has the same id as line 1: '1'."),
        ([json.dumps(PASSAGES[2])], "passages.jsonl holds no question."),
    ],
)
def test_passages_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[str], said: str) -> None:
    """A line that is no passage is named by its number in one sentence, and the exit code is 2."""
    assert _refused(capsys, "--passages", str(_lines(tmp_path, *lines))).startswith(said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[", "queries.json is no list of queries: "),
        ({"queries": []}, "queries.json holds no query."),
        ({"queries": [{"id": "q1", "query": "cykel"}]}, "queries.json is no list of queries: Object missing required field `relevant`"),
        ({"queries": [{**QUERY, "must_not_rule": "never"}]}, "queries.json is no list of queries: Invalid enum value 'never'"),
        (
            {"queries": [{**QUERY, "relevant": [{"file": "x.txt", "label": "1", "relevance": 2}]}]},
            "queries.json, query q1 expects x.txt, which is none of the letters.",
        ),
        ({"queries": [{**QUERY, "must_not": ["x/1"]}]}, "queries.json, query q1 refuses 'x/1', which names 0 of the letters, not one."),
        ({"queries": [{**QUERY, "must_not": ["holm/1"]}]}, "queries.json, query q1 both expects and refuses holm_1.txt/1."),
    ],
)
def test_queries_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: Any, said: str) -> None:
    """What is wrong with a file of queries is said in one sentence, and the exit code is 2."""
    queries = _queries(tmp_path, content)
    assert _refused(capsys, "--letters", str(_letters(tmp_path)), "--queries", str(queries)).startswith(said)


def test_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, folder, engine or partner of an option is named in one sentence, before anything is measured."""
    file = str(_lines(tmp_path, json.dumps(PASSAGES[0])))
    missing = str(tmp_path / "missing")
    assert _refused(capsys, "--passages", missing) == f"{missing} cannot be read: No such file or directory.\n"
    assert _refused(capsys, "--letters", missing, "--queries", file) == f"{missing} is no folder.\n"
    assert _refused(capsys, "--letters", str(tmp_path)) == "--letters and --queries belong together.\n"
    assert _refused(capsys, "--passages", file, "--engine", "abacus").startswith("'abacus' is no engine")
    assert _refused(capsys, "--passages", file, "--json", f"{missing}/a.json").endswith("cannot be written: there is no such folder.\n")


def _refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert relevance.main(list(arguments)) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.count("\n") == 1
    return shown.err


def _row(shown: list[str], name: str) -> list[str]:
    return next(line for line in shown if line.startswith(name)).removeprefix(name).split()


def _lines(folder: Path, *lines: str) -> Path:
    file = folder / "passages.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _letters(folder: Path) -> Path:
    letters = folder / "letters"
    letters.mkdir()
    (letters / "holm_1.txt").write_text(LETTER, encoding="utf-8")
    return letters


def _queries(folder: Path, content: Any) -> Path:
    file = folder / "queries.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file
