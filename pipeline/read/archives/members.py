"""A member of an archive: its name made printable, its bytes or why they cannot be had; and what is no document."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from models.errors import ReadError
from pipeline.read.characters import nfc
from pipeline.read.opening import shown

_LONGEST_NAME = 200  # characters; longer ones are cut when shown
# What programs put beside the documents: resource forks of macOS, previews of Windows, locks of Word, signatures.
_NO_DOCUMENT = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|\._|~\$|Thumbs\.db$|desktop\.ini$)|\.(?:p7s|p7m\.sig|asc|sig|lnk|url)$",
    re.IGNORECASE,
)


class Refusal(NamedTuple):
    """A member, or an archive, that cannot be had, and why."""

    source: str
    error: ReadError


class Member(NamedTuple):
    """A name as written within, and the bytes or the reason why there are none. `media_type` only where the container
    tells more than the bytes do."""

    name: str
    content: bytes | ReadError
    media_type: str | None = None


def joined(outer: str, name: str) -> str:
    """The source of a member.

    >>> joined("a.zip", "thư mục/k\\x1bh.txt")
    'a.zip!thư mục/k\\\\x1bh.txt'
    """
    try:
        name = nfc(name)
    except ReadError:
        name = name.encode("ascii", "backslashreplace").decode("ascii")
    printable = shown(Path(name.replace("\\", "/")))
    return f"{outer}!{printable if len(printable) <= _LONGEST_NAME else printable[:_LONGEST_NAME] + '…'}"


def is_no_document(name: str) -> bool:
    """Whether a name is that of something programs put beside documents.

    >>> is_no_document("__MACOSX/a.docx"), is_no_document("kh/Thumbs.db"), is_no_document("kh.docx")
    (True, True, False)
    """
    return _NO_DOCUMENT.search(name.replace("\\", "/")) is not None
