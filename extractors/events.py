"""What is done at a time: the events that a stretch of text names, and the kind where it names none."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractors.event_times import PURPOSE
from extractors.reading import Passage, Phrase
from extractors.times import Time
from models.outline import Topic
from models.records import Granularity, MilestoneKind, Relation


class Event(NamedTuple):
    """A kind of event and the stretch of the passage that says what is done."""

    kind: MilestoneKind
    start: int
    end: int


def events_in(passage: Passage, begin: int, end: int) -> list[Event]:
    """The events of a stretch: those that are done; those of a purpose clause only where nothing else is."""
    purpose = PURPOSE.search(passage.folded, begin, end)
    if purpose is None:
        return _named(passage, begin, end)
    return _named(passage, begin, purpose.start()) or _named(passage, purpose.start(), end)


_LEAD_VERB = re.compile(r"(?:to chuc|tien hanh|thuc hien|tong hop,)(?: cac doan)? $")


def _named(passage: Passage, begin: int, end: int) -> list[Event]:
    """One event a kind, each up to where the next begins."""
    starts: dict[MilestoneKind, int] = {}
    for phrase in done(passage, begin, end):
        back = max(begin, phrase.start - 40)
        lead = _LEAD_VERB.search(passage.folded[back : phrase.start])
        starts.setdefault(MilestoneKind(phrase.label), back + lead.start() if lead else phrase.start)
    return [
        Event(kind, start, min((s for s in starts.values() if s > start), default=end))
        for kind, start in starts.items()
    ]


# What may stand before a verb: the end of a subject, an adverb, a verb that carries it (tổ chức, tiến hành), a mark.
_BEFORE_VERB = re.compile(
    r"(?:^|[,;:.]|\bva|\bhoac|\b(?:to chuc|tien hanh|thuc hien|xem xet|xem|xet|tong hop|cac doan|doan|viec|le|"
    r"trien khai|"
    r"hoan thanh|dot|cuoc|lan|phai|kip thoi|chu dong|cong tac|gui|che do|dinh ky|tham muu|lap|nam|nay)|(?:19|20)\d\d|"
    r"hang (?:nam|thang|quy)|tinh|huyen|xa|phuong|thanh pho|thi xa|thi tran|quan|cap|dia phuong|don vi|"
    r"ban nhan dan|khoi|nganh)\s*$"
)
_NAME_BEFORE = ("thi dua", "thi dua -", "thi dua,", "hoi dong", "chi dao", "ban")


def _is_done(passage: Passage, phrase: Phrase, begin: int) -> bool:
    """Whether an event word is what is done: it stands where a verb stands, and is not part of a name."""
    text = passage.text
    in_front = text[max(0, phrase.start - 3) : phrase.start].rstrip()
    ceremony = passage.folded.startswith("le ", phrase.start)
    if text[phrase.start].isupper() and not ceremony and in_front and in_front[-1] not in ":.;":
        return False
    before = passage.folded[max(begin, phrase.start - 100) : phrase.start].rstrip()
    if phrase.label == MilestoneKind.AWARD_ROUND and before.endswith(_NAME_BEFORE):
        return False
    return not before or bool(_BEFORE_VERB.search(before))


# `Từ ngày 01/10 đến ngày 25/10/2020: Sơ tuyển`: a step with a period of its own.
_ACTION_FOLLOWS = re.compile(r"\W*tu [^:;.]{4,60}: *(?=\w)")


def done(passage: Passage, begin: int, end: int) -> list[Phrase]:
    """The event words of a stretch that are what is done there."""
    return [p for p in passage.within("event", begin, end) if _is_done(passage, p, begin)]


_PHASE = re.compile(r"\W*(?:dot|giai doan) (?:\d|[ivx]+\b|mot|hai|ba)")


def kind_without_event(passage: Passage, time: Time, said: str) -> MilestoneKind:
    """What the headings above announce; else a phase for a period, a deadline for a limit. `said` is the part,
    folded."""
    chain = passage.scope.chain
    if chain and chain[0][1] == (Topic.LAUNCH,):
        return MilestoneKind.LAUNCH
    if chain and Topic.TIME in chain[0][1] and len(chain) > 1 and chain[1][1] == (Topic.LAUNCH,):
        return MilestoneKind.LAUNCH
    if _PHASE.match(said) or (time.granularity is Granularity.PERIOD and not _ACTION_FOLLOWS.match(said)):
        return MilestoneKind.PHASE
    limited = time.recurrence is not None and said[said.find("truoc") :].startswith("truoc ngay")
    if limited or time.relation in (Relation.BEFORE, Relation.BY, Relation.UNTIL) or "hoan thanh" in said:
        return MilestoneKind.DEADLINE
    return MilestoneKind.OTHER
