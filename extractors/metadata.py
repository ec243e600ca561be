"""Metadata: the header, subject, signature and recipients (Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeVar

from extractors.fold import fold
from extractors.issuer import issuer
from extractors.reading import Reading
from extractors.times import times
from models.metadata import Absent, Found, Period, PlanMetadata, Text
from models.outline import Topic
from models.records import Granularity
from models.span import Flow

T = TypeVar("T")


def metadata(reading: Reading) -> PlanMetadata:
    """What the document says of itself; each field found with its evidence, or absent with a reason."""
    parts = reading.outline.parts
    header = reading.lines(parts.header)
    subject = _subject(reading)
    place, issued = _place_and_date(reading, header)
    number, symbol = _symbol(reading, header)
    fields: dict[str, Any] = {
        "document_type": _document_type(reading),
        "number": number,
        "symbol": symbol,
        "place": place,
        "issued": issued,
        **issuer(reading, header, place),
        **_marks(header),
        "subject": subject,
        "movement": _movement(reading, subject),
        "period": _period(reading, subject),
        **_signature(reading),
        "recipients": _recipients(reading),
    }
    return PlanMetadata(**fields)


def found(value: T, flow: Flow, start: int, end: int, rule: str, confidence: float = 0.97) -> Found[T]:
    """A value read from a stretch of a line."""
    return Found(value=value, evidence=flow.spans(start, end), rule=rule, confidence=confidence)


def _document_type(reading: Reading) -> Text:
    title = reading.lines(reading.outline.parts.title)
    if not title:
        return _type_in_subject(reading)
    flow = title[0]
    name = re.sub(r"\s+", " ", flow.text.strip(" .:"))
    if re.fullmatch(r"(?:\w ){4,}\w", name):
        name = _spaced(name)
    return found(_known_type(name) or name.capitalize(), flow, 0, len(flow.text), "type.title_line")


def _spaced(name: str) -> str:
    """`K Ế H O Ạ C H` without the spaces between its letters: the type whose letters these are."""
    from extractors import lexicon

    joined = fold(name).replace(" ", "")
    return next((t.name for t in lexicon.document_types().type if fold(t.name).replace(" ", "") == joined), name)


def _known_type(name: str) -> str | None:
    from extractors import lexicon

    return next((t.name for t in lexicon.document_types().type if fold(t.name) == fold(name)), None)


def _type_in_subject(reading: Reading) -> Text:
    """The type in front of the subject, on one line (`KẾ HOẠCH phát động …`)."""
    for flow in reading.lines(reading.outline.parts.subject[:1]):
        words = flow.text.split()
        opening = " ".join(words[:2])
        known = _known_type(opening) if opening.isupper() else None
        if known:
            return found(known, flow, 0, len(opening), "type.before_subject", 0.9)
    return _letter(reading)


def _letter(reading: Reading) -> Text:
    """A công văn prints no type: it has "V/v" below its symbol, and is addressed (Nghị định 30/2020/NĐ-CP, Phụ lục
    I)."""
    lines = [*reading.lines(reading.outline.parts.header), *(p.flow for p in reading.preamble)]
    for flow in lines:
        match = re.match(r"kinh gui\s*:|v/v\b", fold(flow.text))
        if match:
            return found("Công văn", flow, 0, match.end(), "type.letter", 0.9)
    return Absent()


def _subject(reading: Reading) -> Text:
    spans = reading.outline.parts.subject
    if not spans:
        return Absent()
    flow = reading.document.flow(spans)
    text = flow.text.strip()
    words = text.split()
    if " ".join(words[:2]).isupper() and _known_type(" ".join(words[:2])) and not reading.outline.parts.title:
        text = " ".join(words[2:])
    text = " ".join(re.sub(r"^(?:Về việc|V/v:?)\s+", "", text).strip(" .").split())
    return Found(value=text, evidence=flow.pieces, rule="subject.below_type", confidence=0.95) if text else Absent()


# Số: 108 /KH-UBND; the number may be blank, dotted or unreadable.
_SYMBOL = re.compile(
    r"^\W*so\s*[:.;]?\s*(?P<number>\d{1,5}|[\d.…_?*a-z\s]{0,20}?)\s*(?P<slash>[/-])\s*(?P<sign>[a-z]{1,6}\d{0,3}(?:\s?[-–/.]\s?[a-z]+\d{0,3})+)"
)
_ANY_SYMBOL = re.compile(r"(?P<number>\d{0,5})\s?/(?P<sign>(?:KH|QĐ|CT|NQ|TB|CTr|HD|BC|PA)\s?[-–]\s?[A-ZĐ]{2,8})\b")


def _symbol(reading: Reading, header: list[Flow]) -> tuple[Found[int] | Absent, Text]:
    """The number and the symbol on the line "Số: …". A symbol elsewhere in the header gives the ký hiệu only: its
    digits may be a stamp's."""
    for flow in header:
        match = _SYMBOL.match(fold(flow.text))
        if not match:
            continue
        sign = re.sub(r"\s", "", flow.text[match.start("sign") : match.end("sign")]).replace("–", "-")
        digits = match["number"].strip()
        if digits.isdigit():
            printed = f"{digits}{match['slash']}{sign}"
            return (
                found(int(digits), flow, match.start("number"), match.end("number"), "number.symbol_line"),
                found(printed, flow, match.start("number"), match.end("sign"), "symbol.symbol_line"),
            )
        blank = not re.sub(r"[.…_\s]", "", digits)
        return _blank(reading, flow) if blank else Absent(reason="not readable"), found(
            sign, flow, match.start("sign"), match.end("sign"), "symbol.no_number", 0.9
        )
    return _loose_symbol(reading, header)


