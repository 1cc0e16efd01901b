"""Letters and an index for tests of the search page: small, in memory, and answering by plain comparison of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.analysis import Token
from indexer.analysis import Word
from indexer.explain import reasons
from indexer.explain import words_missing
from indexer.model.entry import Stamp
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Passage
from indexer.model.letter import Person
from indexer.model.letter import Signer
from indexer.model.letter import StoredPassage
from indexer.model.letter import Table
from indexer.model.query import Prefix
from indexer.model.query import Sought
from indexer.model.results import Answered
from indexer.model.results import Asked
from indexer.model.results import Change
from indexer.model.results import Count
from indexer.model.results import Earlier
from indexer.model.results import FacetCounts
from indexer.model.results import Found
from indexer.model.results import Mark
from indexer.model.results import Reading
from indexer.model.results import Results
from indexer.report import Report
from indexer.suggest import Suggestion


if TYPE_CHECKING:
    from collections.abc import Iterable


SIGNER = Signer(name="Bodil Ågård", title="Adm. direktør", role="Administrerende direktør")


def metadata(**changes: object) -> Metadata:
    """The metadata of a letter that says everything, but for `changes`."""
    known: dict[str, object] = {
        "authority": "Lilleby Kommune",
        "administration": "Børne- og Skoleforvaltningen",
        "addressee": Person(name="Åse Ørsted", title="MB"),
        "date": "2018-09-24",
        "date_source": "letter",
        "inquiry_date": "2018-09-19",
        "case_number": "2018-0000012",
        "document_number": "2018-0000012-3",
        "subject": "mælk i skolerne",
        "signers": (SIGNER,),
    }
    return Metadata(**{**known, **changes})  # type: ignore[arg-type]


def passage(label: str = "1", /, **changes: object) -> Passage:
    """A question with its answer, but for `changes`."""
    known: dict[str, object] = {
        "label": label,
        "anchor": f"svar-{label}",
        "kind": "question_answer",
        "question": "Hvor meget mælk drikker skolerne?",
        "answer": "Skolerne drikker 12 liter mælk.\n\nDet er uændret.",
    }
    return Passage(**{**known, **changes})  # type: ignore[arg-type]


def letter(name: str = "b1", /, *passages: Passage, **changes: object) -> Letter:
    """A letter with these passages (one, if none are given); `changes` are of its own fields, such as `metadata`."""
    known: dict[str, object] = {"file": f"{name}.txt", "fingerprint": "0" * 64, "metadata": metadata()}
    return Letter(id=name, passages=passages or (passage(),), **{**known, **changes})  # type: ignore[arg-type]


def found(of: Letter, *, at: int = 0, marked: str = "") -> Found:
    """A passage of a letter as found, with every occurrence of `marked` marked."""
    place = of.passages[at]
    stored = StoredPassage(letter=of.id, file=of.file, metadata=of.metadata, passage=place)
    return Found(stored, score=1.0, question=marks(place.question or place.heading or "", marked), snippet=marks(place.answer, marked))


def marks(text: str, marked: str) -> tuple[Mark, ...]:
    """The text as an excerpt, with every occurrence of `marked` marked."""
    if not marked:
        return (Mark(text, marked=False),)
    pieces = re.split(f"({re.escape(marked)})", text, flags=re.IGNORECASE)
    return tuple(Mark(piece, marked=place % 2 == 1) for place, piece in enumerate(pieces) if piece)


def results(*hits: Found, total: int | None = None, facets: dict[str, FacetCounts] | None = None, **reading: object) -> Results:
    """Results with these hits; `reading` says how the words were read."""
    read = Reading(**{"text": "mælk", **reading})  # type: ignore[arg-type]
    return Results(total=len(hits) if total is None else total, found=hits, facets=facets or {}, reading=read)


class PlainAnalyzer:
    """A stand-in for `indexer.analysis.Analyzer`: words are what stands between spaces and signs."""

    def read(self, text: str) -> list[tuple[Token, Word]]:
        """The words of a text, in small letters, without stems or parts."""
        return [
            (Token(each.group(), each.start(), each.end()), Word(each.group().casefold(), each.group().casefold(), ()))
            for each in re.finditer(r"\w+", text)
        ]

    def synonyms(self, _term: str) -> tuple[tuple[str, ...], ...]:
        """No other words for any."""
        return ()


@dataclass
class PlainIndex:
    """A stand-in for `indexer.search.Index`: finds passages that hold each word as it stands. `trouble` is raised by whatever is asked."""

    letters: Sequence[Letter] = field(default_factory=lambda: (letter(),))
    served: str = "g1"
    trouble: Exception | None = None
    searches: int = 0
    spelling: Mapping[str, str] = field(default_factory=dict)
    """What a whole query that finds nothing is taken for."""
    proposals: Mapping[str, str] = field(default_factory=dict)
    """Another spelling of a whole query."""
    completions: Sequence[Suggestion] = ()
    """What may be suggested."""
    report: Report | None = None
    """What the rebuild told."""

    @property
    def generation(self) -> str:
        """The name of what is served."""
        self._check()
        return self.served

    def warm(self) -> None:
        """Nothing to make ready."""
        self._check()

    @property
    def stamp(self) -> Stamp:
        """A stamp over the letters."""
        self._check()
        return Stamp(
            versions={},
            corpus="0",
            built="2020-03-04T12:06:07+00:00",
            letters=len(self.letters),
            passages=sum(len(each.passages) for each in self.letters),
        )

    def seen_by(self, _labels: frozenset[str]) -> PlainIndex:
        """The same: nothing of it is restricted."""
        return self

    def letter(self, letter_id: str) -> Letter | None:
        """The letter with this id."""
        self._check()
        return next((each for each in self.letters if each.id == letter_id), None)

    def search(
        self,
        words: str,
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        sort: str = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[str] = (),
        most_values: Mapping[str, int] | None = None,
        explained: bool = False,
    ) -> Results:
        """The passages that have every word, newest first, or oldest first."""
        self._check()
        self.searches += 1
        chosen = filters or {}
        changes = (Change(words, self.spelling[words]),) if words in self.spelling else ()
        proposal = self.proposals.get(words, "")
        words = self.spelling.get(words, words)
        having = [hit for hit in self._all(words) if all(word in _text(hit) for word in words.casefold().split())]
        ordered = sorted(having, key=lambda hit: hit.stored.metadata.date or "", reverse=sort != "oldest")
        # Remarks about one passage stand for its letter here: nothing that is tested with this index tells them apart.
        remarked = {each.id: tuple(dict.fromkeys(remark.code for remark in each.remarks)) for each in self.letters}
        hits = [hit for hit in ordered if _passes(hit, chosen, remarked)]
        every = {name: _counts(name, (hit for hit in ordered if _passes(hit, chosen, remarked, but=name)), remarked) for name in facets}
        counts = {name: counted.first((most_values or {}).get(name), chosen.get(name, ())) for name, counted in every.items()}
        page = [self._explained(hit, words) if explained else hit for hit in hits[offset : offset + limit]]
        return Results(len(hits), tuple(page), counts, Reading(words, changes=changes, proposal=proposal))

    def suggestions(self, typed: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """The completions that have what is typed in them; those are the last word's, so they follow what stands before it."""
        self._check()
        before, _, last = typed.rpartition(" ")
        ways = [each for each in self.completions if last and last.casefold() in each.text.casefold()]
        return tuple(each if each.kind == "question" else replace(each, text=f"{before} {each.text}".strip()) for each in ways)[:limit]

    def similar(self, key: str, *, limit: int = 5) -> tuple[Found, ...]:
        """Passages of other letters, whatever they say."""
        self._check()
        return tuple(hit for hit in self._all("") if hit.stored.letter != key.partition("#")[0])[:limit]

    def answered(self, draft: str, *, limit: int = 5) -> Answered:
        """Each line that ends in a question mark, with the passages that have any word of it and the share of them they have."""
        self._check()
        asked = []
        for line in (line for line in draft.splitlines() if line.endswith("?")):
            words = [token.text.casefold() for token, _ in self.analyzer.read(line)]
            shares = [(hit, sum(word in _text(hit) for word in words) / len(words)) for hit in self._all(words[0])]
            earlier = [Earlier(hit, share) for hit, share in sorted(shares, key=lambda each: -each[1]) if share]
            asked.append(Asked(marks(line, words[0]), tuple(earlier[:limit])))
        return Answered(tuple(asked))

    @property
    def analyzer(self) -> PlainAnalyzer:
        """An analyzer that knows no Danish."""
        return PlainAnalyzer()

    def matcher(self, words: str) -> tuple[Sought, ...]:
        """Each word, wherever it begins another."""
        return tuple(Sought((Prefix("words", word),), word) for word in words.casefold().split())

    def _all(self, words: str) -> list[Found]:
        marked = words.split(maxsplit=1)[0] if words.split() else ""
        return [found(each, at=at, marked=marked) for each in self.letters for at in range(len(each.passages))]

    def _explained(self, hit: Found, words: str) -> Found:
        why = reasons(hit.stored, self.matcher(words), self.analyzer)  # type: ignore[arg-type]
        return replace(hit, reasons=why, missing=words_missing(self.matcher(words), why))

    def _check(self) -> None:
        if self.trouble:
            raise self.trouble


