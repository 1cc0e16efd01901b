"""Invented letters that show every state of the pages: many of them, long names, wide tables, remarks, text that looks like markup."""

from __future__ import annotations

from dataclasses import replace

from indexer.model.letter import Person
from indexer.model.letter import Remark
from indexer.model.letter import Signer
from indexer.model.letter import Table
from indexer.suggest import Suggestion
from tests.webapp_builders import TABLE
from tests.webapp_builders import letter
from tests.webapp_builders import metadata
from tests.webapp_builders import passage


HOSTILE = "<script>document.title='x'</script><img src=x onerror=alert(1)>{{ 7*7 }}"
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2

WIDE = Table(
    rows=(("Kroner", *(str(year) for year in range(2008, 2022))), ("Mælk", *("1.234.567" for _ in range(14)))),
    caption="Tabel 2. Mange år",
)
CROSSES = Table(rows=(("Hele byen", ""), ("Havnen", "X")))

_PLAIN = tuple(
    letter(
        f"brev-{number}",
        metadata=metadata(
            date=f"20{10 + number}-03-04",
            case_number=f"20{10 + number}-000000{number}",
            signers=(Signer(f"Direktør {'ABCDEFG'[number % 7]}"),),
            addressee=Person(f"Medlem {number}"),
        ),
    )
    for number in range(8)
)

FULL = letter(
    "alt",
    passage(
        "1",
        question=f"Hvad koster mælk? {HOSTILE}",
        answer=f"Heraf:\n\n- 2 mio. kr. til mælk\n\n- 3 mio. kr. til ost\n\n{LONG} {HOSTILE}",
        tables=(TABLE, WIDE, CROSSES),
    ),
    passage("2", heading="Tema", confidence=0.2),
    passage("3", kind="section", heading="Økonomi", question=None),
    passage("4", kind="remainder", question=None),
    metadata=metadata(subject=f"mælk {LONG}", date="2021-06-22", date_source="inquiry", case_number=None, addressee=Person(LONG)),
    preamble="Tak for henvendelsen om mælk.",
    closing="Med venlig hilsen",
    appendix="Bilag om mælk.",
    remarks=(Remark("a", "Brevet har ingen dato."), Remark("b", "Uklar tabel.", page=2)),
    editions=("2021/Svar om mælk (2).pdf", f"2021/{LONG}.pdf"),
)
NOTE = letter(
    "notat",
    passage("1", kind="section", heading="Baggrund", question=None),
    metadata=metadata(kind="budget_note", date=None, date_source=None, inquiry_date=None, signers=(), reference="BI7"),
)
SCAN = replace(
    letter("billede", metadata=metadata(subject=None, date=None, date_source=None, inquiry_date=None, signers=(), addressee=None)),
    passages=(),
    needs_ocr=True,
)
TWINS = tuple(
    letter(f"tvilling-{month}", metadata=metadata(date=f"2021-0{month}-03", case_number="2021-0000077", document_number=None))
    for month in (2, 3)
)
"""Two letters of one case, from the year of the full one."""

CROWD = tuple(
    letter(
        f"en-af-mange-{number}",
        metadata=metadata(
            date=f"{1985 + number}-03-04",
            case_number=f"{1985 + number}-{number}",
            signers=(Signer(f"Direktør nummer {number}"),),
            addressee=Person(f"Medlem nummer {number}", party=f"Parti {number % 9}"),
            asker=Person(f"Spørger nummer {number}"),
        ),
    )
    for number in range(40)
)
"""More people, cases and years than are shown at once."""

LETTERS = (*_PLAIN, FULL, NOTE, SCAN, *TWINS)

COMPLETIONS = (
    Suggestion("mælkeordning", "word", 12),
    Suggestion("skolemælk", "word", 3),
    Suggestion("Mælke Mælkesen", "name", 2),
    Suggestion("Bodil Ågård", "name", 8),
    Suggestion("2018-0000012", "number", 1),
    Suggestion("Hvor meget mælk drikker skolerne, og hvad koster det i forhold til sidste år og året før?", "question", None),
    Suggestion(f"Hvad er mælk? {HOSTILE} {LONG}", "question", None),
)
