"""A letter drawn on the pages of its PDF: each line on the colour of what it was taken for, with names, frames and a legend.

Knows where on a page a letter's places are; must not know how a page is rendered, nor how a letter is understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

from PIL import Image
from PIL import ImageChops
from PIL import ImageDraw

from indexer.cli.drawing import blocks
from indexer.cli.edging import INK
from indexer.cli.edging import WHITE
from indexer.cli.edging import Tag
from indexer.cli.edging import fill
from indexer.cli.edging import with_legend
from indexer.cli.edging import with_tags
from indexer.cli.kinds import LOOKS
from indexer.cli.kinds import VALUES
from indexer.cli.kinds import certainty
from indexer.cli.kinds import name_of
from indexer.cli.stretches import around
from indexer.cli.stretches import box_of
from indexer.errors import SourceError
from indexer.model.source import Box
from indexer.sources.pictures import NoPictureError
from indexer.sources.pictures import as_read
from indexer.sources.pictures import draw_page


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.cli.drawing import Block
    from indexer.cli.kinds import Look
    from indexer.model.letter import Letter
    from indexer.model.letter import PlaceKind
    from indexer.model.source import Page
    from indexer.model.source import Source

DPI = 120

_BAR = 3
_FAR_BELOW = 5
"""Lines of one block that are further apart than so many lines are areas of their own."""


class Area(NamedTuple):
    """The lines of one kind that stand together on a page, as boxes in pixels; without a name it lies within another."""

    kind: PlaceKind | None
    boxes: list[Box]
    name: str


def overlay(letter: Letter, source: Source, pdf: Path | bytes, page: Page, *, black: Sequence[Box] = ()) -> Image.Image:
    """The picture of a page of the letter, whose file is `pdf`, with these boxes black. Raises SourceError when it cannot be drawn."""
    lines = [line.box for line in source.lines if line.page == page.number and line.box]
    try:
        picture = as_read(draw_page(pdf, number=page.number, dpi=DPI).image, page, lines)
    except NoPictureError:
        raise SourceError("damaged", f"Side {page.number} i PDF-filen kan ikke tegnes. Vis brevet uden --overlay.") from None
    scale = picture.width / page.width
    for box in black:
        ImageDraw.Draw(picture).rectangle(_grown(_scaled(box, scale), 2), fill=INK)
    areas = list(_areas(letter, source, page=page.number, scale=scale))
    values = list(_values(letter, source, page=page.number, scale=scale))
    paper = Image.new("RGB", picture.size, WHITE)
    for area in areas:
        for box in area.boxes:
            fill(paper, _grown(box, 1), LOOKS[area.kind])
    picture = ImageChops.multiply(picture, paper)
    pen = ImageDraw.Draw(picture)
    tags = [Tag(area.name, around(area.boxes), LOOKS[area.kind]) for area in areas if area.name]
    for tag in tags:
        pen.rectangle((tag.box.x0 - 5 - _BAR, tag.box.top, tag.box.x0 - 5, tag.box.bottom), fill=tag.look and tag.look.colour)
    for value in values:
        pen.rectangle(_grown(value.box, 2), outline=INK)
    tags += [value for value in values if value.name]
    picture = with_tags(picture, tags, [_scaled(line, scale) for line in lines])
    return with_legend(picture, _looks(letter), list(_notes(letter, source, page)))


def _areas(letter: Letter, source: Source, *, page: int, scale: float) -> Iterator[Area]:
    """The areas of a page: what each block has in one column of it, and the labels in that."""
    for block in blocks(letter, source):
        columns: list[list[Box]] = []
        labels: list[Box] = []
        for stretch in block.stretches:
            line = source.lines[stretch.span.line]
            box = box_of(stretch.span, line)
            if line.page != page or box is None:
                continue
            box = _scaled(box, scale)
            if not columns or (block.kind != "table" and _is_apart(columns[-1][-1], box)):
                columns.append([])
            columns[-1].append(box)
            if stretch.kind != block.kind:
                labels.append(box)
        yield from (Area(block.kind, boxes, _name(block)) for boxes in columns)
        yield from (Area("label", [box], "") for box in labels)


def _is_apart(before: Box, box: Box) -> bool:
    """Whether a line stands in another column than the one before it, or far below."""
    height = before.bottom - before.top
    return box.top < before.top - height or box.top > before.bottom + _FAR_BELOW * height


def _name(block: Block) -> str:
    doubt = certainty(block.passage) if block.passage and block.kind in ("question", "answer") else ""
    return ", ".join(filter(None, (name_of(block.kind, block.passage), doubt)))


def _values(letter: Letter, source: Source, *, page: int, scale: float) -> Iterator[Tag]:
    """Where the metadata values of a page stand, line by line; the first line of each has its name."""
    for name, origin in letter.origins.items():
        for number, span in enumerate(origin.spans):
            line = source.lines[span.line]
            box = box_of(span, line)
            if line.page == page and box is not None:
                yield Tag(VALUES.get(name, name).lower() if number == 0 else "", _scaled(box, scale))


def _looks(letter: Letter) -> list[tuple[str, Look]]:
    """What the legend explains: every kind in the letter, those of passages as this letter has them."""
    kinds = {place.kind for place in letter.places}
    first = next(iter(letter.passages), None)
    names = {kind: LOOKS[kind].name for kind in LOOKS}
    if first and first.kind != "question_answer":
        names["answer"] = name_of("answer", first).removesuffix(f" {first.label}")
    return [(names[kind], look) for kind, look in LOOKS.items() if kind in kinds]


def _notes(letter: Letter, source: Source, page: Page) -> Iterator[str]:
    yield f"{letter.file.rsplit('/', 1)[-1]}, side {page.number} af {len(source.pages)}. I ramme: brevets oplysninger."
    for remark in letter.remarks:
        if page.number == (remark.page or _page_of(letter, remark.passage)):
            yield f"Bemærkning: {remark.message}"


def _page_of(letter: Letter, anchor: str | None) -> int:
    return next((passage.page for passage in letter.passages if passage.anchor == anchor), 1)


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(edge * scale for edge in box))


def _grown(box: Box, by: float) -> Box:
    return Box(box.x0 - by, box.top - by, box.x1 + by, box.bottom + by)