def _loose_symbol(reading: Reading, header: list[Flow]) -> tuple[Found[int] | Absent, Text]:
    top = reading.outline.parts.title[0].start if reading.outline.parts.title else 0
    noise = reading.lines(tuple(s for s in reading.outline.noise if s.end <= top))
    for flow in [*header, *noise]:
        match = _ANY_SYMBOL.search(flow.text)
        if match:
            sign = re.sub(r"\s", "", match["sign"]).replace("–", "-")
            return Absent(reason="not readable"), found(
                sign, flow, match.start("sign"), match.end("sign"), "symbol.in_stamp", 0.8
            )
    return Absent(), Absent()


_PLACE_DATE = re.compile(
    r"^\W*(?P<place>[^\W\d_][\w .\-']{1,40}?)\s*[,.]?\s+ngay\s*(?P<day>[\d.…_ ]{0,10}?)"
    r"\s*thang\s*(?P<month>[\d.…_ ]{0,10}?)\s*nam\s*(?P<year>\d{4}|[\d.…_ ]{0,8})"
)
# What a hand wrote into the blanks, as a scan reads it: anything.
_PLACE_WRITTEN_DATE = re.compile(
    r"^\W*(?P<place>[^\W\d_][\w .\-']{1,40}?)\s*[,.]\s*ngay\b(?P<day>.{0,16}?)\bthang\b(?P<month>.{0,16}?)\bnam\b"
    r"(?P<year>.{0,12})$"
)


# Nghệ An, ngày 05/8/2021
_PLACE_SHORT_DATE = re.compile(
    r"^\W*(?P<place>[^\W\d_][\w .\-']{1,40}?)\s*,\s+ngay\s+(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})\W*$"
)


def _place_and_date(reading: Reading, header: list[Flow]) -> tuple[Text, Found[date] | Absent]:
    for flow in header:
        folded = fold(flow.text)
        # The symbol stands beside the place and date (Nghị định 30/2020/NĐ-CP, Phụ lục I): lost columns leave one line.
        symbol = _SYMBOL.match(folded)
        at = symbol.end("sign") if symbol else 0
        rest = folded[at:]
        match = _PLACE_DATE.match(rest) or _PLACE_SHORT_DATE.match(rest) or _PLACE_WRITTEN_DATE.match(rest)
        if not match:
            continue
        start, end = at + match.start("place"), at + match.end("place")
        place = found(flow.text[start:end].strip(), flow, start, end, "place.date_line")
        written = [match[k].strip(" .…_") for k in ("year", "month", "day")]
        if not all(written):
            return place, _blank(reading, flow)
        numbers = [n if n.isdigit() else "" for n in written]
        if not all(numbers):
            return place, Absent(reason="not readable")
        try:
            day = date(*map(int, numbers))
        except ValueError:
            return place, Absent(reason="not readable")
        return place, found(day, flow, at + match.start("day"), at + match.end("year"), "issued.date_line")
    return Absent(), Absent()


def _blank(reading: Reading, flow: Flow) -> Absent:
    """Why nothing stands in a blank of the form: on a scanned page a hand may have filled it unread."""
    pages = {reading.document.page_of(s) for s in flow.pieces}
    scanned = any(p.number in pages and p.how == "ocr" for p in reading.document.pages)
    return Absent(reason="not readable" if scanned else "not printed")


_MARKS = {
    "classification": {"mat": "Mật", "toi mat": "Tối mật", "tuyet mat": "Tuyệt mật"},
    "urgency": {"khan": "Khẩn", "thuong khan": "Thượng khẩn", "hoa toc": "Hỏa tốc", "hoa toc hen gio": "Hỏa tốc"},
}


