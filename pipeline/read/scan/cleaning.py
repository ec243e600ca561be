"""The picture of a page made ready for OCR."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.read.paged.page import Ruling

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The grey picture that is recognised, its resolution, and how its pixels lie on the page."""

    pixels: NDArray[np.uint8]
    dpi: int
    width: float
    height: float
    rulings: tuple[Ruling, ...] = ()

    def on_page(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of pixels in points of the page."""
        height, width = self.pixels.shape
        across, down = self.width / width, self.height / height
        return x0 * across, top * down, x1 * across, bottom * down


def clean_page(image: Image, width: float, height: float) -> Cleaned:
    """The picture of a page of that size in points, cleaned."""
    red = np.asarray(image.convert("RGB").getchannel("R"))
    return Cleaned(red, round(red.shape[1] / width * 72), width, height)
