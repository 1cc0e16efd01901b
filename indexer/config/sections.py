"""The sections of config.toml, each with its keys, their defaults and what is allowed.

Knows every setting; must not know how the file is read or who uses them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from typing import Literal

import msgspec


FolderName = Annotated[str, msgspec.Meta(min_length=1, description="en mappe; relativ til config.toml eller absolut")]
OneLine = Annotated[str, msgspec.Meta(min_length=1, max_length=200, description="en tekst på 1 til 200 tegn")]

_HOST = r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
HostName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9.:\[\]-]{1,200}\Z", description="et værtsnavn")]


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
    engine: Annotated[
        Literal["whoosh", "tantivy", "opensearch", "memory"], msgspec.Meta(description='"whoosh", "tantivy", "opensearch" eller "memory"')
    ] = "whoosh"
    keep: Annotated[int, msgspec.Meta(ge=1, le=100, description="et helt tal fra 1 til 100")] = 2


ClusterHost = Annotated[
    str, msgspec.Meta(pattern=rf"^{_HOST}\Z", max_length=200, description='en adresse som "https://soeg1.example.dk:9200", uden sti')
]
FileName = Annotated[str, msgspec.Meta(max_length=1000, description='en fil, eller ""')]


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """The cluster that the index is kept in, where the engine is "opensearch"."""

    hosts: Annotated[tuple[ClusterHost, ...], msgspec.Meta(description='en liste af adresser som "https://soeg1.example.dk:9200"')] = ()
    index: Annotated[
        str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}\Z", description="et navn på højst 60 små bogstaver a-z, tal, - og _")
    ] = "svarsoeg"
    user: Annotated[str, msgspec.Meta(max_length=200, description="en brugers navn; tom er ingen")] = ""
    password_file: FileName = ""
    ca: FileName = ""
    certificate: FileName = ""
    key: FileName = ""
    shards: Annotated[int, msgspec.Meta(ge=1, le=256, description="et helt tal fra 1 til 256")] = 1
    replicas: Annotated[int, msgspec.Meta(ge=0, le=20, description="et helt tal fra 0 til 20")] = 1
    timeout_seconds: Annotated[int, msgspec.Meta(ge=1, le=120, description="et helt tal fra 1 til 120")] = 10
    retries: Annotated[int, msgspec.Meta(ge=0, le=20, description="et helt tal fra 0 til 20")] = 2


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
    hosts: Annotated[tuple[HostName, ...], msgspec.Meta(description="en liste af værtsnavne; tom er alle")] = ()
    requests_per_minute: Annotated[int, msgspec.Meta(ge=0, le=100_000, description="et helt tal fra 0 til 100000; 0 er uden grænse")] = 240
    log_queries: Annotated[bool, msgspec.Meta(description="true eller false")] = False


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


Origin = Annotated[
    str, msgspec.Meta(pattern=rf"^{_HOST}\Z", max_length=200, description='en oprindelse som "https://intranet.example.dk", uden sti')
]
Network = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Fa-f.:]+(/[0-9]{1,3})?\Z", description='et netværk som "10.1.0.0/16"')]
HeaderName = Annotated[
    str, msgspec.Meta(pattern=r"^[A-Za-z0-9-]{1,60}\Z", description="navnet på et felt i en forespørgsel, som X-Remote-User")
]


@dataclass(frozen=True, slots=True)
class Embed:
    """Which other sites may show what is found here."""

    origins: Annotated[tuple[Origin, ...], msgspec.Meta(description='en liste af adresser som "https://intranet.example.dk"')] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """How it is known who asks: not at all, or by what a login proxy says."""

    mode: Annotated[Literal["open", "proxy"], msgspec.Meta(description='"open" eller "proxy"')] = "open"
    networks: Annotated[tuple[Network, ...], msgspec.Meta(description='en liste af netværk som "10.1.0.0/16"')] = ()
    user_header: HeaderName = "X-Remote-User"
    groups_header: HeaderName = "X-Remote-Groups"
    secret_header: HeaderName = "X-Svarsoeg-Secret"  # noqa: S105 - a name
    secret_file: Annotated[str, msgspec.Meta(max_length=1000, description='en fil, eller ""')] = ""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What of a letter is not shown."""

    mask: Annotated[bool, msgspec.Meta(description="true eller false")] = True
    originals: Annotated[Literal["masked", "as_received"], msgspec.Meta(description='"masked" eller "as_received"')] = "masked"
    unread: Annotated[Literal["withheld", "as_received"], msgspec.Meta(description='"withheld" eller "as_received"')] = "withheld"
    withdrawn: Annotated[str, msgspec.Meta(max_length=1000, description='en fil, eller ""')] = ""
    noindex: Annotated[bool, msgspec.Meta(description="true eller false")] = True


NameTable = Annotated[dict[str, str], msgspec.Meta(description='navne i anførselstegn, hver med en tekst: "Navn" = "tekst"')]
GroupTable = Annotated[
    dict[str, tuple[str, ...]], msgspec.Meta(description='mapper i anførselstegn, hver med en liste af grupper: "mappe" = ["gruppe"]')
]
