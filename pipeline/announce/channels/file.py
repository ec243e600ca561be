"""A digest as a file: one page (.html) or text (.md) with the last digests, replaced whole; or a folder that gets a
page for each.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from models.errors import AnnounceError, StoreError, UsageError
from pipeline.announce import outbox
from pipeline.announce.channels.means import Means
from pipeline.announce.types import Digest, Notice
from pipeline.folding import fold

KEPT = 10
"""Digests that stand in the one file, the newest first: a reader who was away finds what came meanwhile."""
_ENDINGS = (".html", ".htm", ".md")


def check(to: str) -> str:
    """The path of a file or folder, whole. Raises UsageError."""
    path = _path(to)
    if path.is_dir() or to.endswith(("/", "\\")):
        return f"{path}/"
    if path.suffix.lower() not in _ENDINGS:
        raise UsageError(f"{to}: a digest is a file that ends in .html or .md, or a folder")
    _check_folder(path)
    return str(path)


def check_feed(to: str) -> str:
    """The path of a feed, whole. Raises UsageError."""
    path = _path(to)
    if path.suffix.lower() not in (".xml", ".atom"):
        raise UsageError(f"{to}: a feed is a file that ends in .xml or .atom")
    _check_folder(path)
    return str(path)


def _path(to: str) -> Path:
    if not to.strip() or "\0" in to or len(to) > 1000:
        raise UsageError(f"{to[:40]!r} is no name of a file")
    return Path(to).expanduser().absolute()


def _check_folder(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path}: this is a folder; name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it first")


def is_folder(to: str) -> bool:
    return to.endswith("/")


def send(notice: Notice, means: Means) -> None:
    """Write the digest: into a folder as a file of its own, whose name is the same however often it is written."""
    target = notice.target.to
    if is_folder(target):
        put(Path(target) / _name(notice), rendered((notice.digest,), ".html"))
        return
    path = Path(target)
    digests = tuple(one.digest for one in outbox.up_to(means.store, notice, KEPT))
    put(path, rendered(digests, path.suffix))


def rendered(digests: tuple[Digest, ...], ending: str) -> str:
    """Digests as the file of an ending has them, in the language in use."""
    from pipeline.announce import markdown, page
    from pipeline.announce.sheets import sheet

    sheets = tuple(sheet(digest) for digest in digests)
    return markdown.text(sheets) if ending.lower() == ".md" else page.page(sheets)


def put(path: Path, content: str) -> None:
    """Write a file whole. Raises AnnounceError."""
    from pipeline.report import writing

    try:
        path.parent.mkdir(exist_ok=True)
        writing.whole(path, content.encode())
    except (UsageError, StoreError) as error:
        raise AnnounceError(str(error)) from error
    except OSError as error:
        raise AnnounceError(f"{path}: it cannot be written ({error.strerror})") from error


def _name(notice: Notice) -> str:
    """The day, the watch in plain letters, and what tells apart two watches whose names fold into one."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(notice.watch)).strip("-")[:40] or "watch"
    digits = sha256(notice.watch.encode()).hexdigest()[:6]
    return f"{notice.day.isoformat()}-{plain}-{digits}-{notice.until}.html"
