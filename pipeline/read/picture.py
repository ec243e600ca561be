"""A page of a paged source as a picture, with places on it marked."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from models.document import RawFile
from models.errors import UnknownFormat
from models.words import Box
from pipeline.read.formats import PDF, name_of

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 150
_POINTS = 72  # to the inch
_LONGEST = 4_000  # pixels of a side
_MARKER = (255, 238, 130)  # the yellow of a marker pen; multiplied, so that the print keeps its black
_MARGIN = 1.5  # points around a word


def draw(raw: RawFile, page: int, boxes: Iterable[Box], size: tuple[float, float]) -> bytes:
    """The page (from 1) as PNG with the boxes on it marked. `size` is the page's width and height in points.

    Raises UnknownFormat where the format has no pages to show, and what opening the file raises.
    """
    from PIL import Image, ImageChops, ImageDraw

    picture = _page(raw, page).convert("RGB")
    across, down = picture.width / size[0], picture.height / size[1]
    layer = Image.new("RGB", picture.size, "white")
    marker = ImageDraw.Draw(layer)
    for box in lines_of(b for b in boxes if b.page == page):
        edges = (box.x0 - _MARGIN, box.top - _MARGIN, box.x1 + _MARGIN, box.bottom + _MARGIN)
        marker.rectangle([edges[0] * across, edges[1] * down, edges[2] * across, edges[3] * down], fill=_MARKER)
    out = BytesIO()
    ImageChops.multiply(picture, layer).save(out, "PNG")
    return out.getvalue()


def lines_of(boxes: Iterable[Box]) -> list[Box]:
    """Boxes of words that follow each other on one line as one box.

    >>> lines_of([Box(1, 10, 20, 30, 32), Box(1, 33, 20, 60, 32), Box(1, 10, 40, 25, 52)])
    [Box(page=1, x0=10, top=20, x1=60, bottom=32), Box(page=1, x0=10, top=40, x1=25, bottom=52)]
    """
    out: list[Box] = []
    for box in boxes:
        last = out[-1] if out else None
        if last and last.page == box.page and box.x0 >= last.x0 and _overlap(last, box):
            out[-1] = Box(box.page, last.x0, min(last.top, box.top), max(last.x1, box.x1), max(last.bottom, box.bottom))
        else:
            out.append(box)
    return out


def _overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share half of the lower one's height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def _page(raw: RawFile, page: int) -> Image:
    if raw.media_type == PDF:
        from pipeline.read.pdf.opening import opened

        with opened(raw.content) as (document, _):
            sheet = document[page - 1]
            # The picture of a page of any size is bounded.
            scale = min(_DPI / _POINTS, _LONGEST / max(sheet.get_size()))
            image: Image = sheet.render(scale=scale, may_draw_forms=True).to_pil()
            return image
    if raw.media_type.startswith("image/"):
        from pipeline.read.image import pages_of

        return next(sheet.image for sheet in pages_of(raw.content) if sheet.number == page)
    raise UnknownFormat(f"{raw.source}: {name_of(raw.media_type)} has no pages to show")
