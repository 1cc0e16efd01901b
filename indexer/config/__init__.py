"""config.toml as typed settings.

Knows every setting, its default, and what is allowed; must not know who uses them.
The shipped config.toml states every key with its default, so the file is the schema; an unknown key or a value of another kind is a
mistake, and all mistakes of a file are collected before anything fails.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any
from typing import get_type_hints

import msgspec

from indexer.config.sections import Access
from indexer.config.sections import Analysis
from indexer.config.sections import Corpus
from indexer.config.sections import Embed
from indexer.config.sections import GroupTable
from indexer.config.sections import Index
from indexer.config.sections import NameTable
from indexer.config.sections import Ocr
from indexer.config.sections import OpenSearch
from indexer.config.sections import Privacy
from indexer.config.sections import Rebuild
from indexer.config.sections import Search
from indexer.config.sections import Site
from indexer.config.sections import Web
from indexer.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `folder` is where config.toml lies: relative paths start there.

    `restricted` maps a folder of the corpus to the groups that may see its letters, `parties` the name of a party to its letter on the
    ballot, `members` the name of a member to the name of a party.
    """

    folder: Path
    corpus: Corpus = field(default_factory=Corpus)
    analysis: Analysis = field(default_factory=Analysis)
    index: Index = field(default_factory=Index)
    opensearch: OpenSearch = field(default_factory=OpenSearch)
    rebuild: Rebuild = field(default_factory=Rebuild)
    ocr: Ocr = field(default_factory=Ocr)
    search: Search = field(default_factory=Search)
    web: Web = field(default_factory=Web)
    site: Site = field(default_factory=Site)
    embed: Embed = field(default_factory=Embed)
    access: Access = field(default_factory=Access)
    privacy: Privacy = field(default_factory=Privacy)
    restricted: GroupTable = field(default_factory=dict)
    parties: NameTable = field(default_factory=dict)
    members: NameTable = field(default_factory=dict)

    @property
    def corpus_path(self) -> Path:
        """The folder of letters, absolute."""
        return (self.folder / self.corpus.path).absolute()

    @property
    def lists_path(self) -> Path | None:
        """The folder of lists that take the place of the shipped ones, absolute; None when there is none."""
        return (self.folder / self.analysis.lists).absolute() if self.analysis.lists else None

    @property
    def index_path(self) -> Path:
        """The folder of the index, absolute."""
        return (self.folder / self.index.path).absolute()


def load_settings(path: Path) -> Settings:
    """The settings in the file at `path`; what it leaves out has its default. Raises ConfigError with every mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            path, ["Filen findes ikke. Angiv en anden med --config, eller kør kommandoen i mappen med config.toml."]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, [f"Filen kan ikke læses som UTF-8-tekst: {error}"]) from None
    try:
        return settings_from(tomllib.loads(text), folder=path.absolute().parent)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path, [f"Filen er ikke gyldig TOML: {error}"]) from None
    except _MistakesError as error:
        raise ConfigError(path, error.args[0]) from None


def settings_from(data: dict[str, Any], *, folder: Path) -> Settings:
    """The settings in `data`, as read from TOML. Raises an error that `load_settings` turns into a ConfigError."""
    mistakes: list[str] = []
    hints = get_type_hints(Settings, include_extras=True)
    del hints["folder"]
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name not in hints:
            mistakes.append(f"[{name}] kendes ikke. Tilladt er {_listed(hints)}.")
        elif not isinstance(value, dict):
            mistakes.append(f"{name} = {_shown(value)} skal være et afsnit: [{name}].")
        elif is_dataclass(hints[name]):
            values[name] = _section(name, value, hints[name], mistakes)
        else:
            values[name] = _value(name, value, hints[name], mistakes)
    if mistakes:
        raise _MistakesError(mistakes)
    return Settings(folder=folder, **values)


class _MistakesError(Exception):
    """Carries the sentences from where they are found to where the file's name is known."""


def _section(name: str, data: dict[str, Any], kind: Any, mistakes: list[str]) -> Any:
    hints = get_type_hints(kind, include_extras=True)
    mistakes.extend(f"[{name}] {key} kendes ikke. Tilladt er {_listed(hints)}." for key in sorted(set(data) - set(hints)))
    found = len(mistakes)
    values = {key: _value(f"[{name}] {key}", data[key], hints[key], mistakes) for key in hints if key in data}
    return kind(**values) if len(mistakes) == found else kind()


def _value(key: str, value: Any, kind: Any, mistakes: list[str]) -> Any:
    try:
        return msgspec.convert(value, type=kind)
    except msgspec.ValidationError:
        mistakes.append(f"{key} = {_shown(value)} er ikke tilladt; det skal være {allowed(kind)}.")
        return None


def allowed(kind: Any) -> str:
    """What a setting of this type may be, in Danish."""
    return next(meta.description for meta in kind.__metadata__ if isinstance(meta, msgspec.Meta) and meta.description)


def section_names() -> tuple[str, ...]:
    """The sections config.toml may have."""
    return tuple(entry.name for entry in fields(Settings) if entry.name != "folder")


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))


def _shown(value: Any) -> str:
    text = msgspec.json.encode(value, enc_hook=str).decode()
    return text if len(text) <= 80 else text[:77] + "..."


__all__ = [
    "Access",
    "Analysis",
    "Corpus",
    "Embed",
    "Index",
    "Ocr",
    "OpenSearch",
    "Privacy",
    "Rebuild",
    "Search",
    "Settings",
    "Site",
    "Web",
    "allowed",
    "load_settings",
    "section_names",
    "settings_from",
]
