"""The report of a rebuild -> what is not in the collection, kind by kind, and what the rebuild took.

Knows the Danish of the reasons; must not know Flask, HTML or where the report lies. Names no files: a file may be called after a person.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from typing import NamedTuple

from webapp.present.wording.danish import count
from webapp.present.wording.danish import listed
from webapp.present.wording.danish import number


if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.report import Report


REASONS = {
    "empty": ("Tomme", "Filen er uden indhold."),
    "not_a_letter": ("Ikke breve", "Indholdet er en webside, et arkiv, et billede eller andet, der ikke kan læses som et brev."),
    "encrypted": ("Låste", "PDF-filen er beskyttet, så den ikke kan læses."),
    "damaged": ("Beskadigede", "PDF-filen er gået i stykker."),
    "no_pages": ("Uden sider", "PDF-filen har ingen sider."),
    "too_large": ("For store", "Filen kræver mere hukommelse, end der er sat af, eller har en side i overstørrelse."),
    "unreadable": ("Kunne ikke åbnes", "Filen var væk eller i brug, eller der var ikke adgang til den."),
    "too_slow": ("Tog for lang tid", "Læsningen blev opgivet."),
    "crashed": ("Læsningen brød sammen", "Filen fik læsningen til at standse."),
    "internal": ("Fejl i programmet", "Programmet har en fejl, som filen viste."),
    "bad_name": ("Ulæselige navne", "Filens navn kan ikke læses som tekst."),
    "outside": ("Uden for mappen", "Filen er et link til noget uden for mappen med breve."),
    "other_access": ("Links på tværs", "Filen er et link fra en mappe til en anden, som ikke de samme må se."),
    "not_a_file": ("Ikke filer", "Det hedder som et brev, men er ikke en almindelig fil."),
    "same_name": ("Samme navn", "En anden fil hedder det samme, når bogstaver som å skrives ens."),
}
"""Why a file could not be read: the reason in short, and what it means."""

LEFT_OUT = {
    "duplicate": ("Kopier", "Det samme brev ligger der mere end én gang; det er med én gang."),
    "earlier_edition": ("Tidligere udgaver", "Brevet findes i en nyere udgave, som er med. Den tidligere kan åbnes fra brevets side."),
}
"""Why a letter that was read is not served as one of its own."""

OTHERS = ("Andre slags filer", "De er hverken PDF, ren tekst eller Markdown og læses ikke.")
TEXTLESS = ("Uden tekst at søge i", "Brevet har sin egen side, men ingen søgning finder det: det er et billede eller har ingen brødtekst.")

NO_REPORT = "Der er ingen rapport om, hvordan indekset blev bygget, så det vides ikke, om filer mangler."
NOTHING_ABSENT = "Alle filer er med."


class Absence(NamedTuple):
    """One reason why files are absent: in short, what it means, and how many there are, as written."""

    reason: str
    meaning: str
    files: str


class Absent(NamedTuple):
    """What is not in the collection, most files first; a sentence instead or before it ("" if none)."""

    notice: str
    kinds: tuple[Absence, ...]


def absent(report: Report | None, *, textless: int) -> Absent:
    """What is absent by this report, and by the number of letters that have no text."""
    counted = Counter({TEXTLESS: textless, **(_counted(report) if report else {})})
    kinds = tuple(Absence(*reason, number(files)) for reason, files in counted.most_common() if files)
    return Absent(NO_REPORT if report is None else "" if kinds else NOTHING_ABSENT, kinds)


def took(report: Report) -> Iterator[tuple[str, str]]:
    """How long the rebuild took and how much it read anew, each with a label; nothing where the report does not tell."""
    if not report.read + report.cached:
        return
    yield "Opdateringen tog", duration(report.seconds)
    yield "Læst på ny", f"{number(report.read)} af {count(report.read + report.cached, 'fil', 'filer')}"


def duration(seconds: float) -> str:
    """A time as "under 1 sekund", "12 sekunder", "3 minutter og 1 sekund" or "2 timer og 5 minutter"."""
    if seconds < 1:
        return "under 1 sekund"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "time", "timer"), (minutes, "minut", "minutter"), (0 if hours else rest, "sekund", "sekunder")]
    return listed([count(value, one, many) for value, one, many in parts if value])


def _counted(report: Report) -> Counter[tuple[str, str]]:
    left = [finding.code for finding in report.findings if finding.code in LEFT_OUT]
    kinds = Counter(LEFT_OUT[code] for code in left)
    kinds.update(REASONS.get(failure.code, (failure.code, failure.reason)) for failure in report.failures)
    kinds[OTHERS] = len(report.ignored)
    return kinds
