"""The page of a search -> the same in a frame.

Knows what of it stays in the frame; must not know Flask or HTML.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from webapp.params import Pairs
    from webapp.present.results.facets import Facet
    from webapp.present.results.page import SearchPage


def framed(page: SearchPage, *, look: Pairs, has_filters: bool) -> SearchPage:
    """The page as a frame shows it: what narrows the search keeps how the frame looks, and leads to no page that may not be framed."""
    return replace(page, facets=tuple(_framed(facet, look) for facet in page.facets) if has_filters else ())


def _framed(facet: Facet, look: Pairs) -> Facet:
    ends = facet.ends._replace(kept=(*facet.ends.kept, *look)) if facet.ends else None
    return replace(facet, every="", ends=ends)
