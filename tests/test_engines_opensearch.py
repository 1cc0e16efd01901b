"""What the engine in a cluster promises besides the contract: whole settings, pages far down, facets of many values, our own scores."""

from __future__ import annotations

import sys
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Any

import pytest

from indexer.config import Index
from indexer.config import OpenSearch
from indexer.config import Settings
from indexer.engines import open_engine
from indexer.engines.opensearch import counting
from indexer.engines.opensearch import paging
from indexer.engines.opensearch import searcher as searching
from indexer.engines.opensearch.access import access_to
from indexer.engines.opensearch.asking import which
from indexer.engines.opensearch.layout import token
from indexer.engines.opensearch.paging import Rankings
from indexer.engines.opensearch.paging import Stretch
from indexer.errors import ConfigError
from indexer.model.query import All
from indexer.model.query import And
from indexer.model.query import Or
from indexer.model.query import Phrase
from indexer.model.query import Prefix
from indexer.model.query import Range
from indexer.model.query import Term
from tests.engine_builders import SCHEMA
from tests.engine_builders import ask
from tests.engine_builders import engine
from tests.engine_builders import entry
from tests.engine_builders import ords
from tests.engine_builders import write
from tests.opensearch.front import Front
from tests.opensearch_builders import section
from tests.opensearch_builders import used


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.engines.base import Engine
    from tests.opensearch.cluster import Cluster
    from tests.opensearch.papers import Papers


HOSTS = ("https://a.example.dk:9200", "https://b.example.dk")


def settings(folder: Path, **named: Any) -> Settings:
    """Settings of a cluster."""
    return Settings(folder=folder, index=Index(engine="opensearch"), opensearch=OpenSearch(**{"hosts": HOSTS, **named}))


