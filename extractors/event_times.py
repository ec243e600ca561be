"""Which times of a text say when something is done, and which only name a thing.

A time counts at the head of a sentence (`Năm 2022: … tiến hành sơ kết`), behind a verb that it limits (`hoàn thành
trước ngày 10/4/2023`), or as how often (`định kỳ hàng năm báo cáo`). `nhiệm vụ năm 2017`, `chấm điểm hàng năm của
Khối`, an anniversary or the date of a cited document say nothing of that kind.
"""

from __future__ import annotations

import re

from extractors.reading import Passage
from extractors.times import Time
from models.records import Granularity, Relation

PART_ENDS = re.compile(r"(?<=[;])\s+|(?<=[.])\s+(?=[^\W\d_])")
PURPOSE = re.compile(r"\b(?:de|nham|qua do|lam co so)\b(?! nghi)")

_ANNIVERSARY = re.compile(
    r"\b(?:ky niem|quoc khanh|ngay thanh lap|ngay sinh|ngay giai phong|cach mang thang|ngay truyen thong|"
    r"chao mung|ngay le)\b"
    r"[^;.]{0,80}$"
)
_HEAD = re.compile(
    r"^(?:[-–+*\s]*)(?:(?:phan dau|rieng|trong do|dong thoi)[,:]?\s+|(?:dot|buoc|giai doan) [\divx]{1,3}\s*[:,]\s*)?$"
)
_EVENT = r"(?:so ket|tong ket|so, tong ket|phat dong|bao cao|kiem tra|ban hanh|hoan thanh|xay dung)\b"
_DONE_THROUGH = re.compile(
    r"\b(?:duoc (?:to chuc|trien khai|thuc hien)|trien khai thuc hien|to chuc|chia|thoi gian)\b[^;.]{0,60}$"
)
_MEETING = re.compile(r"\b(?:vao|trong|tai hoi nghi[^,;.]{0,60}|tai (?:le|dai hoi|ky hop)[^,;.]{0,60})\s*$")
_THING = re.compile(
    r"\b(?:nhiem vu|chi tieu|ket qua|thoi han|ke hoach|nghi quyet|phong trao thi dua [“\"])[^,;.]{0,60}$"
)
# `tổng kết Phong trào thi đua giai đoạn 2021 - 2025`: the period is of the movement's name.
_PART_OF_NAME = re.compile(
    r"\b(?:phong trao|ke hoach|chuong trinh|de an|nghi quyet|cuoc van dong)\b"
    r"(?![^,;.]*\b(?:duoc|trien khai|thuc hien|to chuc|chia)\b)[^,;.]{0,120}$"
)
_QUOTED = re.compile(r"[“\"][^“”\"]{0,400}[”\"]")
_BOUND = re.compile(r"\b(?:hoan thanh|ket thuc|phat dong|so ket|tong ket|duoc)\b")


# A sentence that is longer than this (characters) is looked at no further back.
_LOOK_BACK = 2000


def at_head(passage: Passage, said: str) -> bool:
    """Whether a time opens its sentence, behind at most a run-in heading or a word such as "Phấn đấu"; `said` is what
    stands before it in the sentence, folded."""
    if _HEAD.match(said):
        return True
    heading = passage.clause.heading if passage.clause else None
    return heading is not None and said.rstrip(": ") == passage.folded[: len(heading)].rstrip(": ")


def is_event_time(passage: Passage, time: Time) -> bool:
    """Whether the time says when, or how often, something is done."""
    folded = passage.folded
    back = max(0, time.begin - _LOOK_BACK)
    before = folded[back : time.begin]
    if _ANNIVERSARY.search(before):
        return False
    said = before[max((m.end() for m in PART_ENDS.finditer(before)), default=0) :]
    if time.recurrence:
        return at_head(passage, said) or _is_frequency(passage, time, said)
    if passage.text.count("“", back, time.begin) > passage.text.count("”", back, time.begin):
        return False
    if at_head(passage, said):
        return True
    return not PURPOSE.search(said) and _limits_a_verb(passage, time, said)


