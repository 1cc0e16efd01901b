from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.letters.text import flow
from indexer.letters.text import join
from indexer.letters.text import line_text


if TYPE_CHECKING:
    from indexer.letters.text import Text


LINES = st.lists(st.text(alphabet="ab-æ Z9.­", max_size=12), max_size=6)


def texts(*lines: str) -> list[Text]:
    """The lines with their places."""
    return [line_text(number, line) for number, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("lokalt forankrede be-", "skæftigelsesindsatser"), "lokalt forankrede beskæftigelsesindsatser"),
        (("arbejds\u00ad", "markedet"), "arbejdsmarkedet"),
        (("om job-", "og uddannelsesstatus"), "om job- og uddannelsesstatus"),
        (("både kontanthjælps-", "eller uddannelseshjælp"), "både kontanthjælps- eller uddannelseshjælp"),
        (("efter 225-timers-", "reglen"), "efter 225-timers-reglen"),
        (("de 18-24-", "årige"), "de 18-24-årige"),
        (("i Nørrebro-", "Nordvest"), "i Nørrebro-Nordvest"),
        (("et forløb -", "det vil sige"), "et forløb - det vil sige"),
        (("to  ord", "til"), "to ord til"),
    ],
)
def test_line_end_hyphens(lines: tuple[str, ...], joined: str) -> None:
    """A typesetter's hyphen is joined away; one that the writer meant stays."""
    assert flow(texts(*lines)).text == joined


@given(LINES)
def test_flowed_text_keeps_the_place_of_every_character(lines: list[str]) -> None:
    """Joining lines loses the place of no character that is not a space, joined-away hyphens included."""
    spans = flow(texts(*lines)).spans
    covered = {(span.line, at) for span in spans for at in range(span.start, span.end)}
    written = {(number, at) for number, line in enumerate(lines) for at, character in enumerate(line) if not character.isspace()}
    assert written <= covered


@given(LINES, st.data())
def test_cutting_divides_the_places(lines: list[str], data: st.DataObject) -> None:
    """The two halves of a cut text lie in the places of the whole, and never in each other's."""
    whole = flow(texts(*lines))
    at = data.draw(st.integers(0, len(whole)))
    first, second = whole.cut(0, at), whole.cut(at)
    places = [{(span.line, n) for span in half.spans for n in range(span.start, span.end)} for half in (first, second)]
    assert not places[0] & places[1]
    everything = {(span.line, n) for span in whole.spans for n in range(span.start, span.end)}
    lost = everything - places[0] - places[1]
    assert all(lines[line][n].isspace() for line, n in lost)


@given(LINES)
def test_a_cut_text_stands_where_its_span_says(lines: list[str]) -> None:
    """The characters of a text that was joined with a line break are those its runs point to."""
    whole = join(texts(*lines), "\n")
    for number, run in enumerate(whole.runs):
        end = whole.runs[number + 1].at if number + 1 < len(whole.runs) else len(whole)
        written = lines[run.line][run.start : run.end]  # of which hyphens that broke no word are left out
        assert whole.text[run.at : end].replace("\u00ad", "").startswith(written.replace("\u00ad", ""))
