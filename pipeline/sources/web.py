"""What a site answers, as text; and addresses that stand in it."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from pipeline.fetch.types import Fetched
from pipeline.sources.types import Attachment
from pipeline.sources.values import LONGEST_ADDRESS

LONGEST_TEXT = 1_000
"""Characters of a title, a symbol or a name that are kept."""
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\A\s{0,20}<\?xml\b[^>]{0,200}?encoding\s{0,3}=\s{0,3}[\"']([A-Za-z0-9_.:-]{1,40})")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4_096
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!--|<(?:!doctype|html|head|body|title|meta|script|form|div|p|h1)\b)", re.IGNORECASE
)
# Those that web pages are in (WHATWG Encoding); any other name could stand for a codec that does more than decode.
_ENCODINGS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "cp1252", "cp1258", "utf_8", "utf_16"}
)
_DOCUMENTS = frozenset(
    {".pdf", ".doc", ".docx", ".rtf", ".odt", ".xls", ".xlsx", ".zip", ".rar", ".7z", ".tif", ".tiff"}
)
"""Ends of names of what portals hang on a document."""


def text_of(fetched: Fetched) -> str:
    """The text of a page or feed: by its BOM, the header, what it says of itself, or as UTF-8."""
    content = fetched.content or b""
    for bom, name in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(name, "replace")
    said = _CHARSET.search(fetched.headers.get("content-type", ""))
    within = _XML.search(content[:_HEAD]) or _META.search(content[:_HEAD])
    for encoding in (said[1] if said else None, within[1].decode("ascii") if within else None):
        if encoding and (codec := _codec(encoding)):
            return content.decode(codec, "replace")
    return content.decode("utf-8", "replace")


def is_a_page(fetched: Fetched) -> bool:
    """Whether an answer is a web page, by its header and its beginning."""
    said = fetched.headers.get("content-type", "").partition(";")[0].strip().lower()
    if fetched.content is None:
        return said in _PAGES
    return (said in _PAGES or not said) and _MARKUP.match(fetched.content[:_HEAD]) is not None


def absolute(base: str, address: str | None) -> str | None:
    """An address as it stands in a page, made absolute and without its fragment; None for what is none of http(s).

    >>> absolute("https://a.vn/vb/", " ../f.pdf#p2 "), absolute("https://a.vn/", "javascript:x()")
    ('https://a.vn/f.pdf', None)
    """
    if not address or len(address) > LONGEST_ADDRESS:
        return None
    try:
        joined = urldefrag(urljoin(base, address.strip())).url
        parts = urlsplit(joined)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    joined = "".join(f"%{ord(c):02X}" if c.isspace() else c for c in joined)
    return joined if good and joined.isprintable() and len(joined) <= LONGEST_ADDRESS else None


def file_name(address: str) -> str | None:
    """The name of a file that an address ends with, or that a field of its query names; None where none does.

    >>> file_name("https://a.vn/f/108%20KH.pdf?v=2"), file_name("https://a.vn/tai.aspx?file=/x/a.docx")
    ('108 KH.pdf', 'a.docx')
    """
    try:
        parts = urlsplit(address)
        fields = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return None
    for value in (unquote(parts.path), *(value for _, value in fields)):
        name = PurePosixPath(value.replace("\\", "/")).name
        if PurePosixPath(name).suffix.lower() in _DOCUMENTS:
            return line(name)
    return None


def attached(
    base: str, address: str | None, name: str | None = None, media_type: str | None = None
) -> Attachment | None:
    """A file at an address that stands in a page."""
    whole = absolute(base, address)
    if whole is None:
        return None
    return Attachment(address=whole, name=line(name) or file_name(whole), media_type=media_type)


def line(text: str | None) -> str | None:
    """A text in one line of bounded length, composed, without control characters; None where nothing is left.

    >>> line("  Kế hoạch\\n\\t số\\x00 1 ")
    'Kế hoạch số 1'
    """
    import unicodedata

    if not text:
        return None
    kept = "".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST_TEXT])
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:LONGEST_TEXT].strip() or None


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    # Pages that say Latin-1 mean Windows' (WHATWG Encoding, section 4.2).
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(found, found) if found in _ENCODINGS else None
