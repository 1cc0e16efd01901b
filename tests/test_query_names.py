from __future__ import annotations

import pytest

from indexer.query.names import Name
from indexer.query.names import by_beginning
from indexer.query.names import by_words


PEOPLE = [Name(name, name) for name in ("Tanja Hansen", "Søren Østergård Hansen", "Hans Åge Berg", "Hansine Holm")]
PARTIES = [Name(name, name) for name in ("Venstre", "Radikale Venstre")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Tanja Hansen", ("Tanja Hansen",)),
        ("hansen", ("Søren Østergård Hansen", "Tanja Hansen")),
        ("HANSEN tanja", ("Tanja Hansen",)),
        ("østergård", ("Søren Østergård Hansen",)),
        ("oestergaard", ("Søren Østergård Hansen",)),
        ("tan", ("Tanja Hansen",)),
        ("hans", ("Hans Åge Berg",)),
        ("Bodil", ()),
        ("", ()),
    ],
)
def test_names_are_found_by_some_of_their_words(typed: str, found: tuple[str, ...]) -> None:
    """A name is found without regard to case, order or Danish letters; whole words come before beginnings of words."""
    assert by_words(typed, PEOPLE) == found


def test_the_very_name_shuts_out_longer_ones() -> None:
    """A name that is typed in full means itself, not those that contain it."""
    assert by_words("venstre", PARTIES) == ("Venstre",)
    assert by_words("radikale", PARTIES) == ("Radikale Venstre",)


def test_a_number_is_found_by_its_beginning() -> None:
    """A number means itself, or when there is none such, those that begin with it."""
    known = [Name(number, number) for number in ("2018-0000088", "2018-00000881", "2019-0000001")]
    assert by_beginning("2018-0000088", known) == ("2018-0000088",)
    assert by_beginning("2018-", known) == ("2018-0000088", "2018-00000881")
    assert by_beginning("0000088", known) == ()
