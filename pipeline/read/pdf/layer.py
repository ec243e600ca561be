"""The text layer of a page: pdfium's characters to words in boxes.

A call into pdfium costs more than all else here, so a word asks for the boxes of its first and last characters and
for all of them only where these two do not stand side by side as in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import byref, c_double, create_string_buffer
from dataclasses import replace
from math import cos, hypot, pi
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from pipeline.read.characters import nfc
from pipeline.read.paged.page import SeenWord
from pipeline.read.pdf.glyphs import HYPHENS, MISREAD, spelt, superscript, unmisread
from pipeline.read.pdf.view import Rect, View

_WORD = re.compile("[^\\s\x00\x01\x03-\x1f\x7f-\x9f\u200b]+")
# Asked for each word: a name is found sooner than an attribute of a module.
_box_of, _origin_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
_size_of, _weight_of = pdfium.FPDFText_GetFontSize, pdfium.FPDFText_GetFontWeight
# Shares of the size of the type, as Times has them: how far a line reaches above and below its baseline. Fonts give
# figures of their own, but two words on one line must get one height.
_ABOVE, _BELOW = 0.95, 0.22
_BOLD = 600  # CSS font weight


class Glyph(NamedTuple):
    """A character of the layer as shown."""

    code: str
    box: Rect


class Layer:
    """The characters of a page's text layer. Raises PdfiumError where pdfium cannot read them."""

    def __init__(self, textpage: pypdfium2.PdfTextPage, view: View) -> None:
        self._page, self._view = textpage.raw, view
        self._rect, self._x, self._y = pdfium.FS_RECTF(), c_double(), c_double()
        self._rect_ref, self._x_ref, self._y_ref = byref(self._rect), byref(self._x), byref(self._y)
        self._matrix, self._scales = pdfium.FS_MATRIX(), dict[float, float]()
        self.codes = _codes(self._page, textpage.count_chars())
        self._hyphens = any(h in self.codes for h in HYPHENS)

    def words(self) -> list[SeenWord]:
        """The words in the order of the page's content; what is drawn twice in one place is there once."""
        out: list[SeenWord] = []
        places: dict[str, list[SeenWord]] = {}
        for match in _WORD.finditer(self.codes):
            for word in self._word(match.start(), match.end()):
                same = places.setdefault(word.text, [])
                if same and any(abs(o.x0 - word.x0) < 1.5 and abs(o.top - word.top) < 1.5 for o in same):
                    continue
                same.append(word)
                out.append(_together(out.pop(), word) if out and _touches(out[-1], word) else word)
        return out

    def _word(self, start: int, end: int) -> Iterator[SeenWord]:
        first = self._box(start)
        last = self._box(end - 1) if end - start > 1 else first
        size = self._size(start)
        plain = not (self.codes[end - 1].isdigit() and abs(last[3] - first[3]) > 0.2 * size)
        if plain and _side_by_side(first, last, size, end - start) and not self._hyphen_inside(start, end):
            yield from self._made(self.codes[start:end], start, first[0], last[2], size)
            return
        turned = self._turned(start)
        if turned:
            yield from self._made_turned(start, end)
            return
        yield from self._piecewise(start, end, size)

    def _hyphen_inside(self, start: int, end: int) -> bool:
        return self._hyphens and any(self.codes.find(h, start, end - 1) >= 0 for h in HYPHENS)

    def _made(self, codes: str, at: int, x0: float, x1: float, size: float) -> Iterator[SeenWord]:
        text = spelt(codes)
        if not text:
            return
        _origin_of(self._page, at, self._x_ref, self._y_ref)
        _, baseline = self._view.point(self._x.value, self._y.value)
        bold = _weight_of(self._page, at) >= _BOLD
        meant = unmisread(text)
        yield SeenWord(
            meant or text,
            x0,
            baseline - _ABOVE * size,
            x1,
            baseline + _BELOW * size,
            size=round(size, 1),
            bold=bold,
            raw=text if meant else None,
            why=MISREAD if meant else None,
        )

    def _made_turned(self, start: int, end: int) -> Iterator[SeenWord]:
        text = spelt(self.codes[start:end])
        if text:
            boxes = [self._box(k) for k in range(start, end)]
            x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
            yield SeenWord(text, x0, top, max(b[2] for b in boxes), max(b[3] for b in boxes), upright=False)

    def _piecewise(self, start: int, end: int, size: float) -> Iterator[SeenWord]:
        """A word whose characters do not simply follow each other: cut where they leave the line or leave a gap."""
        boxes = [self._box(k) for k in range(start, end)]
        codes, at, (low, height) = "", start, self._stand(start)
        for k, box in enumerate(boxes):
            before = boxes[k - 1]
            base, height_here = self._stand(start + k)
            raised = codes and low - base > 0.15 * height and height_here < 0.85 * height
            apart = box[0] - before[2] > 0.35 * size or box[0] < before[0] - 0.3 * size
            if codes and (apart or not _level(before, box, size)):
                yield from self._made(codes, at, boxes[at - start][0], before[2], size)
                codes, at, low, height, raised = "", start + k, base, height_here, False
            code = self.codes[start + k]
            codes += superscript(code) if raised else code
        yield from self._made(codes, at, boxes[at - start][0], boxes[-1][2], size)

    def _stand(self, k: int) -> tuple[float, float]:
        """The baseline of a character, as shown, and the size of its type."""
        _origin_of(self._page, k, self._x_ref, self._y_ref)
        return self._view.point(self._x.value, self._y.value)[1], self._size(k)

    def _box(self, k: int) -> Rect:
        rect, view = self._rect, self._view
        if not _box_of(self._page, k, self._rect_ref):
            return 0.0, 0.0, 0.0, 0.0
        if view.turn:
            return view.rect(rect.left, rect.bottom, rect.right, rect.top)
        return rect.left - view.left, view.top - rect.top, rect.right - view.left, view.top - rect.bottom

    def _size(self, k: int) -> float:
        """Points of the type: what the font was set to, scaled as the page scales it.

        A page that sets a size scales it in one way; asked once for each, as a call costs more than a look-up.
        """
        nominal: float = _size_of(self._page, k)
        scale = self._scales.get(nominal)
        if scale is None:
            matrix = self._matrix
            found = pdfium.FPDFText_GetMatrix(self._page, k, byref(matrix))
            scale = self._scales[nominal] = (hypot(matrix.c, matrix.d) if found else 1.0) or 1.0
        return nominal * scale

    def _turned(self, k: int) -> bool:
        angle = pdfium.FPDFText_GetCharAngle(self._page, k)
        return angle >= 0 and cos(angle - self._view.turn * pi / 180) < 0.95


