"""The Danish of the shipped tables, as a whole."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from indexer import analysis
from indexer.analysis import default_analyzer
from indexer.analysis import versions
from indexer.analysis.danish import stem
from indexer.analysis.danish import stemmer_version


if TYPE_CHECKING:
    import pytest


COMPOUNDS = """
ældre+råd havne+fond skole+bestyrelse svømme+hal bibliotek(s)+filial renovation(s)+ordning busrute=bus+rute lærer+løn fritid(s)+hjem
støj+måling energi+besparelse vinter+vedligeholdelse omsorg(s)+plan tand+pleje elev+tal husleje+nævn plejebolig=pleje+bolig
kultur+hus naboer+høring madordning=mad+ordning byggesag(s)+behandler tilskud(s)+ordning klima+tilpasning ejendom(s)+mægler
nærhed(s)+princip kommunikation(s)+strategi frivillig+center idræt(s)+forening dispensation(s)+ansøgning skatte+procent
"""
SIMPLE = """
anbefaling beregning forvaltning genoptagelse indberetning inddragelse kvalitet ministerium mistanke nedlæggelse omgåelse opgørelse
opsigelse overvejelse procent rapport regulering samtykke september tilladelse udgift udlicitering undtagelse venlighed bestyrelse
sekretær direktør kommission departement kongelig skriftlig umiddelbar afhængighed forudsætning billede passager minister
"""


def boundaries(marked: str) -> tuple[str, list[str]]:
    """A word of the list above and its parts."""
    plain = marked.partition("=")[2] or marked
    parts = [part.replace("(s)", "") for part in plain.split("+")]
    return plain.replace("+", "").replace("(s)", "s"), parts


def test_compounds_are_split() -> None:
    """Of compounds as administrations write them at least nineteen in twenty have exactly the parts a reader sees in them."""
    analyzer = default_analyzer()
    wrong = []
    for marked in COMPOUNDS.split():
        word, parts = boundaries(marked)
        inside = {analyzer.analyse(part).term for part in parts}
        if not inside <= set(analyzer.analyse(word).parts):
            wrong.append(word)
    assert len(wrong) <= len(COMPOUNDS.split()) * 0.05, wrong


def test_simple_words_are_not_split() -> None:
    """Of simple and derived words at most one in thirty-three is split."""
    wrong = [word for word in SIMPLE.split() if default_analyzer().analyse(word).parts]
    assert len(wrong) <= len(SIMPLE.split()) * 0.03, wrong


def test_versions_name_what_words_depend_on() -> None:
    """The versions are those of the chain, the stemmer, both tables and the lists, each a short string."""
    found = versions()
    assert set(found) == {"analysis", "stemmer", "forms", "parts", "lists"}
    assert found["analysis"] == analysis.VERSION
    assert found["stemmer"] == stemmer_version()
    assert all(0 < len(value) < 40 for value in found.values())


def test_stemmers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stemmer in Python, which is used where the one in C is missing, gives the same stems."""
    python = import_module("snowballstemmer.danish_stemmer").DanishStemmer()
    words = (*SIMPLE.split(), *(boundaries(marked)[0] for marked in COMPOUNDS.split()), "nytteindsatsen", "årene")
    assert [stem(word) for word in words] == [python.stemWord(word) for word in words]
    monkeypatch.setattr("indexer.analysis.danish._stemmer", python)
    assert stemmer_version().startswith("snowballstemmer ")


def test_the_sources_are_not_needed() -> None:
    """The program reads its own tables only: the libraries they are made from are not imported."""
    code = (
        "import sys; from indexer.analysis import default_analyzer; default_analyzer().read('Skolernes tilbud');"
        "sys.exit(bool({'simplemma', 'wordfreq', 'tools'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_exported_names() -> None:
    """What the package offers is listed, sorted, and there."""
    assert analysis.__all__ == sorted(analysis.__all__, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(analysis, name) for name in analysis.__all__)
