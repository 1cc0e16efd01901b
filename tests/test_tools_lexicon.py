"""How the word lists are made."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from indexer.analysis.compounds import Splitter
from indexer.analysis.compounds import load_parts
from indexer.analysis.curated import LISTS
from indexer.analysis.lexicon import load_lexicon
from tools.lexicon import __main__ as program
from tools.lexicon.forms import Inflections
from tools.lexicon.forms import mend
from tools.lexicon.parts import Builder
from tools.lexicon.sources import Sources


if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def noun(base: str, *stems_and_endings: str) -> dict[str, str]:
    """All given forms of a noun and their genitives."""
    return {form + s: base for form in (base, *stems_and_endings) for s in ("", "s")}


def sources(lemmas: dict[str, str], **frequency: float) -> Sources:
    """Sources with these forms, and words as frequent as said (per million)."""
    return Sources(lemmas, frozenset(), {word: share / 1e6 for word, share in frequency.items()})


def mended(lemmas: dict[str, str], **frequency: float) -> dict[str, str]:
    """The lemmas after mending."""
    return mend(sources(lemmas, **frequency), {}).lemmas


def test_a_noun_goes_before_an_imperative() -> None:
    """A form that is a noun with inflections of its own is not taken for an imperative."""
    lemmas = {"stop": "stoppe", "stoppe": "stoppe", "stoppet": "stop", "stoppets": "stop"}
    assert mended(lemmas, stop=50, stoppe=90)["stop"] == "stop"
    assert mended(lemmas, stop=5, stoppe=90)["stop"] == "stoppe"


def test_a_plural_goes_with_its_definite_form() -> None:
    """Where the two plurals of a noun are given to different lemmas, the commoner one gets both."""
    lemmas = {"billetter": "billettere", "billettere": "billettere", **noun("billet", "billetten", "billetterne")}
    assert mended(lemmas, billet=28)["billetter"] == "billet"
    lemmas = {**noun("bog", "bogen", "bøger"), **noun("bøg", "bøgen"), "bøgerne": "bøg", "bøgernes": "bøg"}
    assert mended(lemmas, bog=100, bøg=2)["bøgerne"] == "bog"


def test_a_noun_in_use_is_no_past_tense() -> None:
    """A form whose own inflections are in use is a word of its own; one whose are not is left where it was."""
    lemmas = {"begreb": "begribe", "begribe": "begribe", "begrebet": "begreb", "begrebets": "begreb", "begreber": "begreb"}
    assert mended(lemmas, begreb=10, begrebet=5)["begreb"] == "begreb"
    assert mended(lemmas, begreb=10, begrebet=1)["begreb"] == "begribe"
    assert mended({"glas": "gla", "gla": "gla", "glasset": "glas"}, glas=9)["glas"] == "glas"


def test_a_noun_keeps_its_plural_from_a_rare_verb() -> None:
    """A plural given to a rare verb goes to the common noun that lacks one."""
    lemmas = {"pris": "pris", "prisen": "pris", "prise": "prise", "priser": "prise", "priserne": "prise", "prisende": "prise"}
    assert mended(lemmas, pris=100, prise=1)["priserne"] == "pris"


def test_genitives_and_comparisons_follow() -> None:
    """A genitive goes with its base, a superlative with its adjective, a neuter with the common form."""
    lemmas = {
        **noun("titel", "titlen", "titlerne"),
        "titlens": "titlens",
        "sen": "sen",
        "sene": "sen",
        "seneste": "sen",
        "senest": "senest",
    }
    lemmas |= {"rund": "rund", "runde": "rund", "rundt": "rundt", "normal": "normal", "normale": "normal", "normalt": "normalt"}
    found = mended(lemmas, titel=5)
    assert found["titlens"] == "titel"
    assert found["senest"] == "sen"
    assert found["normalt"] == "normal"


def test_corrections_are_kept() -> None:
    """What the lists say of a form holds, whatever the sources say."""
    assert mend(sources({"koer": "ko", "køer": "kø", "kø": "kø"}), {"køer": "ko", "ko": "ko"}).lemmas["køer"] == "ko"


def test_kinds_of_words() -> None:
    """The forms of a lemma show whether it is a noun, a verb or an adjective."""
    words = Inflections({**noun("plan", "planen"), "se": "se", "seende": "se", "ses": "se", "rød": "rød", "røde": "rød", "dansk": "dansk"})
    assert (words.nouns, words.verbs, words.adjectives) == ({"plan"}, {"se"}, {"rød", "dansk"})


LEMMAS = {
    **noun("plan", "planen", "planer"),
    **noun("have", "haven", "haver"),
    **noun("hus", "huset", "huse"),
    **noun("kommune", "kommunen"),
    **noun("arbejde", "arbejdet"),
    **noun("haveplan", "haveplanen"),
    **noun("husplan", "husplanen"),
    **noun("kommuneplan", "kommuneplanen"),
    **noun("planhave", "planhaven"),
    **noun("havehus", "havehuset"),
    **noun("arbejdsplan", "arbejdsplanen"),
    **noun("opgave", "opgaven"),
    **noun("husgave", "husgaven"),
    "planlægge": "planlægge",
    "planlæggende": "planlægge",
    "læggende": "lægge",
    "lægge": "lægge",
    "rette": "rette",
    "rettende": "rette",
    "rettet": "rette",
    "rettede": "rette",
    **noun("lægning", "lægningen"),
    **noun("planlægning", "planlægningen"),
}
FREQUENT = {"plan": 90.0, "have": 90.0, "hus": 90.0, "kommune": 50.0, "arbejde": 90.0, "gave": 9.0, "lægning": 2.0, "planlægge": 9.0}


def test_parts_are_counted() -> None:
    """Parts known from many words are found with their links, particles are no parts, and what comes from a verb stays whole."""
    found = sources(LEMMAS, **FREQUENT, arbejds=1.0, rettet=3.0)
    parts = Builder(mend(found, {}), found).parts()
    assert parts.modifiers["have"].link == "bare"
    assert parts.modifiers["arbejds"].link == "se"
    assert parts.modifiers["kommunes"].link == "s"
    assert {"plan", "hus", "have", "rettet"} <= set(parts.heads)
    assert "op" not in parts.modifiers
    assert "planlægning" in parts.whole
    splitter = Splitter(parts, lemma=LEMMAS.get)
    assert [piece.word for piece in splitter.pieces("kommunehave")] == ["kommune", "have"]
    assert [piece.word for piece in splitter.pieces("planlægning")] == ["planlægning"]


def test_names_and_common_words_stay_whole() -> None:
    """A place name is no compound, and neither is a word far commoner than what it seems to be made of."""
    lemmas = {**LEMMAS, **noun("havhus"), **noun("hav", "havet"), **noun("planhus", "planhuset")}
    found = Sources(lemmas, frozenset({"havhus"}), {word: share / 1e6 for word, share in {**FREQUENT, "planhus": 9e6, "hav": 9.0}.items()})
    whole = Builder(mend(found, {}), found).parts().whole
    assert "havhus" in whole
    assert "planhus" in whole


def test_the_program_writes_both_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program writes tables that the analysis reads, and the same ones each time."""
    monkeypatch.setattr(program, "read_sources", lambda: sources(LEMMAS, **FREQUENT))
    for name in LISTS:
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(program, "DATA", tmp_path)
    program.main()
    first = (tmp_path / "parts.txt.gz").read_bytes()
    assert load_lexicon(tmp_path / "forms.txt.gz").lemma("haveplanens") == "haveplan"
    assert "plan" in load_parts(tmp_path / "parts.txt.gz").heads
    program.main()
    assert (tmp_path / "parts.txt.gz").read_bytes() == first
    assert gzip.decompress(first)