def _limits_a_verb(passage: Passage, time: Time, said: str) -> bool:
    """Whether a time inside a sentence belongs to what is done there."""
    if time.relation in (Relation.BEFORE, Relation.BY):
        return True
    if said.rstrip().endswith(":") and _has_event(passage, time.begin - len(said), time.begin):
        return True  # `Tổng kết phong trào: Quý III/2025`
    if time.granularity is Granularity.PERIOD:
        said = _QUOTED.sub("“”", said)
        return bool(_DONE_THROUGH.search(said)) and not _names_a_thing(said) and not _PART_OF_NAME.search(said)
    if time.relation in (Relation.UNTIL, Relation.FROM):
        return False
    folded = passage.folded
    taken_in = re.match(r"(?:vao|trong)\s", folded[time.begin : time.finish])
    lead = taken_in.end() if taken_in else 0
    if _MEETING.search(folded[max(0, time.begin - 100) : time.begin + lead]):
        exact = time.granularity in (Granularity.DAY, Granularity.MONTH, Granularity.QUARTER, Granularity.HALF_YEAR)
        return (exact or _has_event(passage, time.begin - len(said), time.begin)) and not _names_a_thing(said)
    after = folded[time.finish :].lstrip()
    return bool(re.match(rf"(?:to chuc |tien hanh )?{_EVENT}", after)) and said.rstrip().endswith((",", "va", ":"))


def _has_event(passage: Passage, begin: int, end: int) -> bool:
    return bool(passage.within("event", begin, end))


def _names_a_thing(said: str) -> bool:
    return bool(_THING.search(said)) and not _BOUND.search(said)


# `Định kỳ 6 tháng, hàng năm, …`: one frequency beside another.
_BESIDE_ANOTHER = re.compile(r"(?:hang (?:thang|quy|nam)|0?6 thang)(?:\s*\([^()]{0,80}\))?(?:,| va|, va)\s*$")
_SAYS_WHEN = ("dinh ky", "truoc", "cham", "ngay", "vao")
_NOUNS_OWN = re.compile(r"\s+(?:cua|cho|theo ke hoach)\b")
_OPENS_WITH_EVENT = re.compile(
    r"(?:to chuc |tien hanh |thuc hien |dong thoi |va )*"
    r"(?:so ket|tong ket|so, tong ket|bao cao|kiem tra|giam sat|bieu duong|khen thuong|danh gia)\b"
)
_MAY_FOLLOW = re.compile(r"[,;]\s*$|\bva\s*$|(?:^|[,;] )[^,;]{0,80}\b(?:co trach nhiem|phai|thuc hien|che do)\s*$")
_CLOSES = re.compile(r"\s*(?:mot lan|01 lan)?\s*(?:[.;,)]|$|va\b|gui\b|ve\b|theo (?:tham quyen|quy dinh))")
_REGULAR = {"report", "inspection", "preliminary_review", "final_review"}


def _done_regularly(passage: Passage, time: Time, said: str) -> bool:
    """Whether the last event before a closing frequency is one that recurs: a report, an inspection, a review."""
    events = passage.within("event", time.begin - len(said), time.begin)
    return bool(events) and events[-1].label in _REGULAR


_VERB_OR_SUBJECT = re.compile(
    r"\s*,?\s*(?:to chuc |tien hanh |tong hop,? |thuc hien )?"
    r"(?:bao cao|tong hop|so ket|tong ket|kiem tra|danh gia|xet|khen|cac |uy ban|ubnd|so |ban |hoi dong)"
)


def _is_frequency(passage: Passage, time: Time, said: str) -> bool:
    """Whether a frequency says how often something is done: before its verb, or behind an event that opens its part."""
    folded = passage.folded
    if _NOUNS_OWN.match(folded, time.finish):
        return False
    if folded.startswith(_SAYS_WHEN, time.begin) or _BESIDE_ANOTHER.search(said):
        return True
    if _OPENS_WITH_EVENT.match(said) or (_CLOSES.match(folded, time.finish) and _done_regularly(passage, time, said)):
        return True
    return bool(_MAY_FOLLOW.search(said) and _VERB_OR_SUBJECT.match(folded, time.finish))


_VERB_FOLLOWS = re.compile(
    r"\s*,?\s*(?:(?:to chuc|tien hanh|thuc hien|xem xet)\s+)?"
    r"(?:tong hop|bao cao|so ket|tong ket|so, tong ket|kiem tra|danh gia|xet|phat dong|ban hanh|hoan thanh)\b"
)
_SUBJECT_FOLLOWS = re.compile(r"\s*,?\s*(?:to chuc|tien hanh|thuc hien|cac|uy ban|ubnd|hoi dong|so|ban)\b")


def leads(passage: Passage, time: Time, said: str) -> bool:
    """Whether a time stands before what is done then: at the head, or inside as in `và năm 2025 tổng kết`."""
    if at_head(passage, said):
        return True
    folded = passage.folded
    if time.recurrence:
        return bool(_VERB_FOLLOWS.match(folded, time.finish) or _SUBJECT_FOLLOWS.match(folded, time.finish))
    return said.rstrip().endswith((",", ";", " va")) and bool(_VERB_FOLLOWS.match(folded, time.finish))
