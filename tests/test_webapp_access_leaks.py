"""Nothing beside an answer gives a restricted letter away: neither how much work it was, nor what a cache has kept for another."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.access_builders import HR
from tests.access_builders import OPEN_CASE
from tests.access_builders import asking
from tests.access_builders import grown


if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.access_builders import Sites


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The site with its restricted letters."""
    with grown(tmp_path_factory.mktemp("proxy")) as both:
        yield both


def test_what_is_hidden_is_as_much_work_as_what_is_not_there(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is read as often, and gives as little, for a hidden letter, word or name as for one that there never was."""
    index = sites.app.extensions["svarsoeg"]._index
    outsider = asking(sites.app)
    for path in ("/?q=koster", "/forslag?q=vej"):  # what is made once is made now
        outsider.get(path)
    searcher = index._open._held.whole.searcher
    read: list[object] = []
    letter, search = searcher.letter, searcher.search

    def told(answer: bytes | None) -> bytes | None:
        read.append(len(answer or b""))
        return answer

    monkeypatch.setattr(searcher, "letter", lambda id_: told(letter(id_)))
    monkeypatch.setattr(searcher, "search", lambda asked: (read.append(type(asked)), search(asked))[1])

    def work(path: str) -> list[object]:
        for view in index._open._held._views.values():
            view.searcher._rarer.clear()
        read.clear()
        outsider.get(path)
        return list(read)

    for hidden, absent in (
        *((f"/brev/{HR}{part}", f"/brev/2018-7777777-3{part}") for part in ("", "/original", "?q=vejbump")),
        (f"/api/v1/letters/{HR}/passages/svar-1/similar", "/api/v1/letters/findes-ikke/passages/svar-1/similar"),
        ("/?q=lakridsstrejke", "/?q=kommastrejke"),
        ("/?q=vejbump+lakridsstrejke", "/?q=vejbump+kommastrejke"),
        ("/sag/2018-0000016", "/sag/2018-0000099"),
        ("/?direktoer=Hemming+Skjultsen", "/?direktoer=Findes+Ikke"),
        ("/forslag?q=lakridsst", "/forslag?q=kommastre"),
        ("/vaelg/direktoer?find=Skjult", "/vaelg/direktoer?find=Ikke"),
    ):
        assert work(hidden) == work(absent) != [], hidden


# Caches.


def test_nobody_is_told_that_anothers_page_is_unchanged(sites: Sites) -> None:
    """The tag of one audience is none to another: not for a page both may see, nor for one that is not there for them."""
    member, outsider = asking(sites.app, "A"), asking(sites.app)
    for path in ("/?q=koster", "/om", f"/sag/{OPEN_CASE}"):
        tags = {who: who.get(path).headers["ETag"] for who in (member, outsider)}
        assert tags[member] != tags[outsider]
        for who, other in itertools.permutations((member, outsider)):
            assert who.get(path, {"If-None-Match": tags[who]}).status_code == 304
            answer = who.get(path, {"If-None-Match": tags[other]})
            assert (answer.status_code, answer.text) == (200, who.get(path).text)
    tag = member.get(f"/brev/{HR}").headers["ETag"]
    assert outsider.get(f"/brev/{HR}", {"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=koster",
        "/forslag?q=vej",
        "/brev/2018-0000001-1/original",
        "/hjaelp",
        "/tema.css?v=x",
        "/embed.js",
        "/findes-ikke",
        "/feed.rss?q=",
    ],
)
def test_no_cache_gives_one_the_answer_to_another(sites: Sites, path: str) -> None:
    """Behind a login every answer is private, is asked for again, and varies with who asks."""
    answer = asking(sites.app, "A").get(path)
    kept = answer.headers["Cache-Control"]
    assert "public" not in kept
    assert "no-store" in kept or ("no-cache" in kept and ("private" in kept or path.startswith("/tema"))), kept
    assert {"x-remote-user", "x-remote-groups"} <= {name.casefold() for name in answer.vary}
