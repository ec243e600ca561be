"""Faults of noise: page numbers, running heads, incoming-mail stamps, paragraphs cut by a page break."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from pipeline.evaluate.perturb.specimen import Line, Specimen

_NUMBER_FORMS = ("{0}", "- {0} -", "Trang {0}/{1}", "{0}/{1}", "Trang {0}")
_STAMPED_BY = ("SỞ NỘI VỤ", "VĂN PHÒNG HĐND TỈNH", "BAN DÂN TỘC", "TRUNG TÂM CÔNG BÁO", "LIÊN MINH HỢP TÁC XÃ")
_SENT_TO = ("Phòng Tổng hợp", "Ban Giám đốc", "Văn phòng", "Đ/c Hùng", "Phòng Nghiệp vụ 1")
_HEADS = ("Công báo số 12 + 13", "Bản sao lưu hồ sơ", "Hệ thống quản lý văn bản và điều hành")


def _scrap(text: str, blanks: int) -> Line:
    return Line("", text, "", blanks, None, "noise")


def _gaps(specimen: Specimen, *, blank_above: bool) -> list[int]:
    """Numbers of the lines above which a scrap may stand: everywhere, or at blank lines where there are some."""
    gaps = [k for k, line in enumerate(specimen.lines) if line.blanks or not blank_above]
    return gaps if len(gaps) > 10 else list(range(len(specimen.lines)))


def _some(gaps: list[int], rng: Random, most: int) -> list[int]:
    return sorted(rng.sample(gaps, min(len(gaps), rng.randint(3, most))))


def page_numbers(specimen: Specimen, rng: Random) -> Specimen:
    """Rising page numbers between lines, in one form, with or without blank lines around."""
    form, blanks = rng.choice(_NUMBER_FORMS), rng.choice((0, 1))
    places = _some(_gaps(specimen, blank_above=False), rng, 10)
    total = len(places) + 1
    return specimen.inserted({k: [_scrap(form.format(n, total), blanks)] for n, k in enumerate(places, start=2)})


def running_head(specimen: Specimen, rng: Random) -> Specimen:
    """The same line several times between paragraphs, as at the top of each page."""
    metadata = specimen.gold["metadata"]
    own = [f"Kế hoạch số {metadata['symbol']}"] if metadata["number"] else []
    head = rng.choice((*_HEADS, f"UBND {metadata['issuer']['unit']}".upper(), *own))
    places = _some(_gaps(specimen, blank_above=True), rng, 10)
    return specimen.inserted({k: [_scrap(head, 1)] for k in places})


def _stamp(rng: Random) -> list[Line]:
    number, day = rng.randint(1, 9999), f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/{rng.randint(2017, 2024)}"
    by = rng.choice(_STAMPED_BY)
    rows = rng.choice(
        (
            [by, "ĐẾN", f"Số: {number}", f"Ngày: {day}", f"Chuyển: {rng.choice(_SENT_TO)}"],
            [by, f"Số: {number}", f"ĐẾN Ngày: {day}", f"Chuyển: {rng.choice(_SENT_TO)}", "Lưu hồ sơ số: ........"],
            ["CÔNG VĂN ĐẾN", f"Số: {number}", f"Ngày: {day}"],
            ["ĐẾN", f"Số: ...{number}...", f"Ngày: {day}", "Chuyển: ............"],
        )
    )
    return [_scrap(row, 1 if k == 0 else 0) for k, row in enumerate(rows)]


def stamp_block(specimen: Specimen, rng: Random) -> Specimen:
    """One stamp of incoming mail between two paragraphs: in the header, where stamps are set, or anywhere."""
    gaps = _gaps(specimen, blank_above=True)
    header = [k for k in gaps if specimen.lines[k].part == "header"]
    return specimen.inserted({rng.choice(header if header and rng.random() < 0.4 else gaps): _stamp(rng)})


def page_cuts(specimen: Specimen, rng: Random) -> Specimen:
    """Some paragraphs cut in two by page breaks, with a page number, a running head or a stamp between the halves."""
    between = _page_breaks(rng)
    places = {k: _places(line.text) for k, line in enumerate(specimen.lines) if line.clause is not None}
    long = [k for k in places if places[k]]
    cut = set(rng.sample(long, min(len(long), len(between))))
    lines: list[Line] = []
    scraps: dict[int, list[Line]] = {}
    for k, line in enumerate(specimen.lines):
        if k not in cut:
            lines.append(line)
            continue
        place = rng.choice(places[k])
        lines.append(replace(line, text=line.text[:place], after=""))
        scraps[len(lines)] = between[len(scraps)]
        lines.append(replace(line, before="", text=line.text[place + 1 :], blanks=1))
    return specimen.with_lines(lines).inserted(scraps)


def _page_breaks(rng: Random) -> list[list[Line]]:
    """What stands at the page breaks of one plan, blank lines around: a head that comes once would be no head."""
    pages = range(2, 2 + rng.randint(3, 6))
    head, form = rng.choice(_HEADS), rng.choice(_NUMBER_FORMS)
    numbers = [[_scrap(form.format(n, pages[-1]), 1)] for n in pages]
    style = rng.choice(("number", "head", "number and head", "stamp", "nothing"))
    if style == "head":
        return [[_scrap(head, 1)] for _ in pages]
    if style == "number and head":
        return [[*number, _scrap(head, 1)] for number in numbers]
    if style == "stamp":
        return [_stamp(rng), *numbers[1:]]
    return [[] for _ in pages] if style == "nothing" else numbers


def _places(text: str) -> list[int]:
    """The spaces where a page break would leave a sentence open and no label at the top of the next page."""
    inside = range(60, len(text) - 60)
    return [
        k
        for k in inside
        if text[k] == " " and text[k - 1].isalpha() and text[k + 1 : k + 3].isalpha() and "*" not in text
    ]