def _codes(page: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """The characters of the layer, one for each index."""
    if count <= 0:
        return ""
    buffer = create_string_buffer(2 * (count + 1))
    written = pdfium.FPDFText_GetText(page, 0, count, pdfium.cast(buffer, pdfium.POINTER(pdfium.c_ushort)))
    text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="surrogatepass")
    if len(text) == count and text.isprintable():
        return text
    plain = len(text) == count and not re.search("[\ud800-\udfff]", text)
    return text if plain else "".join(_character(pdfium.FPDFText_GetUnicode(page, k)) for k in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _touches(last: SeenWord, word: SeenWord) -> bool:
    """Whether no space can be between two words: pdfium supposes one where the font changes."""
    if abs(last.top - word.top) > 1 or not last.upright or not word.upright:
        return False
    return -0.3 * (word.size or 0) < word.x0 - last.x1 < 0.06 * (word.size or 0)


def _together(last: SeenWord, word: SeenWord) -> SeenWord:
    raw = (last.raw or last.text) + (word.raw or word.text) if last.raw or word.raw else None
    text = nfc(last.text + word.text)
    return replace(last, text=text, x1=max(last.x1, word.x1), raw=raw, why=last.why or word.why)


def _side_by_side(first: Rect, last: Rect, size: float, length: int) -> bool:
    width = last[2] - first[0]
    level = first[1] < last[3] - 0.1 * size and last[1] < first[3] - 0.1 * size
    return level and first[0] <= last[0] and width <= 1.3 * size * length


def _level(before: Rect, box: Rect, size: float) -> bool:
    return min(before[3], box[3]) - max(before[1], box[1]) > 0.3 * min(size, before[3] - before[1], box[3] - box[1])
