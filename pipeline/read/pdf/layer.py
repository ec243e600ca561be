"""The text layer of a page: pdfium's characters to words in boxes.

A call into pdfium costs more than all else here, so a word asks for the boxes of its first and last characters and
for all of them only where these two do not stand side by side as in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import CFUNCTYPE, addressof, byref, c_double, c_int, c_ulong, c_void_p, cast, create_string_buffer
from math import cos, hypot, inf, pi
from struct import Struct

import pypdfium2
from pypdfium2 import raw as pdfium

from pipeline.read.characters import nfc
from pipeline.read.paged.page import SeenWord
from pipeline.read.pdf.glyphs import (
    HYPHENS,
    MAY_BE_MISREAD,
    MISREAD,
    is_misread,
    is_plain,
    may_be_misread,
    meant_by,
    spelt,
    superscript,
)
from pipeline.read.pdf.view import Rect, View

_WORD = re.compile("[^\\s\x00\x01\x03-\x1f\x7f-\x9f\u200b]+")
# Shares of the size of the type, as Times has them: how far a line reaches above and below its baseline. Fonts give
# figures of their own, but two words on one line must get one height.
_ABOVE, _BELOW = 0.95, 0.22
# A font's PostScript name tells its weight; the width of its stems (StemV), from which pdfium supposes one, is the same
# for all faces in what Word and LibreOffice write.
_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_LONGEST_NAME = 256  # bytes; ISO 32000-1, Annex C: 127
_NEAR = 0.06  # of the size of the type: no space is narrower
_origin_of, _size_of = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetFontSize
# Asked for each word, so with plain addresses: to convert what pypdfium2 passes takes half the time of such a call.
_box_at = CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)(cast(pdfium.FPDFText_GetLooseCharBox, c_void_p).value or 0)
_font_at = CFUNCTYPE(c_ulong, c_void_p, c_int, c_void_p, c_ulong, c_void_p)(
    cast(pdfium.FPDFText_GetFontInfo, c_void_p).value or 0
)
_sides = Struct("4f").unpack_from  # of an FS_RECTF: left, top, right, bottom
_new = tuple.__new__  # half the time of SeenWord(…)


class _Fonts(dict[bytes, bool]):
    """Which fonts, by their names, are bold."""

    def __missing__(self, name: bytes) -> bool:
        self[name] = bool(_BOLD.search(name))
        return self[name]


class Layer:
    """The characters of a page's text layer."""

    def __init__(self, textpage: pypdfium2.PdfTextPage, view: View) -> None:
        self._page, self._view = textpage.raw, view
        self._rect, self._x, self._y = pdfium.FS_RECTF(), c_double(), c_double()
        self._x_ref, self._y_ref = byref(self._x), byref(self._y)
        self._rect_at, self._page_at = addressof(self._rect), cast(self._page, c_void_p).value
        self._matrix, self._scales = pdfium.FS_MATRIX(), dict[float, float]()
        self.codes = _codes(self._page, textpage.count_chars())
        self._hyphens = any(h in self.codes for h in HYPHENS)
        self._as_read = self.codes
        self._set_right()
        self._spelt = is_plain(self.codes)
        self._name, self._flags = create_string_buffer(_LONGEST_NAME), c_int()
        self._name_at, self._flags_at = addressof(self._name), addressof(self._flags)
        self._bold = _Fonts()
        self._stands = dict[tuple[float, float], tuple[float, float, float]]()

    def words(self) -> list[SeenWord]:
        """The words in the order of the page's content; what is drawn twice in one place is there once."""
        out: list[SeenWord] = []
        places: dict[str, list[SeenWord]] = {}
        ended = -inf  # where the last word does, on its line
        for match in _WORD.finditer(self.codes):
            start, end = match.span()
            plain = self._plain(start, end)
            for word in (plain,) if plain else self._odd(start, end):
                same = places.setdefault(word.text, [])
                if same and _drawn_in(same, word.x0, word.top):
                    continue
                same.append(word)
                joined = word.x0 - ended < _NEAR * (word.size or 0.0) and _touches(out[-1], word)
                out.append(_together(out.pop(), word) if joined else word)
                ended = out[-1].x1
        return out

    def _plain(self, start: int, end: int) -> SeenWord | None:
        """A word of characters that follow each other on an upright page; None where something is otherwise."""
        rect, rect_at, page_at, shift = self._rect, self._rect_at, self._page_at, self._view.left
        if self._view.turn or not _box_at(page_at, start, rect_at):
            return None
        left, high, right, low = _sides(rect)
        stand = self._stands.get((low, high)) or self._new_stand(start, low, high)
        size, top, bottom = stand
        last = end - 1
        if last > start:
            if not _box_at(page_at, last, rect_at):
                return None
            last_left, height, right, base = _sides(rect)
            if base != low or height != high:
                if not (low < height - 0.1 * size and base < high - 0.1 * size):
                    return None
                if abs(base - low) > 0.2 * size and self.codes[last].isdigit():
                    return None
            if last_left < left or right - left > 1.3 * size * (end - start):
                return None
        if self._hyphens and self._hyphen_inside(start, end):
            return None
        codes = self.codes[start:end]
        text = codes if self._spelt else spelt(codes)
        if not text:
            return None
        _font_at(page_at, start, self._name_at, _LONGEST_NAME, self._flags_at)
        bold = self._bold[self._name.value]
        word = _new(SeenWord, (text, left - shift, top, right - shift, bottom, 1.0, size, bold, True, None, None))
        return word if self._as_read is self.codes else self._said(word, start, end)

    def _new_stand(self, k: int, low: float, high: float) -> tuple[float, float, float]:
        """The size of a character's type and how far its line reaches up and down on the page.

        The box that a font gives a character stands on its baseline and is as high as its type: another one with the
        same two ends has the same baseline and size.
        """
        size = self._size(k)
        top, bottom = self._reach(k, size)
        self._stands[low, high] = size, top, bottom
        return size, top, bottom

    def _odd(self, start: int, end: int) -> Iterator[SeenWord]:
        """A word whose characters need not simply follow each other."""
        angle = pdfium.FPDFText_GetCharAngle(self._page, start)
        if angle >= 0 and cos(angle + self._view.turn * pi / 180) < 0.95:
            text = spelt(self.codes[start:end])
            boxes = [self._box(k) for k in range(start, end)]
            x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
            if text:
                yield SeenWord(text, x0, top, max(b[2] for b in boxes), max(b[3] for b in boxes), upright=False)
            return
        yield from self._piecewise(start, end)

    def _piecewise(self, start: int, end: int) -> Iterator[SeenWord]:
        """A word cut where its characters leave the line or leave a gap; raised figures become superscripts."""
        boxes = [self._box(k) for k in range(start, end)]
        codes, at, (low, size) = "", start, self._stand(start)
        for k, box in enumerate(boxes):
            base, size_here = self._stand(start + k)
            raised = codes and low - base > 0.15 * size and size_here < 0.85 * size
            if codes and not _follows(boxes[k - 1], box, size):
                yield from self._some(codes, at, boxes[at - start][0], boxes[k - 1][2], size)
                codes, at, low, size, raised = "", start + k, base, size_here, False
            code = self.codes[start + k]
            codes += superscript(code) if raised else code
        yield from self._some(codes, at, boxes[at - start][0], boxes[-1][2], size)

    def _some(self, codes: str, at: int, x0: float, x1: float, size: float) -> Iterator[SeenWord]:
        word = self._made(codes, at, x0, x1, size)
        if word:
            yield word

    def _made(self, codes: str, at: int, x0: float, x1: float, size: float) -> SeenWord | None:
        text = spelt(codes)
        if not text:
            return None
        top, bottom = self._reach(at, size)
        _font_at(self._page_at, at, self._name_at, _LONGEST_NAME, self._flags_at)
        bold = self._bold[self._name.value]
        return self._said(SeenWord(text, x0, top, x1, bottom, 1.0, size, bold), at, at + len(codes))

    def _reach(self, k: int, size: float) -> tuple[float, float]:
        _origin_of(self._page, k, self._x_ref, self._y_ref)
        _, base = self._view.point(self._x.value, self._y.value)
        return base - _ABOVE * size, base + _BELOW * size

    def _said(self, word: SeenWord, start: int, end: int) -> SeenWord:
        """The word with what the layer has for it, where that was set right."""
        raw = self._as_read[start:end]
        return word if raw == self.codes[start:end] else word._replace(raw=raw, why=MISREAD)

    def _hyphen_inside(self, start: int, end: int) -> bool:
        return any(self.codes.find(h, start, end - 1) >= 0 for h in HYPHENS)

    def _stand(self, k: int) -> tuple[float, float]:
        """The baseline of a character, as shown, and the size of its type."""
        _origin_of(self._page, k, self._x_ref, self._y_ref)
        return self._view.point(self._x.value, self._y.value)[1], self._size(k)

    def _box(self, k: int) -> Rect:
        if not _box_at(self._page_at, k, self._rect_at):
            return 0.0, 0.0, 0.0, 0.0
        left, top, right, bottom = _sides(self._rect)
        return self._view.rect(left, bottom, right, top)

    def _size(self, k: int) -> float:
        """Points of the type: what the font was set to, scaled as the page scales it.

        A page that sets a size scales it in one way; asked once for each, as a call costs more than a look-up.
        """
        nominal: float = _size_of(self._page, k)
        size = self._scales.get(nominal)
        if size is None:
            matrix = self._matrix
            found = pdfium.FPDFText_GetMatrix(self._page, k, byref(matrix))
            scale = (hypot(matrix.c, matrix.d) if found else 1.0) or 1.0
            size = self._scales[nominal] = round(nominal * scale, 1)
        return size

    def _set_right(self) -> None:
        """Take the characters of fonts that were read by the wrong table for what they mean."""
        if not may_be_misread(self.codes):
            return
        fonts = {
            self._font(match.start() + shown.start())
            for match in _WORD.finditer(self.codes)
            if not match[0].isascii() and is_misread(match[0])
            for shown in MAY_BE_MISREAD.finditer(match[0])
        }
        if not fonts:
            return
        codes = list(self.codes)
        for shown in MAY_BE_MISREAD.finditer(self.codes):
            if self._font(shown.start()) in fonts:
                codes[shown.start()] = meant_by(shown[0])
        self.codes = "".join(codes)

    def _font(self, k: int) -> int | None:
        item = pdfium.FPDFText_GetTextObject(self._page, k)
        return cast(pdfium.FPDFTextObj_GetFont(item), c_void_p).value if item else None


