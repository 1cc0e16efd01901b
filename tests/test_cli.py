from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_builders import build
from tests.cli_builders import indexer
from tests.cli_builders import objects
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.config import Settings

SHOW_KEYS = [
    *("file", "kind", "authority", "administration", "addressee", "addressee_party", "asker", "date", "date_source", "inquiry_date"),
    *("case_number", "document_number", "reference", "subject", "signer", "signer_title", "signers", "preamble", "needs_ocr"),
    *("passages", "remarks"),
]
SEARCH_KEYS = ["file", "label", "score", "question", "snippet", "date", "case_number", "nearly"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three letters, two on one subject, and their index."""
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def config(built: Settings) -> Path:
    """The config.toml of the letters."""
    return built.folder / "config.toml"


# rebuild


def test_rebuild_reports_what_it_did(config: Path) -> None:
    """Letters, passages, failures with reason and files left out, on stdout; how it goes, on stderr; exit 0, for there is an index."""
    result = indexer("rebuild", "--config", config)
    assert result.exit_code == 0
    assert "3 breve, 6 svar" in result.stdout
    assert "Læst: 0. Uændret siden sidst: 3." in result.stdout
    assert "tom.txt: " in result.stdout
    assert "[empty]" in result.stdout
    assert "x.doc" in result.stdout
    assert result.stderr.splitlines() == ["Læser 4 filer ...", "Skriver indekset med 3 breve ..."]


def test_rebuild_json_is_one_object(config: Path) -> None:
    """--json gives the whole report as one line."""
    [report] = objects(indexer("--config", config, "rebuild", "--json"))
    assert (report["letters"], report["passages"], report["cached"]) == (3, 6, 3)
    assert report["failures"] == [{"file": "tom.txt", "code": "empty", "reason": report["failures"][0]["reason"]}]  # type: ignore[index]
    assert report["ignored"] == ["x.doc"]
    assert report["generation"]


def test_rebuild_of_nothing_readable_says_why(tmp_path: Path) -> None:
    """When no letter can be read, the report says why for each and the code is 1."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"tom.txt": ""})
    result = indexer("rebuild", "--config", tmp_path / "config.toml")
    assert result.exit_code == 1
    assert "tom.txt: " in result.stdout
    assert result.stderr.splitlines()[-1].startswith("indexer: Intet brev i ")


def test_long_reading_shows_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal, reading many letters gives ten lines, not thousands."""
    from indexer.cli.progress import LineProgress

    progress = LineProgress()
    progress.begin(250)
    for _ in range(250):
        progress.done("a.txt", None)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 11
    assert told[-1] == "  250 af 250"


# show


def test_show_json_has_exactly_the_keys_promised(config: Path, built: Settings) -> None:
    """One object a line, with the keys of the design in their order, and the name of the file."""
    path = built.corpus_path / "a.txt"
    [letter] = objects(indexer("show", "--json", path, "--config", config))
    assert list(letter) == SHOW_KEYS
    assert letter["file"] == path.name
    assert (letter["addressee"], letter["addressee_party"], letter["date"]) == ("Enhedslisten", "Enhedslisten", "2018-09-02")
    assert (letter["signer"], letter["signer_title"]) == ("Anna Prøvesen", "Direktør")
    passages = letter["passages"]
    assert isinstance(passages, list)
    assert [list(passage) for passage in passages] == [
        ["label", "kind", "heading", "question", "answer", "tables", "page", "confidence"]
    ] * 2
    assert [passage["label"] for passage in passages] == ["1", "2"]


def test_show_applies_a_correction(config: Path, built: Settings) -> None:
    """What is shown is what a rebuild would index: the correction beside the letter counts, and its mistakes are remarks."""
    put_letters(built.corpus_path, {"a.meta.toml": 'case_number = "2019-1"\nemne = "x"'})
    [letter] = objects(indexer("show", "--json", built.corpus_path / "a.txt", "--config", config))
    (built.corpus_path / "a.meta.toml").unlink()
    assert letter["case_number"] == "2019-1"
    assert [remark["code"] for remark in letter["remarks"]] == ["correction_mistake"]  # type: ignore[attr-defined]


def test_show_draws_a_letter(config: Path, built: Settings) -> None:
    """Without --json a person can read it: metadata, questions, answers, no control characters."""
    path = built.corpus_path / "esc.txt"
    path.write_text(letter_text(7).replace("17 borgere", "17 \x1b[31mborgere [bold]fed[/bold]"), encoding="utf-8")
    result = indexer("show", path, "--config", config)
    path.unlink()
    assert result.exit_code == 0
    assert "2018-0000007-7" in result.stdout
    assert "Spørgsmål 2" in result.stdout
    assert "[bold]fed[/bold]" in result.stdout
    assert "\x1b" not in result.stdout


def test_show_draws_every_letter_of_the_corpus(corpus: Path, config: Path) -> None:
    """Notes, tables, footnotes and remarks have a shape, too."""
    result = indexer("show", "--config", config, *sorted(corpus.glob("*.txt")))
    assert (result.exit_code, result.stderr) == (0, "")
    for word in ("Budgetnotat", "afsnit 1", "Tabel 1", "*ekskl. danskuddannelse", "[missing_date]", "(henvendelsens)"):
        assert word in result.stdout
    assert not [line for line in result.stdout.splitlines() if line.endswith(" ")]


def test_show_goes_on_after_a_file_it_cannot_read(config: Path, built: Settings) -> None:
    """A file that is missing or no letter gives one line on stderr; the others are shown; the code is 1."""
    result = indexer("show", "--json", "--config", config, built.corpus_path / "tom.txt", "nirgends.txt", built.corpus_path / "a.txt")
    assert result.exit_code == 1
    assert len(objects(result)) == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["indexer", "indexer"]
    assert "nirgends.txt" in result.stderr


def test_show_needs_no_config(built: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from any config.toml a letter can still be shown, and the reader is told what is not known there."""
    monkeypatch.chdir(tmp_path)
    result = indexer("show", "--json", built.corpus_path / "a.txt")
    assert (result.exit_code, len(objects(result))) == (0, 1)
    assert "config.toml" in result.stderr


# search


def test_search_json_has_exactly_the_keys_promised(config: Path) -> None:
    """One hit a line, best first, of the letters that have the word in any form, and of no other."""
    hits = objects(indexer("search", "--json", "--config", config, "nytteindsatsen"))
    assert [list(hit) for hit in hits] == [SEARCH_KEYS] * 4
    assert {hit["file"] for hit in hits} == {"a.txt", "2018/b.txt"}
    assert {hit["question"] for hit in hits} == {"Hvor mange borgere er i nytteindsats?", "Hvad koster nytteindsats om året?"}
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)  # type: ignore[type-var]


