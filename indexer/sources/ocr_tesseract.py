"""The program tesseract: where it is, what it can, and what it reads in one picture.

Knows its arguments and hOCR, the form of its answer; must not know PDF, pages or letters.
It is called as a program: no library is needed, and where it hangs or breaks down, only that process is lost. Its answer is asked for as
hOCR and not as TSV, because hOCR alone tells the base line and the type size of a line.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.errors import RecognitionError


if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.config import Ocr


_WINDOWS = Path("C:/Program Files/Tesseract-OCR/tesseract.exe")  # where its installer puts it, without telling PATH
_ASK_SECONDS = 30
# Page segmentation "sparse text", with the page's orientation found first. Lines are found one by one, and what belongs together is left to
# the geometry that reads every PDF: the other modes look for columns, and in a skewed scan read a margin into the lines beside it.
_SPARSE = "12"
_BLOCK = "6"


class Word(NamedTuple):
    """A word of a picture: its box in pixels from the top left corner, and how sure it is (0 to 1)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words that stand on one base line, which at `x` lies at `base` + `slope` * `x`, in pixels downwards.

    `size` is the height from the lowest descender to the highest ascender, `descent` the part of it below the base. `turn` says how many
    quarters against the clock the line is turned; base and slope are then unknown, and 0.
    """

    words: tuple[Word, ...]
    base: float
    slope: float
    size: float
    descent: float
    turn: int

    def base_at(self, x: float) -> float:
        """How far down the base lies at `x`."""
        return self.base + self.slope * x


class GaveUpError(Exception):
    """The program did not read a picture: it took too long, or broke down."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program as found: its path, version, language, and the seconds it has for one picture."""

    program: str
    version: str
    language: str
    seconds: float

    def read(self, picture: bytes, *, dpi: int, seconds: float | None = None, is_block: bool = False) -> tuple[TextLine, ...]:
        """The lines in a picture (PNM or PNG), in no particular order; `is_block` says that they stand below each other.

        `seconds` stands in for those it has. Raises GaveUpError.
        """
        mode = _BLOCK if is_block else _SPARSE
        command = (self.program, "stdin", "stdout", "-l", self.language, "--psm", mode, "--dpi", str(dpi))
        try:
            # Set here, because the file that `hocr` at the end of the command would stand for is not installed everywhere.
            done = _run((*command, "-c", "tessedit_create_hocr=1"), picture, seconds=self.seconds if seconds is None else seconds)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GaveUpError(type(error).__name__) from None
        if done.returncode:
            raise GaveUpError(f"exit code {done.returncode}")
        return parse_hocr(done.stdout.decode("utf-8", errors="replace"))


def find_tesseract(settings: Ocr) -> Tesseract:
    """The program that the settings name. Raises RecognitionError when it, or the language, is not installed."""
    program = shutil.which(settings.program) or (str(_WINDOWS) if _WINDOWS.is_file() else None)
    if program is None:
        raise RecognitionError(f"Programmet {settings.program} findes ikke. {_how_to_install(settings)}")
    version = re.search(r"^tesseract v?(\S+)", _said(program, "--version"), re.MULTILINE)
    if version is None:
        raise RecognitionError(f"{program} er ikke tesseract. Ret [ocr] program i config.toml.")
    languages = {line.strip() for line in _said(program, "--list-langs").splitlines()[1:]}
    if missing := [language for language in settings.language.split("+") if language not in languages]:
        raise RecognitionError(f"Tesseract kan ikke sproget {', '.join(missing)}. {_how_to_install(settings)}")
    return Tesseract(program, version[1], settings.language, settings.seconds_per_page)


def parse_hocr(answer: str) -> tuple[TextLine, ...]:
    """The lines in an answer of tesseract; what does not look like one gives none."""
    parser = _Hocr()
    parser.feed(answer)
    parser.close()
    return tuple(parser.lines)


def _how_to_install(settings: Ocr) -> str:
    packages = " ".join(f"tesseract-ocr-{language.replace('_', '-')}" for language in settings.language.split("+"))
    return (
        f"På Debian: `apt-get install tesseract-ocr {packages}`. På Windows: kør Tesseracts installationsprogram, og vælg sproget til; "
        "ligger det ikke i Program Files, så skriv stien i [ocr] program."
    )


def _said(program: str, option: str) -> str:
    """What the program prints when asked about itself; old versions do so on stderr."""
    try:
        done = _run((program, option), b"", seconds=_ASK_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + b"\n" + done.stderr).decode("utf-8", errors="replace")


def _run(command: Sequence[str], given: bytes, *, seconds: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - a program named in the settings, without a shell
        command,
        input=given,
        capture_output=True,
        check=False,
        timeout=seconds,
        # Letters are read side by side already; threads of one letter's own would only wait for each other.
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


_NUMBER = r"(-?\d+(?:\.\d+)?)"
_BOX = re.compile(rf"\bbbox {_NUMBER} {_NUMBER} {_NUMBER} {_NUMBER}")
_BASELINE = re.compile(rf"\bbaseline {_NUMBER} {_NUMBER}")
_VALUE = {name: re.compile(rf"\b{name} {_NUMBER}") for name in ("x_size", "x_descenders", "textangle", "x_wconf")}


class _Hocr(HTMLParser):
    """hOCR: lines and words are spans, and what is known about each stands in its title."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[TextLine] = []
        self._title: str | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line or a word; as HTMLParser.handle_starttag."""
        values = dict(attrs)
        title = values.get("title") or ""
        if values.get("class") == "ocrx_word":
            self._title, self._text = title, []
        elif tag == "span" and _VALUE["x_size"].search(title):
            self.lines += _line(title)

    def handle_data(self, data: str) -> None:
        """Add to the word; as HTMLParser.handle_data."""
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End the word; as HTMLParser.handle_endtag."""
        if tag != "span" or self._title is None:
            return
        box, text = _BOX.search(self._title), "".join(self._text).strip()
        if box and text and self.lines:
            x0, top, x1, bottom = map(float, box.groups())
            word = Word(text, x0, top, x1, bottom, _value(self._title, "x_wconf") / 100)
            line = self.lines[-1]
            self.lines[-1] = TextLine((*line.words, word), line.base, line.slope, line.size, line.descent, line.turn)
        self._title = None


def _line(title: str) -> list[TextLine]:
    """The line, still without words, that a title describes; none when it does not."""
    box = _BOX.search(title)
    size = _value(title, "x_size")
    if box is None or size <= 0:
        return []
    x0, _, _, bottom = map(float, box.groups())
    baseline = _BASELINE.search(title)
    slope, offset = map(float, baseline.groups()) if baseline else (0.0, -_value(title, "x_descenders"))
    descent = min(size, max(0.0, _value(title, "x_descenders")))
    return [TextLine((), bottom + offset - slope * x0, slope, size, descent, round(_value(title, "textangle") / 90) % 4)]


def _value(title: str, name: str) -> float:
    found = _VALUE[name].search(title)
    return float(found[1]) if found else 0.0
