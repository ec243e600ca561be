"""The line that names the type of a document (tên loại): by it the title is known, on a page and in a text."""

from __future__ import annotations

import re

from extractors.fold import fold

# Tên loại văn bản (Nghị định 30/2020/NĐ-CP, Điều 7) stands on a line of its own, in capitals.
_TYPES = (
    "ke hoach|quyet dinh|nghi quyet|chi thi|quy che|quy dinh|thong cao|thong bao|huong dan|chuong trinh|"
    "phuong an|de an|du an|bao cao|bien ban"
    "|to trinh|hop dong|cong van|cong dien|ban ghi nho|ban thoa thuan|giay uy quyen|giay moi|giay gioi thieu|"
    "phieu gui|thu cong|ket luan|noi quy"
)
_TYPE_LINE = re.compile(rf"(?:{_TYPES})(?: (?:hanh dong|phoi hop|cong tac|lien tich))?")


def is_type_line(text: str) -> bool:
    """Whether a line is the type of a document and nothing else; letter-spaced capitals included."""
    if not text.isupper():
        return False
    folded = re.sub(r"\s+", " ", fold(text)).strip(" .:")
    if re.fullmatch(r"(?:\w ){4,}\w", folded):
        folded = folded.replace(" ", "")
        return any(folded == t.replace(" ", "") for t in _TYPES.split("|"))
    return bool(_TYPE_LINE.fullmatch(folded))
