"""Scans made from printed letters, a program that stands in for tesseract, and what it answers.

Knows hOCR and how to make a page a picture; must not know what is done with either.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from indexer.sources import read_source
from indexer.sources.pictures import POINTS_PER_INCH
from indexer.sources.pictures import draw_page


if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


PAPER = 250

_STAND_IN = """
import json, os, pathlib, sys, threading

folder = pathlib.Path(__file__).parent
plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
if sys.argv[1] == "--version":
    print(plan["version"])
elif sys.argv[1] == "--list-langs":
    print("List of available languages", *plan["languages"], sep="\\n")
else:
    picture = sys.stdin.buffer.read()
    with (folder / "calls.jsonl").open("a", encoding="utf-8") as calls:
        limit = os.environ.get("OMP_THREAD_LIMIT")
        calls.write(json.dumps({"arguments": sys.argv[1:], "kind": picture[:2].decode(), "threads": limit}) + "\\n")
    if plan["hangs"]:
        threading.Event().wait()
    sys.stdout.buffer.write(plan["answer"].encode())
    sys.exit(plan["exit_code"])
"""


def scanned(printed: Path, scan: Path, *, turn: float = 0.0, dpi: int = 200) -> Path:
    """The PDF `printed` as a scanner would give it: each page a grey picture, turned by `turn` degrees against the clock."""
    pages = len(read_source(printed, file=printed.name).pages)
    canvas = Canvas(str(scan), invariant=1)
    for number in range(1, pages + 1):
        drawn = draw_page(printed, number=number, dpi=dpi, grey=True).image
        image = drawn.rotate(turn, resample=Image.Resampling.BICUBIC, expand=turn % 90 == 0, fillcolor=PAPER)
        size = (image.width * POINTS_PER_INCH / dpi, image.height * POINTS_PER_INCH / dpi)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(image), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return scan


def stand_in(folder: Path, **plan: Any) -> Path:
    """A program in `folder` that behaves as tesseract does on the command line, and where to find it.

    `plan` may hold `version`, `languages`, the `answer` to every picture, its `exit_code`, and whether it `hangs`.
    """
    folder.mkdir(exist_ok=True)
    script = folder / "stand_in.py"
    defaults = {"version": "tesseract 5.3.0", "languages": ["dan", "osd"], "answer": "", "exit_code": 0, "hangs": False}
    (folder / "plan.json").write_text(json.dumps({**defaults, **plan}), encoding="utf-8")
    script.write_text(f"#!{sys.executable}{_STAND_IN}", encoding="utf-8")
    if os.name == "nt":
        script = folder / "stand_in.cmd"
        script.write_text(f'@"{sys.executable}" "%~dp0stand_in.py" %*\n', encoding="utf-8")
    script.chmod(0o755)
    return script


def calls(program: Path) -> list[dict[str, Any]]:
    """The pictures a stand-in was given: its `arguments`, the `kind` of picture, and how many `threads` it was allowed."""
    path = program.parent / "calls.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def hocr(*lines: str, left: int = 300, top: int = 300, pitch: int = 60) -> str:
    """What tesseract answers to a page of these lines, set in 10 points at 300 dots an inch."""
    found = (_line(text.split(), left=left, bottom=top + pitch * number) for number, text in enumerate(lines))
    return f"<html><body><div class='ocr_page'>{''.join(found)}</div></body></html>"


def _line(words: Sequence[str], *, left: int, bottom: int) -> str:
    spans = []
    x0 = left
    for word in words:
        x1 = x0 + 20 * len(word)
        text = word.replace("&", "&amp;").replace("<", "&lt;")
        spans.append(f"<span class='ocrx_word' title='bbox {x0} {bottom - 40} {x1} {bottom}; x_wconf 96'>{text}</span>")
        x0 = x1 + 12
    title = f"bbox {left} {bottom - 40} {x0 - 12} {bottom}; baseline 0 -9; x_size 42; x_descenders 9; x_ascenders 10"
    return f"<span class='ocr_line' title='{title}'>{' '.join(spans)}</span>"
