"""The schemas of formats that have none of their own to be had, written from their specifications, and how an answer is held against one.

Knows JSON Schema and how XML is laid out for it; must not know what is answered.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import jsonschema_rs


if TYPE_CHECKING:
    from xml.etree import ElementTree as ET


def mistakes(name: str, value: Any) -> list[str]:
    """Where a value breaks the schema of this name."""
    schema = json.loads((Path(__file__).parent / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    found = jsonschema_rs.validator_for(schema).iter_errors(value)
    return [f"{'/'.join(map(str, each.instance_path))}: {each.message}" for each in found]


def laid_out(root: ET.Element, *, namespace: str = "") -> dict[str, list[dict[str, str]]]:
    """The children of an element by their names in this namespace, each with its attributes and its text."""
    children: dict[str, list[dict[str, str]]] = {}
    for child in root:
        children.setdefault(child.tag.removeprefix(namespace), []).append({**child.attrib, "text": child.text or ""})
    return children
