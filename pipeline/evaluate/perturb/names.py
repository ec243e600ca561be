"""Faults of names: another place, number, date, signer or movement in place of the plan's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from pipeline.evaluate.perturb.specimen import Gold, Line, Specimen, bare_name

_PROVINCES = (
    "Hà Giang",
    "Quảng Ninh",
    "Bắc Kạn",
    "Thanh Hóa",
    "Quảng Ngãi",
    "Khánh Hòa",
    "Đắk Lắk",
    "Lâm Đồng",
    "Bà Rịa - Vũng Tàu",
    "Tây Ninh",
    "Đồng Tháp",
    "Sóc Trăng",
    "Thừa Thiên Huế",
    "Gia Lai",
    "Nghệ An",
    "Phú Thọ",
    "Vĩnh Long",
)
_DISTRICTS = (
    "Krông Nô",
    "Mường Lát",
    "Tháp Mười",
    "Phú Quốc",
    "Đức Cơ",
    "Bình Sơn",
    "Yên Thủy",
    "Trùng Khánh",
    "Ba Tri",
)
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Hồ", "Lò", "Đinh", "Lương")
_MIDDLE = ("Văn", "Thị", "Quốc", "Minh", "Thanh", "Ngọc", "Xuân", "Đức")
_GIVEN = ("Bình", "Hạnh", "Sơn", "Thủy", "Đông", "Hải", "Lâm", "Nga", "Phong", "Ước")
_MOVEMENTS = (
    "Chung sức xây dựng nông thôn mới",
    "Cả nước chung tay vì người nghèo - Không để ai bị bỏ lại phía sau",
    "Doanh nghiệp hội nhập và phát triển",
    "Đổi mới, sáng tạo trong dạy và học",
    "Toàn dân rèn luyện thân thể theo gương Bác Hồ vĩ đại",
    "Xóa nhà tạm, nhà dột nát",
)


def _replacer(pairs: dict[str, str]) -> Callable[[str], str]:
    """Replace names as they are printed, and in capitals; whole words only."""
    table = {a: b for a, b in pairs.items() if a} | {a.upper(): b.upper() for a, b in pairs.items() if a}
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(a)}(?!\w)" for a in sorted(table, key=len, reverse=True)))
    return lambda text: pattern.sub(lambda m: table[m[0]], text)


def other_place(specimen: Specimen, rng: Random) -> Specimen:
    """Another province; of a district's plan another district too."""
    issuer = specimen.gold["metadata"]["issuer"]
    own, above = bare_name(issuer["unit"]), bare_name(issuer["parent"])
    pairs = {
        own: rng.choice(_PROVINCES if issuer["level"] == "province" else _DISTRICTS),
        above: rng.choice(_PROVINCES),
    }
    return specimen.each_text(_replacer(pairs))


def other_number(specimen: Specimen, rng: Random) -> Specimen:
    """Another number of the plan, in its header and where it names itself, as an appendix does."""
    metadata = specimen.gold["metadata"]
    if not metadata["number"] or any(r["symbol"] == metadata["symbol"] for r in specimen.gold["references"]):
        return specimen
    number = rng.randint(1, 4999)
    code = re.escape(metadata["symbol"].partition("/")[2])
    own = re.compile(rf"(?<!\d)0*{metadata['number']}(?=\s*/\s*{code})")
    changed = specimen.each_text(lambda text: own.sub(f"{number:02d}", text))
    if changed.lines == specimen.lines:
        return specimen
    return replace(changed, gold={**changed.gold, "metadata": {**changed.gold["metadata"], "number": number}})


_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d)")


def other_date(specimen: Specimen, rng: Random) -> Specimen:
    """Every year of the plan moved by some years; for its own date another day and month too, not later in the year."""
    if not specimen.gold["metadata"]["issued"]:
        return specimen
    shift = rng.choice([k for k in range(-4, 7) if k])
    moved = specimen.each_text(lambda text: _YEAR.sub(lambda m: str(int(m[0]) + shift), text))
    moved = replace(moved, gold=_whole_months(moved.gold))
    issued = date.fromisoformat(moved.gold["metadata"]["issued"])
    month = rng.randint(1, issued.month)
    day = rng.randint(1, 28 if month < issued.month else min(issued.day, 28))
    new = issued.replace(month=month, day=day)

    # Nghị định 30/2020: a zero before days under ten and before the first two months.
    said = rf"\g<1>{new.day:02d}\g<2>{new.month:{'02d' if new.month < 3 else 'd'}}\g<3>{new.year}"
    own = re.compile(rf"(?i)(ngày )0?{issued.day}( tháng )0?{issued.month}( năm ){issued.year}")
    place = moved.gold["metadata"]["place"] or ""

    def change(line: Line) -> Line:
        # Other documents of the same day may be cited above the body: only the place line is the plan's own.
        return replace(line, text=own.sub(said, line.text)) if line.part == "header" and place in line.text else line

    return replace(moved.each_line(change), gold=_issued(moved.gold, issued.isoformat(), new.isoformat()))


def _whole_months(gold: Gold) -> Gold:
    """A February's last day, right for its year."""

    def change(value: Any) -> Any:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-02-2[89]", value):
            year = int(value[:4])
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            return f"{year}-02-{29 if leap else 28}"
        return value

    milestones = [{k: change(v) for k, v in m.items()} for m in gold["milestones"]]
    return {**gold, "milestones": milestones}


def _issued(gold: Gold, old: str, new: str) -> Gold:
    """The gold with another date of issue; a milestone that starts on it ("từ nay") starts on the new one."""
    milestones = [{**m, "start": new if m["start"] == old else m["start"]} for m in gold["milestones"]]
    return {**gold, "milestones": milestones, "metadata": {**gold["metadata"], "issued": new}}


def other_signer(specimen: Specimen, rng: Random) -> Specimen:
    name = " ".join((rng.choice(_SURNAMES), rng.choice(_MIDDLE), rng.choice(_GIVEN)))
    return specimen.each_text(_replacer({specimen.gold["metadata"]["signature"]["name"]: name}))


def other_movement(specimen: Specimen, rng: Random) -> Specimen:
    """Another name of the movement wherever it is printed; a plan that names none stays."""
    own = specimen.gold["metadata"]["movement"]
    return specimen.each_text(_replacer({own: rng.choice(_MOVEMENTS)})) if own else specimen
