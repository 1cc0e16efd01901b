"""Our own search, as the product does it: its rebuild, entries, analysis, engine, reading of words, relaxing and snippets.

Knows the product's ways in; must not do any of the work in another way, or what is measured is not what is served.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bench.relevance_sets import InputError
from bench.relevance_sets import Text
from bench.relevance_sets import passage_key
from indexer import config
from indexer.analysis import default_analyzer
from indexer.config import load_settings
from indexer.engines import open_engine
from indexer.engines.base import Document
from indexer.entries import SCHEMA
from indexer.entries import body_texts
from indexer.entries import canonical_key
from indexer.entries import encode_letter
from indexer.entries import make_entries
from indexer.model.entry import Stamp
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Passage
from indexer.rebuild import rebuild
from indexer.search import Index
from indexer.versions import current_versions


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from bench.relevance_sets import Line
    from indexer.config import Settings
    from indexer.model.letter import StoredPassage

_CONFIG = Path(__file__).parent.parent / "config.toml"
_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Ours:
    """Searching an index that the product made."""

    name: str
    index: Index
    does = "the product's own search, with its query language, passages and snippets"

    def rank(self, words: str, limit: int) -> list[str]:
        """The keys of the first passages, best first."""
        results = self.index.search(words, limit=limit)
        return list(dict.fromkeys(_key(found.stored) for found in (*results.found, *results.nearly)))

    def texts(self) -> list[Text]:
        """What is indexed of each passage that is served, for others to search in."""
        passages = [found.stored for found in self.index.search("", limit=_ALL).found]
        letters = {name: letter for name in {stored.letter for stored in passages} if (letter := self.index.letter(name))}
        texts: dict[str, list[str]] = {}
        for stored in passages:
            texts.setdefault(_key(stored), []).extend([*body_texts(stored.passage), *_shared(letters[stored.letter])])
        return [Text(key, "\n".join(parts)) for key, parts in texts.items()]

    def close(self) -> None:
        """Give back files and memory."""
        self.index.close()


def settings_for(folder: Path, engine: str, corpus: Path | None = None) -> Settings:
    """The shipped settings for an index in `folder`. Raises InputError when there is no such engine."""
    try:
        index = msgspec.convert({"path": "index", "engine": engine}, config.Index)
    except msgspec.ValidationError:
        raise InputError(f"{engine!r} is no engine: see [index] engine in config.toml.") from None
    return replace(load_settings(_CONFIG), folder=folder, index=index, corpus=config.Corpus(str((corpus or folder).absolute())))


def serve_letters(settings: Settings) -> tuple[Ours, list[str]]:
    """The search over the letters that `settings` name, and a sentence for each that could not be read. Raises what `rebuild` raises."""
    report = rebuild(settings)
    failures = [f"{failure.file} could not be read: {failure.reason}" for failure in report.failures]
    return Ours(f"ours ({settings.index.engine})", Index(settings)), failures


def serve_passages(settings: Settings, lines: Iterable[Line]) -> Ours:
    """The search over passages, each the only one of a letter that has the passage's title as its subject."""
    documents = list(_documents(sorted(map(_letter, lines), key=canonical_key)))
    stamp = Stamp(current_versions(), "0", datetime.now(UTC).isoformat(timespec="seconds"), len(documents), len(documents))
    engine = open_engine(settings)
    settings.index_path.mkdir(parents=True, exist_ok=True)
    engine.write(documents, schema=SCHEMA, stamp=stamp)
    return Ours(f"ours ({settings.index.engine})", Index(settings, engine=engine))


def _letter(line: Line) -> Letter:
    passage = Passage(label=None, anchor="svar-1", kind="section", answer=line.text)
    return Letter(line.id, line.id, "0" * 64, Metadata(subject=line.title or None), (passage,))


def _documents(letters: Iterable[Letter]) -> Iterator[Document]:
    for number, letter in enumerate(letters):
        (entry,) = make_entries(letter, default_analyzer())
        yield Document(letter.id, encode_letter(letter), (replace(entry, ord=number),))


def _key(stored: StoredPassage) -> str:
    return passage_key(stored.file, stored.passage.label)


def _shared(letter: Letter) -> list[str]:
    """What all passages of a letter are found by."""
    about = letter.metadata
    people = [person for person in (about.addressee, about.asker) if person]
    names = [name for person in people for name in (person.name, person.party)] + [signer.name for signer in about.signers]
    texts = (about.subject, letter.preamble, *names, about.case_number, about.document_number, about.reference)
    return [text for text in dict.fromkeys(texts) if text]
