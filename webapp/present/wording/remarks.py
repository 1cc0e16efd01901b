"""What the remarks on how letters were read are called in a list.

Knows their codes and a short Danish name of each; must not know Flask, HTML or who has which of them.
"""

from __future__ import annotations


REMARK_NAMES = {
    "missing_date": "Uden dato",
    "missing_case_number": "Uden sagsnummer",
    "missing_document_number": "Uden dokumentnummer",
    "missing_addressee": "Uden modtager",
    "missing_signers": "Uden underskriver",
    "no_answer": "Intet svar i brevet",
    "no_question": "Svar uden spørgsmål",
    "guessed_answer": "Svar parret efter rækkefølgen",
    "no_structure": "Ikke delt i spørgsmål og svar",
    "no_passages": "Uden brødtekst",
    "unsure_table": "Tabel har mistet sine kolonner",
    "ocr": "Tekst genkendt i billeder",
    "ocr_failed": "Tekstgenkendelse mislykkedes",
    "no_text": "Billede, der ikke er læst",
    "unreadable_text": "Ulæselige skrifttyper",
    "damaged": "Beskadiget side",
    "correction_mistake": "Fejl i en rettelse",
    "same_id": "Adressen var optaget",
}
"""What each remark that a served letter may have is called in a list."""


def remark_name(code: str) -> str:
    """What a remark is called; a code of a later version stands as it is."""
    return REMARK_NAMES.get(code, code)
