"""Fonts of a PDF: what their codes mean, how wide they are, whether they are bold or slanted.

Knows pdfminer's fonts and how foundries name theirs; must not know pages or words.
"""

from __future__ import annotations

import re
from typing import Any

from pdfminer.pdffont import PDFUnicodeNotDefined

from indexer.sources.characters import BULLET
from indexer.sources.characters import dingbat


_BOLD = re.compile(r"bold|black|heavy|demi(?!oblique)|(?<![a-z])bd(?![a-z])", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv|(?<![a-z])it(?![a-z])", re.IGNORECASE)
_DINGBATS = re.compile(r"wingdings|webdings|dingbats", re.IGNORECASE)
# Flags and weight of a font descriptor, ISO 32000-1, 9.8.
_FLAG_ITALIC = 1 << 6
_FLAG_FORCE_BOLD = 1 << 18
_HEAVY = 600
_USUAL_DESCENT = 0.21
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
# Codes that WinAnsiEncoding leaves unused and that show a bullet all the same, ISO 32000-1, annex D.2, note 3; pdfminer knows none there.
_UNUSED = frozenset({0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D})


class Font:
    """What is asked of a font again and again.

    `glyphs` maps a code to its text and its width in ems, as far as asked for; `descent` is the share of the size below the base line.
    """

    __slots__ = ("_font", "bold", "decode", "descent", "dingbats", "glyphs", "italic", "one_byte")

    def __init__(self, font: Any) -> None:
        names = (str(font.fontname), str(getattr(font, "basefont", "")))
        # "ABCDEF+" before a name says that only some glyphs are in the file.
        name = " ".join(name.partition("+")[2] or name for name in names)
        weight = font.descriptor.get("FontWeight", 0)
        self._font = font
        self.bold = bool(_BOLD.search(name) or font.flags & _FLAG_FORCE_BOLD or (isinstance(weight, int) and weight >= _HEAVY))
        self.italic = bool(_ITALIC.search(name) or font.flags & _FLAG_ITALIC or font.italic_angle)
        self.dingbats = bool(_DINGBATS.search(name))
        self.descent = min(0.5, max(0.0, -font.get_descent())) or _USUAL_DESCENT
        self.one_byte = not font.is_multibyte()
        self.decode = font.decode
        self.glyphs: dict[int, tuple[str, float]] = {}

    def glyph(self, code: int) -> tuple[str, float]:
        """The text and the width of a code; U+FFFD for a glyph whose meaning the font does not tell."""
        try:
            text = self._font.to_unichr(code) or _UNKNOWN
        except PDFUnicodeNotDefined:
            is_latin = getattr(self._font, "cid2unicode", {}).get(ord("A")) == "A"
            text = BULLET if code in _UNUSED and is_latin else _UNKNOWN
        if self.dingbats and not text.isspace():
            text = dingbat(text)
        found = self.glyphs[code] = (text, float(self._font.char_width(code)))
        return found
