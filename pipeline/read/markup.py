"""HTML pages, e-mails and web archives told from other texts. Linear on any input."""

from __future__ import annotations

import re
from typing import Literal

_START = 65_536  # bytes: comments, and the fields of relays, go before what tells
_MARK = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*+"
_PAGE = re.compile(
    _MARK + rb"(?:<\?xml[^>]*+>\s*+|<!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.DOTALL | re.IGNORECASE,
)
_FRAGMENT = re.compile(
    _MARK + rb"(?:<!--.*?-->\s*+|<!\[[^>]*+>\s*+)*+<(?:div|table|p|span|center|br|b|i|u|strong|em|font|h[1-6]|ul|ol|dl|"
    rb"section|article|main|form|style|link|script|pre|blockquote|a|img|hr|o:p)\b[^<>]*+>",
    re.DOTALL | re.IGNORECASE,
)
_TAGGED = re.compile(rb"</?[a-z][a-z0-9:]*\b|&[a-z#0-9]{2,8};", re.IGNORECASE)
_EMPTY_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")


def is_page(content: bytes) -> bool:
    """Whether the content is an HTML page, or a piece of one.

    Markdown may begin with an element too, but most of its paragraphs have none.
    """
    start = content[:_START].replace(b"\x00", b"")
    if _PAGE.match(start):
        return True
    if not _FRAGMENT.match(start):
        return False
    paragraphs = [p for p in _EMPTY_LINE.split(start) if p.strip()]
    return 2 * sum(1 for p in paragraphs if _TAGGED.search(p)) > len(paragraphs)


# The fields before a message (RFC 5322), below the line `From …` of a mailbox file.
_FIELDS = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:From [^\n]{1,200}\n)?((?:[a-z][a-z0-9-]{0,60}:[^\n]*+\n(?:[ \t]+[^\s][^\n]*+\n)*+){2,300})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rb"^(from|received|return-path|mime-version|message-id|date|subject|to|delivered-to|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_WRITTEN = {b"from", b"received", b"return-path", b"mime-version"}
_CARRIED = {b"to", b"received", b"delivered-to", b"return-path", b"message-id"}
_RELATED = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)


def message_of(content: bytes) -> Literal["mail", "web archive"] | None:
    """Whether the content is an e-mail, or a web archive: the parts of a page in one message that nobody sent (RFC
    2557)."""
    block = _FIELDS.match(content[:_START])
    names = {name.lower() for name in _NAMED.findall(block[1])} if block else set()
    if block is None or len(names) < 2 or not names & _WRITTEN:
        return None
    return "web archive" if not names & _CARRIED and _RELATED.search(block[1]) else "mail"
