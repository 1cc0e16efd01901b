from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from indexer import __version__
from indexer.cli import COMMANDS
from indexer.cli import main
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import process_environment
from tests.corpus_builders import put_letters


if TYPE_CHECKING:
    from click.testing import Result

    from indexer.config import Settings

SHOW_KEYS = [
    *("file", "kind", "authority", "administration", "addressee", "addressee_party", "asker", "date", "date_source", "inquiry_date"),
    *("case_number", "document_number", "reference", "subject", "signer", "signer_title", "signers", "preamble", "needs_ocr"),
    *("passages", "remarks"),
]
SEARCH_KEYS = ["file", "label", "score", "question", "snippet", "date", "case_number", "nearly"]


def _indexer(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="indexer")


def _lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def _process(*args: object, **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "indexer", *map(str, args)]
    return subprocess.run(command, capture_output=True, env=process_environment(**variables), timeout=60, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three letters, two on one subject, and their index."""
    settings = configured(tmp_path_factory.mktemp("built"))
    put_letters(
        settings.corpus_path,
        {"a.txt": letter_text(1), "2018/b.txt": letter_text(2), "c.txt": letter_text(3, topic="vejsalt"), "tom.txt": "", "x.doc": "x"},
    )
    result = _indexer("rebuild", "--config", settings.folder / "config.toml")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (0, "Læser 4 filer ...")
    return settings


@pytest.fixture
def config(built: Settings) -> Path:
    """The config.toml of the letters."""
    return built.folder / "config.toml"


# rebuild


def test_rebuild_reports_what_it_did(config: Path) -> None:
    """Letters, passages, failures with reason and files left out, on stdout; how it goes, on stderr; exit 0, for there is an index."""
    result = _indexer("rebuild", "--config", config)
    assert result.exit_code == 0
    assert "3 breve, 6 svar" in result.stdout
    assert "Læst: 0. Uændret siden sidst: 3." in result.stdout
    assert "tom.txt: " in result.stdout
    assert "[empty]" in result.stdout
    assert "x.doc" in result.stdout
    assert result.stderr.splitlines() == ["Læser 4 filer ...", "Skriver indekset med 3 breve ..."]


def test_rebuild_json_is_one_object(config: Path) -> None:
    """--json gives the whole report as one line."""
    [report] = _lines(_indexer("--config", config, "rebuild", "--json"))
    assert (report["letters"], report["passages"], report["cached"]) == (3, 6, 3)
    assert report["failures"] == [{"file": "tom.txt", "code": "empty", "reason": report["failures"][0]["reason"]}]  # type: ignore[index]
    assert report["ignored"] == ["x.doc"]
    assert report["generation"]


def test_rebuild_of_nothing_readable_says_why(tmp_path: Path) -> None:
    """When no letter can be read, the report says why for each and the code is 1."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"tom.txt": ""})
    result = _indexer("rebuild", "--config", tmp_path / "config.toml")
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
    [letter] = _lines(_indexer("show", "--json", path, "--config", config))
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
    [letter] = _lines(_indexer("show", "--json", built.corpus_path / "a.txt", "--config", config))
    (built.corpus_path / "a.meta.toml").unlink()
    assert letter["case_number"] == "2019-1"
    assert [remark["code"] for remark in letter["remarks"]] == ["correction_mistake"]  # type: ignore[attr-defined]


def test_show_draws_a_letter(config: Path, built: Settings) -> None:
    """Without --json a person can read it: metadata, questions, answers, no control characters."""
    path = built.corpus_path / "esc.txt"
    path.write_text(letter_text(7).replace("17 borgere", "17 \x1b[31mborgere [bold]fed[/bold]"), encoding="utf-8")
    result = _indexer("show", path, "--config", config)
    path.unlink()
    assert result.exit_code == 0
    assert "2018-0000007-7" in result.stdout
    assert "Spørgsmål 2" in result.stdout
    assert "[bold]fed[/bold]" in result.stdout
    assert "\x1b" not in result.stdout


def test_show_draws_every_letter_of_the_corpus(corpus: Path, config: Path) -> None:
    """Notes, tables, footnotes and remarks have a shape, too."""
    result = _indexer("show", "--config", config, *sorted(corpus.glob("*.txt")))
    assert (result.exit_code, result.stderr) == (0, "")
    for word in ("Budgetnotat", "afsnit 1", "Tabel 1", "*ekskl. danskuddannelse", "[missing_date]", "(henvendelsens)"):
        assert word in result.stdout
    assert not [line for line in result.stdout.splitlines() if line.endswith(" ")]


def test_show_goes_on_after_a_file_it_cannot_read(config: Path, built: Settings) -> None:
    """A file that is missing or no letter gives one line on stderr; the others are shown; the code is 1."""
    result = _indexer("show", "--json", "--config", config, built.corpus_path / "tom.txt", "nirgends.txt", built.corpus_path / "a.txt")
    assert result.exit_code == 1
    assert len(_lines(result)) == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["indexer", "indexer"]
    assert "nirgends.txt" in result.stderr


def test_show_needs_no_config(built: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from any config.toml a letter can still be shown, and the reader is told what is not known there."""
    monkeypatch.chdir(tmp_path)
    result = _indexer("show", "--json", built.corpus_path / "a.txt")
    assert (result.exit_code, len(_lines(result))) == (0, 1)
    assert "config.toml" in result.stderr


# search


def test_search_json_has_exactly_the_keys_promised(config: Path) -> None:
    """One hit a line, best first, of the letters that have the word in any form, and of no other."""
    hits = _lines(_indexer("search", "--json", "--config", config, "nytteindsatsen"))
    assert [list(hit) for hit in hits] == [SEARCH_KEYS] * 4
    assert {hit["file"] for hit in hits} == {"a.txt", "2018/b.txt"}
    assert {hit["question"] for hit in hits} == {"Hvor mange borgere er i nytteindsats?", "Hvad koster nytteindsats om året?"}
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)  # type: ignore[type-var]


def test_search_limit(config: Path) -> None:
    """--limit is the number of hits at most."""
    assert len(_lines(_indexer("search", "--json", "--limit", 3, "--config", config, "nytteindsats"))) == 3


def test_search_takes_words_that_begin_with_a_dash(config: Path) -> None:
    """-ord leaves out the answers that have it; it is no option."""
    result = _indexer("search", "--json", "--config", config, "nytteindsats", "-borgere")
    assert {hit["label"] for hit in _lines(result)} == {"2"}


def test_search_reads_well(config: Path) -> None:
    """For a person: the question, where it stands, and a snippet."""
    result = _indexer("search", "--config", config, "vejsalt")
    assert result.exit_code == 0
    assert "1. Hvad koster vejsalt om året?" in result.stdout or "1. Hvor mange borgere er i vejsalt?" in result.stdout
    assert "c.txt, spørgsmål 1, 2018-09-04, sag 2018-0000003" in result.stdout
    assert result.stderr == "2 af 2 svar.\n"


def test_search_says_how_it_read_the_words(config: Path) -> None:
    """When no answer has all the words, those with most of them are shown, and the reader is told."""
    result = _indexer("search", "--config", config, "hvor mange borgere vejsalt xylofonkoncert")
    assert result.exit_code == 0
    assert "Ingen svar har alle ordene" in result.stderr


def test_search_without_hits_is_no_error(config: Path) -> None:
    """Nothing found is an answer: code 0, nothing on stdout, a friendly line on stderr."""
    result = _indexer("search", "--json", "--config", config, "xylofonkoncert")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Ingen svar" in result.stderr


def test_search_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    """No index: one line with the command that makes one, code 3."""
    configured(tmp_path)
    result = _indexer("search", "x", "--config", tmp_path / "config.toml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "indexer rebuild" in result.stderr
    assert len(result.stderr.splitlines()) == 1


# analyse


def test_analyse_gives_one_object_a_word() -> None:
    """Word, terms and parts; two forms of a word have the same terms."""
    words = _lines(_indexer("analyse", "nytteindsats", "nytteindsatsen"))
    assert [list(word) for word in words] == [["word", "terms", "parts"]] * 2
    assert [word["word"] for word in words] == ["nytteindsats", "nytteindsatsen"]
    assert words[0]["terms"] == words[1]["terms"]


# check


def test_check_finds_what_cannot_be_read_or_has_changed(config: Path, built: Settings) -> None:
    """All in order is 0; a letter added since the index was built is not."""
    assert _indexer("check", "--config", config).exit_code == 0
    put_letters(built.corpus_path, {"ny.txt": letter_text(8)})
    result = _indexer("check", "--config", config)
    (built.corpus_path / "ny.txt").unlink()
    assert result.exit_code == 3
    assert "Kør `indexer rebuild`" in result.stdout


def test_check_names_everything_that_is_wrong(tmp_path: Path) -> None:
    """A missing corpus and a missing index are both told of, each with what mends it; the code is that of the first."""
    settings = configured(tmp_path)
    settings.corpus_path.rmdir()
    result = _indexer("check", "--config", tmp_path / "config.toml")
    assert result.exit_code == 2
    assert [line[:5] for line in result.stdout.splitlines()] == ["ok   ", "FEJL ", "FEJL "]


def test_check_of_an_empty_corpus(tmp_path: Path) -> None:
    """A corpus without letters is wrong."""
    configured(tmp_path)
    assert _indexer("check", "--config", tmp_path / "config.toml").exit_code == 2


def test_check_of_a_refused_file(config: Path, built: Settings) -> None:
    """A file that the corpus refuses is named."""
    (built.corpus_path / "ud.txt").symlink_to(config)
    result = _indexer("check", "--config", config)
    (built.corpus_path / "ud.txt").unlink()
    assert "ud.txt" in result.stdout
    assert result.exit_code == 1


# help and mistakes


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_danish(command: str | None) -> None:
    """Every help page names all options in Danish; none of click's English is left."""
    result = _indexer(*([command] if command else []), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Brug: indexer")
    assert "Vis denne hjælp." in result.stdout
    for english in ("Usage", "Options", "Commands", "Show", "exit", "OPTIONS", "COMMAND", "default"):
        assert english not in result.stdout


def test_help_needs_nothing_but_click() -> None:
    """The first help page loads neither the Danish resources nor a PDF reader nor an engine."""
    loaded = "import sys; from indexer.cli import main; main(['--help'], standalone_mode=False)"
    code = f"try:\n    {loaded.replace('; ', chr(10) + '    ')}\nexcept SystemExit:\n    print(sorted(sys.modules), file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=process_environment(), check=True)
    assert not {"pdfplumber", "whoosh", "pebble", "rich", "indexer.analysis", "indexer.search"} & set(eval(result.stderr))


def test_search_does_not_load_a_pdf_reader() -> None:
    """Searching needs no reader of files and no processes."""
    code = "import sys, indexer.cli.search; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=process_environment(), check=True)
    assert not {"pdfplumber", "pebble", "rich"} & set(result.stdout.split())


def test_without_a_command_the_help_is_shown() -> None:
    """`indexer` alone shows what there is."""
    result = _indexer()
    assert result.exit_code == 2
    assert "Kommandoer:" in result.stderr


def test_version() -> None:
    """--version says which."""
    assert _indexer("--version").stdout == f"Svarsøg {__version__}\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["rebuld"], "Kommandoen rebuld kendes ikke. Mente du rebuild? Se `indexer --help`."),
        (["rebuild", "--jsn"], "Valget --jsn kendes ikke. Mente du --json? Se `indexer rebuild --help`."),
        (["show"], "Der mangler FIL. Se `indexer show --help`."),
        (["search", "--limit", "nul", "x"], "--limit: nul er ikke et helt tal fra 1 og op. Se `indexer search --help`."),
        (["search", "--limit", "0", "x"], "--limit: 0 er ikke et helt tal fra 1 og op. Se `indexer search --help`."),
        (
            ["rebuild", "--config"],
            "Valget --config er brugt forkert: enten mangler dets værdi, eller det skal ingen have. Se `indexer rebuild --help`.",
        ),
        (
            ["rebuild", "--json=ja"],
            "Valget --json er brugt forkert: enten mangler dets værdi, eller det skal ingen have. Se `indexer rebuild --help`.",
        ),
    ],
)
def test_mistakes_on_the_command_line_are_one_danish_line(args: list[str], said: str) -> None:
    """What was wrong and where to read how it is done; code 2."""
    result = _indexer(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"indexer: {said}\n"


def test_too_many_words_are_a_mistake(config: Path) -> None:
    """A command that takes no words says so."""
    result = _indexer("check", "--config", config, "x")
    assert result.exit_code == 2
    assert result.stderr == "indexer: Der er for mange ord: x. Se `indexer check --help`.\n"


def test_a_broken_config_is_told_line_by_line(tmp_path: Path) -> None:
    """Every mistake of config.toml is named; no traceback; code 2."""
    (tmp_path / "config.toml").write_text('[rebuild]\nworkers = "mange"\nspeed = 1\n', encoding="utf-8")
    result = _indexer("rebuild", "--config", tmp_path / "config.toml")
    assert result.exit_code == 2
    assert "workers" in result.stderr
    assert "speed" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_error_of_ours_is_one_line(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug shows one line and how to get the rest; with the variable set it shows all."""
    monkeypatch.setattr("indexer.search.Index.search", lambda *_, **__: 1 / 0)
    result = _indexer("search", "x", "--config", config)
    assert result.exit_code == 1
    assert result.stderr.startswith("indexer: En fejl i Svarsøg (ZeroDivisionError: division by zero). Kør igen med SVARSOEG_DEBUG=1")
    monkeypatch.setenv("SVARSOEG_DEBUG", "1")
    assert isinstance(_indexer("search", "x", "--config", config).exception, ZeroDivisionError)


# streams


@pytest.mark.parametrize(
    "variables",
    [{"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["cp1252", "ascii", "C"],
)
def test_any_encoding_will_do(built: Settings, config: Path, variables: dict[str, str]) -> None:
    """Where stdout is not UTF-8, drawings lose signs and JSON is escaped, and nothing fails."""
    path = built.corpus_path / "tegn.txt"
    path.write_text(letter_text(6, topic="ålegræs – “☃” 日本"), encoding="utf-8")
    drawn, as_json, plain = (
        _process("show", path, "--config", config, **variables),
        _process("show", "--json", path, "--config", config, **variables),
        _process("--help", **variables),
    )
    path.unlink()
    assert (drawn.returncode, as_json.returncode, plain.returncode) == (0, 0, 0)
    assert b"Traceback" not in drawn.stderr + as_json.stderr
    assert json.loads(as_json.stdout)["passages"][0]["question"] == "Hvor mange borgere er i ålegræs – “☃” 日本?"


def test_nobody_reading_is_no_error(config: Path) -> None:
    """A reader that goes away, as `head` does, ends the command quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "indexer", "search", "--json", "--config", str(config), "nytteindsats"]
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE, env=process_environment()) as process:
        os.close(writer)
        assert process.stderr is not None
        said = process.stderr.read()
    assert said.decode() == "4 af 4 svar.\n"


def test_a_terminal_gets_a_bar(config: Path) -> None:
    """On a terminal, reading is a bar that goes away; the report comes all the same."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "indexer", "rebuild", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=process_environment(TERM="xterm")) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # what Linux says when the other end of a terminal is gone
            while piece := os.read(ours, 4096):
                shown += piece
        assert process.stdout is not None
        report = process.stdout.read().decode()
    os.close(ours)
    assert process.returncode == 0
    assert "Læser breve" in shown.decode()
    assert report.startswith("Indekset er bygget")


def test_a_result_that_cannot_be_written_is_one_line(config: Path) -> None:
    """A full disk behind stdout is no traceback."""
    command = [sys.executable, "-m", "indexer", "search", "--json", "--config", str(config), "nytteindsats"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=process_environment(), check=False)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["4 af 4 svar.", "indexer: No space left on device"]


INTERRUPTED = """
    import os, signal, sys
    from indexer.cli import main
    import indexer.cli.rebuild as command
    name = sys.argv.pop()
    def rebuild(settings, progress):
        os.kill(os.getpid(), getattr(signal, name))
        signal.pause()
    command.rebuild = rebuild
    main()
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_an_interrupted_command_says_that_the_index_is_untouched(config: Path, name: str, code: int) -> None:
    """Ctrl-C and SIGTERM: one line, and the code that shells expect."""
    command = [sys.executable, "-c", textwrap.dedent(INTERRUPTED), "--config", str(config), "rebuild", name]
    done = subprocess.run(command, capture_output=True, text=True, env=process_environment(), timeout=60, check=False)
    assert done.returncode == code
    assert done.stderr == "indexer: Afbrudt. Det indeks, der søges i, er urørt.\n"
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
