"""An index of invented letters, made by the product's own rebuild: `python -m bench.pages_index FOLDER --passages N`.

Knows where a rebuild can be given letters that stand in no file; must not make entries, count words or write an index in another way.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bench.letters import Letters
from bench.prose import make_prose
from bench.relevance_ours import settings_for
from indexer.analysis import default_analyzer
from indexer.documents import pack
from indexer.rebuild import rebuild


if TYPE_CHECKING:
    from indexer.config import Settings
    from indexer.corpus import CorpusFile
    from indexer.documents import Prepared

CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class Inventing:
    """The work of a rebuild (indexer.worker.Work) on an empty file: the letter whose number is its name."""

    passages: int
    text: Path | None
    seed: int = 1

    def prepare(self) -> None:
        """Load the Danish resources and the text."""
        default_analyzer()
        invented(self)

    def __call__(self, file: CorpusFile, /) -> Prepared:
        """The letter, ready for the index."""
        return pack(invented(self)[int(file.path.stem)], default_analyzer(), cached=False)


@cache
def invented(work: Inventing) -> Letters:
    """The letters of an index."""
    return Letters(work.passages, make_prose(work.text, seed=work.seed), seed=work.seed)


def write_index(folder: Path, work: Inventing, *, engine: str = "whoosh") -> Settings:
    """The settings of an index in `folder` that holds the letters; it may be served. Raises what `rebuild` raises."""
    settings = settings_in(folder, engine=engine)
    settings.corpus_path.mkdir(parents=True, exist_ok=True)
    for letter in range(len(invented(work))):
        (settings.corpus_path / f"{letter:06}.txt").touch()
    rebuild(settings, work=work)
    return settings


def settings_in(folder: Path, *, engine: str = "whoosh") -> Settings:
    """The shipped settings, for the index that `write_index` makes in `folder`."""
    return settings_for(folder, engine, folder / CORPUS)


def main(arguments: list[str] | None = None) -> None:
    """Write the index that the arguments describe."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages_index", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the index is made; it is kept")
    parser.add_argument("--passages", type=int, required=True, metavar="N")
    parser.add_argument("--text", type=Path, metavar="FILE.jsonl", help="paragraphs and questions; the lexicon's words without it")
    given = parser.parse_args(arguments)
    write_index(given.folder.absolute(), Inventing(given.passages, given.text and given.text.absolute()))


if __name__ == "__main__":
    main()
