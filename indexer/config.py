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
from typing import Annotated
from typing import Any
from typing import Literal
from typing import get_type_hints

import msgspec

from indexer.errors import ConfigError


FolderName = Annotated[str, msgspec.Meta(min_length=1, description="en mappe; relativ til config.toml eller absolut")]
OneLine = Annotated[str, msgspec.Meta(min_length=1, max_length=200, description="en tekst på 1 til 200 tegn")]

_HOST = r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the letters lie."""

    path: FolderName = "corpus"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the words of the letters are read with."""

    lists: Annotated[str, msgspec.Meta(max_length=1000, description='en mappe, eller ""')] = ""


@dataclass(frozen=True, slots=True)
class Index:
    """Where and by which engine the index is kept."""

    path: FolderName = "index"
    engine: Annotated[Literal["whoosh", "memory"], msgspec.Meta(description='"whoosh" eller "memory"')] = "whoosh"
    keep: Annotated[int, msgspec.Meta(ge=1, le=100, description="et helt tal fra 1 til 100")] = 2


@dataclass(frozen=True, slots=True)
class Rebuild:
    """How a rebuild uses the machine."""

    workers: Annotated[int, msgspec.Meta(ge=0, le=256, description="et helt tal fra 0 til 256; 0 er ét pr. processorkerne")] = 0
    seconds_per_file: Annotated[int, msgspec.Meta(ge=1, le=3600, description="et helt tal fra 1 til 3600")] = 60
    megabytes_per_file: Annotated[int, msgspec.Meta(ge=500, le=1_000_000, description="et helt tal fra 500 til 1000000")] = 2000


@dataclass(frozen=True, slots=True)
class Ocr:
    """How letters that are pictures are read, if they are."""

    enabled: Annotated[bool, msgspec.Meta(description="true eller false")] = False
    program: OneLine = "tesseract"
    language: Annotated[
        str, msgspec.Meta(pattern=r"^\w+(\+\w+)*\Z", max_length=200, description='Tesseracts navne på sprog, som "dan" eller "dan+eng"')
    ] = "dan"
    dpi: Annotated[int, msgspec.Meta(ge=100, le=600, description="et helt tal fra 100 til 600")] = 300
    seconds_per_page: Annotated[int, msgspec.Meta(ge=1, le=3600, description="et helt tal fra 1 til 3600")] = 60


@dataclass(frozen=True, slots=True)
class Search:
    """How a search answers."""

    recency: Annotated[float, msgspec.Meta(ge=0, le=10, description="et tal fra 0 til 10")] = 0.0
    page_size: Annotated[int, msgspec.Meta(ge=1, le=100, description="et helt tal fra 1 til 100")] = 10
    facet_values: Annotated[int, msgspec.Meta(ge=1, le=1000, description="et helt tal fra 1 til 1000")] = 8


@dataclass(frozen=True, slots=True)
class Web:
    """Where the page is served."""

    host: OneLine = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535, description="et helt tal fra 0 til 65535; 0 er en ledig port")] = 8000
    threads: Annotated[int, msgspec.Meta(ge=1, le=256, description="et helt tal fra 1 til 256")] = 4


@dataclass(frozen=True, slots=True)
class Site:
    """What the page says of itself."""

    title: OneLine = "Svarsøg"
    subtitle: OneLine = "Søg i forvaltningens svar til politikerne"
    logo: Annotated[str, msgspec.Meta(max_length=60, description="en tekst på højst 60 tegn; tom er sidens navn")] = ""
    accent: Annotated[str, msgspec.Meta(pattern=r"^#[0-9A-Fa-f]{6}\Z", description='en farve som "#0b5566"')] = "#0b5566"
    url: Annotated[
        str,
        msgspec.Meta(
            pattern=rf"^({_HOST}(/[A-Za-z0-9._~%-]+)*)?\Z",
            max_length=200,
            description='en adresse som "https://svar.example.dk", uden skråstreg til sidst; tom er den, der spørges på',
        ),
    ] = ""
    contact: Annotated[str, msgspec.Meta(max_length=200, description="en tekst på højst 200 tegn; tom er ingen")] = ""
    accessibility: Annotated[
        str,
        msgspec.Meta(
            pattern=rf"^({_HOST}([/?#][!-~]*)?)?\Z",
            max_length=500,
            description='en adresse, der begynder med "https://" eller "http://"; tom er ingen',
        ),
    ] = ""


NameTable = Annotated[dict[str, str], msgspec.Meta(description='navne i anførselstegn, hver med en tekst: "Navn" = "tekst"')]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `folder` is where config.toml lies: relative paths start there.

    `parties` maps the name of a party to its letter on the ballot, `members` the name of a member to the name of a party.
    """

    folder: Path
    corpus: Corpus = field(default_factory=Corpus)
    analysis: Analysis = field(default_factory=Analysis)
    index: Index = field(default_factory=Index)
    rebuild: Rebuild = field(default_factory=Rebuild)
    ocr: Ocr = field(default_factory=Ocr)
    search: Search = field(default_factory=Search)
    web: Web = field(default_factory=Web)
    site: Site = field(default_factory=Site)
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
