"""Bytes to a tree of elements: the page's encoding, and a parser that fetches nothing and expands no entity."""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree, html

from models.errors import DamagedFile, EmptyFile, TooLarge, Unsafe
from pipeline.read.charsets import western
from pipeline.read.encodings import unicode_encoding

MOST_ELEMENTS = 1_000_000
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE
)
_HEAD = 8_192  # bytes in which a page declares its encoding; a browser looks at 1,024, Word writes links before it
# A page that is cut, or pasted together from several, has a few broken sequences; one in another encoding has nearly
# one for each letter beyond ASCII, and hardly ever a valid one.
_MOST_BROKEN = 0.2


def text_of(content: bytes, declared: str | None = None) -> tuple[str, bool]:
    """The page's characters, and whether its encoding is known (else every byte was taken for windows-1252).

    A byte-order mark goes before all, valid UTF-8 before what the page says of itself (HTML Standard, 13.2.3, has it
    the other way round; but no other encoding gives valid UTF-8 by chance, and pages are re-encoded without their
    declaration). `declared` is what the transport said.
    """
    told = unicode_encoding(content)
    if told:
        return content[told[1] :].decode(told[0], "replace"), True
    try:
        return content.decode("utf-8"), True
    except UnicodeDecodeError:
        pass
    inside = _DECLARED.search(content[:_HEAD])
    codec = _codec(declared) or _codec(inside[1].decode("ascii", "replace") if inside else None)
    if codec == "utf-8":
        text = content.decode("utf-8", "replace")
        if text.count("\ufffd") <= _MOST_BROKEN * sum(1 for c in text if c > "\x7f"):
            return text, True
    elif codec and codec not in ("ascii", "iso8859-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        try:
            return content.decode(codec), True
        except UnicodeDecodeError:
            pass
    return western(content), codec in ("cp1252", "iso8859-1")


def _codec(name: str | None) -> str | None:
    """The name Python gives a character encoding; None for what it does not know or what is no encoding of text."""
    try:
        found = codecs.lookup(name) if name else None
        return found.name if found and "".encode(found.name) in (b"", codecs.BOM_UTF16, codecs.BOM_UTF32) else None
    except (LookupError, ValueError, TypeError):
        return None


def parse(text: str) -> Any:
    """The page's root element.

    Raises EmptyFile without any element or text, Unsafe where elements stand in each other beyond 2,000 deep (a
    browser cuts at 512), TooLarge beyond a million elements, DamagedFile where the parser gives up.
    """
    # `huge_tree` lifts the depth from 256, which pages with tags left open do reach, to 2,048; the size is bounded by
    # that of the file. HTML knows no entity that expands.
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise EmptyFile("it holds no element and no text") from error
    except (etree.LxmlError, AssertionError) as error:
        raise DamagedFile("it is broken beyond what a browser can show") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unsafe("its elements stand more than 2,000 deep in each other; no office's program writes that")
    if sum(1 for _ in zip(root.iter(), range(MOST_ELEMENTS + 1), strict=False)) > MOST_ELEMENTS:
        raise TooLarge(f"it has more than {MOST_ELEMENTS:,} elements; split it")
    return root
