"""Bytes to text: byte-order marks, UTF-16 without one, strict UTF-8, then the legacy sets by evidence."""

from __future__ import annotations

import codecs

from models.errors import UnknownEncoding
from pipeline.read.characters import nfc
from pipeline.read.charsets import western
from pipeline.read.legacy import convert_misread, convert_western

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536


def unicode_encoding(content: bytes) -> tuple[str, int] | None:
    """The marked or wide Unicode encoding that the bytes show, and the length of its mark; None where they do not."""
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return codec, len(mark)
    return _utf16_without_mark(content[:_SAMPLE])


def _utf16_without_mark(sample: bytes) -> tuple[str, int] | None:
    """Latin letters in UTF-16 have NUL as every other byte, always on the same side."""
    pairs = len(sample) // 2
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if min(first, second) * 100 > pairs or max(first, second) * 4 <= pairs:
        return None
    return ("utf-16-le" if second > first else "utf-16-be"), 0


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in NFC, and notes on a conversion.

    Raises UnknownEncoding where the bytes break their encoding, or fit none that is known.
    """
    told = unicode_encoding(content)
    codec, skip = told or ("utf-8", 0)
    try:
        text = content[skip:].decode(codec)
    except UnicodeDecodeError as error:
        if told:
            raise UnknownEncoding(f"it begins as {codec.upper()} but {_where(content, error, skip)}") from error
        return _decode_legacy(content, error)
    return convert_misread(nfc(text))


def _decode_legacy(content: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    converted = convert_western(western(content))
    if converted is None:
        raise UnknownEncoding(
            f"it is not UTF-8 ({_where(content, error, 0)}), and its words are not Vietnamese in TCVN3, VNI-Windows "
            "or windows-1258; save it as UTF-8"
        ) from error
    return converted


def _where(content: bytes, error: UnicodeDecodeError, skip: int) -> str:
    at = error.start + skip
    line = content.count(b"\n", 0, at) + 1
    return f"byte 0x{content[at]:02X} on line {line} does not fit: {error.reason}"
