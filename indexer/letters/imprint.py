"""Numbers, dates and the addressee, as they stand around a letter: in its letterhead, its margin, its running heads.

Knows strips of text and their labels; must not read the body.
A letterhead is often two columns (who is written to; date and numbers). A strip is what one column has on one row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING
from typing import NamedTuple

from indexer.letters.anatomy import SALUTATION
from indexer.letters.dates import date_alone
from indexer.letters.dates import find_dates
from indexer.letters.furniture import LABEL
from indexer.letters.furniture import kind_of
from indexer.letters.labels import WORD_BEFORE_TEXT
from indexer.letters.people import NAME
from indexer.letters.text import Text
from indexer.letters.text import flow
from indexer.letters.text import join


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.letters.anatomy import Anatomy
    from indexer.letters.dates import FoundDate
    from indexer.letters.rows import Row

VALUE = re.compile(r"[\s.:]*(?P<code>(?:[A-ZÆØÅ]{2,5}-)?[A-ZÆØÅ]{0,3}\d[\w.]*(?:\s?[-/.]\s?\w[\w.]*)*)")
"""What follows a label: "2018-0000088-137", "15.15.00-G01-67-14", "2017 - 23520", "EMN-2017-23520"."""

FEWEST_DIGITS, MANY_DIGITS = 4, 6
"""A number of a case or document has at least so many digits; one with many is told from a year."""

TO = re.compile(r"til\b\s*:?\s*", re.IGNORECASE)
SENDER = re.compile(r"\S.*(?:forvaltning(?:en)?|kommune)", re.IGNORECASE)
CLOSE = 0.6
"""What stands closer than so many lines below the name of an administration is the name of its office."""

WRITER = re.compile(r"(?:til|fra)\b", re.IGNORECASE)
SHAPE = re.compile(r"(?<![\w-])(?:19|20)\d\d-\d{5,8}(?P<document>-\d{1,6})?(?![\w-])")
"""A case number ("2018-0000088") or a document number ("2018-0000088-137") of the systems that count by year."""

LABEL_REST = 12
"""So many characters a label may go on ("Sagsnummer i F2") before its value on the next strip."""

SAME_EDGE = 2.0
RIGHT_HALF = 25
"""A strip that begins this many characters from the left edge belongs to the second column of a letterhead."""


class Strip(NamedTuple):
    """The text of one column on one row of a letterhead or margin."""

    text: Text
    row: Row

    @property
    def string(self) -> str:
        """The strip's text without its places."""
        return self.text.text


class Found(NamedTuple):
    """A value, where it was written, and on which page."""

    value: str
    text: Text
    page: int


def columns(rows: Sequence[Row]) -> tuple[list[Strip], list[Strip]]:
    """The strips of a letterhead's left and of its right column; labels in a column of their own and their values are one strip each."""
    left: list[Strip] = []
    right: list[Strip] = []
    values = _value_edges(rows)
    for row in rows:
        if row.indent >= RIGHT_HALF:
            right.append(Strip(row.text, row))
        elif row.cells and not LABEL.match(row.cells[0].text) and not _is_near(values, row.edges[2:3]):
            left.append(Strip(row.cells[0], row))
            right.append(Strip(join(row.cells[1:], " "), row))
        else:
            left.append(Strip(row.text, row))
    return left, right


def _value_edges(rows: Sequence[Row]) -> set[float]:
    """Where the values begin of labels that stand in a column of their own."""
    return {edge for row in rows if len(row.cells) > 1 and _fills(row.cells[0]) for edge in row.edges[2:3]}


def _is_near(values: set[float], edge: Sequence[float]) -> bool:
    """Whether a cell begins where the values of labels begin."""
    return any(abs(value - place) < SAME_EDGE for value in values for place in edge)


def imprint(anatomy: Anatomy) -> list[Strip]:
    """Every strip around the letter, the margin first: that is where numbers and dates belong; then labels with their values in cells."""
    left, right = columns(anatomy.letterhead)
    return [*(Strip(row.text, row) for row in anatomy.furniture), *_fields(anatomy.letterhead), *right, *left]


