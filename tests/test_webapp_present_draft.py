from __future__ import annotations

import pytest

from indexer.inquiry import CHARACTERS
from indexer.inquiry import MOST_QUESTIONS
from indexer.model.letter import StoredPassage
from indexer.model.results import Answered
from indexer.model.results import Asked
from indexer.model.results import Earlier
from tests.webapp_builders import found
from tests.webapp_builders import letter
from tests.webapp_builders import marks
from webapp.links import Links
from webapp.present.results.draft import EMPTY
from webapp.present.results.draft import NONE
from webapp.present.results.draft import NOT_MUCH
from webapp.present.results.draft import NOTHING_ASKED
from webapp.present.results.draft import draft_page
from webapp.present.results.draft import similar_page
from webapp.present.wording.text import wording


def asked(*shares: float, question: str = "Hvor meget mælk?") -> Asked:
    """A question with earlier answers of these shares."""
    return Asked(marks(question, "mælk"), tuple(Earlier(found(letter(f"b{place}")), share) for place, share in enumerate(shares)))


@pytest.mark.parametrize(
    ("shares", "words", "best", "verdict"),
    [
        ((0.9, 0.6, 0.59, 0.4, 0.39), ["Ligner meget", "Ligner meget", "Ligner", "Ligner", "Ligner lidt"], "Ligner meget", ""),
        ((0.4,), ["Ligner"], "Ligner", ""),
        ((0.39, 0.1), ["Ligner lidt", "Ligner lidt"], "Ligner lidt", NOT_MUCH),
        ((), [], "Intet ligner", NONE),
    ],
)
def test_how_alike(shares: tuple[float, ...], words: list[str], best: str, verdict: str) -> None:
    """Each earlier answer has a word for how like it is; where none is like, a sentence says so first."""
    view = draft_page("x", Answered((asked(*shares),)), links=Links()).asked[0]
    assert [card.likeness.text for card in view.cards if card.likeness] == words
    assert (view.best.text, view.verdict) == (best, verdict)


def test_questions_and_links() -> None:
    """Each question has its place on the page, its marks and its cards; a link to a letter tells nothing of the draft."""
    page = draft_page("Hemmeligt", Answered((asked(0.5), asked(0.5, question="mælk " * 200))), links=Links("/svar"))
    assert (page.draft, page.count) == ("Hemmeligt", "2 spørgsmål i teksten")
    assert [each.anchor for each in page.asked] == ["spoergsmaal-1", "spoergsmaal-2"]
    assert page.asked[0].question == marks("Hvor meget mælk?", "mælk")
    assert len(page.asked[1].contents) < len(wording(page.asked[1].question)) < 500
    assert page.asked[0].cards[0].url == "/svar/brev/b0#svar-1"


def test_what_could_not_be_read_is_said() -> None:
    """An empty text, one without words, one that is too long and one with too many questions each have a sentence, said once."""
    assert draft_page("", None, links=Links()).notices == (EMPTY,)
    assert draft_page("!", Answered(()), links=Links()).notices == (NOTHING_ASKED,)
    assert draft_page("!", Answered(()), links=Links()).count == "Ingen spørgsmål i teksten"
    long = "Teksten er lang; kun de første 50.000 tegn er brugt."
    assert draft_page("x" * (CHARACTERS + 1), Answered((asked(),), (long,)), links=Links()).notices == (long,)
    many = draft_page("x", Answered((asked(),) * MOST_QUESTIONS), links=Links())
    assert many.notices == ("Der slås højst 20 spørgsmål op ad gangen.",)


def test_similar() -> None:
    """The passage stands on top, with the way back to it, and those like it are cards of a lower level."""
    one = letter("a")
    page = similar_page(StoredPassage(one.id, one.file, one.metadata, one.passages[0]), (found(letter("b")),), links=Links())
    assert (wording(page.question), page.back) == ("Hvor meget mælk drikker skolerne?", "/brev/a#svar-1")
    assert [(card.url, card.level, card.likeness) for card in page.cards] == [("/brev/b#svar-1", 3, None)]
