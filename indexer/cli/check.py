"""`indexer check`: what is wrong with settings, letters and index, and the command that mends it.

Knows what must be in order before a search can work; must not mend anything.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from typing import NamedTuple

import click

from indexer import sources
from indexer.cli import streams
from indexer.cli.danish import DanishCommand
from indexer.cli.options import with_settings
from indexer.corpus import list_corpus
from indexer.engines import open_engine
from indexer.errors import ConfigError
from indexer.errors import CorpusError
from indexer.errors import EngineDownError
from indexer.errors import IndexOutdatedError
from indexer.errors import IndexUnavailableError
from indexer.errors import RecognitionError
from indexer.fingerprints import corpus_fingerprint
from indexer.privacy import version
from indexer.proxy import access_mistakes
from indexer.report import kept_report
from indexer.restricted import restricted_folders
from indexer.rollback import generations
from indexer.sources.ocr_tesseract import find_tesseract
from indexer.versions import current_versions
from indexer.withdrawal import read_withdrawals


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.config import Settings
    from indexer.corpus import Listing
    from indexer.model.entry import Stamp
    from indexer.restricted import Restricted


class Finding(NamedTuple):
    """One thing looked at: what was found there, and the exit code it calls for (0: in order)."""

    what: str
    text: str
    code: int = 0


@click.command("check", cls=DanishCommand)
@with_settings
def command(settings: Settings) -> int:
    """Undersøg opsætningen, mappen med breve og indekset, og sig, hvad der er galt, og hvilken kommando der retter det.

    Intet ændres. Koden er 0, når alt er i orden.
    """
    code = 0
    for finding in findings(settings):
        code = code or finding.code
        streams.write(f"{'FEJL ' if finding.code else 'ok   '} {finding.what}: {streams.one_line(finding.text)}")
    return code


def findings(settings: Settings) -> Iterator[Finding]:
    """What there is to say of each part, in the order in which they depend on each other."""
    yield Finding("opsætning", f"kan bruges; stier regnes fra {settings.folder}")
    restricted = restricted_folders(settings)
    yield from _access(settings, restricted)
    yield from _recognition(settings)
    listing: Listing | None = None
    try:
        listing = list_corpus(settings.corpus_path, suffixes=sources.SUFFIXES, leave_out=[settings.index_path], label=restricted.label)
        yield from _corpus(settings, listing)
    except CorpusError as error:
        yield Finding("breve", str(error), error.exit_code)
    try:
        versions = current_versions(settings.lists_path, restricted=restricted, shown=settings.privacy)
        with closing(open_engine(settings).open(versions=versions)) as searcher:
            yield from _index(searcher.stamp, listing)
            yield from _withdrawn(settings, searcher.generation)
            yield from _earlier(settings, searcher.generation)
    except ConfigError as error:
        yield Finding("indeks", " ".join(error.mistakes), error.exit_code)
    except (IndexUnavailableError, EngineDownError) as error:
        yield Finding("indeks", str(error), error.exit_code)


def _recognition(settings: Settings) -> Iterator[Finding]:
    if settings.ocr.enabled:
        try:
            tesseract = find_tesseract(settings.ocr)
            yield Finding("tekstgenkendelse", f"Tesseract {tesseract.version} med sproget {tesseract.language}")
        except RecognitionError as error:
            yield Finding("tekstgenkendelse", f"slået til i [ocr], men kan ikke bruges: {error}", error.exit_code)


def _access(settings: Settings, restricted: Restricted) -> Iterator[Finding]:
    for mistake in access_mistakes(settings):
        yield Finding("adgang", mistake, ConfigError.exit_code)
    for label, groups in restricted.groups.items():
        if not (settings.corpus_path / label).is_dir():
            yield Finding("adgang", f'[restricted] "{label}" er ikke en mappe i {settings.corpus_path}. Ret navnet.', ConfigError.exit_code)
        elif settings.access.mode == "open" or not groups:
            why = 'så længe [access] mode er "open"' if groups else "for ingen gruppe er nævnt"
            yield Finding("adgang", f'[restricted] "{label}": brevene ses af ingen på siden, {why}')
    if settings.access.mode == "proxy" and not list(access_mistakes(settings)):
        yield Finding("adgang", f"login-proxy; {len(restricted.groups)} mapper er kun for bestemte grupper")


def _corpus(settings: Settings, listing: Listing) -> Iterator[Finding]:
    where = settings.corpus_path
    if listing.files:
        yield Finding("breve", f"{len(listing.files)} i {where}; {len(listing.ignored)} filer af andre slags springes over")
    else:
        yield Finding("breve", f"der er ingen i {where}. Læg breve i mappen, eller ret [corpus] path i config.toml.", CorpusError.exit_code)
    for refusal in listing.refused:
        yield Finding("breve", f"{refusal.file}: {refusal.error}", refusal.error.exit_code)


def _index(stamp: Stamp, listing: Listing | None) -> Iterator[Finding]:
    yield Finding("indeks", f"{stamp.letters} breve med {stamp.passages} svar, bygget {stamp.built}")
    if listing is not None and corpus_fingerprint(listing) != stamp.corpus:
        yield Finding("indeks", "Brevene er ændret, siden det blev bygget. Kør `indexer rebuild`.", IndexOutdatedError.exit_code)


def _earlier(settings: Settings, served: str) -> Iterator[Finding]:
    """The index that `indexer rollback` would put in use."""
    earlier = next((kept for kept in generations(settings) if kept.name < served), None)
    if earlier:
        yield Finding("indeks", f"det forrige, {earlier.name}, er gemt; `indexer rollback` tager det i brug igen")


def _withdrawn(settings: Settings, generation: str) -> Iterator[Finding]:
    """What there is to say of the list of what is withdrawn, held against the index in use."""
    try:
        withdrawals = read_withdrawals(settings)
    except ConfigError as error:
        yield Finding("tilbagetrukket", " ".join(error.mistakes), error.exit_code)
        return
    report = kept_report(settings.index_path, generation)
    if report is None:
        return
    if report.privacy != f"{version(settings.privacy)} {withdrawals.fingerprint}".strip():
        changed = "Listen er ændret, siden indekset blev bygget. Kør `indexer rebuild`."
        yield Finding("tilbagetrukket", changed, IndexOutdatedError.exit_code)
        return
    unknown = [finding for finding in report.findings if finding.code == "unknown_withdrawal"]
    if withdrawals.lines and not unknown:
        yield Finding("tilbagetrukket", f"{len(report.withdrawn)} breve og svar, efter {len(withdrawals.lines)} linjer på listen")
    for finding in unknown:
        yield Finding("tilbagetrukket", finding.message, ConfigError.exit_code)
