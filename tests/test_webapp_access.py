from __future__ import annotations

import contextlib
import itertools
import logging
import re
import socket
import threading
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from typing import NamedTuple

import pytest
from click.testing import CliRunner

import indexer.course
from indexer.cli.check import findings
from indexer.config import Access
from indexer.config import Embed
from indexer.errors import ConfigError
from indexer.rebuild import rebuild
from indexer.restricted import restricted_id
from tests.access_builders import HIDDEN
from tests.access_builders import OPEN
from tests.access_builders import OUTSIDE
from tests.access_builders import PROXY
from tests.access_builders import SECRET
from tests.access_builders import asking
from tests.access_builders import behind_proxy
from tests.access_builders import proof
from tests.access_builders import site
from tests.corpus_builders import configured
from tests.corpus_builders import put_letters
from webapp import __main__ as program


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from datetime import tzinfo
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from indexer.config import Settings


HR, LOEN, JURA = (
    restricted_id("2018-7777777-2", "hr"),
    restricted_id("2018-0000016-16", "hr/løn"),
    restricted_id("2018-0000017-17", "jura"),
)
OPEN_CASE = "2018-7777777"

LETTERS = [
    f"/brev/{letter}{part}"
    for letter in (HR, LOEN, JURA, "2018-7777777-2", "findes-ikke")
    for part in (
        "",
        "?q=vejbump",
        "?original=1",
        "/original",
        "/udgave/1",
        "/tabel/1.csv",
        "/henvisning.ris",
        "/henvisning.bib?svar=svar-1",
        "/lignende/svar-1",
    )
]
WORDS = [
    "rabarberkvoten",  # in restricted letters alone
    "rabarberkvotn",  # misspelt
    "rabarber kvoten",
    "rabarber*",
    '"i rabarberkvoten"',
    "skjultsagerne vejbump",
    "vejbumb",
    "-rabarberkvoten",
    'direktør:"Hemming Skjultsen"',
    "direktør:skjultsen",
    "direktør:løn",
    "sag:2018-0000016",
    f"sag:{OPEN_CASE}",
    "dok:2018-7777777-2",
    "vejbump",
    "koster",
    "",
]
PAGES = [
    *(f"/?q={words}" for words in WORDS),
    "/?sorter=aeldste&q=koster",
    "/?aar=2017",
    "/?direktoer=Hemming+Skjultsen",
    f"/?sag={OPEN_CASE}",
    "/om",
    "/personer",
    f"/sag/{OPEN_CASE}",
    "/sag/2018-0000016",
    "/sag/2018-00000",
    "/vaelg/direktoer",
    "/vaelg/sag?q=koster",
    "/vaelg/aar?find=2017",
    "/vaelg/bemaerkning",
    *(
        f"/forslag?q={typed}"
        for typed in ("rab", "rabarberkvoten", "Hem", "Skj", "L", "hvor mange borgere er i rab", "2018-", "vej", "lak", "hvor")
    ),
    "/brev/2018-7777777-1",
    "/brev/2018-7777777-1?q=rabarberkvoten",
    "/brev/2018-0000001-1/lignende/svar-1",
    "/brev/2018-7777777-1/lignende/svar-2",
    *LETTERS,
]
FOR_PROGRAMS = [
    "/api/v1/search?q=koster",
    "/api/v1/search?q=rabarberkvoten",
    "/api/v1/search?q=vejbump+ELLER+havnebad",
    f"/api/v1/letters/{HR}",
    f"/api/v1/letters/{HR}/passages/svar-1",
    f"/api/v1/letters/{HR}/passages/svar-1/similar",
    "/api/v1/letters/2018-0000001-1/passages/svar-1/similar",
    f"/api/v1/cases/{OPEN_CASE}",
    "/api/v1/cases/2018-0000016",
    "/api/v1/suggestions?q=rab",
    "/api/v1/facets/direktoer",
    "/api/v1/facets/access",
    "/api/v1/export.csv?q=koster",
    "/api/v1/export.jsonl?q=",
    "/feed.atom?q=vejbump",
    "/feed.json?q=rabarberkvoten",
    "/feed.rss?q=",
    "/indlejret?q=vejbump",
    f"/oembed?url=http%3A%2F%2Flocalhost%2Fbrev%2F{HR}",
]
SECRETS = ("abarber", "skjult", "lakrids", "lukketsen", "honning", "2018-0000014", "2018-0000016", "2018-0000017", "hr/", "jura")
"""What only restricted letters and their folders say, and no test has typed where it is looked for."""