def _fields(rows: Sequence[Row]) -> Iterator[Strip]:
    """A strip for each label that fills a cell, with its value: that of the cell to the right, or below where labels stand side by side."""
    for row, below in zip_longest(rows, rows[1:]):
        labels = [_fills(cell) for cell in row.cells]
        under = _under(row, below) if below and any(labels) else ()
        for at, label in enumerate(labels):
            beside = at + 1 < len(labels) and not labels[at + 1]
            value = row.cells[at + 1] if beside else under[at] if at < len(under) else Text()
            if label and value and not _fills(value):
                yield Strip(join((row.cells[at].cut(0, label), value), " "), row)


def _under(row: Row, below: Row) -> Sequence[Text]:
    """The cells of the next row by what stands above them; an empty text where nothing stands below."""
    cells, edges = below.cells or (below.text,), below.edges
    if not edges or not row.edges:
        return cells if len(cells) == len(row.cells) else ()
    places = list(zip(cells, edges[::2], edges[1::2], strict=True))
    above = zip(row.edges[::2], row.edges[1::2], strict=True)
    return [next((cell for cell, x0, x1 in places if x0 < right and left < x1), Text()) for left, right in above]


def _fills(cell: Text) -> int:
    """Where the known words of a label end that has a cell to itself, 0 for any other cell."""
    label = LABEL.match(cell.text)
    return label.end() if label and len(cell) - label.end() < LABEL_REST and not VALUE.match(cell.text, label.end()) else 0


def _names_value(text: str) -> bool:
    """Whether a line begins with a known label and the value that it names."""
    label = LABEL.match(text)
    return label is not None and (":" in text[label.end() :][:LABEL_REST] or VALUE.match(text, label.end()) is not None)


def find_number(strips: Sequence[Strip], which: str) -> Found | None:
    """The value behind the first label of this kind ("case" or "document"), on its strip or at the beginning of the next."""
    for strip, following in zip_longest(strips, strips[1:]):
        for label in LABEL.finditer(strip.string):
            if not label[which]:
                continue
            value, holder = _value_behind(strip.string, label.end()), strip
            if value is None and following and len(strip.string) - label.end() < LABEL_REST:
                value, holder = VALUE.match(following.string), following
            if value and _digits(value) >= FEWEST_DIGITS:
                return Found(re.sub(r"\s", "", value["code"]).rstrip("."), holder.text.cut(*value.span("code")), holder.row.page)
    return _by_shape(strips, which)


def _value_behind(text: str, end: int) -> re.Match[str] | None:
    """The value behind a label that ends here, or goes on to a colon ("Sagsnummer i F2:") or to a long number that ends the text."""
    colon = text.find(":", end, end + LABEL_REST)
    value = VALUE.match(text, end) or (VALUE.match(text, colon) if colon > 0 else None)
    if value:
        return value
    starts = [word.start() for word in re.finditer(r"\S+", text[: end + LABEL_REST]) if word.start() >= end]
    found = [match for start in starts if (match := VALUE.fullmatch(text, start)) and _digits(match) >= MANY_DIGITS]
    return found[0] if found and not date_alone(found[0]["code"]) else None


def _digits(value: re.Match[str]) -> int:
    return sum(character.isdigit() for character in value["code"])


def _by_shape(strips: Sequence[Strip], which: str) -> Found | None:
    """A number that stands without a known label but has the shape of year and serial, of a document with one more: told by that alone."""
    for strip in strips:
        for match in SHAPE.finditer(strip.string):
            if bool(match["document"]) == (which == "document"):
                return Found(match.group(), strip.text.cut(*match.span()), strip.row.page)
    return None


DATE_LABEL = re.compile(r"[^\W\d_][\w.-]*(?:\s[^\W\d_][\w.-]*)?\s*:?\s*")
OTHER_DAY = re.compile(r"frist|modtag|henvend|møde|senest|gælder|inden", re.IGNORECASE)


