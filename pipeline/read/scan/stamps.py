"""The degree of secrecy that is stamped on a scan in red, which cleaning takes away with the seals.

Source: Nghị định 26/2020/NĐ-CP, Điều 2 (the stamps of secrecy are red, at the head of the first page).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.read.scan import tesseract
from pipeline.read.secrecy import secrecy_of, stamped_note

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

_HEAD = 0.5  # of the page, from above, in which the stamp stands
_REDDER = 50  # of 255: how much redder than green and blue the ink of a stamp is
_LEAST = 400  # points of red at 200 dots an inch: less is dust
_MOST = 0.3  # share of the head: what is redder all over is a photograph or coloured paper
_SECONDS = 20.0  # a stamp's few words take a part of one
_COLOURED = ("RGB", "RGBA", "P", "CMYK", "YCbCr")
_DPI = 200
_SCATTERED, _BLOCK = 11, 6  # Tesseract's page segmentation modes


def secrecy_stamped(image: Image, width: float) -> tuple[str, ...]:
    """A note that names the degree which a red stamp on a first page says; none where there is no such stamp or it
    cannot be read. `width` is that of the page in points."""
    red = _red_ink(image, width)
    if red is None:
        return ()
    for layout in (_SCATTERED, _BLOCK):
        try:
            words = tesseract.run(red, dpi=_DPI, layout=layout, seconds=_SECONDS)
        except tesseract.OcrFailure:
            return ()
        if degree := secrecy_of(_lines(words)):
            return (stamped_note(degree),)
    return ()


def _red_ink(image: Image, width: float) -> NDArray[np.uint8] | None:
    """The red of the page's head alone, black on white; None where there is next to none."""
    if image.mode not in _COLOURED:
        return None
    from PIL import Image as Pillow

    head = image.crop((0, 0, image.width, round(image.height * _HEAD)))
    by = _DPI / (image.width / width * 72)
    size = (max(round(head.width * by), 1), max(round(head.height * by), 1))
    colours = np.asarray(head.convert("RGB").resize(size, Pillow.Resampling.BILINEAR)).astype(np.int16)
    strength = colours[..., 0] - np.maximum(colours[..., 1], colours[..., 2])
    where = np.argwhere(strength > _REDDER)
    if not _LEAST <= len(where) <= _MOST * strength.size:
        return None
    (top, left), (bottom, right) = where.min(0), where.max(0)
    ink = np.clip(255 - 2 * strength[top : bottom + 1, left : right + 1], 0, 255).astype(np.uint8)
    return np.pad(_without_frames(ink), 40, constant_values=255)


def _without_frames(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    from pipeline.read.scan.rulings import lines_in, without

    return without(ink, lines_in(ink, _DPI))


def _lines(words: list[tesseract.Recognized]) -> str:
    lines: dict[tuple[int, int, int], list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n\n".join(" ".join(line) for line in lines.values())