class Sites(NamedTuple):
    """The site with its restricted letters, and what an outsider was told by address when it had none."""

    app: Flask
    before: dict[str, tuple[int, str, str]]


class _Clock:
    """A day that never ends: two rebuilds tell the same time."""

    @staticmethod
    def now(zone: tzinfo) -> datetime:
        return datetime(2020, 3, 4, 12, tzinfo=zone)


def _answer(answer: TestResponse) -> tuple[int, str, str]:
    """All of an answer but what changes with every rebuild, the name of the generation."""
    body = re.sub(r"\d{8}T\d{6}[\w.-]*", "", answer.text)
    return answer.status_code, answer.headers.get("Content-Type", ""), body


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The same site, asked by an outsider while it has only its open letters, and then given the restricted ones."""
    settings = behind_proxy(tmp_path_factory.mktemp("proxy"))
    put_letters(settings.corpus_path, OPEN)
    app = site(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.course, "datetime", _Clock)
        rebuild(settings)
        before = {path: _answer(asking(app).get(path)) for path in (*PAGES, *FOR_PROGRAMS)}
        assert {status for status, *_ in before.values()} == {200, 404}
        before["/foer"] = _answer(asking(app).post("/foer", DRAFT))
        put_letters(settings.corpus_path, HIDDEN)
        rebuild(settings)
    yield Sites(app, before)
    app.extensions["svarsoeg"]._index.close()


DRAFT = {"tekst": "Hvor mange borgere er i rabarberkvoten?\n\nHvad koster vejbump om året?\n\nHvad koster lakridsstrejke om året?"}


# What an outsider is told.


@pytest.mark.parametrize("path", [*PAGES, *FOR_PROGRAMS])
def test_an_outsider_is_told_what_he_would_be_told_if_there_were_nothing_else(sites: Sites, path: str) -> None:
    """Whatever is asked, the answer is to the last character the one given before there were restricted letters."""
    for groups in ((), ("X",), ("hr",)):
        assert _answer(asking(sites.app, *groups).get(path)) == sites.before[path]


def test_a_draft_is_answered_from_what_is_seen(sites: Sites) -> None:
    """A draft's question is not answered by a restricted letter, and shares no more with the others for it."""
    assert _answer(asking(sites.app).post("/foer", DRAFT)) == sites.before["/foer"]
    assert HR in asking(sites.app, "A").post("/foer", DRAFT).text


@pytest.mark.parametrize(
    ("groups", "seen"), [((), ()), (("A",), (HR,)), (("B",), (LOEN,)), (("A", "C"), (HR, JURA)), (("Ålejæger",), (JURA,))]
)
def test_groups_see_what_is_theirs_and_nothing_else(sites: Sites, groups: tuple[str, ...], seen: tuple[str, ...]) -> None:
    """A member is shown the letters of the groups' folders, not those of a folder inside that names another; all else is 404."""
    asked = asking(sites.app, *groups)
    for letter in (HR, LOEN, JURA):
        status = 200 if letter in seen else 404
        assert [asked.get(f"/brev/{letter}{part}").status_code for part in ("", "/original", "/lignende/svar-1")] == [status] * 3
        assert [asked.get(f"/api/v1/letters/{letter}").status_code] == [status]
    assert [asked.get(f"/brev/{HR}{part}").status_code for part in ("/udgave/1", "/tabel/1.csv")] == [200 if HR in seen else 404] * 2


def test_a_member_meets_the_restricted_letters_everywhere(sites: Sites) -> None:
    """What an outsider is not told is there to be told: in hits, facets, suggestions, spelling, cases, people, likes and counts."""
    member, outsider = asking(sites.app, "A"), asking(sites.app)
    for path, told in {
        "/?q=rabarberkvoten": HR,
        "/?q=rabarberkvotn": HR,
        "/": "",
        "/?q=vejbump": restricted_id("2018-0000015-15", "hr"),
        "/vaelg/direktoer": "Hemming Skjultsen",
        "/forslag?q=rab": "rabarberkvoten",
        "/forslag?q=Hem": "Hemming Skjultsen",
        f"/sag/{OPEN_CASE}": HR,
        "/personer": "Hemming Skjultsen",
        "/om": "",
        "/brev/2018-7777777-1": HR,
        "/brev/2018-0000001-1/lignende/svar-1": "skjult",
        "/api/v1/search?q=koster": "Skjultsen",
        "/feed.atom?q=vejbump": "skjult",
        "/api/v1/export.jsonl?q=rabarberkvoten": HR,
        "/api/v1/export.csv?q=rabarberkvoten": "Skjultsen",
    }.items():
        seen = member.get(path).get_data(as_text=True)
        assert seen != outsider.get(path).get_data(as_text=True), path
        assert told in seen, path


