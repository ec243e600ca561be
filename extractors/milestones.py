"""Milestones: events and duties with a time (DOMAIN.md, Milestone).

A time counts where it says when something is done: at the head of a sentence (`Năm 2022: … tiến hành sơ kết`), behind a verb that it
limits (`hoàn thành trước ngày 10/4/2023`), or as how often (`định kỳ hàng năm báo cáo`). A time that only names a thing (`nhiệm vụ năm 2017`,
`chấm điểm hàng năm của Khối`), the date of a cited document or an anniversary is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from extractors.actors import actors_at, actors_of_heading
from extractors.fold import fold
from extractors.found import FoundSoFar
from extractors.reading import Passage, Phrase, Reading
from extractors.subjects import Subject, subjects
from extractors.times import Time, heading_time, times, whole
from models.metadata import Found, Period
from models.outline import Topic
from models.records import Criterion, Granularity, Milestone, MilestoneKind, Quantity, Relation, record_id

_NO_TIMES = {Topic.PURPOSE, Topic.REQUIREMENTS, Topic.CRITERIA, Topic.SITUATION, Topic.SUBJECTS}
_PARTS = re.compile(r"(?<=[;])\s+|(?<=[^\d][.])\s+(?=[^\W\d_])|(?<=\d[.])\s+(?=[^\W\d_])")
_PURPOSE = re.compile(r"\b(?:de|nham|qua do|lam co so)\b(?! nghi)")
_ANNIVERSARY = re.compile(
    r"\b(?:ky niem|quoc khanh|ngay thanh lap|ngay sinh|ngay giai phong|cach mang thang|ngay truyen thong|chao mung|ngay le)\b[^;.]{0,80}$"
)
# What a time behind a noun belongs to: `nhiệm vụ … năm 2017`, `phong trào … giai đoạn 2019 - 2025`, `tại Hội nghị tháng 8`.
_HEADS_SENTENCE = re.compile(r"^(?:[-–+*\s]*)(?:(?:phan dau|rieng|trong do|dong thoi)[,:]?\s+)?$")
_VERBAL = re.compile(
    r"\b(?:hoan thanh|ket thuc|xong|truoc|cham nhat|to chuc|tien hanh|trien khai|thuc hien|bao cao|gui|so ket|tong ket|phat dong|ban hanh|kiem tra|chia thanh|duoc|bat dau|tai hoi nghi[\w\s-]*|vao)\b"
)


def milestones(reading: Reading, found: FoundSoFar) -> Iterable[Milestone]:
    """Every event with a time that the clauses state, in document order."""
    issued = found.metadata.issued.value
    period = found.metadata.period.value if isinstance(found.metadata.period, Found) else None
    conditions = {c.path for c in found.of(Criterion)}
    for passage in reading.clauses:
        if passage.clause is None or passage.path in conditions or not _may_state(passage):
            continue
        seen = set()
        for milestone in _in_passage(reading, found, passage, issued, period):
            says = (milestone.kind, milestone.start, milestone.end, milestone.recurrence)
            if says not in seen:
                seen.add(says)
                yield milestone


def _may_state(passage: Passage) -> bool:
    clause, topics = passage.clause, set(passage.scope.topics)
    if clause is None or (topics and topics <= _NO_TIMES):
        return False
    if clause.heading is not None and clause.heading == clause.text.rstrip(": .") and not passage.scope.topics:
        return False
    return not (clause.heading == clause.text.rstrip(": ."))


def _in_passage(
    reading: Reading, found: FoundSoFar, passage: Passage, issued: date | None, period: Period | None
) -> Iterable[Milestone]:
    stated = [t for t in times(passage.folded, issued) if _is_event_time(reading, found, passage, t)]
    acting = list(subjects(passage))
    begin = 0
    any_time = False
    for part_end in _part_ends(passage, acting):
        here = [t for t in stated if begin <= t.begin < part_end]
        any_time |= bool(here)
        yield from _in_part(reading, passage, here, (begin, part_end), acting)
        begin = part_end
    if not any_time:
        yield from _timed_from_above(reading, passage, acting)
        yield from _in_the_year(reading, found, passage, period)


def _part_ends(passage: Passage, acting: list[Subject]) -> list[int]:
    heading = passage.clause.heading if passage.clause else None
    if heading and heading_time(passage.folded[: len(heading)]):
        return [len(passage.text)]  # a run-in heading with a time governs the whole: `Năm 2019: …; …`
    cuts = [m.start() for m in _PARTS.finditer(passage.folded)]
    inside_names = {c for c in cuts for s in acting if s.actors.start < c < s.predicate}
    return [*(c for c in cuts if c not in inside_names), len(passage.text)]


def _is_event_time(reading: Reading, found: FoundSoFar, passage: Passage, time: Time) -> bool:
    folded = passage.folded
    before = folded[: time.begin]
    if found.is_cited(passage.flow.spans(time.begin, time.begin + 1)) or _ANNIVERSARY.search(before):
        return False
    part = max((m.end() for m in _PARTS.finditer(before)), default=0)
    said = before[part:]
    if time.recurrence:
        return _is_frequency(folded, time, said)
    if _in_quotation(passage.text, time.begin):
        return False
    purpose = _PURPOSE.search(said)
    if purpose and not _at_head(passage, said):
        return False
    if _at_head(passage, said) or time.relation in (Relation.BEFORE, Relation.BY):
        return True
    after = folded[time.finish :].lstrip()
    if time.granularity is Granularity.PERIOD:
        return bool(
            re.search(
                r"\b(?:duoc (?:to chuc|trien khai|thuc hien)|trien khai thuc hien|to chuc|chia|thoi gian)\b[^;.]{0,60}$",
                said,
            )
        ) and not _names_a_thing(said)
    if time.relation is Relation.UNTIL:
        return False
    if re.search(
        r"\b(?:vao|trong|tai hoi nghi[^,;.]{0,60}|tai (?:le|dai hoi|ky hop)[^,;.]{0,60})\s*$",
        folded[: time.begin + _lead(folded, time)],
    ):
        return bool(_event_before(passage, part, time)) and not _names_a_thing(said)
    return bool(
        re.match(
            r"(?:to chuc |tien hanh )?(?:so ket|tong ket|phat dong|bao cao|kiem tra|ban hanh|hoan thanh|xay dung)\b",
            after,
        )
    ) and said.rstrip().endswith((",", "va", ":"))


def _lead(folded: str, time: Time) -> int:
    """Length of the preposition that a time took in."""
    match = re.match(r"(?:vao|trong)\s", folded[time.begin : time.finish])
    return match.end() if match else 0


def _event_before(passage: Passage, part: int, time: Time) -> Phrase | None:
    return next(
        (p for p in reversed(passage.phrases.get("event", [])) if part <= p.start and p.end <= time.begin), None
    )


def _names_a_thing(said: str) -> bool:
    return bool(
        re.search(
            r"\b(?:nhiem vu|chi tieu|ket qua|thoi han|ke hoach|nghi quyet|phong trao thi dua [“\"])[^,;.]{0,60}$", said
        )
    ) and not re.search(r"\b(?:hoan thanh|ket thuc|phat dong|so ket|tong ket|duoc)\b", said)


def _in_quotation(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)


def _at_head(passage: Passage, said: str) -> bool:
    """Whether a time opens its sentence, behind at most a run-in heading or a word such as "Phấn đấu"."""
    if _HEADS_SENTENCE.match(said):
        return True
    heading = passage.clause.heading if passage.clause else None
    return heading is not None and said.rstrip(": ") == passage.folded[: len(heading)].rstrip(": ")


# `Định kỳ 6 tháng, hàng năm, …`: one frequency beside another.
_ONLY_TIMES = re.compile(r"^\s*(?:dinh ky )?(?:(?:hang (?:thang|quy|nam)|0?6 thang|quy|thang|nam)(?:,| va)\s*)+$")


def _is_frequency(folded: str, time: Time, said: str) -> bool:
    """Whether a frequency says how often something is done: before its verb, or behind an event that opens its part."""
    after = folded[time.finish :]
    if re.match(r"\s+(?:cua|cho|theo ke hoach)\b", after) and not re.match(r"\s+theo (?:tham quyen|quy dinh)", after):
        return False
    if _HEADS_SENTENCE.match(said) or folded[time.begin : time.finish].startswith(
        ("dinh ky", "truoc", "cham", "ngay", "vao")
    ):
        return True
    if _ONLY_TIMES.match(said):
        return True
    opening = re.match(
        r"(?:to chuc |tien hanh |thuc hien |dong thoi |va )*(?:so ket|tong ket|so, tong ket|bao cao|kiem tra|giam sat|bieu duong|khen thuong|danh gia)\b",
        said,
    )
    if opening:
        return True
    if not re.search(r"[,;]\s*$|\bva\s*$|(?:^|[,;] )[^,;]{0,80}\b(?:co trach nhiem|phai|thuc hien|che do)\s*$", said):
        return False
    return bool(
        re.match(
            r"\s*,?\s*(?:to chuc |tien hanh |tong hop,? |thuc hien )?(?:bao cao|tong hop|so ket|tong ket|kiem tra|danh gia|xet|khen|cac |uy ban|ubnd|so |ban |hoi dong)",
            after,
        )
    )


def _in_part(
    reading: Reading, passage: Passage, stated: list[Time], part: tuple[int, int], acting: list[Subject]
) -> Iterable[Milestone]:
    """The milestones of one sentence or part: each event takes the time that stands nearest to it on its side; times listed side by
    side (`Định kỳ 6 tháng, hàng năm`) share what they govern."""
    leading, begin, end = False, part[0], part[1]
    for k, time in enumerate(stated):
        if k and leading and passage.folded[stated[k - 1].finish : time.begin].strip() in (",", "va"):
            yield from _events(reading, passage, time, (begin, end), part, acting)
            continue
        head = passage.folded[part[0] : time.begin]
        leading = bool(_HEADS_SENTENCE.match(head)) or _at_head(passage, head) or _verb_follows(passage, time)
        begin = time.finish if leading else _own_begin(passage, stated[k - 1].finish if k else part[0], time.begin)
        following = next(
            (t for t in stated[k + 1 :] if passage.folded[time.finish : t.begin].strip() not in (",", "va")), None
        )
        end = part[1] if following is None else _own_end(passage, time.finish, following.begin)
        end = end if leading else time.begin
        yield from _events(reading, passage, time, (begin, end), part, acting)


_VERB_FOLLOWS = re.compile(
    r"\s*,?\s*(?:(?:to chuc|tien hanh|thuc hien|xem xet)\s+)?(?:tong hop|bao cao|so ket|tong ket|so, tong ket|kiem tra|danh gia|xet|phat dong|ban hanh|hoan thanh)\b"
)
_SUBJECT_FOLLOWS = re.compile(r"\s*,?\s*(?:to chuc|tien hanh|thuc hien|cac|uy ban|ubnd|hoi dong|so|ban)\b")


def _verb_follows(passage: Passage, time: Time) -> bool:
    """Whether a time inside a sentence opens what is done then: `và năm 2025 tổng kết`, `; định kỳ hàng năm báo cáo`."""
    after = passage.folded
    if time.recurrence:
        return bool(_VERB_FOLLOWS.match(after, time.finish) or _SUBJECT_FOLLOWS.match(after, time.finish))
    return passage.folded[: time.begin].rstrip().endswith((",", ";", " va")) and bool(
        _VERB_FOLLOWS.match(after, time.finish)
    )


def _own_begin(passage: Passage, begin: int, end: int) -> int:
    """Where what a time behind its verb limits begins: at the last event before it, with those that are listed beside that one."""
    events = [p for p in passage.phrases.get("event", []) if begin <= p.start and p.end <= end]
    if not events:
        return begin
    first = events[-1]
    for event in reversed(events[:-1]):
        between = passage.folded[event.end : first.start].strip()
        if event.start != first.start and between not in (",", "va", ", va", "va tien hanh"):
            break
        first = event
    before = re.search(r"(?:to chuc|tien hanh|thuc hien|viec to chuc|viec)\s+$", passage.folded[begin : first.start])
    return begin + before.start() if before else first.start


def _own_end(passage: Passage, begin: int, following: int) -> int:
    """Where what one time governs ends before what the next one does."""
    cut = list(re.finditer(r"\bva\b|[,;]", passage.folded[begin:following]))
    return begin + cut[-1].start() if cut else following


def _events(
    reading: Reading, passage: Passage, time: Time, where: tuple[int, int], part: tuple[int, int], acting: list[Subject]
) -> Iterable[Milestone]:
    actor = _actor(passage, acting, part, time)
    kinds = _kinds(passage, where)
    for kind, begin, end in kinds:
        yield _milestone(reading, passage, kind, time, actor, passage.text[begin:end], part)
    if not kinds:
        kind = _kind_from_topic(passage, time, part)
        yield _milestone(
            reading,
            passage,
            kind,
            time,
            actor,
            _action_without_event(reading, passage, time, part),
            part,
            "milestone.no_event",
        )


def _action_without_event(reading: Reading, passage: Passage, time: Time, part: tuple[int, int]) -> str:
    """What a time is said of where no event is named: the words before it, else the heading that announces them."""
    before = passage.text[part[0] : time.begin].strip(" ,;.:-")
    heading = passage.clause.heading if passage.clause else None
    named = heading is not None and actors_of_heading(heading) is not None
    if before and not named:
        return before
    behind = passage.text[time.finish : part[1]].strip(" ,;.:-")
    above = next(
        (
            reading.outline.by_path[path].heading or ""
            for path, topics in passage.scope.chain
            if topics != (Topic.TIME,)
        ),
        "",
    )
    return above if named else behind or above


def _kinds(passage: Passage, where: tuple[int, int]) -> list[tuple[MilestoneKind, int, int]]:
    """The kinds of event in a stretch: those that are done, not those that are a purpose or stand in a name."""
    folded = passage.folded
    purpose = _PURPOSE.search(folded, *where)
    stop = purpose.start() if purpose else where[1]
    main = _events_in(passage, where[0], stop)
    return main or (_events_in(passage, stop, where[1]) if purpose else [])


def _events_in(passage: Passage, begin: int, stop: int) -> list[tuple[MilestoneKind, int, int]]:
    out: list[tuple[MilestoneKind, int, int]] = []
    for phrase in passage.phrases.get("event", []):
        if begin <= phrase.start and phrase.end <= stop and _is_done(passage, phrase, begin):
            kind = MilestoneKind(phrase.label)
            lead = _LEAD_VERB.search(passage.folded[begin : phrase.start])
            if kind not in (k for k, _, _ in out):
                out.append((kind, begin + lead.start() if lead else phrase.start, stop))
    starts = [start for _, start, _ in out]
    return [(kind, start, min([x for x in starts if x > start], default=end)) for kind, start, end in out]


_LEAD_VERB = re.compile(r"(?:to chuc|tien hanh|thuc hien|tong hop,)(?: cac doan)? $")


_DONE_BEFORE = re.compile(
    r"(?:^|[,;:.]|\bva|\bhoac|\b(?:to chuc|tien hanh|thuc hien|xem xet|xem|xet|tong hop|cac doan|doan|viec|le|trien khai|hoan thanh|phai|kip thoi|chu dong|cong tac|gui|che do|dinh ky|tham muu|lap|nam|nay)|(?:19|20)\d\d|hang (?:nam|thang|quy)|tinh|huyen|xa|phuong|cap|dia phuong|don vi|ban nhan dan|khoi|nganh)\s*$"
)


def _is_done(passage: Passage, phrase: Phrase, begin: int) -> bool:
    """Whether an event word is what is done: it stands where a verb stands, and is not part of a name or a noun's complement."""
    text, folded = passage.text, passage.folded
    if (
        text[phrase.start].isupper()
        and phrase.start > begin
        and text[phrase.start - 2 : phrase.start - 1] not in (":", ".")
    ):
        return False
    before = folded[begin : phrase.start].rstrip()
    if (
        before.endswith(("thi dua", "thi dua -", "thi dua,", "hoi dong", "chi dao", "ban"))
        and phrase.label == "award_round"
    ):
        return False
    return not before or bool(_DONE_BEFORE.search(before))


