"""Which of several readings of one text leads: the one from which most can be told, and most surely."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import Frozen
from models.plan import Plan
from pipeline.read.formats import DOC, DOCX, HTML, MARKDOWN, MHTML, ODT, RTF

_STRUCTURED = (DOCX, ODT, DOC, RTF)
_MARKED_UP = (HTML, MHTML, MARKDOWN)


class Quality(Frozen):
    """How well a plan was read.

    `media_type` is the file's; `ways` are those in which its pages were read, sorted, empty where it has none (see
    `models.document.Page.how`); `confidence` is the mean over the text, 0 to 1; `problems` counts those of the reading
    and of what was extracted; `lost` counts the pages of which nothing was read.
    """

    media_type: str
    ways: tuple[str, ...] = ()
    confidence: float = 1.0
    problems: int = 0
    lost: int = 0

    @classmethod
    def of(cls, plan: Plan) -> Quality:
        """The quality of a plan's reading."""
        document = plan.document
        troubled = {p.page for p in document.problems if p.page is not None}
        lengths = [page.span.end - page.span.start for page in document.pages]
        weighed = sum(page.confidence * length for page, length in zip(document.pages, lengths, strict=True))
        return cls(
            media_type=document.media_type,
            ways=tuple(sorted({page.how for page in document.pages})),
            confidence=round(weighed / sum(lengths), 4) if sum(lengths) else 1.0,
            problems=len(plan.problems),
            lost=sum(page.number in troubled and not page.span.of(document.text).strip() for page in document.pages),
        )

    @property
    def rank(self) -> int:
        """How much the kind of reading tells: 0 a word processor's file, 1 a web page, 2 a text layer, 3 plain text,
        which shows no table, 4 what OCR read, even of one page."""
        if "ocr" in self.ways:
            return 4
        if self.media_type in _STRUCTURED:
            return 0
        if self.media_type in _MARKED_UP:
            return 1
        return 2 if "layer" in self.ways else 3


def leading(renditions: Sequence[Quality]) -> int:
    """The place (from 0) of the best reading: that without lost pages, of the best kind, with fewer problems, surer;
    of equals the first. Raises ValueError where there is none.

    >>> leading([Quality(media_type="application/pdf", ways=("ocr",), confidence=0.9), Quality(media_type="text/html")])
    1
    """
    if not renditions:
        raise ValueError("there is no reading to choose from")
    return min(range(len(renditions)), key=lambda k: _order(renditions[k]))


def _order(quality: Quality) -> tuple[int, int, int, float]:
    return (quality.lost, quality.rank, quality.problems, -quality.confidence)