def _marks(header: list[Flow]) -> dict[str, Text]:
    """Độ mật and độ khẩn: marks of their own line, in capitals (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    out: dict[str, Text] = {}
    for flow in header:
        text = flow.text.strip(" []()|.")
        for name, marks in _MARKS.items():
            value = marks.get(fold(text))
            if value and (text.isupper() or text == value):
                out.setdefault(name, found(value, flow, 0, len(flow.text), f"{name}.mark"))
    return out


_QUOTED = re.compile(r"[“\"«](?P<name>[^“”\"«»]{4,300})[”\"»]")


def _movement(reading: Reading, subject: Text) -> Text:
    """The movement that the subject names in quotation marks."""
    if not isinstance(subject, Found):
        return Absent()
    flow = reading.document.flow(subject.evidence)
    match = _QUOTED.search(flow.text)
    if not match or ("thi dua" not in fold(flow.text) and "phong trao" not in fold(flow.text)):
        return Absent()
    return found(match["name"].strip(), flow, match.start("name"), match.end("name"), "movement.quoted")


def _period(reading: Reading, subject: Text) -> Found[Period] | Absent:
    """The giai đoạn or the year of the subject, else of the clause on time."""
    if isinstance(subject, Found):
        flow = reading.document.flow(subject.evidence)
        if period := _period_of(flow, "period.subject"):
            return period
    for passage in reading.clauses:
        clause = passage.clause
        if (
            clause
            and Topic.TIME in passage.scope.topics
            and len(passage.scope.chain[0][1]) == 1
            and (period := _period_of(passage.flow, "period.time_clause", 0.8))
        ):
            return period
    return Absent()


def _period_of(flow: Flow, rule: str, confidence: float = 0.95) -> Found[Period] | None:
    folded = fold(flow.text)
    said = [t for t in times(folded) if t.start and t.end and t.granularity in (Granularity.PERIOD, Granularity.YEAR)]
    if not said:
        return None
    best = max(said, key=lambda t: (t.granularity is Granularity.PERIOD, t.begin))
    return found(Period(start=best.start, end=best.end), flow, best.begin, best.finish, rule, confidence)


_CAPACITY = re.compile(r"^(?:KT|K/T|TL|T/L|TUQ|Q)(?:\s?[./]\s*|\s+)(?=\w)")
_ON_BEHALF = re.compile(r"^(?:TM|T/M)(?:\s?[./]\s*|\s+)(?=\w)")
_OF_OFFICE = re.compile(
    r"(?:pho |quyen |q\.? ?)?(?:chu tich|chu nhiem|giam doc|tong giam doc|bo truong|thu truong|chanh|truong|"
    r"cuc truong|chi cuc|vien|"
    r"hieu truong|tong|vu truong|thu tuong|bi thu|thuong truc|uy vien|chi huy|thu ky|to truong)\b"
)
_NAME = re.compile(r"(?:[^\W\d_]+\.? ?){2,6}")


def _signature(reading: Reading) -> dict[str, Text]:
    """On whose behalf, in what capacity, which position, and the name below."""
    out: dict[str, Text] = {}
    for flow in reading.lines(reading.outline.parts.signature):
        text = re.sub(r"^\W+|[\s,;]+$", "", flow.text)
        if _ON_BEHALF.match(text):
            out.setdefault("on_behalf", found(text, flow, 0, len(flow.text), "signature.on_behalf"))
        elif _CAPACITY.match(text):
            out.setdefault("capacity", found(text, flow, 0, len(flow.text), "signature.capacity"))
        elif text.isupper() and "position" not in out and len(text) > 3 and _OF_OFFICE.match(fold(text)):
            out["position"] = found(text, flow, 0, len(flow.text), "signature.position")
        elif out.keys() & {"position", "capacity"} and _is_name(_ordinary(text)):
            out["signer"] = found(text, flow, 0, len(flow.text), "signature.name")
    return out


def _ordinary(text: str) -> str:
    """A name in capitals as a name; an office stays as it is."""
    return text.title() if text.isupper() and not _OF_OFFICE.match(fold(text)) else text


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 6
        and bool(_NAME.fullmatch(text))
        and all(w[0].isupper() for w in words)
        and not text.isupper()
    )


def _recipients(reading: Reading) -> tuple[Found[str], ...]:
    out = []
    for flow in reading.lines(reading.outline.parts.recipients):
        text = flow.text.strip(" ;.,")
        if text:
            out.append(found(text, flow, 0, len(flow.text), "recipient.line"))
    return tuple(out)
