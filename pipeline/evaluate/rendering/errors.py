"""Character errors: how far the words that were read are from the words that were printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from models.document import Document
from models.outline import Outline
from models.span import Span
from pipeline.evaluate.rendering.sheet import Sheet


def character_errors(printed: str, read: str) -> tuple[int, int]:
    """The least number of characters to insert, delete or change so that what was read becomes what was printed, and
    how many were printed; white space counts as one blank, and none at the ends.

    >>> character_errors("Kế hoạch\\n số 5", "Kê hoạch số 5")
    (1, 13)
    """
    from rapidfuzz.distance import Levenshtein

    wanted, got = _folded(printed), _folded(read)
    return Levenshtein.distance(wanted, got), len(wanted)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def document_errors(sheet: Sheet, document: Document, outline: Outline) -> tuple[int, int]:
    """`character_errors` of a document that was read from a rendering of a sheet.

    What reader and segmenter tell as noise is left out, as the sheet has no page numbers and stamps; so are the bars of
    tables. Of two columns the left one comes first, in the sheet as in a document.
    """
    # The segmenter sets the head of a table aside too, as it is no clause; but it is printed.
    heads = [table.rows[0].span for table in document.tables]
    aside = [n for n in outline.noise if not any(h.start <= n.start < h.end for h in heads)]
    return character_errors(sheet.text, _without(document.text, [*document.noise, *aside]).replace("|", " "))


def _without(text: str, spans: Iterable[Span]) -> str:
    kept, at = [], 0
    for span in sorted(spans):
        kept.append(text[at : span.start])
        at = max(at, span.end)
    return " ".join([*kept, text[at:]])
