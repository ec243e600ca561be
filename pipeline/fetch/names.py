"""What a fetched file is called: a name to show, never a path. What a host says of it is not trusted in any way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote, unquote_to_bytes, urlsplit

LONGEST = 150
"""Characters of a name."""
_LONGEST_HEADER = 4000
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_PLAIN = re.compile(r';\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]+))', re.IGNORECASE)
_EXTENDED = re.compile(r";\s*filename\*\s*=\s*\"?([A-Za-z0-9-]{1,20})'[^']{0,20}'([^;\s\"]+)", re.IGNORECASE)


def named(headers: Mapping[str, str], address: str) -> str | None:
    """The name of a file by its header (RFC 6266; RFC 8187), or else by the end of its address; None without one.

    Separators, control characters and marks of direction do not come through, whatever the header says.

    >>> named({"content-disposition": "attachment; filename*=UTF-8''..%2F..%2Fk%E1%BA%BF.pdf"}, "https://cong.vn/x")
    'kế.pdf'
    >>> named({}, "https://cong.vn/tai/KH%20108.pdf?v=2"), named({}, "https://cong.vn/tai/108")
    ('KH 108.pdf', None)
    """
    said = headers.get("content-disposition", "")[:_LONGEST_HEADER]
    for name in (_extended(said), _plain(said)):
        if name and (clean := cleaned(name)):
            return clean
    last = cleaned(unquote(urlsplit(address).path.rsplit("/", 1)[-1], errors="replace"))
    return last if last and _ENDING.search(last) else None


def cleaned(name: str) -> str | None:
    """The last step of what may be a path, in NFC, of printable characters alone, and no longer than LONGEST.

    >>> cleaned("C:\\\\tạm\\\\kế hoạch .pdf\\x00"), cleaned("../..")
    ('kế hoạch .pdf', None)
    """
    last = re.split(r"[/\\\u2044\u2215\uff0f\uff3c]", unicodedata.normalize("NFC", name))[-1]
    # Format characters turn the reading round (`\u202e`) or are not seen at all; so do the control characters.
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in last)
    plain = " ".join(seen.split()).strip(". ")
    if len(plain) > LONGEST:
        ending = found[0] if (found := _ENDING.search(plain)) else ""
        plain = plain[: LONGEST - len(ending)].strip(". ") + ending
    return plain or None


def _extended(said: str) -> str | None:
    found = _EXTENDED.search(";" + said)
    if not found:
        return None
    try:
        return unquote_to_bytes(found[2]).decode("utf-8" if found[1].lower() == "utf-8" else "ascii")
    except UnicodeError:
        return None  # The plain one may do.


def _plain(said: str) -> str | None:
    found = _PLAIN.search(";" + said)
    if not found:
        return None
    name = found[1] if found[1] is not None else found[2]
    # Browsers take percent escapes here, and so servers send them.
    return unquote(re.sub(r'\\(["\\])', r"\1", name), errors="replace")
