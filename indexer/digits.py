"""Whether a run of digits is a telephone number or a CPR number, by how it is written and what stands around it.

Knows numbers of persons, and what is written like them and is none; must not know what is done with them. Who is in doubt reads the words
right before a number: "tlf." makes any eight digits a telephone number, "CVR" or "sag" makes none of them one.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import NamedTuple


PHONE_FOUND = "\ue001"
"""Stands in a text in place of each character of a telephone number that was found before."""

_SPACE = " \u00a0\u2009\u202f"
CPR = re.compile(
    r"(?<!\d)(?P<day>\d\d)(?P<parted>[. /-]?)(?P<month>\d\d)(?P=parted)\d\d"
    rf"(?P<sign>[{_SPACE}]?[-–]\s?|[{_SPACE}]?/[{_SPACE}]?|[{_SPACE}]|)\d{{4}}(?!\d)"
)
_DANISH = rf"(?:(?:\+|\b00)[{_SPACE}]?45[{_SPACE}.-]?|\(\+?45\)[{_SPACE}]?)"
PHONE = re.compile(rf"(?P<code>{_DANISH})?(?<!\d)(?P<number>\d(?:[{_SPACE}.–-]?\d){{7}})(?!\d)")
# Set apart more widely, or broken at the end of a line: where something calls it a telephone number.
LOOSE = re.compile(rf"(?P<code>{_DANISH})?(?<!\d)(?P<number>\d(?:[{_SPACE}.–/-]{{0,3}}\n?[{_SPACE}]?\d){{7}})(?!\d)")
_WRAPPED = re.compile(r"[2-9]\d(?: ?[ \n]\d\d){3}")
FOREIGN = re.compile(rf"\+\d{{1,3}}(?:[{_SPACE}.-]?\(?\d{{1,4}}\)?){{2,6}}(?!\d)")

_PAIRS = re.compile(rf"\d\d(?P<by>[{_SPACE}.–-])\d\d(?:(?P=by)\d\d){{2}}")
_FOURS = re.compile(rf"(?P<first>\d{{4}})[{_SPACE}](?P<second>\d{{4}})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSANDS = re.compile(rf"\+?\d{{1,3}}(?:[{_SPACE}.]\d{{3}})+")

_NUMBER_SIGN = r"[\s.\-:#]*(?:(?:nr|nummer|numre|no|id|på|er|til)\b[\s.:#]*){0,2}[(\[]?"
_BEFORE_PHONE = re.compile(
    r"(?:(?<!\w)(?:tlf|telf?|tel|telefon(?:nr|nummer|numre|tid|en)?|telefax|fax|mobil(?:nr|nummer|telefon|en)?|mob|direkte|hovednummer|"
    r"omstilling(?:en)?|lokalnummer|sms|ring|ringe|ringes|opkald|kontaktes)(?!\w)|(?<!\w)[tmfd]\s?:|[☎☏✆]|📞)"
    rf"{_NUMBER_SIGN}(?:\+?(?:00)?45)?[\s.-]*\Z|{PHONE_FOUND}\s*(?:og|eller|samt|[/,;&])\s*\Z",
    re.IGNORECASE,
)
_BEFORE_CPR = re.compile(rf"(?<!\w)(?:cpr|personn(?:umme)?r|cpr-?n(?:umme)?r)(?!\w){_NUMBER_SIGN}[\s.-]*\Z", re.IGNORECASE)
# Numbers of things: whatever follows is no person's, however it is grouped.
_BEFORE_THING = re.compile(
    r"(?<!\w)(?:(?:se|p|j)[\s.-]*(?=n(?:umme)?r)|cvr|ean|gln|iban|isbn|issn|swift|sags?|journal|dok(?:ument)?|edoc|konto|kto|reg|"
    r"faktura|ordre|rekvisition|matrikel|matr|løbe|projekt|psp|bevilling|lov|bkg|bek|lbk|id|kle|ejendoms?|bfe|bbr)[\s.-]*"
    r"(?:n(?:umme)?r|numre|id|no|kode)?(?!\w)[\s.:#-]*\Z",
    re.IGNORECASE,
)
_BEFORE_OTHER = re.compile(r"(?<!\w)(?:nr|nummer|no|kode|version|beløb|kr|dkk|eur|side|s|§|stk)[\s.:#]*\Z", re.IGNORECASE)
_UNIT = re.compile(
    rf"[{_SPACE}]?(?:(?:kr|kroner|dkk|mio|mia|mill|t\.?kr|tkr|kkr|eur|euro|pct|procent|promille|stk|m2|m3|kvm|km|ha|tons?|kg|timer|borgere|"
    r"personer|ansatte|elever|sager)\b|%|m²|m³|,-|,\d|\.\d)",
    re.IGNORECASE,
)
_TOWN = re.compile(rf"[{_SPACE}]\d{{4}}[{_SPACE}][A-ZÆØÅ]")
_HOURS = re.compile(rf"(?:[01]\d|2[0-4])[.:][0-5]\d[{_SPACE}]?[-–][{_SPACE}]?(?:[01]\d|2[0-4])[.:][0-5]\d")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WRAPS = 20
"""A line of fewer characters is not run on into the next: figures stand below one another in short ones."""
REACH = 40
"""So many characters before a number may say what it is."""


def announces(label: str) -> bool:
    """Whether a text calls what follows it a telephone or CPR number."""
    return bool(_BEFORE_PHONE.search(f"{label} ") or _BEFORE_CPR.search(f"{label} "))


class Around(NamedTuple):
    """A number and what stands around it; `seen` is the text with what was found before."""

    found: re.Match[str]
    text: str
    seen: list[str]
    tabular: bool

    @property
    def before(self) -> str:
        """The characters right before it."""
        return "".join(self.seen[max(0, self.found.start() - REACH) : self.found.start()])

    @property
    def after(self) -> str:
        """The characters right behind it."""
        return self.text[self.found.end() : self.found.end() + 16]

    @property
    def is_whole(self) -> bool:
        """Whether it is not part of a longer number, word or address."""
        before, after = self.before, self.after
        joined = re.search(r"(?:\w|[/=?&_+]|\d[.,]|\w[-–]|[§$€])\Z", before) and not re.search(rf"{PHONE_FOUND}\s*[/,;&]\Z", before)
        return not joined and not re.match(rf"\w|[-–.,:]\d|[-_]\w|=|/(?!(?:\d{{8}}|\d\d(?:[{_SPACE}]\d\d){{3}})(?!\d))\w", after)

    @property
    def is_amount(self) -> bool:
        """Whether a unit follows."""
        return _UNIT.match(self.after) is not None

    @property
    def is_in_row(self) -> bool:
        """Whether another number stands beside it, as in a row of figures; a postal code with its town does not count."""
        return bool(re.search(rf"\d[{_SPACE}]\Z", self.before)) or (
            bool(re.match(rf"[{_SPACE}]\d", self.after)) and not _TOWN.match(self.after)
        )

    @property
    def is_cell(self) -> bool:
        """Whether it stands in a table, or in a line that is set in columns."""
        start, end = self.found.span()
        line = self.text[max(start - 5 * REACH, self.text.rfind("\n", 0, start) + 1) : end] + self.after.partition("\n")[0]
        return self.tabular or "\t" in line or "|" in line or self.before.endswith("  ") or self.after.startswith("  ")


def is_cpr(around: Around) -> bool:
    """Whether a number found by CPR is one."""
    found, before = around.found, around.before
    if not around.is_whole:
        return False
    if _BEFORE_CPR.search(before):
        return True
    day, month = int(found["day"]), int(found["month"])
    # A day raised by 60 is a number given to who has none of their own.
    if not 1 <= month <= len(_DAYS) or not 1 <= (day - 60 if day > 60 else day) <= _DAYS[month - 1] or _BEFORE_THING.search(before):
        return False
    if "/" in found["sign"]:
        return False
    if found["sign"].strip(_SPACE):
        return True
    unclear = around.is_amount or around.is_in_row or around.is_cell or bool(_BEFORE_OTHER.search(before) or _BEFORE_PHONE.search(before))
    return not found["parted"] and not unclear


def is_phone(around: Around) -> bool:
    """Whether a number found by PHONE is one."""
    found, before, number = around.found, around.before, around.found["number"]
    if not around.is_whole or around.is_amount:
        return False
    if _HOURS.fullmatch(number):
        return False
    if found["code"] or _BEFORE_PHONE.search(before):
        return True
    if around.is_in_row or _BEFORE_THING.search(before) or number.startswith("0"):
        return False
    if pairs := _PAIRS.fullmatch(number):
        return pairs["by"] in _SPACE or number[0] > "1"
    if _BEFORE_OTHER.search(before):
        return False
    if fours := _FOURS.fullmatch(number):
        return _are_halves(fours["first"], fours["second"], alone=not before.strip(_SPACE) or before.endswith("\n"))
    return number.isdigit() and not around.is_cell and not _is_day(number)


def is_announced(around: Around) -> bool:
    """Whether a number found by LOOSE is a telephone number: only where something calls it one."""
    number, before = around.found["number"], around.before
    if not around.is_whole or around.is_amount or _HOURS.fullmatch(number):
        return False
    if around.found["code"] or _BEFORE_PHONE.search(before):
        return True
    # Four pairs, of which some stand on the next line of a text, as in a file that is shown as it was written.
    start = around.found.start()
    wraps = "\n" in number and bool(_WRAPPED.fullmatch(number)) and start - around.text.rfind("\n", 0, start) > _WRAPS
    return wraps and not (around.is_in_row or around.is_cell or _BEFORE_THING.search(before) or _BEFORE_OTHER.search(before))


def is_foreign(around: Around) -> bool:
    """Whether a number found by FOREIGN is a telephone number."""
    number = around.found[0]
    return (
        around.is_whole
        and not around.is_amount
        and 9 <= sum(map(str.isdigit, number)) <= 15
        and (not _THOUSANDS.fullmatch(number) or bool(_BEFORE_PHONE.search(around.before)))
    )


def _are_halves(first: str, second: str, *, alone: bool) -> bool:
    """Whether four digits and four more are a telephone number, not two years, a year and a count, or a day."""
    if _YEAR.fullmatch(second) and (_YEAR.fullmatch(first) or _is_day(first + second)):
        return False
    return alone or not _YEAR.fullmatch(first)


def _is_day(digits: str) -> bool:
    """Whether eight digits are a date, year first or last."""
    forms = chain([(digits[:4], digits[4:6], digits[6:])], [(digits[4:], digits[2:4], digits[:2])])
    return any(_YEAR.fullmatch(year) and 1 <= int(month) <= 12 and 1 <= int(day) <= 31 for year, month, day in forms)
