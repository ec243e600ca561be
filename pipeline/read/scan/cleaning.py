"""Small steps that make a scanned page's picture fit for OCR, each with its reason; `prepare` says their order.

They work on grey pictures of bytes (0 black, 255 white) without copies in wider types: cleaning must cost little beside
the recognition itself. Each stands because it lowers the character error rate on pages that need it; those that would
harm the others measure first whether the page needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Grey = NDArray[np.uint8]

_WITHOUT_COLOUR = ("1", "L", "I", "F", "I;16", "LA", "La")
_SPECKLED = 0.17  # clean prints and real scans stay under 0.10; grain that harms recognition begins at 0.18
_EVEN = 0.85
_PALE, _REDDER = 140, 50  # a stamp's ink over paper; over print its red is dark too, and the print stays


def red_channel(image: Image) -> Grey:
    """The picture in grey, as its red channel: the ink of seals and incoming-mail stamps is red, and vanishes there,
    while black and blue stay dark. What pale shade of clear red is left is paper."""
    if image.mode in _WITHOUT_COLOUR:
        return np.asarray(image.convert("L"))
    colours = np.asarray(image.convert("RGB"))
    red, green = colours[..., 0].copy(), colours[..., 1]
    # Bytes do not wrap here: where red is above the first bound, the difference is above zero.
    red[(red > _PALE) & (green < red - _REDDER)] = 255
    return red


def even_background(grey: Grey) -> Grey:
    """The paper made white where it is shaded or dark: Tesseract parts ink from paper by one threshold a page, and the
    shadow of a fold or of a hand in a photograph falls on the wrong side of it."""
    shades = paper_shades(grey)
    if shades.min() > _EVEN * shades.max():
        return grey
    from PIL import Image as Pillow

    paper = Pillow.fromarray(shades).resize((grey.shape[1], grey.shape[0]), Pillow.Resampling.BILINEAR)
    wide = grey.astype(np.uint16)
    wide *= 250
    wide //= np.maximum(np.asarray(paper), 1)
    return np.minimum(wide, 255).astype(np.uint8)


def paper_shades(grey: Grey, *, cell: int = 16, reach: int = 7) -> Grey:
    """The paper's shade, one point a cell: the brightest mean of the cells about it, which lies between the lines."""
    from scipy import ndimage

    rows, columns = max(grey.shape[0] // cell, 1), max(grey.shape[1] // cell, 1)
    high, wide = min(cell, grey.shape[0]), min(cell, grey.shape[1])
    cells = grey[: rows * high, : columns * wide].reshape(rows, high, columns, wide)
    bright = cells.mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)
    evened: Grey = ndimage.uniform_filter(ndimage.maximum_filter(bright, reach), reach)
    return evened


def ink_threshold(grey: Grey, share: float = 0.5, darkest: float = 1.0) -> int:
    """The shade below which a point is ink: `share` of the way from the paper (most of a page) to the ink, which is as
    dark as the `darkest` points, in per cent; a page of few words needs fewer than one."""
    paper, dark = np.percentile(grey[::7, ::7], (75, darkest))
    return int(paper - share * (paper - dark))


def without_specks(grey: Grey) -> Grey:
    """The median of each point's neighbours where the page is speckled, by dust or by a sensor's grain; the page as it
    is where it is not, as a median also takes away the thinnest strokes of diacritics."""
    band = grey[grey.shape[0] // 3 : grey.shape[0] * 2 // 3 + 1]
    return median(grey) if speckle(band, median(band)) > _SPECKLED else grey


def speckle(grey: Grey, smooth: Grey) -> float:
    """How many points change sides between ink and paper by smoothing, as a share of the ink."""
    threshold = ink_threshold(grey)
    before, after = grey < threshold, smooth < threshold
    return int(np.count_nonzero(before != after)) / max(int(np.count_nonzero(after)), 1)


def median(grey: Grey) -> Grey:
    """Each point the median of its 3 x 3 neighbours.

    By minima and maxima of whole rows and columns (the exact median of nine), twenty times as fast as sorting each.
    """
    padded = np.pad(grey, 1, mode="edge")
    low, middle, high = _sorted3(padded[:-2], padded[1:-1], padded[2:])
    low = np.maximum(np.maximum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    high = np.minimum(np.minimum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    middle = _middle3(middle[:, :-2], middle[:, 1:-1], middle[:, 2:])
    return _middle3(low, middle, high)


def _sorted3(a: Grey, b: Grey, c: Grey) -> tuple[Grey, Grey, Grey]:
    a, b = np.minimum(a, b), np.maximum(a, b)
    b, c = np.minimum(b, c), np.maximum(b, c)
    a, b = np.minimum(a, b), np.maximum(a, b)
    return a, b, c


def _middle3(a: Grey, b: Grey, c: Grey) -> Grey:
    return np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