def find_letter_date(strips: Sequence[Strip]) -> Found | None:
    """The date of a strip that holds nothing else, else of one that also holds labelled numbers, else behind any other short label."""
    for told in (date_alone, _beside_number, _behind_label):
        for strip in strips:
            if day := told(strip.string):
                return Found(day.iso, strip.text.cut(day.start, day.end), strip.row.page)
    return None


def _beside_number(text: str) -> FoundDate | None:
    return next(iter(find_dates(text)), None) if LABEL.search(text) else None


def _behind_label(text: str) -> FoundDate | None:
    """The only date of a text that ends with it and begins with a word or two, whatever they are, that do not speak of another day."""
    days = find_dates(text)
    label = text[: days[0].start] if len(days) == 1 and days[0].end == len(text.rstrip()) else ""
    return days[0] if DATE_LABEL.fullmatch(label) and not OTHER_DAY.search(label) else None


def find_addressee(anatomy: Anatomy) -> tuple[Strip | None, str]:
    """The strip that names who is written to, and the rule: behind or below "Til", the name that is greeted, or the greeting itself."""
    left, _ = columns(anatomy.letterhead)
    for at, strip in enumerate(left):
        match = TO.match(strip.string)
        if match and match.end() < len(strip.string):
            return _with_next(Strip(strip.text.cut(match.end()), strip.row), left[at + 1 :]), "behind Til"
        if match and at + 1 < len(left):
            return _with_next(left[at + 1], left[at + 2 :]), "below Til"
    for row in anatomy.salutation[:1]:
        match = SALUTATION.fullmatch(row.string)
        assert match is not None
        greeted = match["name"].split()[0].casefold()
        for at, strip in enumerate(left):
            if greeted in strip.string.casefold() and kind_of(strip.row) in ("text", "short") and "@" not in strip.string:
                return _with_next(strip, left[at + 1 :]), "the name greeted"
        name = flow([row.text.cut(*match.span("name")), *(more.text for more in anatomy.salutation[1:])])
        return Strip(name, row), "salutation"
    named = next((strip for strip in left if _is_person(strip.string)), None)
    return named, "a person's name with a title or party" if named else ""


def _is_person(text: str) -> bool:
    """Whether a strip reads as a person with a title or party: "Vera Holm, MB", "Vera Holm (V)"."""
    match = NAME.match(text)
    return match is not None and re.fullmatch(r",\s*\w.*|\s*\([^)]+\)", text[match.end() :]) is not None


def _with_next(strip: Strip, following: Sequence[Strip]) -> Strip:
    """The strip with the line it goes on in, when it breaks off: after a hyphen or a small word, with a line close below."""
    breaks_off = re.search(r"(?:-|,|\b(?:af|og|for|i))$", strip.string)
    if following and breaks_off and following[0].row.gap < 0.8:
        return Strip(flow((strip.text, following[0].text)), strip.row)
    return strip


def titles(anatomy: Anatomy) -> Iterator[Row]:
    """The rows of a letterhead that may belong to its title: of full width, or what a label names; neither contact nor addressee."""
    addressee, _ = find_addressee(anatomy)
    values = _value_edges(anatomy.letterhead)
    sends = False
    for row in anatomy.letterhead:
        named = addressee is not None and row is addressee.row
        sends = SENDER.fullmatch(row.string) is not None or (sends and row.gap < CLOSE and not row.heading)
        if sends:
            continue
        if named or kind_of(row) in ("label", "value", "post") or "@" in row.string or WRITER.match(row.string) or _names_value(row.string):
            continue
        if row.cells and _is_near(values, row.edges[2:3]) and not LABEL.match(row.cells[0].text):
            yield replace(row, text=join(row.cells[1:], " "), cells=(), gap=1.0)
        elif not row.cells and (row.indent < RIGHT_HALF or _is_near(values, row.edges[:1])):
            label = WORD_BEFORE_TEXT.match(row.string)
            yield replace(row, text=row.text.cut(label.end()), gap=1.0) if label and label.end() < len(row.string) else row
