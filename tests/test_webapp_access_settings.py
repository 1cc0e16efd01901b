"""What the settings say of access holds as a whole or not at all: half of it starts no server, and without a login nobody sees more."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from indexer.cli.check import findings
from indexer.config import Access
from indexer.errors import ConfigError
from indexer.rebuild import rebuild
from tests.access_builders import HIDDEN
from tests.access_builders import HR
from tests.access_builders import OPEN
from tests.access_builders import PROXY
from tests.access_builders import behind_proxy
from tests.access_builders import proof
from tests.access_builders import site
from tests.corpus_builders import configured
from tests.corpus_builders import put_letters
from webapp import __main__ as program


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.config import Settings


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
