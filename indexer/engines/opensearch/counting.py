"""Facets: how many of the hits have each value, exactly, however many values there are.

Knows OpenSearch's aggregations and when their counts are exact; must not know what is searched.

A list of the most frequent values is exact only when no shard has left any out, which is when all fit into it. Most facets have few values,
and all of them come with the hits. Where there are more (each letter is a value of one facet), they are read on to the end in a second way,
which is exact for any number of them and costs a search for each `MOST`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any
from typing import TypeAlias

from indexer.engines.opensearch.asking import chosen
from indexer.engines.opensearch.layout import facet
from indexer.model.results import Count
from indexer.model.results import FacetCounts


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from indexer.engines.opensearch.asking import Json


More: TypeAlias = "Callable[[Json, str], Json]"
"""Gives what an aggregation finds, with every filter but that of a facet."""

MOST = 10_000
"""So many values of a facet are asked for at a time."""

_MOST_TOGETHER = 60_000
"""OpenSearch gives at most 65,535 counts in one answer, unless told otherwise."""


class Counting:
    """The facets of one request."""

    def __init__(self, facets: Sequence[str], filters: dict[str, tuple[str, ...]]) -> None:
        self._facets = tuple(dict.fromkeys(facets))
        self._filters = filters

    def aggregations(self) -> Json:
        """What is asked for beside the hits: of each facet the values and how many have none, under every filter but its own."""
        return {
            f"{name} {number}": _under(chosen(self._filters, but=facet_), aggregation)
            for number, facet_ in enumerate(self._facets)
            for name, aggregation in self._both(facet_).items()
        }

    def _both(self, name: str) -> dict[str, Json]:
        size = max(1, min(MOST, _MOST_TOGETHER // len(self._facets)))
        return {"values": {"terms": {"field": facet(name), "size": size}}, "missing": {"missing": {"field": facet(name)}}}

    def counts(self, answered: Mapping[str, Any], more: More) -> dict[str, FacetCounts]:
        """The counts, from the answer; `more` is asked where values were left out of it."""
        found = {}
        for number, name in enumerate(self._facets):
            values, missing = (_freed(answered[f"{kind} {number}"]) for kind in ("values", "missing"))
            counted = {bucket["key"]: bucket["doc_count"] for bucket in values["buckets"]}
            if values["sum_other_doc_count"]:
                counted = _all(name, more)
            ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
            found[name] = FacetCounts(tuple(Count(*item) for item in ranked), missing["doc_count"])
        return found


def _under(filters: list[Json], aggregation: Json) -> Json:
    return {"filter": {"bool": {"filter": filters}}, "aggs": {"of": aggregation}} if filters else aggregation


def _freed(answer: Json) -> Json:
    inner: Json = answer.get("of", answer)
    return inner


def _all(name: str, more: More) -> dict[str, int]:
    counted: dict[str, int] = {}
    after: Json = {}
    while True:
        answer = more({"composite": {"size": MOST, "sources": [{"value": {"terms": {"field": facet(name)}}}], **after}}, name)
        counted.update({bucket["key"]["value"]: bucket["doc_count"] for bucket in answer["buckets"]})
        if len(answer["buckets"]) < MOST:
            return counted
        after = {"after": answer["after_key"]}