# Settings.


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"hosts": ()}, "kræver [opensearch] hosts"),
        ({"user": "s"}, "kræver en adgangskode"),
        ({"user": "s", "password_file": "findes-ikke"}, "kan ikke læses"),
        ({"user": "s:t", "password_file": "secret"}, "kolon"),
        ({"password_file": "secret"}, "uden user"),
        ({"user": "s", "password_file": "secret", "hosts": ("http://soeg.example.dk:9200",)}, "uden kryptering over nettet"),
        ({"certificate": "c.pem"}, "uden key"),
        ({"key": "k.pem"}, "uden certificate"),
        ({"ca": "findes-ikke.pem"}, "kan ikke bruges"),
        ({"ca": "secret"}, "PEM-filer"),
        ({"hosts": ("http://127.0.0.1:9200",), "ca": ""} | {"certificate": "secret", "key": "secret"}, "Brug https til alle"),
    ],
)
def test_what_is_half_configured_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: dict[str, Any], says: str) -> None:
    """Settings that lack their other half, or would send a password in the open, are refused with a sentence that tells which."""
    monkeypatch.delenv("SVARSOEG_OPENSEARCH_PASSWORD", raising=False)
    (tmp_path / "secret").write_text("hemmeligt\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        open_engine(settings(tmp_path, **named))
    assert any(says in mistake for mistake in caught.value.mistakes)


def test_the_password_comes_from_a_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password is read without the line's end, may go in the open to this machine itself, and is not shown with the rest."""
    (tmp_path / "secret").write_text("hemmeligt\n", encoding="utf-8")
    monkeypatch.setenv("SVARSOEG_OPENSEARCH_PASSWORD", "andet")
    from_file = access_to(settings(tmp_path, user="s", password_file="secret"))
    assert (from_file.user, from_file.password) == ("s", "hemmeligt")
    assert "hemmeligt" not in repr(from_file)
    assert access_to(settings(tmp_path, user="s", hosts=("http://127.0.0.1:9200",))).password == "andet"
    assert access_to(settings(tmp_path)).password == ""


def test_a_missing_library_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where opensearch-py is not installed, the error says what to install."""
    for name in [name for name in sys.modules if name.startswith("indexer.engines.opensearch.") or name == "opensearchpy"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(ConfigError, match=r"kræver pakken opensearch-py\. Kør `make engines`"):
        open_engine(settings(tmp_path))


# What is asked, without a cluster.


def test_what_no_document_can_hold_is_not_asked_for() -> None:
    """Half a character, white space and what is longer than a term are nothing; a number beyond all bounds is no bound, or nothing."""
    for text in ("\ud800", "a b", "\u00a0", "", "x" * 201):
        assert which(Term("words", text)) == {"match_none": {}}
    assert which(Range("date", -(2**80), 2**80)) == {"exists": {"field": "number.date"}}
    assert which(Range("date", 2**80)) == {"match_none": {}}


def test_a_term_of_signs_that_count_twice_stays_one_term() -> None:
    """A term that OpenSearch would cut in two is kept by its beginning and a digest, another one by another."""
    long = "\U0001f600" * 200
    assert len(token(long).encode("utf-16-le")) <= 2 * 255
    assert token(long) != token(long[:-1])
    assert token("x" * 200) == "x" * 200


def test_who_reads_on_costs_a_search_for_each_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ranking read page by page to its end is asked for once a stretch; a page far down alone walks there, once."""
    monkeypatch.setattr(paging, "WINDOW", 10)
    asked = []

    def after(stretch: Stretch | None) -> Stretch:
        start = stretch.last[0] + 1 if stretch else 0
        asked.append(start)
        found = list(range(start, min(start + 10, 47)))
        return Stretch(array("Q", found), array("d", [1.0] * len(found)), found[-1:])

    rankings = Rankings()
    pages = [[ord_ for ord_, _ in rankings.hits("a", after, offset=offset, limit=7)] for offset in range(0, 63, 7)]
    assert [ord_ for page in pages for ord_ in page] == list(range(47))
    assert asked == [0, 10, 20, 30, 40]
    assert [ord_ for ord_, _ in rankings.hits("b", after, offset=38, limit=5)] == [38, 39, 40, 41, 42]
    assert asked[5:] == [0, 10, 20, 30, 40]
    assert list(rankings.hits("c", after, offset=400, limit=5)) == []


# In the cluster.

FIELDS = {
    "text": {text.name: "text" for text in SCHEMA.texts},
    "facet": dict.fromkeys(SCHEMA.facets, "keyword"),
    "number": dict.fromkeys(SCHEMA.numbers, "long"),
}
"""The fields of the tests' entries, as OpenSearch calls what they are."""


@pytest.fixture
def served(opensearch: Cluster, tmp_path: Path) -> Iterator[Engine]:
    """An engine in the cluster, and one in memory to hold it against."""
    with used(opensearch):
        yield engine(tmp_path, "opensearch")


@pytest.mark.cluster
def test_pages_far_down_are_those_of_the_whole(served: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond what OpenSearch gives at a time, every order goes on without a gap, with the same scores, total and counts."""
    entries = [entry("a " * (number % 4 + 1) + "b", party="AB"[number % 2], date=20180101 + number % 7) for number in range(57)]
    entries[5] = replace(entries[5], numbers={})
    write(served, *entries)
    searcher = served.open()
    for sort in ("relevance", "newest", "oldest"):
        for filters in ({}, {"party": ("B",)}):
            whole = ask(searcher, Term("words", "a"), sort=sort, filters=filters, facets=("party",))
            with monkeypatch.context() as patched:
                for module, name, size in ((paging, "WINDOW", 10), (searching, "WINDOW", 10), (searching, "NEAR", 3)):
                    patched.setattr(module, name, size)
                fresh = served.open()
                for offset in (0, 8, 19, 20, 51, 90):
                    page = ask(fresh, Term("words", "a"), sort=sort, filters=filters, facets=("party",), offset=offset, limit=11)
                    assert (page.total, page.facets) == (whole.total, whole.facets)
                    assert page.hits == whole.hits[offset : offset + 11]


@pytest.mark.cluster
def test_an_index_is_made_as_the_settings_want(opensearch: Cluster, tmp_path: Path) -> None:
    """The cluster guesses nothing: it has the shards and copies of the settings, and each field as it is, no others being taken."""
    with used(opensearch):
        wanted = section(tmp_path, shards=3, replicas=1)
        into = open_engine(Settings(folder=tmp_path, index=Index(engine="opensearch"), opensearch=wanted))
        write(into, entry("a", party="A", date=20180101))
        [made] = opensearch.ask("GET", f"/{wanted.index}").values()
    settings, mappings = made["settings"]["index"], made["mappings"]  # type: ignore[index]
    assert (settings["number_of_shards"], settings["number_of_replicas"], mappings["dynamic"]) == ("3", "1", "strict")
    kinds = {field: {name: kind["type"] for name, kind in mappings["properties"][field]["properties"].items()} for field in FIELDS}
    assert kinds == FIELDS


@pytest.mark.cluster
def test_facets_of_any_number_of_values_are_exact(opensearch: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a facet has more values than are counted at a time, over several shards, each is still counted to the last."""
    monkeypatch.setattr(counting, "MOST", 4)
    entries = [entry("a", party=" ".join({f"p{number % 23}", f"p{number % 5}"}), signer="xy"[number % 2]) for number in range(60)]
    with used(opensearch):
        spread = Settings(folder=tmp_path, index=Index(engine="opensearch"), opensearch=section(tmp_path, shards=3, replicas=1))
        divided, reference = open_engine(spread), engine(tmp_path, "memory")
        for each in (divided, reference):
            write(each, *entries)
        asked = {"filters": {"signer": ("x",), "party": ("p1",)}, "facets": ("party", "signer")}
        assert ask(divided.open(), All(), **asked).facets == ask(reference.open(), All(), **asked).facets  # type: ignore[arg-type]


@pytest.mark.cluster
def test_scores_are_ours_whatever_the_shards(opensearch: Cluster, tmp_path: Path) -> None:
    """Terms and phrases score what they score in memory, on one shard as on three."""
    texts = ["rød bil kører", "bil rød", "rød rød bil", "a b c d", "rød", "bil bil bil stor"] * 3
    queries = Term("words", "rød"), Phrase("words", ("rød", "bil")), And((Term("words", "bil", 2.0), Or((All(), Range("date", boost=0.5)))))
    with used(opensearch):
        reference = engine(tmp_path, "memory")
        write(reference, *map(entry, texts))
        expected = [{hit.ord: hit.score for hit in ask(reference.open(), query, sort="relevance").hits} for query in queries]
        for shards in (1, 3):
            place = tmp_path / str(shards)
            made = open_engine(Settings(folder=place, index=Index(engine="opensearch"), opensearch=section(place, shards=shards)))
            write(made, *map(entry, texts))
            searcher = made.open()
            for query, scores in zip(queries, expected, strict=True):
                assert {hit.ord: hit.score for hit in ask(searcher, query, sort="relevance").hits} == pytest.approx(scores, rel=1e-5)


@pytest.mark.cluster
def test_a_beginning_counts_by_how_few_begin_so(served: Engine) -> None:
    """Entries that hold a term with the beginning count the more the fewer they are, and come in their own order."""
    write(served, entry("xa"), entry("ya yb"), entry("yc"), entry("z"))
    searcher = served.open()
    rare, common = (ask(searcher, Prefix("words", text), sort="relevance") for text in ("x", "y"))
    assert ords(common) == [1, 2]
    assert rare.hits[0].score > common.hits[0].score > 0


@pytest.mark.cluster
def test_a_cluster_that_wants_papers_gets_them(opensearch: Cluster, papers: Papers, tmp_path: Path) -> None:
    """Over HTTPS with a user, a password and a certificate of our own, as the settings name them, an index is written and searched."""
    (tmp_path / "secret").write_text("hemmeligt\n", encoding="utf-8")
    own = str(papers.caller)  # holds both
    named = {"ca": str(papers.authority), "certificate": own, "key": own, "user": "svarsoeg", "password_file": "secret"}
    with used(opensearch), Front(opensearch.hosts[0], papers, login=("svarsoeg", "hemmeligt"), certificate=True) as front:
        guarded = replace(section(tmp_path), hosts=(front.url,), **named)  # type: ignore[arg-type]
        into = open_engine(Settings(folder=tmp_path, index=Index(engine="opensearch"), opensearch=guarded))
        write(into, entry("a"))
        assert ask(into.open(), Term("words", "a")).total == 1
