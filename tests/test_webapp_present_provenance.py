from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.corrections import RULE
from indexer.model.letter import Metadata
from indexer.model.letter import Origin
from indexer.model.letter import Person
from indexer.model.letter import Span
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage
from webapp.present.letter.page import letter_page
from webapp.present.letter.provenance import FIELDS
from webapp.present.letter.provenance import RULES
from webapp.present.letter.provenance import UNKNOWN
from webapp.present.letter.provenance import Way
from webapp.present.letter.provenance import rule_name


if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


INDEXER = Path(__file__).parent.parent / "indexer"
SOURCES = (*sorted((INDEXER / "letters").glob("*.py")), INDEXER / "corrections.py")
FUNCTIONS = {
    node.name: node
    for path in SOURCES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.FunctionDef)
}
THERE = (Span(0, 0, 4),)


def found(**changes: Any) -> dict[str, tuple[str, tuple[Way, ...]]]:
    """Each value of a letter in a PDF with how it was found, by its label."""
    page = letter_page(letter(**{"file": "2018/Svar.pdf", **changes}))
    return {datum.label: (datum.value, ways) for datum, ways in page.provenance.values}


def notes() -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """The places in the code that note a value, each with the function it is in."""
    for function in FUNCTIONS.values():
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note":
                yield function, node


def texts(value: ast.expr, function: ast.FunctionDef, place: int | None = None) -> Iterator[str]:
    """The texts an expression in this function can be; at `place` of the tuple it is. What cannot be told fails."""
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Tuple(elts=parts) if place is not None:
            yield from texts(parts[place], function)
        case ast.IfExp():
            yield from (*texts(value.body, function, place), *texts(value.orelse, function, place))
        case ast.Call(func=ast.Name(id=name)):
            for node in ast.walk(FUNCTIONS[name]):
                if isinstance(node, ast.Return) and node.value:
                    yield from texts(node.value, FUNCTIONS[name], place)
        case ast.Name(id=name):
            given = [pair for node in ast.walk(function) if isinstance(node, ast.Assign) for pair in assigned(node, name)]
            assert given, f"where {name} comes from cannot be told in {function.name}"
            for each, at in given:
                yield from texts(each, function, at)
        case _:
            raise AssertionError(ast.unparse(value))


def assigned(node: ast.Assign, name: str) -> Iterator[tuple[ast.expr, int | None]]:
    """What an assignment gives the variable of this name, and at which place of a tuple."""
    for target in node.targets:
        if isinstance(target, ast.Tuple):
            yield from ((node.value, at) for at, part in enumerate(target.elts) if isinstance(part, ast.Name) and part.id == name)
        elif isinstance(target, ast.Name) and target.id == name:
            yield node.value, None


def test_every_rule_has_a_wording() -> None:
    """Each rule that the code can name, read out of the code itself, is said in Danish; and nothing else is."""
    rules = {
        text for function, call in notes() for keyword in call.keywords if keyword.arg == "rule" for text in texts(keyword.value, function)
    }
    assert len(rules) > 10
    assert (rules | {RULE}) - {""} == set(RULES)


def test_every_value_has_a_label() -> None:
    """Each value that is known of a letter is listed under a label, by the name under which its origin is kept."""
    kept = {each.name for each in fields(Metadata)} - {"signers", "date_source"} | {"signer"}
    assert set(FIELDS.values()) == kept


def test_values_say_where_they_stand() -> None:
    """A value has the page it stands on and how it was found; what is not taken from the page, or was put right, has no page."""
    known = metadata(addressee=Person("Åse Ørsted", party="Mælkepartiet"), case_number=None)
    origins = {
        "subject": Origin("title", 1, THERE),
        "signer": Origin("below the closing", 3, THERE),
        "addressee": Origin("behind Til", 1, THERE),
        "addressee_party": Origin("register of members", 1),
        "case_number": Origin(RULE, 1),
    }
    values = found(metadata=known, origins=origins)
    assert values["Emne"] == ("Mælk i skolerne", (Way("i titlen", 1),))
    assert values["Fra"][1] == (Way("under hilsenen nederst", 3),)
    assert values["Til"][1] == (Way("i brevhovedet efter ”Til”", 1), Way("partiet af listen over medlemmer"))
    assert values["Sagsnummer"] == ("ikke angivet i brevet", (Way("rettet af et menneske"),))
    assert values["Forvaltning"][1] == (Way(UNKNOWN),)
    assert found(file="b1.txt", origins=origins)["Emne"][1] == (Way("i titlen"),)


def test_what_nobody_knows_is_said_so() -> None:
    """A missing value is not listed, and a rule of a later version is named as it stands."""
    assert "Sagsnummer" not in found(metadata=metadata(case_number=None))
    assert rule_name("by moonlight") == "ved reglen ”by moonlight”"


def test_passages_say_where_they_stand() -> None:
    """Each passage has its page, and whether its pairing is sure."""
    passages = (
        passage("1", page=2),
        passage("2", confidence=0.6),
        passage("3", answer="", confidence=0.3),
        passage("4", question=None, confidence=0.3),
        passage("5", kind="section", question=None, heading="Økonomi"),
    )
    whole = letter("x", *passages, file="2018/Svar.pdf")
    stands = letter_page(whole).provenance
    assert stands.file == "Svar.pdf"
    assert [(each.name, each.way) for each in stands.passages] == [
        ("Spørgsmål 1", Way("sikkert parret med sit svar", 2)),
        ("Spørgsmål 2", Way("usikkert parret med sit svar", 1)),
        ("Spørgsmål 3", Way("uden svar", 1)),
        ("Spørgsmål 4", Way("uden spørgsmål", 1)),
        ("Økonomi", Way("", 1)),
    ]
