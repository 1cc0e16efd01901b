"""Facets: how many of the hits have each value, exactly, however many values there are.

Knows OpenSearch's aggregations and when their counts are exact; must not know what is searched.

A list of the most frequent values is exact only when no shard has left any out, which is when all fit into the shard's own list. Most
facets have few values, and all that are wanted come with the hits. Where there are more (each letter is a value of one facet), they are
read on to the end in a second way, which is exact for any number of them and costs a search for each `MOST`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any
from typing import TypeAlias

from indexer.engines.opensearch.asking import chosen
from indexer.engines.opensearch.asking import is_text
from indexer.engines.opensearch.layout import facet
from indexer.model.results import Count
from indexer.model.results import FacetCounts


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from indexer.engines.opensearch.asking import Json
    from indexer.model.query import Request


More: TypeAlias = "Callable[[Json, str], Json]"
"""Gives what an aggregation finds, with every filter but that of a facet."""

MOST = 10_000
"""So many values of a facet are asked for at a time."""

_NONE: Json = {"buckets": []}

_MOST_TOGETHER = 60_000
"""OpenSearch gives at most 65,535 counts in one answer, unless told otherwise."""


class Counting:
    """The facets of one request."""

    def __init__(self, request: Request) -> None:
        self._facets = tuple(dict.fromkeys(request.facets))
        self._filters = request.filters
        self._most = request.most_values

    def aggregations(self) -> Json:
        """What is asked for beside the hits: of each facet the values and how many have none, under every filter but its own."""
        return {
            f"{name} {number}": _under(chosen(self._filters, but=facet_), aggregation)
            for number, facet_ in enumerate(self._facets)
            for name, aggregation in self._asked(facet_).items()
        }

    def _asked(self, name: str) -> dict[str, Json]:
        many = max(1, min(MOST, _MOST_TOGETHER // len(self._facets)))
        most = self._most.get(name)
        size = many if most is None else max(1, min(most, many))
        values = {"terms": {"field": facet(name), "size": size, "shard_size": many}}
        asked: dict[str, Json] = {"values": values, "missing": {"missing": {"field": facet(name)}}}
        held = self._chosen(name) if most is not None else []
        return asked | ({"chosen": {"terms": {"field": facet(name), "include": held, "size": len(held)}}} if held else {})

    def _chosen(self, name: str) -> list[str]:
        return [value for value in dict.fromkeys(self._filters.get(name, ())) if is_text(value)]

    def counts(self, answered: Mapping[str, Any], more: More) -> dict[str, FacetCounts]:
        """The counts, from the answer; `more` is asked where values were left out of it."""
        found = {}
        for number, name in enumerate(self._facets):
            values, missing, chosen_ = (_freed(answered.get(f"{kind} {number}", _NONE)) for kind in ("values", "missing", "chosen"))
            found[name] = self._whole(name, values, more) or self._few(name, values, _counted(chosen_))
            found[name] = replace(found[name], missing=missing["doc_count"])
        return found

    def _whole(self, name: str, values: Json, more: More) -> FacetCounts | None:
        """The first of all values; None where those wanted came, and others are known to be there."""
        most = self._most.get(name)
        counted = _counted(values)
        if values["sum_other_doc_count"]:
            if most is not None and most <= len(counted) and not values["doc_count_error_upper_bound"]:
                return None
            counted = _all(name, more)
        return FacetCounts(tuple(_ranked(counted))).first(most, self._filters.get(name, ()))

    def _few(self, name: str, values: Json, held: Mapping[str, int]) -> FacetCounts:
        first = dict(_ranked(_counted(values))[: self._most[name]])  # at least one had to be asked for
        also = _ranked({value: entries for value, entries in held.items() if value not in first})
        return FacetCounts((*map(Count, first, first.values()), *also), more=True)


def _under(filters: list[Json], aggregation: Json) -> Json:
    return {"filter": {"bool": {"filter": filters}}, "aggs": {"of": aggregation}} if filters else aggregation


def _counted(values: Json) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in values["buckets"]}


def _ranked(counted: Mapping[str, int]) -> list[Count]:
    return [Count(*item) for item in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


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
