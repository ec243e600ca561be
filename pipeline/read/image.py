"""The reader of pictures: photographed or scanned pages (PNG, JPEG, TIFF of several pages, and their like)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from models.document import Document, RawFile
from models.errors import DamagedFile, MissingTool, TooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline.read.scan import PageImage

MAX_PAGES = 500
MAX_PIXELS = 120_000_000  # a page of A3 at 600 dots an inch has 70 million
_A4 = (595.3, 841.9)  # points
_PLAUSIBLE_DPI = (90, 1300)  # what a scanner sets; cameras and screens write 72 or 96 without meaning it
_TURNED = 0x0112  # the EXIF tag of orientation


def read_image(raw: RawFile) -> Document:
    """The document in a picture, recognised page by page.

    Raises MissingTool without OCR on this machine, TooLarge beyond 500 pages or 120 million points a page, DamagedFile
    where it cannot be decoded, NoTextFound where no page holds text.
    """
    from pipeline.read.paged.compose import compose
    from pipeline.read.scan import missing_ocr, recognize_all

    if missing := missing_ocr():
        raise MissingTool(f"it is a picture, and {missing}")
    notes: list[str] = []
    pages = tuple(recognize_all(_noting_stamps(pages_of(raw.content), notes)))
    return compose(raw, pages, notes)


def _noting_stamps(pages: Iterator[PageImage], notes: list[str]) -> Iterator[PageImage]:
    """The pages as they come, what is stamped on the first noted."""
    from pipeline.read.scan.stamps import secrecy_stamped

    for page in pages:
        if page.number == 1:
            notes += secrecy_stamped(page.image, page.width)
        yield page


def pages_of(content: bytes) -> Iterator[PageImage]:
    """The frames of a picture as pages to recognise, decoded one at a time."""
    from PIL import Image as Pillow
    from PIL import ImageSequence

    from pipeline.read.scan import PageImage

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns from half its limit on; the bound below decides.
            with Pillow.open(BytesIO(content)) as opened:
                count = getattr(opened, "n_frames", 1)
                if count > MAX_PAGES:
                    raise TooLarge(f"it has {count:,} pages, and at most {MAX_PAGES} are read; split it")
                for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
                    picture = _upright(frame)
                    yield PageImage(
                        picture, number, *page_size(picture), f"a picture of {frame.width} x {frame.height} points"
                    )
    except Pillow.DecompressionBombError as error:
        raise TooLarge(f"a picture of more than {MAX_PIXELS:,} points; scan it at 300 dots an inch") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFile(f"the picture cannot be decoded ({error}); export or scan it again") from error


def _upright(frame: Image) -> Image:
    """A frame decoded, turned as the camera says, its transparent places white like paper."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    if frame.width * frame.height > MAX_PIXELS:
        raise TooLarge(f"a picture of {frame.width} x {frame.height} points; at most {MAX_PIXELS:,} in all are read")
    dpi = frame.info.get("dpi")
    picture = ImageOps.exif_transpose(frame)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        paper = Pillow.new("RGBA", picture.size, "white")
        picture = Pillow.alpha_composite(paper, picture.convert("RGBA"))
    picture = picture.copy() if picture.mode in ("1", "L", "RGB") else picture.convert("RGB")
    if dpi:
        picture.info["dpi"] = dpi
    return picture


def page_size(picture: Image) -> tuple[float, float]:
    """The size in points: by the resolution that a scanner wrote, else as if the longer side were that of A4."""
    across, down = (float(d) for d in picture.info.get("dpi", (0, 0)))
    low, high = _PLAUSIBLE_DPI
    if low < across < high and low < down < high:
        return picture.width / across * 72, picture.height / down * 72
    scale = _A4[1] / max(picture.size)
    return picture.width * scale, picture.height * scale
