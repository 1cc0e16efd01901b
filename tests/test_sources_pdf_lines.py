"""Words to lines: what stands together is one line, what a gutter parts is not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from indexer.model.source import Box
from indexer.sources.pdf_lines import fragments
from indexer.sources.pdf_words import Drawn


if TYPE_CHECKING:
    from collections.abc import Sequence


def word(text: str, x0: float, base: float, **changes: object) -> Drawn:
    """A word of ten points, five points a letter, standing alone in the order of drawing."""
    values = {"x1": x0 + 5.0 * len(text), "size": 10.0, "descent": 0.2, "bold": False, "italic": False, "spaced": True, "order": 0}
    return Drawn(text=text, x0=x0, base=base, **(values | changes))  # type: ignore[arg-type]


def drawn(words: Sequence[Drawn]) -> list[Drawn]:
    """The words, drawn one after the other."""
    return [one._replace(order=order) for order, one in enumerate(words)]


def line(text: str, x0: float, base: float, *, space: float = 2.5) -> list[Drawn]:
    """The words of a line, `space` apart."""
    words = []
    for one in text.split():
        words.append(word(one, x0, base))
        x0 = words[-1].x1 + space
    return words


def texts(words: Sequence[Drawn], rules: Sequence[Box] = ()) -> list[str]:
    """The lines made of the words."""
    return [" ".join(one.text for one in fragment.words) for fragment in fragments(words, rules)]


def test_a_line() -> None:
    """Words on one base make a line, in order of place, lines in order of height."""
    assert texts(drawn([*line("Med venlig hilsen", 70, 200), *line("Kære Anne", 70, 100)])) == ["Kære Anne", "Med venlig hilsen"]


def test_a_margin_drawn_apart() -> None:
    """What is drawn at another time is another line, though the gap is narrow and the base the same."""
    assert texts(drawn([*line("svarer til godt", 70, 100), *line("halvdelen", 70, 112), word("Sagsnr.", 159, 100)])) == [
        "svarer til godt",
        "Sagsnr.",
        "halvdelen",
    ]


def test_a_margin_of_smaller_type() -> None:
    """Smaller words a little higher are a margin, not the end of the line beside them, also when drawn right after it."""
    assert texts(drawn([*line("svarer til godt", 70, 100), word("Dato", 150, 97, size=8.0)])) == ["svarer til godt", "Dato"]


def test_columns_drawn_row_by_row() -> None:
    """Columns are told by their aligned edges when the order of drawing tells nothing."""
    left = ["Det er vores opfattelse", "at den nye ordning", "fungerer som den skal"]
    right = ["og ved samtale", "Vi følger den tæt", "og vil vende"]
    words = [one for row in range(3) for one in [*line(left[row], 70, 100 + 12 * row), *line(right[row], 195, 100 + 12 * row)]]
    assert texts(drawn(words)) == [one for pair in zip(left, right, strict=True) for one in pair]


def test_numbers_in_columns() -> None:
    """Cells are told by right edges too."""
    words = [word("Mentor", 70, 100), word("44", 160, 100), word("Kurser", 70, 112), word("1.098", 145, 112), word("Praktik", 70, 124)]
    assert texts(drawn([*words, word("250", 155, 124)])) == ["Mentor", "44", "Kurser", "1.098", "Praktik", "250"]


def test_numbers_close_to_their_labels() -> None:
    """Right edges tell cells where the gap alone would not."""
    words = [word("beskæftige", 70, 100), word("1.098", 135, 100), word("uddannelser", 70, 112), word("9800", 140, 112)]
    assert texts(drawn(words)) == ["beskæftige", "1.098", "uddannelser", "9800"]


def test_ends_that_meet_by_chance() -> None:
    """Cells that only end at the same place, behind gaps in different places, part nothing."""
    words = [word("beskæftigelsesrt", 70, 100), word("44", 160, 100), word("ab", 70, 112), word("lang celle her", 100, 112, x1=170)]
    assert texts(drawn(words))[0] == "beskæftigelsesrt 44"


def test_a_wide_gap() -> None:
    """A gap of two ems parts by itself."""
    assert texts(drawn([*line("Telefon", 70, 100), word("33663366", 130, 100)])) == ["Telefon", "33663366"]


def test_a_rule_parts() -> None:
    """A rule between words parts them however near they stand; a rule elsewhere does not."""
    words = drawn(line("Indsats 5.460", 70, 100))
    assert texts(words, [Box(106, 90, 106.5, 103)]) == ["Indsats", "5.460"]
    assert texts(words, [Box(106, 120, 106.5, 140), Box(60, 90, 60.5, 103), Box(70, 101, 200, 102)]) == ["Indsats 5.460"]


def test_a_justified_line() -> None:
    """The equal spaces of a stretched line part nothing, however wide."""
    words = [
        *line("Ledelsesinformationssystemet rummer", 70, 100),
        *line("lysninger om tallene", 70, 112, space=21),
        word("praktik", 70, 124),
    ]
    assert texts(drawn(words))[1] == "lysninger om tallene"


def test_one_wide_space_between_running_lines() -> None:
    """Not even the only space of a line, when the lines above and below run across it."""
    words = [
        *line("hele linjen af tekst løber her", 70, 100),
        *line("etlangtord etandet", 70, 112, space=48),
        *line("og den løber videre her i det", 70, 124),
    ]
    assert texts(drawn(words))[1] == "etlangtord etandet"


def test_a_table_of_equal_gaps() -> None:
    """Equal gaps part when every one of them is aligned with cells nearby."""
    words = [word(text, x, 100 + 12 * row) for row, year in enumerate(("20", "30")) for text, x in ((year, 70), (year, 100), (year, 130))]
    assert texts(drawn(words)) == ["20", "20", "20", "30", "30", "30"]


def test_labels_stay_with_their_items() -> None:
    """The gap behind a number or bullet is no gutter, in whatever order both are drawn."""
    words = [word("1.", 70, 100), *line("Hvor mange", 95, 100), word("2.", 70, 112), *line("Hvor meget", 95, 112)]
    assert texts(drawn(words)) == ["1. Hvor mange", "2. Hvor meget"]
    assert texts(drawn([words[0], words[3], *words[1:3], *words[4:]])) == ["1. Hvor mange", "2. Hvor meget"]


def test_a_raised_mark_joins_its_line() -> None:
    """A small word above the base belongs to the line it touches."""
    mark = word("1", 103, 96, size=6.0, x1=106.0, spaced=False)
    found = fragments(drawn([*line("gør status.", 45, 100), mark]), [])
    assert [[one.text for one in fragment.words] for fragment in found] == [["gør", "status.", "1"]]
    assert found[0].base == 100
    after = word("Lovligt", 113, 100)
    assert texts(drawn([*line("gør status.", 45, 100), mark, after])) == ["gør status. 1 Lovligt"]


def test_words_drawn_twice() -> None:
    """A copy drawn a little aside makes the word bold; one drawn on the very place leaves it as it is."""
    words = drawn([word("Svar", 70, 100), word("Svar", 70.4, 100), word("ja", 100, 100), word("ja", 100, 100), word("ja", 113, 100)])
    found = fragments(words, [])
    assert [(one.text, one.bold) for fragment in found for one in fragment.words] == [("Svar", True), ("ja", False), ("ja", False)]


def test_letters_set_apart() -> None:
    """Letters with spaces between are words again; a wider gap parts words, and three letters are not enough."""
    letters = [word(letter, 70 + 8 * place, 100) for place, letter in enumerate("NOTAT")]
    more = [word(letter, 125 + 8 * place, 100) for place, letter in enumerate("OM")]
    assert texts(drawn([*letters, *more])) == ["NOTAT OM"]
    assert texts(drawn([word("a", 70, 100), word("i", 78, 100), word("å", 86, 100)])) == ["a i å"]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20), st.sampled_from([6.0, 8.0, 10.0, 14.0])), max_size=40))
def test_every_word_is_in_one_line(places: list[tuple[int, int, float]]) -> None:
    """Wherever words stand, each comes out once, and lines run from left to right."""
    words = drawn([word(f"n{number}", 10.0 * x, 6.0 * y, size=size) for number, (x, y, size) in enumerate(places)])
    found = fragments(words, [])
    assert Counter(one.text for fragment in found for one in fragment.words) == Counter(one.text for one in words)
    assert all([one.x0 for one in fragment.words] == sorted(one.x0 for one in fragment.words) for fragment in found)
