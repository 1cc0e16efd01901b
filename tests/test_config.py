from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from dataclasses import is_dataclass
from itertools import pairwise
from pathlib import Path
from typing import get_type_hints

import pytest

from indexer.config import Settings
from indexer.config import allowed
from indexer.config import load_settings
from indexer.config import section_names
from indexer.config import settings_from
from indexer.errors import ConfigError


SHIPPED = Path(__file__).parent.parent / "config.toml"


def written(tmp_path: Path, text: str) -> Path:
    """A config.toml with this text."""
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(tmp_path: Path, text: str) -> tuple[str, ...]:
    """The mistakes found in a config.toml with this text."""
    with pytest.raises(ConfigError) as caught:
        load_settings(written(tmp_path, text))
    return caught.value.mistakes


def test_the_shipped_file_states_every_setting_with_its_default(tmp_path: Path) -> None:
    """config.toml names every setting there is, each with the value it has when left out."""
    shipped = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    defaults = load_settings(written(tmp_path, ""))
    assert set(shipped) == set(section_names())
    for name in section_names():
        section = getattr(defaults, name)
        if is_dataclass(section):
            stated = {key: tuple(value) if isinstance(value, list) else value for key, value in shipped[name].items()}
            assert stated == {key.name: getattr(section, key.name) for key in fields(section)}, name


def test_every_line_of_the_shipped_file_is_explained() -> None:
    """Each setting stands below a comment that says what it does."""
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in pairwise(lines)
        if "=" in line and not line.startswith(("#", '"')) and (before == "" or before.startswith("["))
    ]
    assert bare == []


def test_every_setting_says_what_it_allows() -> None:
    """No setting is without a description for its error message."""
    for kind in get_type_hints(Settings, include_extras=True).values():
        if is_dataclass(kind):
            assert all(allowed(hint) for hint in get_type_hints(kind, include_extras=True).values())


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    """A file with several mistakes names key, value and what is allowed, for each of them."""
    assert mistakes(tmp_path, '[web]\nport = "otte"\nprot = 1\n[webb]\n[index]\nengine = "lucene"\n') == (
        "[web] prot kendes ikke. Tilladt er host, hosts, log_queries, port, requests_per_minute, threads.",
        '[web] port = "otte" er ikke tilladt; det skal være et helt tal fra 0 til 65535; 0 er en ledig port.',
        f"[webb] kendes ikke. Tilladt er {', '.join(sorted(section_names()))}.",
        '[index] engine = "lucene" er ikke tilladt; det skal være "whoosh", "tantivy", "opensearch" eller "memory".',
    )


@pytest.mark.parametrize(
    "text", ["[web]\nport = 70000", "[web]\nport = true", "[web]\nport = 80.5", "[search]\npage_size = 0", "web = 3", "[site]\ntitle = ''"]
)
def test_a_value_of_another_kind_or_out_of_range_is_refused(tmp_path: Path, text: str) -> None:
    """A value is of its kind and in its range, or it is a mistake."""
    assert len(mistakes(tmp_path, text)) == 1


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("accent", ("#0b5566", "#ABCDEF"), ("0b5566", "#fff", "#0b55667", "#0b5566\n", "teal", "")),
        (
            "url",
            ("", "https://svar.example.dk", "http://127.0.0.1:8000", "https://by.dk/om/svar"),
            ("https://svar.example.dk/", "svar.example.dk", "ftp://by.dk", "https://", "https://by.dk?x=1", "https://bruger:kode@by.dk"),
        ),
        ("accessibility", ("", "https://was.example.dk/by?id=1#top"), ("/was", "javascript:alert(1)", "https://by.dk/to ord", "https://")),
        ("logo", ("", "Lilleby Kommune"), ("x" * 61,)),
    ],
)
def test_what_a_city_may_say_of_its_site(tmp_path: Path, key: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    """A colour is one, an address can be opened by anyone, and whatever is neither is refused by name with what it should be."""
    for value in good:
        assert getattr(settings_from({"site": {key: value}}, folder=tmp_path).site, key) == value
    for value in bad:
        (mistake,) = mistakes(tmp_path, f"[site]\n{key} = {json.dumps(value)}")
        assert mistake.startswith(f"[site] {key} = ")


@pytest.mark.parametrize("text", ["[web\nport = 1", "port ="])
def test_what_is_no_toml_is_one_sentence(tmp_path: Path, text: str) -> None:
    """A file that is not TOML is one mistake, told where."""
    (mistake,) = mistakes(tmp_path, text)
    assert "ikke gyldig TOML" in mistake


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    """A file in another encoding than UTF-8 is one mistake."""
    (tmp_path / "config.toml").write_bytes("[site]\ntitle = 'Søg'".encode("utf-16"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(tmp_path / "config.toml")


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    """A missing config.toml is named, with the option that points to another."""
    with pytest.raises(ConfigError, match="--config"):
        load_settings(tmp_path / "config.toml")


def test_paths_start_at_the_file(tmp_path: Path) -> None:
    """A relative folder is relative to config.toml, wherever the command is run."""
    settings = load_settings(written(tmp_path, '[corpus]\npath = "breve"\n'))
    assert settings.corpus_path == tmp_path / "breve"
    assert settings.index_path == tmp_path / "index"