def _codes(page: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """The characters of the layer, one for each index."""
    if count <= 0:
        return ""
    buffer = create_string_buffer(2 * (count + 1))
    written = pdfium.FPDFText_GetText(page, 0, count, pdfium.cast(buffer, pdfium.POINTER(pdfium.c_ushort)))
    text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="surrogatepass")
    if len(text) == count and not re.search("[\ud800-\udfff]", text):
        return text
    return "".join(_character(pdfium.FPDFText_GetUnicode(page, k)) for k in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _follows(before: Rect, box: Rect, size: float) -> bool:
    """Whether a character stands beside the one before it, on the same line."""
    lower = min(size, before[3] - before[1], box[3] - box[1])
    level = min(before[3], box[3]) - max(before[1], box[1]) > 0.3 * lower
    return level and box[0] - before[2] <= 0.35 * size and box[0] >= before[0] - 0.3 * size


def _drawn_in(same: list[SeenWord], x0: float, top: float) -> bool:
    """Whether the same word stands where one begins."""
    for other in same:  # noqa: SIM110  (a generator takes twice the time)
        if -1.5 < other.x0 - x0 < 1.5 and -1.5 < other.top - top < 1.5:
            return True
    return False


def _touches(last: SeenWord, word: SeenWord) -> bool:
    """Whether no space can be between two words: pdfium supposes one where the font changes."""
    size = word.size or 0.0
    near = -0.3 * size < word.x0 - last.x1 < _NEAR * size
    return near and abs(last.top - word.top) < 1 and last.upright and word.upright


def _together(last: SeenWord, word: SeenWord) -> SeenWord:
    raw = (last.raw or last.text) + (word.raw or word.text) if last.raw or word.raw else None
    text = nfc(last.text + word.text)
    return last._replace(text=text, x1=max(last.x1, word.x1), raw=raw, why=last.why or word.why)
