"""The end of the report: who signs it and who gets it (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, 7 and 9)."""

from __future__ import annotations

import re

from pipeline.report.docx_head import BLANK, layout_row, plain_table
from pipeline.report.docx_page import Page
from pipeline.report.docx_words import Words
from pipeline.report.docx_xml import Element, paragraph, run, w
from pipeline.report.types import Signing

_LEFT_SHARE = 0.45
_ROOM = 72  # points for the signature and the seal
_DASH = re.compile(r"^[-–—•]\s*")
_STOP = re.compile(r"[;.,]\s*$")


def signature(signing: Signing, page: Page, words: Words) -> Element:
    """Recipients at the left, the signer at the right, on one page."""
    left = page.across * _LEFT_SHARE
    row = layout_row((left, _recipients(signing, words)), (page.across - left, _signer(signing)))
    return plain_table((left, page.across - left), row)


def _recipients(signing: Signing, words: Words) -> list[Element]:
    """One a line with a dash before it and a semicolon after, a full stop after the last.

    >>> [_STOP.sub("", _DASH.sub("", text)) for text in ("- Như Điều 3;", "Lưu: VT, NV.")]
    ['Như Điều 3', 'Lưu: VT, NV']
    """
    given = [_STOP.sub("", _DASH.sub("", text.strip())) for text in signing.recipients] or [BLANK, BLANK]
    lines = [f"- {text}{'.' if k + 1 == len(given) else ';'}" for k, text in enumerate(given)]
    before = (w("spacing", {"before": 240}),)
    head = paragraph("RecipientsHead", run(words.say("docx.recipients")), properties=before)
    return [head, *(paragraph("Recipients", run(line)) for line in lines)]


def _signer(signing: Signing) -> list[Element]:
    capacity = [text for text in (signing.authority, signing.position) if text] or [BLANK]
    first, *rest = capacity
    made = [paragraph("Authority", run(first), properties=(w("spacing", {"before": 240}),))]
    made += [paragraph("Authority", run(text)) for text in rest]
    room = (w("spacing", {"before": _ROOM * 20}),)
    return [*made, paragraph("Signer", run(signing.signer or BLANK), properties=room)]