def _text(hit: Found) -> str:
    place = hit.stored.passage
    return f"{place.question} {place.heading} {place.answer} {hit.stored.metadata.subject}".casefold()


def _facet(hit: Found, name: str, remarked: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    known = hit.stored.metadata
    if name == "remark":
        return remarked[hit.stored.letter]
    values = {
        "year": (known.date or "")[:4],
        "director": known.signers[0].name if known.signers else "",
        "addressee": known.addressee.name if known.addressee else "",
        "case": known.case_number or "",
        "kind": known.kind,
        "letter": hit.stored.letter,
        "asker": known.asker.name if known.asker else "",
        "party": known.addressee.party or "" if known.addressee else "",
        "administration": known.administration or "",
    }
    return (values[name],) if values[name] else ()


def _passes(hit: Found, filters: Mapping[str, Sequence[str]], remarked: Mapping[str, tuple[str, ...]], *, but: str = "") -> bool:
    return all(set(values) & set(_facet(hit, name, remarked)) for name, values in filters.items() if name != but)


def _counts(name: str, hits: Iterable[Found], remarked: Mapping[str, tuple[str, ...]]) -> FacetCounts:
    values = [_facet(hit, name, remarked) for hit in hits]
    counted = Counter(value for each in values for value in each)
    return FacetCounts(
        tuple(Count(value, entries) for value, entries in sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
        missing=sum(not each for each in values),
    )


TABLE = Table(
    rows=(("", "2017", "2018"), ("Sødmælk", "1.200", "980"), ("Skummetmælk", "300", "410"), ("I alt", "1.500", "1.390")),
    caption="Tabel 1. Mælk i liter",
    footnotes=("Tallene er foreløbige.",),
)
