"""Whether a page's text layer is used or the page is recognised anew, on evidence, with the figures said."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pipeline.read.scan.quality import LayerQuality, quality_of

How = Literal["layer", "ocr"]

_SCANNED = 0.5  # share of the page under pictures from which its words can be in the picture
_PICTURED = 0.02  # below it a picture is a mark, not text
_STAMP_WORDS = 60  # a signature's panel with its signer, time and reason holds fewer; a page of text holds more
_DRAWN_LETTERS = 200  # outlines; a page of letters drawn as curves has thousands, a page's tables and frames dozens


class Decision(NamedTuple):
    """How a page is read, why (with the figures), and how sure its layer is (0 to 1; of no meaning for OCR)."""

    how: How
    why: str
    confidence: float


def decide(layer: str, words: int, image_share: float, *, paths: int = 0) -> Decision:
    """Whether a page's text layer is its text.

    `layer` is the text of the layer, `words` how many words it has, `image_share` the share of the page (0 to 1) that
    pictures cover, `paths` how many drawn outlines it has (letters can be drawn as curves, without any text).
    """
    quality = quality_of(layer)
    covered = f"pictures cover {image_share:.0%} of the page"
    if not words:
        return _without_words(image_share, paths, covered)
    figures = f"{words} words, {quality.figures}; {covered}"
    if fault := _fault(quality, words, image_share):
        return Decision("ocr", f"{fault}; {figures}", quality.valid)
    return Decision("layer", f"a good text layer: {figures}", _confidence(quality))


def _without_words(image_share: float, paths: int, covered: str) -> Decision:
    if image_share >= _PICTURED:
        return Decision("ocr", f"no text layer; {covered}", 0.0)
    if paths >= _DRAWN_LETTERS:
        return Decision("ocr", f"no text layer; {paths} drawn outlines may be its letters", 0.0)
    return Decision("layer", "nothing on the page", 1.0)


def _fault(quality: LayerQuality, words: int, image_share: float) -> str | None:
    """What keeps a layer from being the page's text; None where nothing does."""
    if quality.broken:
        return f"a broken text layer: {quality.broken}"
    if image_share < _SCANNED:
        return None
    if words < _STAMP_WORDS:
        return "too few words for a page under a picture: a stamp or a running head"
    return f"a layer that another OCR left: {quality.doubtful}" if quality.doubtful else None


def _confidence(quality: LayerQuality) -> float:
    """A layer is what the file says: sure, unless its words are strange."""
    return 1.0 if not quality.doubtful else 0.8
