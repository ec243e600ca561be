"""A page's picture as it is given to OCR: cleaned and turned straight, and the way from its pixels to points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.read.paged.page import Ruling
from pipeline.read.scan.cleaning import even_background, red_channel, without_specks
from pipeline.read.scan.rulings import lines_in, without
from pipeline.read.scan.skew import skew_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

_NEGLIGIBLE = 0.15  # degrees: a line of text rises by less than a pixel a word
_COARSE, _FINE = 140, 320  # dots an inch: letters too small for the engine's model, and more than it can use
_AIM = 200
_MOST_POINTS = 24_000_000  # an A3 page at 300 dots an inch has 17 million


@dataclass(frozen=True, slots=True)
class Prepared:
    """The grey picture that is recognised, its resolution, the angle by which the page lay askew, its ruled lines, and
    how many points of the page a pixel is, across and down."""

    pixels: NDArray[np.uint8]
    dpi: int
    skew: float
    rulings: tuple[Ruling, ...]
    scale: tuple[float, float]

    def in_points(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of pixels in points of the straightened page."""
        across, down = self.scale
        return x0 * across, top * down, x1 * across, bottom * down


def prepare(image: Image, width: float, height: float) -> Prepared:
    """The picture of a page of that size in points, cleaned for OCR.

    The order: ink and paper are told apart first (the red channel, an even background), grain goes before the angle is
    measured, and lines are sought when they lie level.
    """
    grey = without_specks(even_background(red_channel(_fitting(image, width))))
    skew = skew_of(grey)
    if abs(skew) < _NEGLIGIBLE:
        skew = 0.0
    grey = _turned(grey, skew)
    dpi = max(round(grey.shape[1] / width * 72), 70)
    lines = lines_in(grey, dpi)
    made = Prepared(without(grey, lines), dpi, skew, (), (width / grey.shape[1], height / grey.shape[0]))
    return Prepared(made.pixels, dpi, skew, tuple(Ruling(*made.in_points(*line)) for line in lines), made.scale)


def _fitting(image: Image, width: float) -> Image:
    """The picture at a resolution that the engine reads well, and within a bound on its size."""
    from PIL import Image as Pillow

    dpi = image.width / width * 72
    by = _AIM / dpi if dpi < _COARSE else min(_FINE / dpi, 1.0)
    by = min(by, (_MOST_POINTS / (image.width * image.height)) ** 0.5)
    if 0.9 < by < 1.1:
        return image
    kept = image if image.mode in ("L", "RGB") else image.convert("L" if image.mode in ("1", "I;16") else "RGB")
    size = (max(round(image.width * by), 1), max(round(image.height * by), 1))
    return kept.resize(size, Pillow.Resampling.BICUBIC)


def _turned(grey: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    if not degrees:
        return grey
    from PIL import Image as Pillow

    turned = Pillow.fromarray(grey).rotate(degrees, Pillow.Resampling.BILINEAR, fillcolor=255)
    return np.asarray(turned)
