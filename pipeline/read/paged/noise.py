"""What is on a page but belongs to no part of its text: page numbers, running heads, stamps, panels, marginal notes.

Words alone do not tell (`Số: 12` is a stamp's or the plan's), so the place and the size of the type decide with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.fold import fold
from pipeline.read.paged.lines import SeenLine
from pipeline.read.paged.measure import Measure
from pipeline.read.paged.paragraphs import LABEL
from pipeline.read.syllables import is_syllable

_HEAD, _FOOT = 0.12, 0.88  # of the page's height: where running heads, feet and page numbers stand
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*\d{1,4}[-–—.\s]*|(?:trang|page)\s*:?\s*\d{1,4}(?:\s*(?:/|tren|of)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}"
)
# The panel that shows a digital signature: what signing programs write (Nghị định 30/2020/NĐ-CP, Phụ lục I, III: name
# of the office, time of signing), in Vietnamese or as Adobe's does.
_PANEL = re.compile(
    r"(?:nguoi ky|ky boi|ky ngay|ngay ky|gio ky|thoi gian ky|duoc ky boi|chu ky so|co quan|email|chuc vu|ly do|vi tri"
    r"|don vi|digitally signed|signature (?:not verified|valid)|signed by|signing (?:date|time)|date|reason"
    r"|location)\s*:"
    r"|signature (?:not verified|valid)|digitally signed"
)
_PANEL_SURE = re.compile(
    r"(?:nguoi ky|ky boi|gio ky|thoi gian ky|duoc ky boi|digitally signed|signature (?:not verified|valid)|signed by)\b"
    r"|[\w.+-]{2,64}@[\w.-]{3,80}$"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s+\d{1,2}:\d{2}:\d{2}"
)
# Dấu "Đến" of an incoming document (Nghị định 30/2020/NĐ-CP, Phụ lục IV).
_ARRIVED = re.compile(r"(?:cong van )?den\W*$|(?:cong van )?den\s+(?:so|ngay|gio)\b.{0,30}$")
_ARRIVED_WITH = re.compile(
    r"(?:so|so den)\s*[:.]?[\s\d.…_]*$|(?:ngay|ngay den|gio|vao luc)\s*[:.]?[\s\d/.…_:h-]*$"
    r"|(?:kinh )?chuyen\s*[:.].{0,60}$|luu ho so\b.{0,40}$|den\s*:?$"
)


_TOKEN = re.compile(r"[^\W\d_]{2,}")
_SHORTEST = re.compile(r"[-–+*•]|\d{1,3}|[\dIVXa-zđ][.)]|[IVX]{1,3}\.?|\d\.\d")
_RULED = re.compile(r"[-–—_=*.]{3,}")


@dataclass(frozen=True, slots=True)
class PageRuns:
    """The runs of a page before any are set aside, and its size in points."""

    number: int
    width: float
    height: float
    runs: list[SeenLine]


Running = tuple[str, int]
"""What stands near the top or the bottom of a page: its words, the page's number masked, and its height."""


def noise_on(page: PageRuns, measure: Measure, running: set[Running], *, opening: bool) -> set[int]:
    """Which of a page's runs are noise (their indexes); `opening` tells that it is the first of its document."""
    found = {k for k, run in enumerate(page.runs) if not is_text_size(run, page.height)}
    found |= {k for k, run in enumerate(page.runs) if _running_key(run, page) in running}
    found |= _panels(page, measure)
    if opening:
        found |= _arrived(page)
    found |= _marginal(page, measure, found)
    found |= _page_numbers(page, measure, found)
    return found


def is_text_size(run: SeenLine, height: float) -> bool:
    """Whether a run can be a line of text: upright, and no watermark as high as a fifth of the page."""
    return run.words[0].upright and run.bottom - run.top < 0.2 * height


def is_scribble(row: SeenLine) -> bool:
    """Whether a row that OCR read is a signature, a stamp's rim or a speck: no word in it, or hardly one believed."""
    tokens = [t for w in row.words for t in _TOKEN.findall(w.text)]
    if not tokens:
        if len(row.text) <= 3:
            return not _SHORTEST.fullmatch(row.text)
        return not any(c.isdigit() for c in row.text) and not _RULED.fullmatch(row.text)
    sure = sum(w.confidence * len(w.text) for w in row.words) / sum(len(w.text) for w in row.words)
    return sure < 0.45 and sum(map(is_syllable, tokens)) < 0.4 * len(row.words)


def may_run(page: PageRuns) -> set[Running]:
    """What of a page is a running head or foot if it stands again on others."""
    return {key for run in page.runs if (key := _running_key(run, page))}


def running_of(pages: Iterable[set[Running]]) -> set[Running]:
    """What stands again on other pages in the same place near the top or the bottom."""
    seen: Counter[Running] = Counter()
    for keys in pages:
        seen.update(keys)
    return {key for key, times in seen.items() if times >= 3 or (times == 2 and key[1] < 0)}


def _running_key(run: SeenLine, page: PageRuns) -> Running | None:
    """The words of a run, its page's number masked, and its height on the page; None in the middle of the page, and
    where it is a label: many pages may begin with a bullet."""
    if _HEAD * page.height < run.bottom and run.top < _FOOT * page.height:
        return None
    words = ["#" if w.text.strip("-–/.") == str(page.number) else w.text for w in run.words]
    if words == ["#"] or (len(words) == 1 and LABEL.match(words[0])):
        return None
    return " ".join(words), round(run.top / 8)


