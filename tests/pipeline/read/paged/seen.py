"""Pages of known geometry, made of lines of words: 6 points a character at 12 points."""

from __future__ import annotations

from models.document import Document, RawFile
from pipeline.read.paged.compose import compose
from pipeline.read.paged.page import How, Ruling, SeenPage, SeenWord

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 85.0, 540.0
LEADING = 16.0


def line(
    text: str, x: float, base: float, *, size: float = 12.0, right: float | None = None, bold: bool = False
) -> list[SeenWord]:
    """A line that begins at `x` and stands on `base`; justified to `right` where that is given."""
    pieces = text.split()
    wide = 0.5 * size
    space = 0.25 * size
    if right is not None and len(pieces) > 1:
        space = (right - x - sum(len(p) for p in pieces) * wide) / (len(pieces) - 1)
    out = []
    for piece in pieces:
        x1 = x + len(piece) * wide
        out.append(SeenWord(piece, x, base - 0.95 * size, x1, base + 0.22 * size, size=size, bold=bold))
        x = x1 + space
    return out


def width_of(text: str, size: float = 12.0) -> float:
    return sum(len(p) for p in text.split()) * 0.5 * size + text.count(" ") * 0.25 * size


def centred(text: str, middle: float, base: float, *, size: float = 12.0, bold: bool = False) -> list[SeenWord]:
    return line(text, middle - width_of(text, size) / 2, base, size=size, bold=bold)


# Sixty-odd characters: a line of it nearly fills the page.
FULL = "phát động phong trào thi đua yêu nước trên địa bàn toàn tỉnh theo quy định"


def body(count: int, base: float, *, indent: float = 36.0) -> list[SeenWord]:
    """A justified paragraph of full lines and a short last one, its first line indented."""
    out = line("Ủy ban nhân dân tỉnh " + FULL[:45], LEFT + indent, base, right=RIGHT)
    for k in range(1, count - 1):
        out += line(FULL, LEFT, base + k * LEADING, right=RIGHT)
    return out + line("hiện hành.", LEFT, base + (count - 1) * LEADING)


def page(words: list[SeenWord], number: int = 1, rulings: tuple[Ruling, ...] = (), how: How = "layer") -> SeenPage:
    return SeenPage(number, WIDTH, HEIGHT, how, "made for a test", 1.0, tuple(words), rulings)


def composed(*pages: SeenPage) -> Document:
    return compose(RawFile(content=b"", media_type="application/pdf", source="a.pdf"), pages)


def paragraphs(document: Document) -> list[str]:
    """The paragraphs of the text without its noise, each on one line."""
    text = document.text
    for start, end in sorted(document.noise, reverse=True):
        text = text[:start].rstrip("\n") + "\n" * min(_ends(text, start), _starts(text, end)) + text[end:].lstrip("\n")
    return [" ".join(p.split()) for p in text.split("\n\n") if p.strip()]


def _ends(text: str, at: int) -> int:
    before = text[:at]
    return max(len(before) - len(before.rstrip("\n")), 1)


def _starts(text: str, at: int) -> int:
    after = text[at:]
    return max(len(after) - len(after.lstrip("\n")), 1)


def noise(document: Document) -> list[str]:
    return [span.of(document.text) for span in document.noise]


def grid(xs: list[float], ys: list[float]) -> tuple[Ruling, ...]:
    """The lines of a table with every cell ruled."""
    return (
        *(Ruling(xs[0], y, xs[-1], y) for y in ys),
        *(Ruling(x, ys[0], x, ys[-1]) for x in xs),
    )
