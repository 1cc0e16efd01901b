"""The lists a secretary can edit: protected words, words never and always split, inflections, synonyms.

Knows how these files are written and what is wrong with a line that is not; must not know what the lists are used for.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from indexer.analysis.compounds import Split
from indexer.analysis.tokens import normalise
from indexer.errors import ConfigError


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


LISTS = ("always_split.txt", "inflections.txt", "never_split.txt", "protected.txt", "synonyms.txt")
"""The names of the files."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What the lists say: words not to be stemmed, not to be split, how to split words, and the base form of inflected ones.

    `synonyms` are pairs of a word and what else it may be called, in one or more words.
    """

    protected: frozenset[str] = frozenset()
    never_split: frozenset[str] = frozenset()
    always_split: dict[str, Split] = field(default_factory=dict)
    inflections: dict[str, str] = field(default_factory=dict)
    synonyms: tuple[tuple[str, str], ...] = ()


def list_paths(folder: Path, own: Path | None = None) -> dict[str, Path]:
    """Where each list lies, by its name: in the folder `own` if it is there, else in `folder`."""
    return {name: own / name if own and (own / name).is_file() else folder / name for name in LISTS}


def load_lists(folder: Path, own: Path | None = None) -> Lists:
    """The lists in `folder`, those in `own` instead of theirs. Raises ConfigError with the first line that cannot be used."""
    paths = list_paths(folder, own)
    always: dict[str, Split] = {}
    for path, line, text in _lines(paths["always_split.txt"]):
        always.update(_splits(path, line, text))
    inflections: dict[str, str] = {}
    for path, line, text in _lines(paths["inflections.txt"]):
        inflections.update(_inflections(path, line, text))
    synonyms = [pair for path, line, text in _lines(paths["synonyms.txt"]) for pair in _synonyms(path, line, text)]
    protected, never = (_words(paths[name]) for name in ("protected.txt", "never_split.txt"))
    return Lists(protected, never, always, inflections, tuple(dict.fromkeys(synonyms)))


def _lines(path: Path) -> Iterator[tuple[Path, int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, [f"Listen kan ikke læses som UTF-8-tekst: {error}"]) from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield path, number, line.strip()


def _words(path: Path) -> frozenset[str]:
    return frozenset(_word(path, number, text) for path, number, text in _lines(path))


def _word(path: Path, line: int, text: str) -> str:
    word = normalise(text)
    if not word.isalpha() or len(text.split()) != 1:
        raise ConfigError(path, [f'Linje {line}: "{text}" er ikke ét ord. Skriv ét ord på linjen, kun med bogstaver.'])
    return word


def _inflections(path: Path, line: int, text: str) -> Iterator[tuple[str, str]]:
    base, colon, forms = text.partition(":")
    if not colon or not forms.strip():
        raise ConfigError(path, [f'Linje {line}: "{text}" skal være et ord, kolon og dets bøjninger: cykel: cyklen cykler cyklerne'])
    lemma = _word(path, line, base)
    yield lemma, lemma
    for form in forms.split():
        yield _word(path, line, form), lemma


def _synonyms(path: Path, line: int, text: str) -> Iterator[tuple[str, str]]:
    """Each single word of "a = b = c d" with all the others; of "a > b" the first alone with the second."""
    one_way = ">" in text
    named = [" ".join(normalise(word) for word in name.split()) for name in text.split(">" if one_way else "=")]
    if len(named) < 2 or (one_way and len(named) > 2) or not all(name.replace(" ", "").replace("-", "").isalnum() for name in named):
        raise ConfigError(path, [f'Linje {line}: "{text}" skal være ord med lighedstegn imellem: ledig = arbejdsløs'])
    heads = [name for name in (named[:1] if one_way else named) if " " not in name]
    if not heads:
        raise ConfigError(path, [f'Linje {line}: "{text}" mangler et enkelt ord, der kan søges efter.'])
    yield from ((head, other) for head in heads for other in named if other != head)


def _splits(path: Path, line: int, text: str) -> Iterator[tuple[str, Split]]:
    """A split at each bar, the last first: the whole in two, then what is left of it."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 2 or not all(parts):
        raise ConfigError(path, [f'Linje {line}: "{text}" mangler en lodret streg mellem to dele: kommandit(s)|selskab'])
    words, links = zip(*(_part(path, line, part) for part in parts), strict=True)
    for last in range(len(parts) - 1, 0, -1):
        left = "".join(word + link for word, link in zip(words[:last], links[:last], strict=True))
        base = left.removesuffix(links[last - 1])
        yield left + words[last], Split(base, words[last], len(left), 0.0)


def _part(path: Path, line: int, part: str) -> tuple[str, str]:
    word, bracket, rest = part.partition("(")
    link = rest.removesuffix(")")
    if bracket and not rest.endswith(")"):
        raise ConfigError(path, [f'Linje {line}: "{part}" mangler en slutparentes.'])
    return _word(path, line, word), _word(path, line, link) if link else ""
