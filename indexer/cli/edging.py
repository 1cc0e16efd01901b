"""What stands around a drawn page: names at its edges, and below it a legend.

Knows pens, pictures and where there is room; must not know letters or how a page is rendered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

from PIL import Image
from PIL import ImageDraw

from indexer.cli.lettering import lettering
from indexer.model.source import Box


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from indexer.cli.kinds import Colour
    from indexer.cli.kinds import Look
    from indexer.cli.kinds import Pattern

WHITE: Colour = (255, 255, 255)
INK: Colour = (40, 40, 40)
LINE = 22
"""The height of a name or a line of the legend, in pixels."""

_SIZE = 14.0
_FRAME: Colour = (190, 190, 190)
_PAD = 10
_HATCH = 8
_DOTS = 5
_GROUND = 0.3
_BAR = 8  # what a box may have to its left


class Tag(NamedTuple):
    """A name, the box in pixels that it names, and its look; None is that of a frame."""

    name: str
    box: Box
    look: Look | None = None


def ground(look: Look) -> Colour:
    """What text of this look stands on: its colour, thinned with white; fainter where there is a pattern."""
    return stroke(look) if look.pattern == "plain" else _thinned(look.colour, look.strength * _GROUND)


def stroke(look: Look) -> Colour:
    """What the pattern of this look is drawn in."""
    return _thinned(look.colour, look.strength)


def fill(paper: Image.Image, box: Box, look: Look) -> None:
    """Nothing; the box on the paper has the colour and pattern of the look."""
    left, top, right, bottom = (round(edge) for edge in box)
    patch = Image.new("RGB", (max(1, right - left), max(1, bottom - top)), ground(look))
    if look.pattern != "plain":
        _draw_pattern(patch, look.pattern, stroke(look), at=(left, top))
    paper.paste(patch, (left, top))


def _draw_pattern(patch: Image.Image, pattern: Pattern, colour: Colour, *, at: tuple[int, int]) -> None:
    """Nothing; the pattern is on the patch. It depends on where the patch will lie, so that it goes on from one box to the next."""
    pen = ImageDraw.Draw(patch)
    (width, height), (left, top) = patch.size, at
    if pattern in ("rising", "crossed"):
        for x in range(-height - (left + top + height) % _HATCH, width, _HATCH):
            pen.line((x, height, x + height, 0), fill=colour)
    if pattern in ("falling", "crossed"):
        for x in range(-height - (left - top - height) % _HATCH, width, _HATCH):
            pen.line((x, 0, x + height, height), fill=colour)
    if pattern == "upright":
        for x in range(-left % _HATCH, width, _HATCH):
            pen.line((x, 0, x, height), fill=colour)
    if pattern == "dotted":
        for y in range(-top % _DOTS, height, _DOTS):
            for x in range(-left % _DOTS, width, _DOTS):
                pen.rectangle((x, y, x + 1, y + 1), fill=colour)


def with_tags(picture: Image.Image, tags: Iterable[Tag], boxes: Sequence[Box]) -> Image.Image:
    """The picture with a strip for names on its left, and on its right where names have more room there.

    A line leads from each name towards its box, and ends before the first of `boxes` that stands in the way: print is not crossed out.
    """
    sides: dict[bool, list[Tag]] = {False: [], True: []}
    for tag in tags:
        sides[_is_right(tag, boxes, picture.width)].append(tag)
    left, right = (max((lettering(tag.name, _SIZE).width + 4 * _PAD for tag in side), default=_PAD) for side in sides.values())
    wide = Image.new("RGB", (left + picture.width + right, picture.height), WHITE)
    wide.paste(picture, (left, 0))
    pen = ImageDraw.Draw(wide)
    pen.rectangle((left - 1, 0, left + picture.width, picture.height - 1), outline=_FRAME)
    for at_right, side in sides.items():
        for tag, top in _spread(side, picture.height):
            width = lettering(tag.name, _SIZE).width + _PAD
            start = left + picture.width + 2 * _PAD if at_right else left - 2 * _PAD - width
            end, bend = (start, start - _PAD) if at_right else (start + width, start + width + _PAD)
            reach = left + _reach(tag, boxes, at_right=at_right)
            colour = tag.look.colour if tag.look else INK
            pen.line(((end, top + LINE / 2), (bend, _level(tag)), (reach, _level(tag))), fill=colour)
            _tag(wide, tag, Box(start, top + 1, start + width, top + LINE - 2))
    return wide


def with_legend(picture: Image.Image, looks: Sequence[tuple[str, Look]], notes: Sequence[str]) -> Image.Image:
    """The picture above its legend: each look with its name, then the notes, a paragraph each."""
    spots: list[tuple[int, int]] = []
    x = y = _PAD
    for name, _ in looks:
        width = 3 * LINE + lettering(name, _SIZE).width
        if x + width > picture.width:
            x, y = _PAD, y + LINE
        spots.append((x, y))
        x += width
    lines = [line for note in notes for line in _wrapped(note, picture.width - 2 * _PAD)]
    below = y + LINE * 3 // 2
    whole = Image.new("RGB", (picture.width, picture.height + below + LINE * len(lines) + _PAD), WHITE)
    whole.paste(picture, (0, 0))
    for (name, look), (x, y) in zip(looks, spots, strict=True):
        _tag(whole, Tag("", Box(0, 0, 0, 0), look), Box(x, picture.height + y + 2, x + LINE * 3 // 2, picture.height + y + LINE - 3))
        _write(whole, name, x + 2 * LINE, picture.height + y)
    for number, line in enumerate(lines):
        _write(whole, line, _PAD, picture.height + below + LINE * number)
    return whole


def _is_right(tag: Tag, boxes: Sequence[Box], width: int) -> bool:
    """Whether a name stands better at the right: only there does nothing stand between, or the box lies in the right half."""
    free = [_reach(tag, boxes, at_right=False) >= tag.box.x0 - _BAR, _reach(tag, boxes, at_right=True) <= tag.box.x1 + _BAR]
    return free[1] if free[0] != free[1] else tag.box.x0 > width / 2


def _level(tag: Tag) -> float:
    return min(tag.box.top + LINE / 2 - 2, (tag.box.top + tag.box.bottom) / 2)


def _reach(tag: Tag, boxes: Sequence[Box], *, at_right: bool) -> float:
    """How far a line at the level of the tag comes, from the side towards its box."""
    level = _level(tag)
    beside = [box for box in (*boxes, tag.box) if box.top <= level <= box.bottom]
    return max(box.x1 for box in beside) + _BAR / 2 if at_right else min(box.x0 for box in beside) - _BAR


def _spread(tags: Iterable[Tag], height: int) -> list[tuple[Tag, int]]:
    """The names with the height each is written at: beside its box, but below the name above, and on the page as long as there is room."""
    ordered = sorted(tags, key=lambda tag: (tag.box.top, tag.box.x0))
    tops: list[int] = []
    for tag in ordered:
        tops.append(max(round(_level(tag) - LINE / 2), tops[-1] + LINE if tops else 0))
    floor = height
    for number in reversed(range(len(tops))):
        floor = tops[number] = max(0, min(tops[number], floor - LINE))
    return list(zip(ordered, tops, strict=True))


def _tag(paper: Image.Image, tag: Tag, box: Box) -> None:
    if tag.look:
        fill(paper, box, tag.look)
    else:
        ImageDraw.Draw(paper).rectangle(box, fill=WHITE)
    ImageDraw.Draw(paper).rectangle(box, outline=tag.look.colour if tag.look else INK)
    _write(paper, tag.name, round(box.x0) + _PAD // 2, round(box.top))


def _write(paper: Image.Image, text: str, x: int, y: int) -> None:
    paper.paste(INK, (x, y), lettering(text, _SIZE))


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if lettering(longer, _SIZE).width <= width else [*lines, word]
    return lines


def _thinned(colour: Colour, strength: float) -> Colour:
    red, green, blue = (round(255 - (255 - part) * strength) for part in colour)
    return red, green, blue