def _kind_from_topic(passage: Passage, time: Time, part: tuple[int, int]) -> MilestoneKind:
    """Without an event word: what the headings above announce; else a phase for a period, a deadline for a limit."""
    chain = passage.scope.chain
    if chain and chain[0][1] == (Topic.LAUNCH,):
        return MilestoneKind.LAUNCH
    if chain and Topic.TIME in chain[0][1]:
        above = chain[1][1] if len(chain) > 1 else ()
        return MilestoneKind.LAUNCH if above == (Topic.LAUNCH,) else MilestoneKind.PHASE
    if time.granularity is Granularity.PERIOD or re.match(
        r"\W*(?:dot|giai doan) (?:\d|[ivx]+\b|mot|hai|ba)", passage.folded[part[0] : part[1]]
    ):
        return MilestoneKind.PHASE
    said = passage.folded[part[0] : part[1]]
    if time.relation in (Relation.BEFORE, Relation.BY, Relation.UNTIL) or "hoan thanh" in said:
        return MilestoneKind.DEADLINE
    return MilestoneKind.OTHER


def _actor(passage: Passage, acting: list[Subject], part: tuple[int, int], time: Time) -> str | None:
    """Who acts: the subject of the part, else the passage's first, else whom the headings name."""
    clause = passage.clause
    own = [s for s in acting if part[0] <= s.actors.start < part[1]]
    earlier = [s for s in acting if s.actors.start < part[0]]
    if own or earlier:
        return (own or earlier)[-1 if earlier and not own else 0].actors.printed
    if (
        clause is not None
        and clause.heading
        and (named := actors_at(passage.text, passage.folded, 0))
        and named.end <= len(clause.heading) + 1
    ):
        return named.printed
    return passage.scope.actors.printed if passage.scope.actors else None


