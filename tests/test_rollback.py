"""Back to an earlier index, and when not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.config import Index
from indexer.config import Privacy
from indexer.engines import open_engine
from indexer.errors import RollbackError
from indexer.rebuild import rebuild
from indexer.report import keep_report
from indexer.report import kept_report
from indexer.rollback import generations
from indexer.rollback import rollback
from indexer.search import Index as Searchable
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters


if TYPE_CHECKING:
    from pathlib import Path

    from indexer.config import Settings


@pytest.fixture
def built(tmp_path: Path) -> Settings:
    """An index of one letter, and after it one of two."""
    settings = configured(tmp_path)
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    rebuild(settings)
    put_letters(settings.corpus_path, {"b.txt": letter_text(2, topic="vejsalt")})
    rebuild(settings)
    return settings


def _letters(settings: Settings) -> int:
    index = Searchable(settings)
    try:
        return index.stamp.letters
    finally:
        index.close()


def test_the_index_before_is_served_again(built: Settings) -> None:
    """Without a name the newest index older than the one in use is; an open site serves it with its next search; a name leads back."""
    index = Searchable(built)
    assert index.stamp.letters == 2
    newest, older = generations(built)
    assert (newest.served, older.served, older.letters) == (True, False, 1)
    assert rollback(built).name == older.name
    assert index.stamp.letters == 1
    assert [kept.served for kept in generations(built)] == [False, True]
    rollback(built, newest.name)
    assert index.stamp.letters == 2
    index.close()


def test_there_may_be_none(built: Settings) -> None:
    """Where no earlier index is kept, or none of that name, nothing changes and a sentence says so."""
    rollback(built)
    with pytest.raises(RollbackError, match="intet tidligere indeks"):
        rollback(built)
    with pytest.raises(RollbackError, match="rollback --list"):
        rollback(built, "20200101-000000-000000-0000")
    assert _letters(built) == 1


def test_what_has_been_hidden_since_stays_hidden(built: Settings) -> None:
    """An index from before something else was hidden or withdrawn is refused, should it be there still; a rebuild that hides keeps none."""
    older = list(generations(built))[1].name
    report = kept_report(built.index_path, older)
    assert report is not None
    keep_report(built.index_path, replace(report, privacy="før"))
    with pytest.raises(RollbackError, match="skjult eller trukket tilbage"):
        rollback(built)
    open_ = replace(built, privacy=Privacy(mask=False))
    rebuild(open_)
    with pytest.raises(RollbackError, match="intet tidligere indeks"):
        rollback(open_)


def test_an_index_without_its_report_is_refused(built: Settings) -> None:
    """What was hidden in an index is known from its report: without it, it is not served."""
    older = list(generations(built))[1].name
    (built.index_path / "reports" / f"{older}.json").unlink()
    with pytest.raises(RollbackError, match="rapport eller ord"):
        rollback(built)
    assert _letters(built) == 2


def test_the_command(built: Settings) -> None:
    """The command lists what is kept, puts the index before in use, and ends with 1 and a sentence where there is none."""
    config = built.folder / "config.toml"
    newest, older = (kept.name for kept in generations(built))
    listed = CliRunner().invoke(main, ["rollback", "--list", "--config", str(config)])
    assert listed.stdout.splitlines() == [f"{newest}  2 breve, 4 svar  i brug", f"{older}  1 brev, 2 svar"]
    checked = CliRunner().invoke(main, ["check", "--config", str(config)])
    assert f"ok    indeks: det forrige, {older}, er gemt" in checked.stdout
    done = CliRunner().invoke(main, ["rollback", "--config", str(config)])
    assert (done.exit_code, done.stdout) == (0, f"Indekset {older} er i brug igen: 1 brev, 2 svar.\n")
    none = CliRunner().invoke(main, ["rollback", "--config", str(config)])
    assert none.exit_code == 1
    assert none.stderr.startswith("indexer: Der er intet tidligere indeks")


def test_only_one_is_kept_where_only_one_shall_be(built: Settings) -> None:
    """With `keep = 1` a rebuild leaves nothing to go back to."""
    rebuild(replace(built, index=Index(keep=1)))
    assert len(open_engine(built).generations()) == 1
