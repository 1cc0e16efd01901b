"""In how many steps a corpus is written, so that one segment comes of it, in the order it was written in.

Knows when and how tantivy merges; must not know what is written.

Every search goes through each segment by itself; and of a facet with many values each leaves out values of its own, so that all must be
named to count any (counting.py): over 500,000 passages in three segments 95 of 100 pages took up to 226 ms. tantivy is not to be told to
merge. It does so by itself as soon as it has eight segments of about one size, the largest first (tantivy, log_merge_policy.rs:
min_num_segments 8, level_log_size 0.75, min_layer_size 10,000, below which all are of one size). So a corpus too large for one segment is
written as eight, or eight times eight, each a little smaller than the one before.
"""

from __future__ import annotations

from itertools import accumulate


LARGEST = 60_000
"""Entries of a segment that is written at once: as many as the writer may hold (library.py)."""

_MERGED = 8
"""So many segments of a size tantivy merges."""


def steps(expected: int) -> dict[int, bool]:
    """After how many of the `expected` entries a segment ends, the last apart; and whether there are eight by then, to be merged."""
    parts = 1
    while expected > parts * LARGEST:
        parts *= _MERGED
    least, over = divmod(expected - parts * (parts - 1) // 2, parts)
    sizes = (least + parts - part + (part <= over) for part in range(1, parts))
    return {end: part % _MERGED == 0 for part, end in enumerate(accumulate(sizes), 1)}
