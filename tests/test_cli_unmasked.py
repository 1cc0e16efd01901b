from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from PIL import Image

from indexer.cli import main
from indexer.cli.overlay import DPI
from indexer.privacy import hidden_in
from indexer.redaction import boxes_of
from indexer.sources import read_source
from tests.corpus_builders import letter_text
from tests.pdf_builder import plain_letter_pdf


if TYPE_CHECKING:
    from pathlib import Path

NUMBER = "23456789"
TEXT = letter_text(1).replace("Det koster", f"Ring på telefon {NUMBER}. Det koster")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_show_hides_what_the_page_hides(tmp_path: Path, options: tuple[str, ...]) -> None:
    """A letter is shown without what is personal, as text and as JSON, unless that is asked for."""
    path = tmp_path / "brev.txt"
    path.write_text(TEXT, encoding="utf-8")
    shown, unmasked = (CliRunner().invoke(main, ["show", *options, *more, str(path)]).stdout for more in ((), ("--unmasked",)))
    assert NUMBER not in shown
    assert "Det koster" in shown
    assert NUMBER in unmasked


def test_the_pages_drawn_have_boxes_over_it(tmp_path: Path) -> None:
    """The picture of a page has the number's box black, unless what is in it is asked for."""
    path = plain_letter_pdf(tmp_path / "brev.pdf", TEXT)
    source = read_source(path, file="brev.pdf")
    ((box, *_),) = filter(None, boxes_of(source, hidden_in(source)).values())
    darkness = []
    for more in ((), ("--unmasked",)):
        out = tmp_path / "side.png"
        assert CliRunner().invoke(main, ["show", "--overlay", str(out), "--page", "1", *more, str(path)]).exit_code == 0
        with Image.open(out) as drawn:
            darkness.append(sum(drawn.convert("L").histogram()[:60]))
    inches = (box.x1 - box.x0) / 72 * (box.bottom - box.top) / 72
    assert darkness[0] - darkness[1] > 0.5 * inches * DPI**2
