"""One generation in the cluster, searched: requests, orders, pages, facets.

Knows how a request is put to OpenSearch and what comes back; must not know how a generation is made or which one is served.

The same search always goes to the same copies of the shards (`preference`), so that it is answered the same twice; different searches go to
different copies, so that all share the work. With several shards terms are counted over all of them first (`dfs`): a score does not depend
on where a passage lies. A shard that cannot answer fails the search: part of an answer would be a wrong one.
"""

from __future__ import annotations

import base64
from array import array
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING
from typing import Any

import msgspec

from indexer.engines.base import refuse
from indexer.engines.opensearch import layout
from indexer.engines.opensearch.asking import Asking
from indexer.engines.opensearch.asking import chosen
from indexer.engines.opensearch.asking import found
from indexer.engines.opensearch.asking import which
from indexer.engines.opensearch.cluster import MISSING
from indexer.engines.opensearch.cluster import BusyError
from indexer.engines.opensearch.cluster import Deadline
from indexer.engines.opensearch.cluster import RefusedError
from indexer.engines.opensearch.counting import Counting
from indexer.engines.opensearch.layout import GIVEN_BACK
from indexer.engines.opensearch.layout import KEY
from indexer.engines.opensearch.layout import ORD
from indexer.engines.opensearch.layout import STORED
from indexer.engines.opensearch.layout import WINDOW
from indexer.engines.opensearch.paging import NEAR
from indexer.engines.opensearch.paging import Rankings
from indexer.engines.opensearch.paging import Stretch
from indexer.engines.opensearch.paging import batched
from indexer.engines.opensearch.weighing import Weighing
from indexer.errors import IndexDamagedError
from indexer.model.results import Hit
from indexer.model.results import Hits


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from indexer.engines.opensearch.asking import Json
    from indexer.engines.opensearch.asking import Leaf
    from indexer.engines.opensearch.cluster import Cluster
    from indexer.engines.opensearch.layout import Seal
    from indexer.model.entry import Stamp
    from indexer.model.query import Request


class OpenSearchSearcher:
    """The generation called `generation`, in the index `index`; as `Searcher`."""

    def __init__(self, cluster: Cluster, index: str, generation: str, seal: Seal) -> None:
        self._cluster = cluster
        self._index = index
        self._generation = generation
        self._seal = seal
        self.schema = seal.schema
        self.shards = seal.shards
        self.seconds = cluster.seconds
        self.weighing = Weighing(seal)
        self.rankings = Rankings()

    @property
    def generation(self) -> str:
        """The name of the generation."""
        return self._generation

    @property
    def stamp(self) -> Stamp:
        """What the generation was made from and by."""
        return self._seal.stamp

    def search(self, request: Request) -> Hits:
        """The entries that match; as `Searcher.search`. Raises EngineDownError when the cluster does not answer in time."""
        refuse(request, self._seal.schema)
        return _Search(self, request).hits()

    def letter(self, letter: str) -> bytes | None:
        """The stored bytes of the letter with this id, or None."""
        try:
            place = layout.letter_id(letter)
        except UnicodeEncodeError:  # half a character, from a mistyped address
            return None
        (found,) = self.documents([place], Deadline(self._cluster.seconds))
        return _stored(found) if found else None

    def close(self) -> None:
        """Nothing to give back: the connections are the engine's."""

    def documents(self, places: Sequence[str], deadline: Deadline) -> list[Json | None]:
        """What is given back of the documents at `places`, in that order; None where there is none."""
        answer = self.ask("_mget", {"ids": list(places)}, deadline)
        return [found.get("_source") for found in answer["docs"]]

    def counts(self, leaves: Sequence[Leaf], deadline: Deadline) -> list[int]:
        """How many entries hold each of the leaves."""
        head = msgspec.json.encode({"allow_partial_search_results": False})
        bodies = [msgspec.json.encode({"size": 0, "track_total_hits": True, "query": which(leaf)}) for leaf in leaves]
        answer = self.ask("_msearch", b"".join(b"%b\n%b\n" % (head, body) for body in bodies), deadline)
        return [_total(_whole(found)) for found in answer["responses"]]

    def ask(self, what: str, body: object, deadline: Deadline, params: dict[str, str] | None = None) -> Any:
        """What the index answers. Raises IndexDamagedError where it is gone."""
        try:
            return self._cluster.ask("POST", f"/{self._index}/{what}", body=body, params=params, deadline=deadline)
        except RefusedError as error:
            if error.kind == MISSING:
                raise IndexDamagedError(f"{self._generation} er ikke længere i OpenSearch") from error
            raise


