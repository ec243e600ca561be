"""What an office puts on paper: the issuer's round red stamp, and the stamp of incoming mail (dấu Đến).

Both as Nghị định 30/2020/NĐ-CP has them (Phụ lục I, 8.b: the round stamp covers a third of the signature; Phụ lục IV:
the frame of the stamp of incoming mail, top left below the symbol or in the margin above).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from models.errors import MissingTool

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

RED = (205, 35, 45)
BLUE = (45, 60, 150)
_FACE = "LiberationSerif-Bold.ttf"


def font(pixels: int) -> FreeTypeFont:
    """The face of the stamps. Raises MissingTool where no font with Vietnamese letters is installed."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(_FACE, pixels)
    except OSError as error:
        raise MissingTool(
            "the font Liberation Serif is needed to draw stamps; on Debian: apt-get install fonts-liberation2"
        ) from error


def round_stamp(diameter: int, around: str, inside: str) -> Image:
    """A round stamp on transparent ground: two rings, words along them, a star and the issuer's place in the middle."""
    from PIL import Image, ImageDraw

    stamp = Image.new("RGBA", (diameter, diameter), (0, 0, 0, 0))
    draw = ImageDraw.Draw(stamp)
    middle, ink = diameter / 2, (*RED, 215)
    for share, width in ((0.49, 5), (0.33, 2)):
        box = [
            middle - share * diameter,
            middle - share * diameter,
            middle + share * diameter,
            middle + share * diameter,
        ]
        draw.ellipse(box, outline=ink, width=width)
    draw.polygon(_star(middle, middle * 0.92, diameter * 0.09), fill=ink)
    draw.text((middle, middle * 1.35), inside, font=font(diameter // 14), fill=ink, anchor="mm")
    face = font(diameter // 11)
    for k, letter in enumerate(around):
        angle = math.radians(-150 + 300 * (k + 0.5) / len(around))
        glyph = Image.new("RGBA", (diameter // 6, diameter // 6), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((diameter // 12, diameter // 12), letter, font=face, fill=ink, anchor="mm")
        turned = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x, y = middle + 0.41 * diameter * math.sin(angle), middle - 0.41 * diameter * math.cos(angle)
        stamp.alpha_composite(turned, (round(x - turned.width / 2), round(y - turned.height / 2)))
    return stamp


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for k in range(10):
        reach = radius if k % 2 == 0 else radius * 0.4
        angle = math.pi * k / 5
        points.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return points


def mail_stamp(width: int, lines: tuple[str, ...]) -> Image:
    """The frame of incoming mail on transparent ground, a line of words below the other."""
    from PIL import Image, ImageDraw

    leading = width // 8
    stamp = Image.new("RGBA", (width, leading * len(lines) + leading // 2), (0, 0, 0, 0))
    draw = ImageDraw.Draw(stamp)
    ink = (*BLUE, 230)
    draw.rectangle([2, 2, stamp.width - 3, stamp.height - 3], outline=ink, width=3)
    for k, line in enumerate(lines):
        at = (width // 2, leading // 4 + leading * k + leading // 2)
        draw.text(at, line, font=font(round(leading * 0.66)), fill=ink, anchor="mm")
    return stamp
