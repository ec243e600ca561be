"""The fault of order: top-level sections in another order, numbered anew."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import Any

from pipeline.evaluate.perturb.specimen import RECORDS, Gold, Line, Specimen

_CORE = re.compile(r"[IVX]+|\d+")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_CLOSING = "./."


def sections_reordered(specimen: Specimen, rng: Random) -> Specimen:
    """The numbered top-level sections shuffled and renumbered from one; paths follow, `./.` stays at the end.

    A plan without such sections, or with an unlabelled paragraph between them, is returned as it is.
    """
    roots = list(dict.fromkeys(_root(c["path"]) for c in specimen.gold["outline"]))
    sections = [r for r in roots if not r.startswith("¶")]
    if (
        not 2 <= len(sections) <= len(_ROMANS)
        or roots[: len(sections)] != sections
        or not all(_CORE.match(s) for s in sections)
    ):
        return specimen
    order = rng.sample(sections, len(sections))
    return _laid_out(specimen, [*order, *roots[len(sections) :]], _new_steps(order))


def _root(path: str) -> str:
    return path.partition("/")[0]


def _new_steps(order: list[str]) -> dict[str, str]:
    roman = order[0][0] in "IVX"
    return {old: _ROMANS[k] if roman else str(k + 1) for k, old in enumerate(order)}


def _laid_out(specimen: Specimen, order: list[str], steps: dict[str, str]) -> Specimen:
    outline = specimen.gold["outline"]
    first = next(k for k, line in enumerate(specimen.lines) if line.clause is not None)
    blocks: dict[str, list[Line]] = {root: [] for root in order}
    root, rest = "", []
    for line in specimen.lines[first:]:
        if line.part == "end":
            rest.append(line)
            continue
        root = _root(outline[line.clause]["path"]) if line.clause is not None else root
        blocks[root].append(line)
    body = [line for name in order for line in blocks[name]]
    clauses = [k for name in order for k, c in enumerate(outline) if _root(c["path"]) == name]
    place = {old: new for new, old in enumerate(clauses)}
    body = [_renumbered(line, outline, steps, place) for line in _closed_at_end(body)]
    gold = _repathed({**specimen.gold, "outline": [outline[k] for k in clauses]}, steps)
    return Specimen((*specimen.lines[:first], *body, *rest), gold)


def _closed_at_end(body: list[Line]) -> list[Line]:
    """The closing mark of the plan moved to the line that is last now."""
    if not any(_CLOSING in line.text for line in body):
        return body
    open_ended = [replace(line, text=line.text.replace(_CLOSING, ".")) for line in body]
    last = max(k for k, line in enumerate(open_ended) if line.clause is not None)
    text = open_ended[last].text.rstrip(". ")
    return [*open_ended[:last], replace(open_ended[last], text=text + _CLOSING), *open_ended[last + 1 :]]


def _renumbered(line: Line, outline: list[dict[str, Any]], steps: dict[str, str], place: dict[int, int]) -> Line:
    if line.clause is None:
        return line
    path = outline[line.clause]["path"]
    is_title = "/" not in path and path in steps and line.before.strip()
    before = _CORE.sub(steps[path], line.before, count=1) if is_title else line.before
    return replace(line, before=before, clause=place[line.clause])


def _repathed(gold: Gold, steps: dict[str, str]) -> Gold:
    def moved(path: str | None) -> str | None:
        root, slash, below = (path or "").partition("/")
        return steps.get(root, root) + slash + below if path else path

    outline = []
    for clause in gold["outline"]:
        step = steps.get(clause["path"])
        label = _CORE.sub(step, clause["label"], count=1) if step else clause["label"]
        outline.append({**clause, "path": moved(clause["path"]), "label": label})
    records = {
        kind: [{**r, **{k: moved(r[k]) for k in ("path", "group") if k in r}} for r in gold[kind]] for kind in RECORDS
    }
    return {**gold, **records, "outline": outline}
