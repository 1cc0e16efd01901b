"""A corpus with restricted folders, the site over it behind a login proxy, and how to ask it: what the tests of access are built from."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient

import indexer.course
from indexer.config import Access
from indexer.config import Web
from indexer.rebuild import rebuild
from indexer.restricted import restricted_id
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from webapp import create_app


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import tzinfo
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from indexer.config import Settings


SECRET = "en-hemmelighed-paa-mindst-16"
PROXY = "10.1.2.3"
OUTSIDE = "10.2.0.1"
RESTRICTED = {"hr": ("A",), "hr/løn": ("B",), "jura": ("C", "Ålejæger")}

TABLE = "\n\n| År | Rabarberkvote |\n| --- | --- |\n| 2017 | 12 |\n| 2018 | 15 |\n"


def _signed(text: str, name: str) -> str:
    return text.replace("Anna Prøvesen", name)


OPEN = {
    "a.txt": letter_text(1, topic="vejbump"),
    "b.txt": _signed(letter_text(2, topic="havnebad"), "Bodil Ågård"),
    "c.txt": letter_text(3, topic="cykelsti", document="2018-7777777-1").replace("2018-0000003", "2018-7777777"),
    "tom.txt": "",
}
"""Letters that everybody sees, one of them in a case that has a restricted letter too."""

HIDDEN = {
    "hr/kvote.md": _signed(letter_text(14, topic="rabarberkvoten", document="2018-7777777-2"), "Hemming Skjultsen")
    .replace("2018-0000014", "2018-7777777")
    .replace("om året i udgave", "om året for skjultsagerne i udgave")
    .replace("i udgave nul.\n\nMed", "i udgave nul." + TABLE + "\nMed"),
    "hr/gammel.txt": letter_text(14, topic="rabarberkvoten", document="2018-7777777-2", day="01-01-2017"),
    "hr/bump.txt": _signed(letter_text(15, topic="vejbump", edition="skjult"), "Hemming Skjultsen"),
    "hr/løn/x.txt": _signed(letter_text(16, topic="lakridsstrejke"), "Løn Lukketsen"),
    "hr/løn/tom.txt": "",
    "jura/y.txt": letter_text(17, topic="honningretssag"),
    "jura/note.docx": "x",
}
"""Letters that are for their groups alone, with words, names, a case, a table and an earlier edition that no other letter has."""

HR, LOEN, JURA = (
    restricted_id("2018-7777777-2", "hr"),
    restricted_id("2018-0000016-16", "hr/løn"),
    restricted_id("2018-0000017-17", "jura"),
)
"""A letter of each restricted folder, by its address."""

OPEN_CASE = "2018-7777777"
"""A case with open and restricted letters."""

DRAFT = {"tekst": "Hvor mange borgere er i rabarberkvoten?\n\nHvad koster vejbump om året?\n\nHvad koster lakridsstrejke om året?"}
"""A draft that asks for what open and restricted letters answer."""


def behind_proxy(folder: Path, **changes: object) -> Settings:
    """The settings of a site behind a proxy, in a new folder."""
    settings = configured(folder)
    (folder / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    access = Access(mode="proxy", networks=("10.1.0.0/16", "fd00::/8"), secret_file="secret")
    return replace(settings, access=replace(access, **changes), restricted=RESTRICTED, web=Web(requests_per_minute=0))  # type: ignore[arg-type]


def proof(*groups: str, user: str = "bruger", **changes: str) -> dict[str, str]:
    """The fields of a request as the proxy sends it for a user in these groups; "" among the changes leaves a field out."""
    named = {"user": user, "groups": ",".join(groups), "secret": SECRET, **changes}
    names = {"user": "X-Remote-User", "groups": "X-Remote-Groups", "secret": "X-Svarsoeg-Secret"}
    # As a server gives them: bytes of UTF-8 read as Latin-1.
    return {names[each]: value.encode().decode("latin-1") for each, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the site as the proxy does for a user in `groups`, from the proxy's address."""

    client: FlaskClient
    groups: tuple[str, ...] = ()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        """The answer to a request for this address, or the one it leads to."""
        return self.client.get(
            path,
            headers=proof(*self.groups) | dict(headers or {}),
            buffered=True,
            follow_redirects=True,
        )

    def post(self, path: str, form: Mapping[str, str]) -> TestResponse:
        """The answer to a form that is posted."""
        return self.client.post(path, data=form, headers=proof(*self.groups))


def asking(app: Flask, *groups: str) -> Asking:
    """Somebody in these groups."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = PROXY
    return Asking(client, groups)


def site(settings: Settings) -> Flask:
    """The site of these settings."""
    return create_app(settings)


class Sites(NamedTuple):
    """The site with its restricted letters, and what an outsider was told by address when it had none."""

    app: Flask
    before: dict[str, tuple[int, str, str]]


def all_of(answer: TestResponse) -> tuple[int, str, str]:
    """All of an answer but what changes with every rebuild, the name of the generation."""
    body = re.sub(r"\d{8}T\d{6}[\w.-]*", "", answer.text)
    return answer.status_code, answer.headers.get("Content-Type", ""), body


class _Clock:
    """A day that never ends: two rebuilds tell the same time."""

    @staticmethod
    def now(zone: tzinfo) -> datetime:
        return datetime(2020, 3, 4, 12, tzinfo=zone)


@contextlib.contextmanager
def grown(folder: Path, paths: Iterable[str] = ()) -> Iterator[Sites]:
    """The same site, asked by an outsider for these addresses and with a draft while it has only its open letters, and then given the
    restricted ones.
    """
    settings = behind_proxy(folder)
    put_letters(settings.corpus_path, OPEN)
    app = site(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer.course, "datetime", _Clock)
        rebuild(settings)
        before = {path: all_of(asking(app).get(path)) for path in paths}
        before["/foer"] = all_of(asking(app).post("/foer", DRAFT))
        put_letters(settings.corpus_path, HIDDEN)
        rebuild(settings)
    yield Sites(app, before)
    app.extensions["svarsoeg"]._index.close()
