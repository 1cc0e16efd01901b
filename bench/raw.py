"""The yardstick: the words of every page, by pdfplumber alone, in the few lines that anybody would write.

Knows pdfplumber; must not load anything of ours, so that time and memory are pdfplumber's own.
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

import pdfplumber  # noqa: TID251 - it is what is measured

from bench.figures import Figures
from bench.figures import pdfs_in
from bench.figures import peak_memory
from bench.figures import tell


def read_words(folder: Path) -> Figures:
    """What the words of all PDFs in `folder` take."""
    paths = pdfs_in(folder)
    pages = failed = 0
    begun = time.perf_counter()
    for path in paths:
        try:
            with pdfplumber.open(path) as pdf:
                for page in pdf.pages:
                    page.extract_words()
                    pages += 1
        except Exception:  # noqa: BLE001 - a broken file makes it raise anything
            failed += 1
    return Figures(len(paths), time.perf_counter() - begun, peak_memory(), pages=pages, failed=failed)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    tell(read_words(Path(sys.argv[1])))
