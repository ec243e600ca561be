"""Whether a page's text layer is used or the page is recognised anew, on evidence, with the figures said."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pipeline.read.scan.quality import quality_of

How = Literal["layer", "ocr"]

_SCANNED = 0.5  # share of the page under pictures from which its words can be in the picture
_STAMP_WORDS = 60  # a signature panel and a running head hold fewer, a page of text more


class Decision(NamedTuple):
    """How a page is read, why (with the figures), and how sure the layer is (0 to 1; of no meaning for OCR)."""

    how: How
    why: str
    confidence: float


def decide(layer: str, words: int, image_share: float, *, paths: int = 0) -> Decision:
    """Whether a page's text layer is its text.

    `layer` is the text of the layer, `words` how many words it has, `image_share` the share of the page (0 to 1) that
    pictures cover, `paths` how many drawn outlines it has (letters can be drawn without being text).
    """
    quality = quality_of(layer)
    covered = f"pictures cover {image_share:.0%} of the page"
    if not words:
        if image_share < 0.02 and paths < 200:
            return Decision("layer", "nothing on the page", 1.0)
        return Decision("ocr", f"no text layer; {covered}", 0.0)
    if quality.broken:
        return Decision("ocr", f"broken text layer: {quality.broken}; {covered}", quality.confidence)
    if image_share >= _SCANNED and words < _STAMP_WORDS:
        return Decision("ocr", f"only {words} words in the text layer; {covered}", quality.confidence)
    return Decision("layer", f"good text layer: {words} words, {quality.figures}; {covered}", quality.confidence)