def _page_numbers(page: PageRuns, measure: Measure, noise: set[int]) -> set[int]:
    """A number alone above or below all else, not where a line of the text would begin."""
    rest = [k for k in range(len(page.runs)) if k not in noise]
    if len(rest) < 2:
        rest_is_number = rest and _PAGE_NUMBER.fullmatch(fold(page.runs[rest[0]].text))
        return set(rest) if rest_is_number else set()
    out = set()
    for k in (min(rest, key=lambda k: page.runs[k].bottom), max(rest, key=lambda k: page.runs[k].top)):
        run = page.runs[k]
        at_edge = run.bottom < 1.2 * _HEAD * page.height or run.top > 0.97 * _FOOT * page.height
        alone = not any(o != k and _beside(page.runs[o], run) for o in rest)
        begins_line = abs(run.x0 - measure.left) < 2 * measure.em and run.bottom > 0.06 * page.height
        if at_edge and alone and not begins_line and _PAGE_NUMBER.fullmatch(fold(run.text)):
            out.add(k)
    return out


def _beside(a: SeenLine, b: SeenLine) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.4 * min(a.bottom - a.top, b.bottom - b.top)


def _panels(page: PageRuns, measure: Measure) -> set[int]:
    """The visible panels of digital signatures: small type around lines that only such a panel has."""
    folded = [fold(run.text) for run in page.runs]
    small = [run.size < 0.87 * measure.em for run in page.runs]
    seeds = [
        k
        for k, text in enumerate(folded)
        if _PANEL_SURE.match(text) and (small[k] or _panel_neighbours(page, folded, k))
    ]
    out: set[int] = set()
    waiting = seeds[:]
    while waiting:
        k = waiting.pop()
        if k in out:
            continue
        out.add(k)
        for other, run in enumerate(page.runs):
            if other in out or not (small[other] or _PANEL.match(folded[other])):
                continue
            if _near(page.runs[k], run) and abs(run.size - page.runs[k].size) < 0.25 * measure.em:
                waiting.append(other)
    return out


def _panel_neighbours(page: PageRuns, folded: list[str], k: int) -> bool:
    return any(o != k and _PANEL.match(folded[o]) and _near(page.runs[k], page.runs[o]) for o in range(len(folded)))


def _near(a: SeenLine, b: SeenLine) -> bool:
    """Whether a run stands directly above, below or beside another."""
    size = max(a.size, b.size)
    over = min(a.x1, b.x1) - max(a.x0, b.x0)
    apart = max(a.top, b.top) - min(a.bottom, b.bottom)
    return apart < 0.9 * size and over > -1.5 * size


def _arrived(page: PageRuns) -> set[int]:
    """The stamp of incoming mail: `ĐẾN` with its number and date, in the upper part of the first page."""
    folded = [fold(run.text) for run in page.runs]
    out: set[int] = set()
    for k, run in enumerate(page.runs):
        if (
            run.top > 0.45 * page.height
            or not _ARRIVED.match(folded[k])
            or not run.text.startswith(("ĐẾN", "CÔNG VĂN ĐẾN"))
        ):
            continue
        group = {
            o
            for o, other in enumerate(page.runs)
            if o != k and _ARRIVED_WITH.match(folded[o]) and _close(run, other) and other.size < 1.2 * run.size
        }
        if group or len(run.words) > 1:
            out |= {k, *group}
            stamp = [page.runs[o] for o in (k, *group)]
            out |= {o for o, other in enumerate(page.runs) if o not in out and _is_office_above(stamp, other)}
    return out


def _close(stamp: SeenLine, run: SeenLine) -> bool:
    return abs(run.top - stamp.top) < 6 * stamp.size and -12 * stamp.size < run.x0 - stamp.x1 < 8 * stamp.size


def _is_office_above(stamp: Sequence[SeenLine], run: SeenLine) -> bool:
    """The name of the receiving office, in capitals just above the stamp's lines, in type no larger."""
    x0, x1, size = min(s.x0 for s in stamp), max(s.x1 for s in stamp), stamp[0].size
    over = min(x1, run.x1) - max(x0, run.x0)
    above = 0 <= min(s.top for s in stamp) - run.top < 2.6 * size
    own = re.match(r"(?:uy ban|hoi dong|ubnd|hdnd|cong hoa|doc lap|so:|tinh |huyen |thanh pho )", fold(run.text))
    return above and over > 0 and run.text.isupper() and run.size <= 1.1 * size and not own


def _marginal(page: PageRuns, measure: Measure, noise: set[int]) -> set[int]:
    """What stands wholly outside the margins of the text, but for the labels of what is indented."""
    if measure.lines < 5:
        return set()
    slack = 0.5 * measure.em
    return {
        k
        for k, run in enumerate(page.runs)
        if k not in noise
        and (run.x1 < measure.left - slack or run.x0 > measure.right + slack)
        and not _is_label(run, page, measure.em)
    }


def _is_label(run: SeenLine, page: PageRuns, em: float) -> bool:
    """Whether a run is the label of words that begin a little to its right."""
    if len(run.words) > 1 or not LABEL.match(run.text):
        return False
    return any(0 <= other.x0 - run.x1 < 4 * em and _beside(run, other) for other in page.runs)