def test_search_limit(config: Path) -> None:
    """--limit is the number of hits at most."""
    assert len(objects(indexer("search", "--json", "--limit", 3, "--config", config, "nytteindsats"))) == 3


def test_search_takes_words_that_begin_with_a_dash(config: Path) -> None:
    """-ord leaves out the answers that have it; it is no option."""
    result = indexer("search", "--json", "--config", config, "nytteindsats", "-borgere")
    assert {hit["label"] for hit in objects(result)} == {"2"}


def test_search_reads_well(config: Path) -> None:
    """For a person: the question, where it stands, and a snippet."""
    result = indexer("search", "--config", config, "vejsalt")
    assert result.exit_code == 0
    assert "1. Hvad koster vejsalt om året?" in result.stdout or "1. Hvor mange borgere er i vejsalt?" in result.stdout
    assert "c.txt, spørgsmål 1, 2018-09-04, sag 2018-0000003" in result.stdout
    assert result.stderr == "2 af 2 svar.\n"


def test_search_says_how_it_read_the_words(config: Path) -> None:
    """When no answer has all the words, those with most of them are shown, and the reader is told."""
    result = indexer("search", "--config", config, "hvor mange borgere vejsalt xylofonkoncert")
    assert result.exit_code == 0
    assert "Ingen svar har alle ordene" in result.stderr


def test_search_without_hits_is_no_error(config: Path) -> None:
    """Nothing found is an answer: code 0, nothing on stdout, a friendly line on stderr."""
    result = indexer("search", "--json", "--config", config, "xylofonkoncert")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Ingen svar" in result.stderr


def test_search_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    """No index: one line with the command that makes one, code 3."""
    configured(tmp_path)
    result = indexer("search", "x", "--config", tmp_path / "config.toml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "indexer rebuild" in result.stderr
    assert len(result.stderr.splitlines()) == 1


# analyse


def test_analyse_gives_one_object_a_word() -> None:
    """Word, terms and parts; two forms of a word have the same terms."""
    words = objects(indexer("analyse", "nytteindsats", "nytteindsatsen"))
    assert [list(word) for word in words] == [["word", "terms", "parts"]] * 2
    assert [word["word"] for word in words] == ["nytteindsats", "nytteindsatsen"]
    assert words[0]["terms"] == words[1]["terms"]


# check


def test_check_finds_what_cannot_be_read_or_has_changed(config: Path, built: Settings) -> None:
    """All in order is 0; a letter added since the index was built is not."""
    assert indexer("check", "--config", config).exit_code == 0
    put_letters(built.corpus_path, {"ny.txt": letter_text(8)})
    result = indexer("check", "--config", config)
    (built.corpus_path / "ny.txt").unlink()
    assert result.exit_code == 3
    assert "Kør `indexer rebuild`" in result.stdout


def test_check_names_everything_that_is_wrong(tmp_path: Path) -> None:
    """A missing corpus and a missing index are both told of, each with what mends it; the code is that of the first."""
    settings = configured(tmp_path)
    settings.corpus_path.rmdir()
    result = indexer("check", "--config", tmp_path / "config.toml")
    assert result.exit_code == 2
    assert [line[:5] for line in result.stdout.splitlines()] == ["ok   ", "FEJL ", "FEJL "]


def test_check_of_an_empty_corpus(tmp_path: Path) -> None:
    """A corpus without letters is wrong."""
    configured(tmp_path)
    assert indexer("check", "--config", tmp_path / "config.toml").exit_code == 2


def test_check_of_a_refused_file(config: Path, built: Settings) -> None:
    """A file that the corpus refuses is named."""
    (built.corpus_path / "ud.txt").symlink_to(config)
    result = indexer("check", "--config", config)
    (built.corpus_path / "ud.txt").unlink()
    assert "ud.txt" in result.stdout
    assert result.exit_code == 1
