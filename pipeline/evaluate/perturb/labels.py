"""Faults of labels: other brackets, other bullets."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from pipeline.evaluate.perturb.specimen import Line, Specimen

_LETTER = re.compile(r"(?<![\w.])([a-zđ])([).])(?=\s)")


def letters_relabelled(specimen: Specimen, _rng: Random) -> Specimen:
    """`a)` becomes `a.` and `a.` becomes `a)`; the path stays."""

    def change(text: str) -> str:
        return _LETTER.sub(lambda m: m[1] + (")" if m[2] == "." else "."), text)

    outline = [
        {**clause, "label": change(f"{clause['label']} ").rstrip() if clause["label"] else None}
        for clause in specimen.gold["outline"]
    ]
    changed = specimen.each_line(lambda line: replace(line, before=change(line.before)))
    return replace(changed, gold={**specimen.gold, "outline": outline})


def bullets_replaced(specimen: Specimen, rng: Random) -> Specimen:
    """Another dash or a dot for each `-`, the same all over the plan; `- +` and `- a)` are slips and stay."""
    bullet = rng.choice("–•")

    def is_bullet(line: Line) -> bool:
        if line.clause is None:
            return line.part == "end" and line.text.lstrip().startswith("- ")
        return specimen.gold["outline"][line.clause]["label"] == "-" and "-" in line.before

    def change(line: Line) -> Line:
        if not is_bullet(line):
            return line
        return line.with_whole(line.whole.replace("-", bullet, 1))

    outline = [{**c, "label": bullet if c["label"] == "-" else c["label"]} for c in specimen.gold["outline"]]
    return replace(specimen.each_line(change), gold={**specimen.gold, "outline": outline})
