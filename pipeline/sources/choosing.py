"""Which of several files is the document: the signed one, before its text for editing and before what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from pipeline.folding import fold
from pipeline.sources.types import Attachment, Entry
from pipeline.sources.web import file_name

_SIGNED = frozenset({"signed", "kyso", "daky", "dakyso", "kyduyet", "ky", "sign"})
"""Words that programs for signing, and clerks, put into the name of what was signed (Nghị định 30/2020/NĐ-CP, Điều 13
asks for a signed PDF)."""
_SIGNED_PHRASES = (" da ky ", " ky so ", " chu ky so ")
_BESIDE = (
    " phu luc ",
    " bieu mau ",
    " mau bieu ",
    " dinh kem ",
    " kem theo ",
    " du thao ",
    " danh sach ",
    " to trinh ",
    " bang tong hop ",
    " thuyet minh ",
    " phieu trinh ",
)
"""What hangs on a document, or went before it."""
_BESIDE_WORDS = ("phuluc", "pl", "bieumau", "dinhkem", "duthao")
"""The same in one word, with a number behind it or without."""
_FORMATS = {".pdf": 0, ".docx": 1, ".doc": 1, ".odt": 2, ".rtf": 2, ".tif": 3, ".tiff": 3, ".jpg": 3, ".png": 3}
_MEDIA = {"application/pdf": 0, "application/msword": 1}
_UNKNOWN, _OTHER = 2, 4
_OTHERS = frozenset({".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".mp4", ".txt", ".html", ".htm"})


def ranked(attachments: Iterable[Attachment], entry: Entry | None = None) -> tuple[Attachment, ...]:
    """The files of a document, the main one first: what hangs on it last, signed before unsigned, PDF before Word
    before others, names with the document's own symbol or number before those without, then as they were listed."""
    given = list(attachments)
    wanted = fold((entry and entry.symbol) or "").strip()
    order = sorted(range(len(given)), key=lambda at: (*_rank(given[at], wanted), at))
    return tuple(given[at] for at in order)


def _rank(file: Attachment, symbol: str) -> tuple[bool, bool, int, int]:
    words = fold(f"{file.name or ''} {file_name(file.address) or ''}")
    each = words.split()
    beside = any(phrase in words for phrase in _BESIDE) or any(w.rstrip("0123456789") in _BESIDE_WORDS for w in each)
    signed = any(w.rstrip("0123456789") in _SIGNED for w in each) or any(p in words for p in _SIGNED_PHRASES)
    return beside, not signed, _format(file), _likeness(words, symbol)


def _format(file: Attachment) -> int:
    names = (file_name(file.address) or file.address.partition("?")[0], file.name or "")
    for name in names:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _FORMATS:
            return _FORMATS[suffix]
        if suffix in _OTHERS:
            return _OTHER
    return _MEDIA.get((file.media_type or "").partition(";")[0].strip().lower(), _UNKNOWN)


def _likeness(words: str, symbol: str) -> int:
    """0 for a name with the whole symbol, 1 for one with its number, else 2."""
    if not symbol:
        return 2
    if f" {symbol} " in words:
        return 0
    number = next((word for word in symbol.split() if word.isdecimal()), None)
    return 1 if number and f" {number} " in words else 2
