"""An analyzer of a few lines, letters in a line, and an index of them in memory: what the tests of searching are built from."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import cast

from indexer.analysis import Token
from indexer.analysis import Word
from indexer.config import Settings
from indexer.engines.base import Document
from indexer.engines.memory import MemoryEngine
from indexer.entries import SCHEMA
from indexer.entries import canonical_key
from indexer.entries import encode_letter
from indexer.entries import make_entries
from indexer.model.entry import Size
from indexer.model.entry import Stamp
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Passage
from indexer.model.letter import Person
from indexer.model.letter import Signer
from indexer.restricted import UNRESTRICTED
from indexer.search import Index
from indexer.versions import current_versions


if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.analysis import Analyzer
    from indexer.restricted import Restricted


COMPOUNDS = {
    "nytteindsats": (("nytt", "indsats"), ()),
    "nytteaktivering": (("nytt", "aktivering"), ()),
    "kontanthjælp": (("kontant", "hjælp"), ()),
    "kontanthjælpsmodtag": (("kontant", "hjælp", "modtag"), ("kontanthjælp",)),
    "tidsplan": (("plan",), ()),
}
"""Compounds as the tiny analyzer knows them: stem, and the stems of the smallest parts and of those between."""

SYNONYMS = {"tog": (("jernban",), ("kollektiv", "trafik")), "hjaelp": (("stoett",),)}
"""Other words for the same as the tiny analyzer knows them, by stems."""

_TOKEN = re.compile(r"[0-9]{4}-[0-9]{5,9}(?:-[0-9]+)?|[^\W_]+")
_ENDING = re.compile(r"(?<=\w{3})(?:erne|ere|en|er|et|e)$")


class _TinyAnalyzer:
    """Cuts off an ending and looks compounds up."""

    def read(self, text: str) -> list[tuple[Token, Word]]:
        """The words of a text, and where they stand."""
        return [(Token(found[0], *found.span()), self.analyse(found[0])) for found in _TOKEN.finditer(text)]

    def synonyms(self, term: str) -> tuple[tuple[str, ...], ...]:
        """What else a word may be called."""
        return SYNONYMS.get(term, ())

    def analyse(self, word: str) -> Word:
        """One word."""
        form = word.casefold()
        term = _ENDING.sub("", form)
        leaves, between = (tuple(map(folded, parts)) for parts in COMPOUNDS.get(term, ((), ())))
        return Word(folded(form), folded(term), between + leaves, leaves)


TINY = cast("Analyzer", _TinyAnalyzer())
"""An analyzer whose every answer can be foretold."""


def folded(word: str) -> str:
    """The word without Danish letters."""
    return word.replace("å", "aa").replace("ø", "oe").replace("æ", "ae")


def passage(answer: str, *, question: str | None = None, anchor: str = "svar-1", **more: Any) -> Passage:
    """A question with its answer."""
    return Passage(**{"label": "1", "anchor": anchor, "kind": "question_answer", "answer": answer, "question": question, **more})


def letter(name: str, /, *passages: Passage | str, preamble: str = "", **metadata: Any) -> Letter:
    """A letter of answers and of metadata; signers are given by name."""
    signers = tuple(Signer(signer) for signer in metadata.pop("signers", ()))
    whole = tuple(
        passage(each, anchor=f"svar-{number}") if isinstance(each, str) else each for number, each in enumerate(passages, start=1)
    )
    return Letter(name, f"{name}.txt", "0" * 64, Metadata(signers=signers, **metadata), whole, preamble)


OLD = letter(
    "old",
    passage("En nytteindsats er dyr.", question="Hvad koster nytteindsatsen?"),
    passage("Toget kører til skolen.", anchor="svar-2"),
    date="2017-03-01",
    signers=("Tanja Hansen",),
    addressee=Person("Bo Berg", party="Venstre"),
    case_number="2017-0000001",
)
NEW = letter(
    "new",
    passage("Nytteindsatserne/lignende fortsætter. Se 2017-0000001-4."),
    passage("En indsats uden navn.", anchor="svar-2"),
    passage("Toget holder.", anchor="svar-3"),
    date="2018-09-24",
    signers=("Søren Holm",),
    case_number="2018-0000088",
    document_number="2018-0000088-137",
    subject="trafik",
)
NOTE = letter(
    "note",
    passage("Anden aktør, skole og indsats.", heading="Økonomi"),
    kind="budget_note",
    addressee=Person("Enhedslisten", party="Enhedslisten"),
)
"""Two letters of different years, directors and cases, and a note without any."""


def write(
    engine: MemoryEngine,
    *letters: Letter,
    analyzer: Analyzer = TINY,
    versions: Mapping[str, str] | None = None,
    restricted: Restricted = UNRESTRICTED,
) -> str:
    """The generation that holds these letters, now served; those in `restricted` folders with their labels."""
    documents = []
    count = 0
    for each in sorted(letters, key=canonical_key):
        entries = make_entries(each, analyzer, access=restricted.label(each.file))
        documents.append(Document(each.id, encode_letter(each), tuple(replace(entry, ord=count + entry.ord) for entry in entries)))
        count += len(entries)
    labels: dict[str, Size] = {}
    for each in letters:
        if label := restricted.label(each.file):
            before = labels.get(label, Size(0, 0))
            labels[label] = Size(before.letters + 1, before.passages + len(each.passages))
    made_by = dict(versions or current_versions(restricted=restricted))
    stamp = Stamp(made_by, "0", "2020-01-01T00:00:00+00:00", len(documents), count, labels)
    return engine.write(documents, schema=SCHEMA, stamp=stamp)


def index_of(*letters: Letter, analyzer: Analyzer = TINY, **settings: Any) -> Index:
    """An index that serves these letters."""
    engine = MemoryEngine(Path("index"))
    write(engine, *letters, analyzer=analyzer)
    return Index(Settings(folder=Path(), **settings), engine=engine, analyzer=analyzer)
