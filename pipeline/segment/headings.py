"""What a clause announces: its heading and the topics of that."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz

from extractors import lexicon
from extractors.actors import actors_of_heading
from extractors.fold import any_of, fold
from models.outline import Topic

# A lead-in sentence announces a list but is no heading (DOMAIN.md, `heading`).
_LEAD_IN = re.compile(r"(?:cu the|nhu sau|sau|sau day|sau nay)\s*:?$")
_LEADS_ON = re.compile(r"(?:cu the|nhu sau|sau|sau day|sau nay|gom|bao gom|la|nhu|gom co|trong do|theo do)\s*:?$")
_SENTENCE = re.compile(r"[.!?]\s+[^\W\d_]|;\s")
_TIME = re.compile(r"(?:nam|thang|quy|dot|giai doan|tuan|hang nam|hang thang|hang quy|6 thang|sau thang)\b")
_RUN_IN = re.compile(r"(?P<head>[^:]{2,160}):\s+(?=\S)")
_AUDIENCE = re.compile(r"(?:doi voi|voi|ve) |(?:tap the|ca nhan|ho gia dinh)\b")
_INSTITUTION = re.compile(
    r"(?:cac )?(?:so|ban|uy ban|ubnd|van phong|phong|bao|dai|cong thong tin|hoi dong|hoi|lien doan|mat tran|"
    r"don vi|co quan|huyen|thanh pho|xa|"
    r"cong an|bo chi huy|truong|trung tam|vien|cuc|chi cuc|thanh tra|doanh nghiep|chu tich|giam doc|thu truong|"
    r"doan the|tinh doan)\b"
)


def heading_of(text: str, *, has_children: bool, labelled: bool, bullet: bool, siblings_close: bool) -> str | None:
    """The heading of a clause, without the mark that closes it; None where it has none.

    `siblings_close` tells that clauses beside it close their headings with `:`, so that a `.` may be a misread one.
    """
    run_in = _run_in(text)
    if run_in:
        return run_in
    folded = fold(text)
    if labelled and has_children and ";" in text and _names_institutions(text):
        return text.rstrip(": ")
    if text.endswith(":"):
        if not labelled or _LEAD_IN.search(folded):
            return None
        phrase = has_children and not _SENTENCE.search(text)
        return text.rstrip(": ") if phrase or (len(text) < 160 and topics_of(text)) else None
    if text.endswith((".", ";")):
        misread = bullet and has_children and siblings_close and not _SENTENCE.search(text[:-1]) and len(text) < 160
        return text.rstrip(".; ") if misread else None
    if text.endswith((",", "!", "?")):
        return None
    titled = text.isupper() and len(text) < 300
    plain = labelled and (has_children or (len(text) < 60 and bool(topics_of(text))))
    return text if titled or plain else None


def _names_institutions(text: str) -> bool:
    """`Các sở, ban, ngành; UBND các huyện, thành phố:` is a list of names, not of sentences."""
    return actors_of_heading(text.rstrip(": ")) is not None


def _run_in(text: str) -> str | None:
    match = _RUN_IN.match(text)
    if not match:
        return None
    head = match["head"].strip()
    folded = fold(head)
    if (
        _SENTENCE.search(head)
        or _LEADS_ON.search(folded)
        or head.count("“") != head.count("”")
        or head.count("(") != head.count(")")
    ):
        return None
    announces = _TIME.match(folded) or _AUDIENCE.match(folded) or _INSTITUTION.match(folded) or topics_of(head)
    return head if announces and len(head.split()) <= 25 else None


_PARTS = re.compile(r"[,;]|\s(?:va|-|/|&)\s")
# The name of one field of work, in its spellings, is no list.
_ONE_NAME = re.compile(r"thi dua(?: - |, | va |-)khen thuong")
_FILLERS = re.compile(r"(?:ve|cac|nhung|mot so|viec|xay dung (?=tieu chi))\s+")


# So many words are a bare word in a list, not a subject: "trách nhiệm", "nhiệm vụ".
_BARE = 2
_VERB = re.compile(rf"(?:{any_of(map(fold, lexicon.words().duty_verbs))})\b")


@cache
def _phrases() -> tuple[list[tuple[str, Topic]], dict[str, Topic]]:
    opening = [(fold(p), entry.name) for entry in lexicon.topics() for p in entry.phrases]
    exact = {fold(p): entry.name for entry in lexicon.topics() for p in entry.exact}
    return sorted(opening, key=lambda x: -len(x[0])), exact


@lru_cache(maxsize=4096)
def _topic_of_part(part: str) -> Topic | None:
    opening, exact = _phrases()
    if part in exact:
        return exact[part]
    for phrase, topic in opening:
        if part.startswith(phrase) and (len(part) == len(phrase) or not part[len(phrase)].isalnum()):
            return topic
    return next((topic for phrase, topic in opening if _misread(phrase, part)), None)


def _misread(phrase: str, part: str) -> bool:
    """Whether a part opens with a phrase but for a misread letter; short phrases are too near to other words for
    that."""
    if len(phrase) < 9:
        return False
    opening = " ".join(part.split()[: phrase.count(" ") + 1])
    return abs(len(opening) - len(phrase)) <= 1 and fuzz.ratio(phrase, opening) >= 88


def topics_of(heading: str) -> tuple[Topic, ...]:
    """The topics that a heading announces, in its order, each once.

    >>> [t.value for t in topics_of("ĐỐI TƯỢNG, TIÊU CHUẨN VÀ HÌNH THỨC KHEN THƯỞNG")]
    ['subjects', 'criteria', 'awards']
    >>> topics_of("Đối với khen cấp Nhà nước")
    ()
    """
    out: list[Topic] = []
    folded = re.sub(r"\s+", " ", fold(heading)).strip(" .:-")
    whole = _phrases()[1].get(folded)
    if whole:
        return (whole,)
    folded = _ONE_NAME.sub("thi dua khen thuong", folded)
    title = heading.isupper() or len(folded.split()) <= 6
    noun_phrase = len(folded.split()) <= 16 and not _VERB.match(folded)
    for k, piece in enumerate(_PARTS.split(folded)):
        part = _FILLERS.sub("", piece.strip(" .:\"“”'*"), count=1)
        if part == "hinh thuc" and "khen thuong" in folded.split(part, 1)[1]:
            topic: Topic | None = Topic.AWARDS  # two heads with one noun: "hình thức và mức khen thưởng"
        else:
            topic = _topic_of_part(part)
        if topic is None and k == 0 and not title and not noun_phrase:
            return ()  # a sentence or a name: its later parts are no subjects of their own
        if topic and not out and not title and k and len(part.split()) <= _BARE:
            continue  # "… nghiêm túc, trách nhiệm": a bare word at the end of a list of others
        if topic and topic not in out:
            out.append(topic)
    return tuple(out)