def _timed_from_above(reading: Reading, passage: Passage, acting: list[Subject]) -> Iterable[Milestone]:
    """A heading has the time, the paragraph says what is done: `Khen thưởng sơ kết (năm 2022)`."""
    time = passage.scope.time
    if time is None or (passage.clause is not None and passage.clause.path.is_bullet and not acting):
        return
    where = (acting[0].predicate if acting else 0, len(passage.text))
    for kind, begin, end in _kinds(passage, where):
        actor = acting[0].actors.printed if acting else None
        yield _milestone(
            reading,
            passage,
            kind,
            time,
            actor,
            passage.text[begin:end],
            (0, len(passage.text)),
            "milestone.heading_time",
        )


def _in_the_year(reading: Reading, found: FoundSoFar, passage: Passage, period: Period | None) -> Iterable[Milestone]:
    """`Trong năm, …` before targets: they are due in the one year of the plan."""
    year = whole(period)
    match = re.search(r"(?:^|[.;]\s+)(?P<head>trong nam),?\s", passage.folded)
    if year is None or match is None or not found.quantities_in.get(passage.path):
        return
    begin = match.start("head")
    if any(
        q.evidence[0].spans[0].start >= passage.flow.spans(begin, begin + 1)[0].start
        for q in found.quantities_in[passage.path]
        if isinstance(q, Quantity)
    ):
        time = replace(year, begin=begin, finish=match.end("head"))
        yield _milestone(
            reading,
            passage,
            MilestoneKind.DEADLINE,
            time,
            None,
            passage.text[match.end() :],
            (begin, len(passage.text)),
            "milestone.year_of_plan",
        )