class _Search:
    """One request on its way to a searcher, with the time it may take in all."""

    def __init__(self, searcher: OpenSearchSearcher, request: Request) -> None:
        self._searcher = searcher
        self._request = request
        self._deadline = Deadline(searcher.seconds)
        self._scored = request.sort == "relevance" and request.limit > 0
        same = repr((request.query, sorted(request.filters.items()), request.sort))
        self._ranking = blake2b(same.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        counting = partial(searcher.counts, deadline=self._deadline)
        asking = Asking(searcher.weighing.of(request.query, counting)) if self._scored else None
        self._query = asking.scored(request.query) if asking else found(request.query)

    def hits(self) -> Hits:
        """The answer: as it comes where the page is near, else the page put together of its places."""
        request = self._request
        near = request.offset + request.limit <= NEAR
        size = {"from": request.offset, "size": request.limit, "sort": self._order(), "_source": GIVEN_BACK} if near else {"size": 0}
        counting = Counting(request)
        answer = self._ask(size, counting.aggregations())
        total = _total(answer)
        page = tuple(map(self._hit, answer["hits"]["hits"])) if near else tuple(self._far()) if request.offset < total else ()
        return Hits(total, page, counting.counts(answer.get("aggregations", {}), self._more))

    def _order(self) -> list[Any]:
        match self._request.sort:
            case "relevance":
                return ["_score", {ORD: "asc"}]
            case "oldest" if "date" in self._searcher.schema.numbers:
                return [{layout.number("date"): {"order": "asc", "missing": "_last"}}, {ORD: "asc"}]
            case _:
                return [{ORD: "asc"}]

    def _far(self) -> Iterator[Hit]:
        """The hits of a page far down: their places, and what lies there."""
        request = self._request
        places = self._searcher.rankings.hits(self._ranking, self._after, offset=request.offset, limit=request.limit)
        for some in batched(places, NEAR):
            held = self._searcher.documents([str(ord_) for ord_, _ in some], self._deadline)
            for (ord_, score), source in zip(some, held, strict=True):
                if source is None:
                    raise IndexDamagedError(f"svar {ord_} i {self._searcher.generation} mangler")
                yield Hit(source[KEY], ord_, score, _stored(source))

    def _after(self, stretch: Stretch | None) -> Stretch:
        """The stretch of the ranking after this one, or the first."""
        behind = {"search_after": stretch.last} if stretch else {}
        answer = self._ask({"size": WINDOW, "sort": self._order(), "_source": False, "stored_fields": "_none_", **behind})
        keys = [hit["sort"] for hit in answer["hits"]["hits"]]
        scores = [key[0] for key in keys] if self._scored else bytes(8 * len(keys))
        return Stretch(array("Q", [key[-1] for key in keys]), array("d", scores), keys[-1] if keys else [])

    def _more(self, aggregation: Json, but: str) -> Json:
        """The aggregation over what the query and every filter but that of one facet find."""
        query = {"bool": {"filter": [found(self._request.query), *chosen(self._request.filters, but=but)]}}
        body = {"size": 0, "query": query, "aggs": {"more": aggregation}}
        answer: Json = self._search(body)["aggregations"]["more"]
        return answer

    def _ask(self, how: Json, aggregations: Json | None = None) -> Json:
        filters = chosen(self._request.filters)
        body = {**how, "query": self._query, "track_total_hits": True}
        if aggregations:
            return self._search({**body, "aggs": aggregations, **({"post_filter": {"bool": {"filter": filters}}} if filters else {})})
        return self._search({**body, "query": {"bool": {"must": [self._query], "filter": filters}}} if filters else body)

    def _search(self, body: Json) -> Json:
        params = {"preference": self._ranking, "allow_partial_search_results": "false"}
        if self._scored and self._searcher.shards > 1:
            params["search_type"] = "dfs_query_then_fetch"
        limit = {"timeout": f"{max(1, round(self._deadline.left * 1000))}ms"}
        return _whole(self._searcher.ask("_search", {**body, **limit}, self._deadline, params))

    def _hit(self, hit: Json) -> Hit:
        source, key = hit["_source"], hit["sort"]
        return Hit(source[KEY], key[-1], key[0] if self._scored else 0.0, _stored(source))


def _whole(answer: Json) -> Json:
    """The answer, of all shards. Raises EngineDownError where some are left out."""
    if "error" in answer or answer["timed_out"] or answer["_shards"]["failed"]:
        raise BusyError(str(answer.get("error") or answer["_shards"])[:500])
    return answer


def _total(answer: Json) -> int:
    return int(answer["hits"]["total"]["value"])


def _stored(source: Json) -> bytes:
    return base64.b64decode(source[STORED])
