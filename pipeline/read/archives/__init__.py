"""Archives and e-mails to the documents within: bounded, in memory, never written under a name from inside."""

from __future__ import annotations

from collections.abc import Iterator

from models.document import RawFile
from models.errors import ReadError, UnknownFormat
from pipeline.read.archives.limits import Budget, Exhausted
from pipeline.read.archives.mail import MAIL, members_of_mail
from pipeline.read.archives.members import Member, Refusal, joined
from pipeline.read.archives.zipped import ZIP, members_of_zip
from pipeline.read.formats import media_type_of, name_of

__all__ = ["ARCHIVES", "Refusal", "unpack"]

_OPENED = {ZIP: members_of_zip, MAIL: members_of_mail}
_NOT_OPENED = frozenset(["application/vnd.rar", "application/x-7z-compressed", "application/gzip"])
ARCHIVES = frozenset([*_OPENED, *_NOT_OPENED])
"""The media types that `unpack` takes; RAR, 7z and gzip only to say that they must be unpacked first."""

_DEEPEST = 3


def unpack(raw: RawFile) -> Iterator[RawFile | Refusal]:
    """Each document within an archive or e-mail, and each member that cannot be had, with its reason; in order.

    The source of a member is `<source of the archive>!<name within>`. A member fails alone; a bound on all of them
    (1,000 members, 256 MiB, archives three deep in each other) ends the rest with one refusal. Never raises a
    ReadError: what the archive itself lacks is a refusal that bears its source.
    """
    budget = Budget()
    try:
        yield from _within(raw, budget, 1)
    except Exhausted as error:
        yield Refusal(raw.source, error.reason)


def _within(raw: RawFile, budget: Budget, depth: int) -> Iterator[RawFile | Refusal]:
    if raw.media_type in _NOT_OPENED:
        reason = f"it is {name_of(raw.media_type)}, which is not opened here; unpack it, or pack it as ZIP"
        yield Refusal(raw.source, UnknownFormat(reason))
        return
    try:
        for member in _OPENED[raw.media_type](raw.content, budget):
            yield from _of_member(member, raw, budget, depth)
    except ReadError as error:
        yield Refusal(raw.source, error)


def _of_member(member: Member, outer: RawFile, budget: Budget, depth: int) -> Iterator[RawFile | Refusal]:
    source = joined(outer.source, member.name)
    if isinstance(member.content, ReadError):
        yield Refusal(source, member.content)
        return
    media_type = member.media_type or media_type_of(member.content)
    inner = RawFile(content=member.content, media_type=media_type, source=source, fetched=outer.fetched)
    if inner.media_type not in ARCHIVES:
        yield inner
    elif depth == _DEEPEST:
        yield Refusal(source, budget.too_deep(_DEEPEST))
    else:
        yield from _within(inner, budget, depth + 1)
