"""PDF to scan: what a copier makes of the signed and stamped paper, as a PDF of images only.

The same PDF gives the same bytes.

The damage is set so that plain Tesseract (grey, no cleaning) has at least 5 % character errors; what it has to be for
that was measured, see `Damage`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING, Any

from pipeline.evaluate.rendering.stamps import mail_stamp, round_stamp

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200
_LONG_AGO = time.gmtime(946684800)


@dataclass(frozen=True, slots=True)
class Damage:
    """What the copier does to a page.

    Plain Tesseract (5.3, `vie`, grey, its own page segmentation) on the five plans of the corpus with noise 27 and
    specks 0.018: 6.5, 4.5, 9.2, 5.9 and 6.1 % character errors, 6.5 % over all. The defaults are a step above these.
    With noise 28 and specks 0.0008 one of the synthetic plans had 2.6 %; with noise 45, 14 %: the curve is steep.
    """

    skew: float = 1.0
    """Degrees, clockwise."""
    blur: float = 0.9
    """The radius of a Gaussian, pixels."""
    noise: float = 28
    """The standard deviation of the noise, of 255."""
    specks: float = 0.021
    """The share of pixels that are dust: black or white."""
    quality: int = 60
    """Of the JPEG, 1 to 95."""
    turned_pages: bool = True
    """Whether the skew's side changes from page to page, as where two sides of a sheet are scanned."""


def as_scan(pdf: bytes, body: str, *, seed: int = 0, damage: Damage | None = None) -> bytes:
    """The scan of a PDF, its pages as JPEG at 200 dpi; `body` is the issuer's name, for the round stamp.

    Raises MissingTool where there is no font for the stamps.
    """
    damage = damage or Damage()
    pages = [
        _worn(page, damage, seed=1000 * seed + k, side=-1 if damage.turned_pages and k % 2 else 1)
        for k, page in enumerate(_stamped(pdf, body, seed))
    ]
    out = BytesIO()
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DPI,
        quality=damage.quality,
        creationDate=_LONG_AGO,
        modDate=_LONG_AGO,
    )
    return out.getvalue()


def _stamped(pdf: bytes, body: str, seed: int) -> Iterator[Image]:
    """The pages as pictures, the stamp of incoming mail on the first and the round one over each signature."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for k in range(len(document)):
            page = document[k]
            image = page.render(scale=DPI / 72).to_pil().convert("RGB")
            if k == 0:
                _put(image, *_incoming(image, Random(seed)))  # noqa: S311  (no secret: repeatable)
            for x, y in _signatures(page):
                stamp = round_stamp(round(1.42 * DPI), body, "★")
                _put(image, stamp, round(x * DPI / 72 - stamp.width * 0.75), round(y * DPI / 72 - stamp.height * 0.35))
            yield image
    finally:
        document.close()


def _put(image: Image, stamp: Image, x: int, y: int) -> None:
    image.paste(stamp, (x, y), stamp)


def _incoming(image: Image, rng: Random) -> tuple[Image, int, int]:
    """The stamp of incoming mail and where it stands: in the margin above the header, on the left."""
    lines = ("CÔNG VĂN ĐẾN", f"ĐẾN  Số: {rng.randint(1000, 9999)}", "Ngày: 12/9/2019")
    stamp = mail_stamp(round(1.35 * DPI), lines)
    return stamp, round(image.width * 0.1), round(0.12 * DPI)


def _signatures(page: Any) -> Iterator[tuple[float, float]]:
    """Where the blank above a signer's name begins: below the last line in capitals of the right half, in points."""
    text = page.get_textpage()
    height = page.get_height()
    searcher = text.search("Nơi nhận", match_case=True)
    found = searcher.get_next()
    if found is not None:
        top = height - text.get_charbox(found[0])[3]
        yield page.get_width() * 0.66, top + 48


def _worn(image: Image, damage: Damage, *, seed: int, side: int) -> Image:
    import numpy
    from PIL import Image as Images
    from PIL import ImageFilter

    turned = image.rotate(-damage.skew * side, resample=Images.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    blurred = turned.filter(ImageFilter.GaussianBlur(damage.blur))
    rng = numpy.random.Generator(numpy.random.PCG64(seed))
    shape = (image.height, image.width)
    # A copier's noise is of brightness: the same in the three colours.
    pixels = numpy.asarray(blurred, dtype=numpy.float32) + rng.normal(0, damage.noise, shape)[..., None]
    dust = rng.random(shape)
    pixels[dust < damage.specks / 2] = 30
    pixels[dust > 1 - damage.specks / 2] = 255
    return Images.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8), "RGB")
