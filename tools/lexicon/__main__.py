"""Writes the word lists anew: `python -m tools.lexicon`."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from indexer.analysis.compounds import dump_parts
from indexer.analysis.curated import load_lists
from indexer.analysis.lexicon import encode
from tools.lexicon.forms import mend
from tools.lexicon.parts import Builder
from tools.lexicon.sources import read_sources


DATA = Path(__file__).parents[2] / "indexer" / "analysis" / "data"


def main() -> None:
    """Read the sources, mend them, and write both tables; the same sources give the same bytes."""
    sources = read_sources()
    words = mend(sources, load_lists(DATA).inflections)
    for name, text, encoding in (
        ("forms.txt.gz", encode(words.lemmas), "latin-1"),
        ("parts.txt.gz", dump_parts(Builder(words, sources).parts()), "utf-8"),
    ):
        data = gzip.compress(text.encode(encoding), 9, mtime=0)
        (DATA / name).write_bytes(data)
        sys.stderr.write(f"{name}: {text.count(chr(10)):,} lines, {len(data):,} bytes\n")


if __name__ == "__main__":
    main()
