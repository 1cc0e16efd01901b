from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from webapp.api.openapi import document
from webapp.links import Links


KEPT = Path(__file__).parent / "golden" / "api" / "v1.json"
"""What was ever promised. It only grows: a change that makes the first test fail belongs in v2."""

WORDING = ("description", "summary", "title", "info", "servers", "externalDocs")
"""What may be said otherwise at any time."""


def promise() -> Any:
    """What the API promises now, without how it is worded."""
    return plain(document(Links("http://localhost")))


def plain(value: Any, *, names: bool = False) -> Any:
    """The description without its wording, parameters by name; `names` is true where the keys are names of ours, such as fields."""
    if isinstance(value, dict):
        return {key: plain(each, names=key == "properties" and not names) for key, each in value.items() if names or key not in WORDING}
    if isinstance(value, list) and all(isinstance(each, dict) and "name" in each for each in value):
        return {each["name"]: plain(each) for each in value}
    return [plain(each) for each in value] if isinstance(value, list) else value


def broken(kept: Any, now: Any, place: str = "") -> list[str]:
    """The places where what was promised is no longer so."""
    if isinstance(kept, dict) and isinstance(now, dict):
        gone = [f"{place}/{key}" for key in kept if key not in now]
        return gone + [each for key in kept if key in now for each in broken(kept[key], now[key], f"{place}/{key}")]
    if isinstance(kept, list) and isinstance(now, list):
        return [f"{place}: {each}" for each in kept if each not in now]
    return [] if kept == now else [f"{place}: {kept} is {now}"]


def test_what_was_promised_is_kept() -> None:
    """No address, parameter, field, value or type of version 1 is taken away or changed."""
    assert broken(json.loads(KEPT.read_text(encoding="utf-8")), promise()) == []


def test_what_is_promised_is_written_down(request: pytest.FixtureRequest) -> None:
    """What was added stands among what is promised, from the day it is."""
    if request.config.getoption("--update-golden") and not broken(json.loads(KEPT.read_text(encoding="utf-8")), promise()):
        KEPT.write_text(json.dumps(promise(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    assert broken(promise(), json.loads(KEPT.read_text(encoding="utf-8"))) == [], "add it: make golden, then review"


@pytest.mark.parametrize(
    "path",
    [
        ("paths", "/api/v1/search"),
        ("paths", "/api/v1/search", "get", "parameters", "antal"),
        ("paths", "/api/v1/search", "get", "parameters", "type", "schema", "items", "enum", 1),
        ("components", "schemas", "Problem", "properties", "title"),
        ("components", "schemas", "Item", "properties", "score"),
        ("components", "schemas", "Metadata", "properties", "kind", "enum", 0),
    ],
)
def test_a_broken_promise_is_seen(path: tuple[Any, ...]) -> None:
    """Whatever is taken away is missed, whether an address, a field or a value."""
    before, after = promise(), promise()
    *way, last = path
    place = after
    for step in way:
        place = place[step]
    del place[last]
    assert broken(before, after)
