"""A plan taken apart for perturbing: its lines, each with the gold clause whose words it holds.

A fault changes lines; the gold's clause texts are read off the changed lines, so that they are right for the new text
by construction. What a fault changes in the words of records it changes in the gold too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from models.errors import UsageError
from pipeline.evaluate.gold import GoldPlan, clause_spans
from pipeline.evaluate.wording import fold

Gold = dict[str, Any]
RECORDS = ("criteria", "quantities", "milestones", "awards", "references", "assignments")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: a clause's label and marks, its words, closing marks; `blanks` empty lines stand above it.

    `clause` counts into the gold's outline; the part `end` is all behind the first clause that is none. `text` may hold
    line ends, where a fault broke the line.
    """

    before: str
    text: str
    after: str
    blanks: int
    clause: int | None
    part: Literal["header", "body", "end", "noise"]

    @property
    def whole(self) -> str:
        return self.before + self.text + self.after

    def with_whole(self, whole: str) -> Line:
        """The line with other characters, one for one."""
        a, b = len(self.before), len(self.before) + len(self.text)
        return replace(self, before=whole[:a], text=whole[a:b], after=whole[b:])


@dataclass(frozen=True, slots=True)
class Specimen:
    """The lines of a plan and its gold."""

    lines: tuple[Line, ...]
    gold: Gold

    @property
    def text(self) -> str:
        return "\n".join("\n" * line.blanks + line.whole for line in self.lines) + "\n"

    def finished_gold(self) -> Gold:
        """The gold with the full text of each clause under `text`, in place of quotes of its ends."""
        pieces: dict[int, list[str]] = {}
        for line in self.lines:
            if line.clause is not None:
                pieces.setdefault(line.clause, []).append(line.text)
        kept = [{k: v for k, v in c.items() if k not in ("begin", "finish")} for c in self.gold["outline"]]
        return {**self.gold, "outline": [{**c, "text": " ".join(pieces[k])} for k, c in enumerate(kept)]}

    def with_lines(self, lines: Iterable[Line]) -> Specimen:
        return replace(self, lines=tuple(lines))

    def each_line(self, change: Callable[[Line], Line]) -> Specimen:
        return self.with_lines(map(change, self.lines))

    def each_text(self, change: Callable[[str], str]) -> Specimen:
        """The same change to every printed line and to every value of the gold, paths aside."""
        lines = (
            replace(line, before=change(line.before), text=change(line.text), after=change(line.after))
            for line in self.lines
        )
        return Specimen(tuple(lines), _values(self.gold, change))

    def inserted(self, scraps: Mapping[int, Iterable[Line]]) -> Specimen:
        """The specimen with scraps put above the lines of these numbers; the gold's noise knows them."""
        lines = [new for k, line in enumerate(self.lines) for new in (*scraps.get(k, ()), line)]
        noise = [scrap.whole.strip() for group in scraps.values() for scrap in group]
        return Specimen(tuple(lines), {**self.gold, "noise": [*self.gold["noise"], *noise]})


_KEPT = {"path", "group", "topics", "plan"}


def _values(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {k: v if k in _KEPT else _values(v, change) for k, v in value.items()}
    return [_values(v, change) for v in value] if isinstance(value, list) else value


def take_apart(plan: GoldPlan) -> Specimen:
    """The lines of an annotated plan.

    Raises UsageError where one line holds two clauses, or a quote does not stand in the text.
    """
    spans = clause_spans(plan.gold, plan.text, apart=True)
    noise = {scrap.strip() for scrap in plan.gold["noise"]}
    lines: list[Line] = []
    at = blanks = 0
    for printed in plan.text.split("\n"):
        start, at = at, at + len(printed) + 1
        if not printed.strip():
            blanks += 1
            continue
        if sum(a < at - 1 and b > start for a, b in spans) > 1:
            raise UsageError(f"{plan.name}: a line holds two clauses and cannot be perturbed: {printed[:60]!r}")
        lines.append(replace(_line(printed, start, spans, noise), blanks=blanks))
        blanks = 0
    return Specimen(tuple(lines), plan.gold)


def _line(printed: str, start: int, spans: list[tuple[int, int]], noise: set[str]) -> Line:
    end = start + len(printed)
    clause = next((k for k, (a, b) in enumerate(spans) if a < end and b > start), None)
    if printed.strip() in noise:
        return Line("", printed, "", 0, None, "noise")
    if clause is None:
        return Line("", printed, "", 0, None, "header" if spans and end <= spans[0][0] else "end")
    a, b = max(spans[clause][0] - start, 0), min(spans[clause][1] - start, len(printed))
    return Line(printed[:a], printed[a:b], printed[b:], 0, clause, "body")


def bare_name(unit: str | None) -> str:
    """`Cà Mau` of `tỉnh Cà Mau`, as the place line has it."""
    return re.sub(r"^(?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường|thị trấn) ", "", unit or "")


def check(specimen: Specimen) -> list[str]:
    """What is wrong with a perturbed gold; empty where every quote stands in the text and every path is whole."""
    gold = specimen.finished_gold()
    text = specimen.text
    kept = fold(" ".join(line.whole for line in specimen.lines if line.part != "noise"))
    return [*_check_pieces(specimen, text), *_check_paths(gold), *_check_words(gold, kept), *_check_noise(gold, text)]


def _check_pieces(specimen: Specimen, text: str) -> Iterable[str]:
    at = 0
    order = [line.clause for line in specimen.lines if line.clause is not None]
    if order != sorted(order) or set(order) != set(range(len(specimen.gold["outline"]))):
        yield "the clauses do not stand in the order of the gold"
    for line in specimen.lines:
        found = text.find(line.whole, at)
        if found < 0:
            yield f"not in the text: {line.whole[:60]!r}"
        at = max(found, at) + 1


def _check_paths(gold: Gold) -> Iterable[str]:
    seen: set[str] = set()
    for clause in gold["outline"]:
        path = clause["path"]
        if path in seen:
            yield f"path stands twice: {path}"
        if "/" in path and path.rpartition("/")[0] not in seen:
            yield f"no parent before it: {path}"
        seen.add(path)
    for kind in RECORDS:
        for record in gold[kind]:
            for path in (record.get("path"), record.get("group")):
                if path is not None and path not in seen:
                    yield f"{kind}: {path} is not in the outline"


def _check_words(gold: Gold, kept: str) -> Iterable[str]:
    metadata = gold["metadata"]
    said = [metadata[k] for k in ("place", "subject", "movement")] + [metadata["signature"]["name"]]
    said += [*metadata["recipients"], metadata["symbol"], bare_name(metadata["issuer"]["unit"])]
    said += [metadata["issuer"]["parent"]]
    said += [record["quote"] for kind in RECORDS for record in gold[kind] if "quote" in record]
    said += [actor for record in gold["assignments"] for actor in record["actors"]]
    said += [record["symbol"] for record in gold["references"]]
    yield from (f"not said in the text: {words!r}" for words in said if words and fold(words) not in kept)


def _check_noise(gold: Gold, text: str) -> Iterable[str]:
    yield from (f"noise not in the text: {scrap!r}" for scrap in gold["noise"] if scrap not in text)