def test_nothing_of_a_hidden_letter_is_in_what_was_not_asked_with_its_words(sites: Sites) -> None:
    """No page whose address does not say it has a word, name, number or folder of a restricted letter."""
    outsider = asking(sites.app)
    for path in (
        "/",
        "/?q=koster",
        "/om",
        "/personer",
        f"/sag/{OPEN_CASE}",
        "/vaelg/sag",
        "/vaelg/direktoer",
        "/forslag?q=hvor",
        "/feed.atom?q=",
    ):
        text = outsider.get(path).text.casefold()
        assert [secret for secret in SECRETS if secret in text] == [], path


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


# Who is believed.

FORGED: dict[str, tuple[str, dict[str, str]]] = {
    "from outside": (OUTSIDE, proof("A")),
    "from nowhere": ("", proof("A")),
    "from a socket": ("localhost", proof("A")),
    "from outside, saying otherwise": (
        OUTSIDE,
        proof("A") | {"X-Forwarded-For": PROXY, "X-Real-IP": PROXY, "Forwarded": f"for={PROXY}", "Remote-Addr": PROXY},
    ),
    "from outside, in IPv6": (f"::ffff:{OUTSIDE}", proof("A")),
    "without anything": (PROXY, {}),
    "without a secret": (PROXY, proof("A", secret="")),
    "with another secret": (PROXY, proof("A", secret=SECRET[:-1] + "x")),
    "with the beginning of the secret": (PROXY, proof("A", secret=SECRET[:-1])),
    "with more than the secret": (PROXY, proof("A", secret=SECRET + "x")),
    "with the secret twice": (PROXY, proof("A", secret=f"{SECRET}, {SECRET}")),
    "with another secret before": (PROXY, proof("A", secret=f"x, {SECRET}")),
    "with a secret of odd letters": (PROXY, proof("A", secret="ø" * 28)),
    "without a user": (PROXY, proof("A", user="")),
    "with a blank user": (PROXY, proof("A", user="  ")),
    "with two users": (PROXY, proof("A", user="en, to")),
    "with one user twice": (PROXY, proof("A", user="en,en")),
    "with a comma": (PROXY, proof("A", user=",")),
    "with a sign that cannot be seen": (PROXY, proof("A", user="en\u00ad")),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_request_without_proof_is_refused(sites: Sites, forged: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is asked for, who cannot prove to be the proxy gets the same short page; why is in the log, without the query."""
    peer, headers = FORGED[forged]
    client = sites.app.test_client()
    bodies = set()
    with caplog.at_level(logging.WARNING):
        for path in (
            "/?q=hemmeligt",
            f"/brev/{HR}",
            f"/brev/{HR}/original",
            "/forslag?q=rab",
            "/static/svarsoeg.css",
            "/findes-ikke",
            "/om",
        ):
            answer = client.get(path, headers=headers, environ_base={"REMOTE_ADDR": peer}, buffered=True)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")
            assert "ETag" not in answer.headers
            bodies.add(answer.text)
        assert client.post("/foer", data=DRAFT, headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code == 403
        assert client.get("/api/v1/search?q=rab", headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code == 403
    [body] = bodies
    assert "Ingen adgang" in body
    assert "href" not in body
    assert len(body) < 1000
    assert len([record for record in caplog.records if "refused" in record.message]) == 9
    assert "hemmeligt" not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("peer", [PROXY, f"::ffff:{PROXY}", "fd00::1"])
def test_the_proxy_is_believed_from_its_networks(sites: Sites, peer: str) -> None:
    """What the proxy says counts from any of its addresses, however they are written; a header beside it changes nothing."""
    answer = sites.app.test_client().get(
        f"/brev/{HR}", headers=proof("x", " A ") | {"X-Forwarded-For": "1.2.3.4"}, environ_base={"REMOTE_ADDR": peer}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "groups",
    ["a", "A;B", "A B", "[A]", '"A"', "%41", "A\u200b", "*", "hr", "AA", ".", "A\x00", "A%2C", "А"],  # the last is Cyrillic
)
def test_only_a_groups_whole_name_is_that_group(sites: Sites, groups: str) -> None:
    """Nothing like a group's name, and no name of a folder, opens it."""
    assert asking(sites.app, groups).get(f"/brev/{HR}").status_code == 404


def test_groups_come_from_the_proxys_field_alone(sites: Sites) -> None:
    """No parameter, cookie, user or other field says which groups somebody is in."""
    client = sites.app.test_client()
    fields = ("X-Remote-Group", "Remote-Groups", "X-Groups", "X-Remote-Groups-2", "Cookie")
    headers = proof(user="A") | dict.fromkeys(fields, "X-Remote-Groups=A")
    for path in (f"/brev/{HR}?X-Remote-Groups=A&groups=A", f"/brev/{HR}"):
        assert client.get(path, headers=headers, environ_base={"REMOTE_ADDR": PROXY}).status_code == 404


@contextlib.contextmanager
def _listening(app: Flask) -> Iterator[int]:
    """The port of the real server over `app`."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = program.waitress.create_server(app, sockets=[listening], threads=2, ident=None, clear_untrusted_proxy_headers=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.close()
        thread.join(10)


def _status(port: int, *fields: str) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        lines = (f"GET /brev/{HR} HTTP/1.1", "Host: localhost", "Connection: close", *fields, "", "")
        connection.sendall("\r\n".join(lines).encode("latin-1"))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(received.split(b" ", 2)[1])


def test_fields_that_only_look_like_the_proxys_are_dropped_by_the_server(sites: Sites) -> None:
    """Over a real socket: fields with _ for -, and fields sent twice, neither prove anything nor add a group."""
    app = site(replace(sites.app.extensions["svarsoeg"].settings, access=Access("proxy", ("127.0.0.1/32",), secret_file="secret")))
    user, groups, secret = "X-Remote-User: en", "X-Remote-Groups: A", f"X-Svarsoeg-Secret: {SECRET}"
    with _listening(app) as port:
        assert _status(port, user, groups, secret) == 200
        assert _status(port, user, secret) == 404
        assert _status(port, user, secret, "X_Remote_Groups: A") == 404
        assert _status(port, user, secret, "X-Remote_Groups: A") == 404
        assert _status(port, "X_Remote_User: en", groups, secret) == 403
        assert _status(port, user, groups, f"X_Svarsoeg_Secret: {SECRET}") == 403
        assert _status(port, user, user, groups, secret) == 403
        assert _status(port, user, groups, secret, secret) == 403
        assert _status(port, user, groups, secret, "X-Svarsoeg-Secret: gaet") == 403
        assert _status(port, user, groups, secret, "X_Remote_User: to", "X_Svarsoeg_Secret: x") == 200
    app.extensions["svarsoeg"]._index.close()


def test_a_browser_may_ask_whether_it_may_ask(sites: Sites) -> None:
    """A preflight, which never says who asks, is answered for an allowed origin, the same whatever there is; for any other it is refused,
    and what it was for is refused to both.
    """
    app = site(replace(sites.app.extensions["svarsoeg"].settings, embed=Embed(origins=("https://intranet.example.dk",))))
    client = app.test_client()

    def asked(method: str, path: str, origin: str) -> tuple[int, bytes, dict[str, str]]:
        headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        answer = client.open(path, method=method, headers=headers, environ_base={"REMOTE_ADDR": OUTSIDE})
        return answer.status_code, answer.data, dict(answer.headers)

    allowed, other = "https://intranet.example.dk", "https://example.dk"
    hidden, absent = (asked("OPTIONS", f"/api/v1/letters/{letter}", allowed) for letter in (HR, "findes-ikke"))
    assert hidden == absent
    assert (hidden[0], hidden[1], hidden[2]["Access-Control-Allow-Origin"]) == (204, b"", allowed)
    assert asked("OPTIONS", f"/brev/{HR}", allowed)[0] == 403
    for method, origin in (("OPTIONS", other), ("GET", allowed), ("GET", other)):
        status, body, headers = asked(method, f"/api/v1/letters/{HR}", origin)
        assert (status, HR in body.decode(), "Access-Control-Allow-Methods" in headers) == (403, True, False)
        assert headers.get("Access-Control-Allow-Origin", other) == origin
    app.extensions["svarsoeg"]._index.close()


def test_watching_needs_no_proof_and_tells_no_numbers(sites: Sites) -> None:
    """Whether the site can search is told to everybody, and nothing else, also when it cannot."""
    client = sites.app.test_client()
    for headers, peer in (({}, OUTSIDE), (proof("A"), PROXY)):
        assert client.get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": peer}).get_json() == {"status": "ok"}
    assert client.post("/healthz", environ_base={"REMOTE_ADDR": OUTSIDE}).status_code == 403


def test_a_site_without_an_index_says_no_more(tmp_path: Path) -> None:
    """Behind a login, whoever watches is not told where the index would lie."""
    app = site(behind_proxy(tmp_path))
    answer = app.test_client().get("/healthz", environ_base={"REMOTE_ADDR": OUTSIDE})
    assert (answer.status_code, answer.get_json()) == (503, {"status": "unavailable"})


# Without a proxy.


def test_restricted_letters_are_seen_by_nobody_where_all_see_the_same(tmp_path: Path) -> None:
    """Without a login there are no groups: whatever fields a request has, the letters are not there, also in what is counted."""
    settings = replace(configured(tmp_path), restricted={"hr": ("A", "")})
    put_letters(settings.corpus_path, {**OPEN, **HIDDEN})
    rebuild(settings)
    app = site(settings)
    client = app.test_client()
    for headers in ({}, proof("A"), proof("")):
        assert client.get(f"/brev/{HR}", headers=headers, environ_base={"REMOTE_ADDR": PROXY}).status_code == 404
        assert client.get("/healthz", headers=headers).get_json()["letters"] == 4
    app.extensions["svarsoeg"]._index.close()


# Half configured.

HALVES: dict[str, Callable[[Settings], Settings]] = {
    "networks": lambda settings: replace(settings, access=replace(settings.access, networks=())),
    "ikke et netværk": lambda settings: replace(settings, access=replace(settings.access, networks=("10.1.0.0/16", "10.1.2.3/8"))),
    "alle adresser": lambda settings: replace(settings, access=replace(settings.access, networks=("0.0.0.0/0",))),
    "kræver secret_file": lambda settings: replace(settings, access=replace(settings.access, secret_file="")),
    "kan ikke læses": lambda settings: replace(settings, access=replace(settings.access, secret_file="findes-ikke")),
    "mindst 16 tegn": lambda settings: replace(settings, access=replace(settings.access, secret_file="config.toml/../short")),
    "uden mellemrum og komma": lambda settings: replace(settings, access=replace(settings.access, secret_file="odd")),
    "tre forskellige navne": lambda settings: replace(settings, access=replace(settings.access, user_header="x-svarsoeg-secret")),
    "skal være en mappe i korpus": lambda settings: replace(settings, restricted={"/hr": ("A",)}),
}


@pytest.mark.parametrize("half", HALVES)
def test_a_half_configured_site_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, half: str) -> None:
    """What lacks a part of the proof, or restricts what is no folder, stops the server with one sentence and code 2; so does the check."""
    settings = HALVES[half](behind_proxy(tmp_path))
    (tmp_path / "short").write_text("kort\n", encoding="utf-8")
    (tmp_path / "odd").write_text("en hemmelighed, paa mindst 16", encoding="utf-8")
    settings = replace(settings, access=replace(settings.access, secret_file=settings.access.secret_file.removeprefix("config.toml/../")))
    with pytest.raises(ConfigError, match=half):
        site(settings)
    monkeypatch.setattr(program, "load_settings", lambda _path: settings)
    result = CliRunner().invoke(program.main, [])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert half in result.stderr
    with contextlib.suppress(ConfigError):
        assert [finding.code for finding in findings(settings) if half in finding.text] == [2]


def test_the_check_names_folders_that_restrict_nothing(tmp_path: Path) -> None:
    """A restricted folder that is not there may be a slip that leaves letters open; one that nobody sees is named, too."""
    settings = replace(behind_proxy(tmp_path), restricted={"personalle": ("A",), "hr": (), "jura": ("C",)})
    put_letters(settings.corpus_path, {**OPEN, **HIDDEN})
    told = [finding for finding in findings(settings) if finding.what == "adgang"]
    assert [(finding.code, '"personalle"' in finding.text, '"hr"' in finding.text) for finding in told] == [
        (2, True, False),
        (0, False, True),
        (0, False, False),
    ]
    opened = replace(settings, access=Access())
    assert ["ses af ingen" in finding.text for finding in findings(opened) if '"jura"' in finding.text] == [True]