# How sure each rule is.
_CONFIDENCE = {
    "milestone.dated": 0.92,
    "milestone.recurring": 0.92,
    "milestone.no_event": 0.85,  # no word of its own tells the kind
    "milestone.heading_time": 0.85,
    "milestone.year_of_plan": 0.8,
}


def _milestone(
    reading: Reading,
    passage: Passage,
    kind: MilestoneKind,
    time: Time,
    actor: str | None,
    action: str,
    part: tuple[int, int],
    rule: str | None = None,
) -> Milestone:
    text = passage.text
    rule = rule or ("milestone.recurring" if time.recurrence else "milestone.dated")
    purpose = _PURPOSE.search(fold(action))
    said = action[: purpose.start()] if purpose and purpose.start() > 10 else action
    begin = part[0] + len(text[part[0] : part[1]]) - len(text[part[0] : part[1]].lstrip())
    evidence = (passage.evidence(begin, part[1]),)
    return Milestone(
        id=record_id(
            reading.document.sha256, "milestones", evidence, f"{kind}|{time.start}|{time.end}|{time.recurrence}"
        ),
        text=text[begin : part[1]].strip(),
        evidence=evidence,
        rule=rule,
        confidence=_CONFIDENCE[rule],
        kind=kind,
        start=time.start,
        end=time.end,
        granularity=time.granularity,
        relation=time.relation,
        recurrence=time.recurrence,
        action=said.strip(" ,;.:") or None,
        actor=actor,
    )
