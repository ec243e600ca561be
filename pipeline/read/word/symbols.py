"""The signs of picture fonts as the characters that they show.

Symbol's places are those of Adobe's Symbol encoding; of Wingdings only what stands in office documents is named. A sign
may come as its byte or in the private area at U+F000, where Word keeps it.
"""

from __future__ import annotations

UNKNOWN = "\ufffd"

_SYMBOL = dict(
    enumerate(
        " !∀#∃%&∋()*+,-./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        0x20,
    )
) | dict(
    enumerate(
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
        0xA0,
    )
)
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑",
    0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○",
    0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x96: "•", 0x97: "●", 0x98: "⬤", 0xA2: "▪", 0xA3: "□",
}  # fmt: skip

_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_DASHES = frozenset("-−‐‑‒⎯")
# The marks that open an item in the genre, as they are printed.
_BULLETS = frozenset("-–—+*•·●▪■◦‣⁃")


def is_picture_font(font: str | None) -> bool:
    """Whether the letters of a font are signs.

    >>> is_picture_font("Wingdings"), is_picture_font("Times New Roman")
    (True, False)
    """
    return font is not None and (font.lower() in _FONTS or font.lower().startswith(("wingdings", "webdings")))


def shown(text: str, font: str | None) -> str:
    """A text of a picture font as what it shows; U+FFFD for a sign that is not known. Other text stays.

    >>> shown("\\uf0b3", "Symbol"), shown("ü", "Wingdings"), shown("a", "Times New Roman")
    ('≥', '✓', 'a')
    """
    table = _FONTS.get((font or "").lower(), {})
    picture = is_picture_font(font)
    return "".join(_sign(c, table) if picture or "\uf000" <= c <= "\uf0ff" else c for c in text)


def _sign(character: str, table: dict[int, str]) -> str:
    code = ord(character)
    if 0xF000 <= code <= 0xF0FF:
        # Without a font that names it, what looks alike in Symbol and Wingdings is a bullet or nothing known.
        return table.get(code - 0xF000) or (_SYMBOL.get(code - 0xF000, UNKNOWN) if not table else UNKNOWN)
    return character if character.isspace() or code > 0xFF else table.get(code, UNKNOWN)


def bullet(text: str, font: str | None) -> str:
    """The mark of an automatic bullet as it is printed: a dash as `-`, a plus as `+`, any other sign as `•`.

    >>> [bullet(*b) for b in (("\\uf0b7", "Symbol"), ("\\uf02d", "Symbol"), ("+", None), ("o", "Courier New"))]
    ['•', '-', '+', '◦']
    """
    mark = shown(text, font).strip()
    if mark in _DASHES:
        return "-"
    if mark == "o" and not is_picture_font(font):
        return "◦"
    return "•" if len(mark) == 1 and not mark.isalnum() and mark not in _BULLETS else mark
