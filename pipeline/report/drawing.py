"""A Vega-Lite specification drawn as SVG and PNG, by vl-convert: no browser, and nothing fetched."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

from pipeline.report.fonts import Font, font

_SCALE = 3.0
"""Pixels of the PNG to one of the drawing: sharp at 16 cm in print."""

_FALLBACKS = "Arial, Helvetica, sans-serif"
"""For who looks at the SVG where the font is not installed: faces of the same widths first."""


def drawn(spec: dict[str, Any]) -> tuple[str, bytes]:
    """The SVG and the PNG of a chart. Raises UsageError where no font can write it."""
    import vl_convert

    used = _registered()
    look = {
        "font": used.family,
        "background": "white",
        "view": {"stroke": None},
        "axis": {"labelFont": used.family, "titleFont": used.family},
        "text": {"font": used.family},
    }
    svg = vl_convert.vegalite_to_svg({**spec, "config": look}, allowed_base_urls=[])
    # The PNG knows just the one font; the SVG may be looked at elsewhere.
    png = _grey(vl_convert.svg_to_png(svg, scale=_SCALE))
    quoted = re.escape(used.family)
    return re.sub(
        rf'font-family="(?:&quot;)?{quoted}(?:&quot;)?"', f'font-family="{used.family}, {_FALLBACKS}"', svg
    ), png


def _grey(png: bytes) -> bytes:
    """The picture in greys, since charts have no other colour: a fraction of the size. It tells its resolution, so that
    Word and Excel show it as large as it was drawn."""
    from PIL import Image

    out = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        flat = Image.new("RGBA", picture.size, "white")
        flat.alpha_composite(picture.convert("RGBA"))
        flat.convert("L").save(out, "PNG", optimize=True, dpi=(96 * _SCALE, 96 * _SCALE))
    return out.getvalue()


@cache
def _registered() -> Font:
    import vl_convert

    used = font()
    vl_convert.register_font_directory(str(used.file.parent))
    return used


def width_of(text: str, size: float) -> float:
    """How wide a text is in the font of charts, in pixels of the drawing, at a size in the same."""
    return float(_at_size(round(size * 4)).getlength(text)) / 4


@cache
def _at_size(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(font().file), size)
