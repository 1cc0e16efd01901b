from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.present import theme
from webapp.present.theme import Shades
from webapp.present.theme import dark
from webapp.present.theme import light
from webapp.present.theme import style_sheet


CSS = (Path(__file__).parent.parent / "webapp" / "static" / "svarsoeg.css").read_text(encoding="utf-8")
SCHEMES = {"light": light, "dark": dark}

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def shown(scheme: str, name: str) -> str:
    """The colour that the shared style sheet gives a variable in a scheme."""
    place = CSS.index("prefers-color-scheme: dark") if scheme == "dark" else 0
    found = re.compile(rf"--{name}: (#\w{{6}})").search(CSS, place)
    assert found
    return found[1]


def parts(colour: str) -> tuple[float, ...]:
    """Red, green and blue of a colour, from 0 to 1."""
    return tuple(byte / 255 for byte in bytes.fromhex(colour[1:]))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it, reckoned here anew."""

    def luminance(colour: str) -> float:
        weights = zip((0.2126, 0.7152, 0.0722), parts(colour), strict=True)
        return sum(weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4) for weight, part in weights)

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readings(scheme: str, shades: Shades) -> list[tuple[str, str]]:
    """Every colour that text is set in, with each ground it stands on."""
    texts = [shades.accent, shades.strong, shown(scheme, "ink"), shown(scheme, "quiet")]
    marked = [shown(scheme, "mark")] if scheme == "light" else []  # in the dark, what is marked has a colour of its own
    on_grounds = [(text, ground) for text in texts for ground in (shown(scheme, "paper"), shades.tint, *marked)]
    return [*on_grounds, (shades.on_accent, shades.accent), (shades.on_accent, shades.strong)]


@pytest.mark.parametrize("scheme", SCHEMES)
@given(accent=colours)
def test_any_colour_can_be_read(scheme: str, accent: str) -> None:
    """Whatever colour a city has, all text made of it or set on it has a contrast of at least 4.5, in the light and in the dark."""
    assert [pair for pair in readings(scheme, SCHEMES[scheme](accent)) if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("accent", ["#000000", "#ffffff", "#ffff00", "#0000ff", "#ff0000", "#00ff00", "#ff00ff", "#7f7f7f"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_outermost_colours_can_be_read(scheme: str, accent: str) -> None:
    """So have the corners of all colours, which chance may miss."""
    assert [pair for pair in readings(scheme, SCHEMES[scheme](accent)) if contrast(*pair) < 4.5] == []


@given(accent=colours)
def test_a_colour_that_can_be_read_stays_as_it_is(accent: str) -> None:
    """On light paper a city sees its own colour, unless that could not be read."""
    shades = light(accent)
    legible = min(contrast(accent, ground) for ground in (shown("light", "paper"), shown("light", "mark"), shades.tint)) >= 4.5
    assert (shades.accent == accent) == legible


@pytest.mark.parametrize(("accent", "strongest"), [("#c8102e", 0), ("#006633", 1), ("#003a70", 2)])
def test_the_hue_stays(accent: str, strongest: int) -> None:
    """Every shade of a red is red, of a green green, of a blue blue; and of a grey grey."""
    for made, grey in ((light(accent), light("#5a5a5a")), (dark(accent), dark("#5a5a5a"))):
        for shade in (made.accent, made.strong, made.tint):
            assert max(range(3), key=lambda at: parts(shade)[at]) == strongest, made
        assert all(len(set(parts(shade))) == 1 for shade in (grey.accent, grey.strong, grey.on_accent, grey.tint)), grey


def test_the_default_is_calm_petrol() -> None:
    """The colour that is shipped gives the shades the page was drawn with."""
    near = 8 / 255
    drawn = {
        "light": Shades("#0b5566", "#073e4b", "#ffffff", "#e9f1f2"),
        "dark": Shades("#84c9d9", "#b1e0eb", "#0d2329", "#1d2a2f"),
    }
    for scheme, shades in drawn.items():
        made = SCHEMES[scheme]("#0b5566")
        for name in ("accent", "strong", "on_accent", "tint"):
            pairs = zip(parts(getattr(made, name)), parts(getattr(shades, name)), strict=True)
            assert max(abs(one - other) for one, other in pairs) <= near, (scheme, name, made)


def test_the_papers_are_those_of_the_style_sheet() -> None:
    """What the shades are measured on is what they are shown on, and nothing else says what they are."""
    assert (shown("light", "paper"), shown("dark", "paper")) == (theme.LIGHT_PAPER, theme.DARK_PAPER)
    assert (shown("light", "mark"), re.findall(r"--on-mark: (\w+)", CSS)) == (theme.LIGHT_MARK, ["inherit"])
    for name in re.findall(r"--([\w-]+):", style_sheet("#0b5566")):
        assert re.findall(rf"--{name}: #\w{{6}}", CSS) == [], name
