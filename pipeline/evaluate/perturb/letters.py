"""Faults of letters: slips of diacritics in headings, the two ways to place a tone mark."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from random import Random
from typing import Any

from pipeline.evaluate.perturb.specimen import Gold, Specimen

# The letters that a reader of scans takes for each other: one base letter with other marks (Unicode names them alike).
_FAMILIES = (
    "aàáảãạăằắẳẵặâầấẩẫậ",
    "eèéẻẽẹêềếểễệ",
    "iìíỉĩị",
    "oòóỏõọôồốổỗộơờớởỡợ",
    "uùúủũụưừứửữự",
    "yỳýỷỹỵ",
    "dđ",
)
_FAMILY = {letter: family for family in _FAMILIES for letter in family}


def heading_slips(specimen: Specimen, rng: Random) -> Specimen:
    """One or two marked letters of each heading with another mark, or none, as OCR misreads them."""
    lines, gold = list(specimen.lines), specimen.gold
    for k, line in enumerate(lines):
        heading: str = (gold["outline"][line.clause]["heading"] if line.clause is not None else None) or ""
        at = line.text.find(heading)
        if line.clause is None or not heading or at < 0:
            continue
        slipped = _slipped(line.text, at, at + len(heading), rng)
        gold = _follow(gold, line.clause, line.text, slipped, at + len(heading))
        lines[k] = replace(line, text=slipped)
    return Specimen(tuple(lines), gold)


def _slipped(text: str, start: int, end: int, rng: Random) -> str:
    marked = [k for k in range(start, end) if text[k].lower() in _FAMILY and _is_marked(text[k])]
    out = list(text)
    for k in rng.sample(marked, min(len(marked), rng.randint(1, 2))):
        other = rng.choice([c for c in _FAMILY[text[k].lower()] if c != text[k].lower()])
        out[k] = other.upper() if text[k].isupper() else other
    return "".join(out)


def _is_marked(letter: str) -> bool:
    return letter in "đĐ" or len(unicodedata.normalize("NFD", letter)) > 1


def _follow(gold: Gold, clause: int, old: str, new: str, end: int) -> Gold:
    """The gold after a slip: the heading itself, quotes of it, and actors that are named only there."""
    path = gold["outline"][clause]["path"]
    outline = list(gold["outline"])
    outline[clause] = {**outline[clause], "heading": _moved(outline[clause]["heading"], old, new)}

    def follow(record: dict[str, Any]) -> dict[str, Any]:
        under = record["path"] == path or record["path"].startswith(f"{path}/")
        if not under:
            return record
        out = dict(record)
        if "quote" in out and record["path"] == path:
            out["quote"] = _moved(out["quote"], old, new)
        head = old[:end]
        if out.get("actor") and out["actor"] in head:
            out["actor"] = _moved(out["actor"], old, new)
        if "actors" in out:
            out["actors"] = [_moved(actor, old, new) if actor in head else actor for actor in out["actors"]]
        return out

    records = {kind: [follow(r) for r in gold[kind]] for kind in ("quantities", "milestones", "awards", "assignments")}
    return {**gold, **records, "outline": outline}


def _moved(words: str, old: str, new: str) -> str:
    """The words as they are printed after the slip (one letter stands for one)."""
    at = old.find(words)
    return new[at : at + len(words)] if at >= 0 else words


_NEW_OA = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ"]
_OLD_OA = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe"]
_NEW_UY = ["uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLD_UY = ["ùy", "úy", "ủy", "ũy", "ụy"]


def tones_moved(specimen: Specimen, rng: Random) -> Specimen:
    """`Hoà` for `Hòa` and `Uỷ` for `Ủy`, or the other way round, all over the plan.

    Only in open syllables: `hoàn` and `quý` have one spelling.
    """
    to_new_oa, to_new_uy = rng.choice(((True, True), (True, False), (False, True)))
    table = dict(zip(_OLD_OA, _NEW_OA, strict=True)) if to_new_oa else dict(zip(_NEW_OA, _OLD_OA, strict=True))
    table |= dict(zip(_OLD_UY, _NEW_UY, strict=True)) if to_new_uy else dict(zip(_NEW_UY, _OLD_UY, strict=True))
    table |= {a.capitalize(): b.capitalize() for a, b in table.items()} | {
        a.upper(): b.upper() for a, b in table.items()
    }
    pattern = re.compile(rf"(?<![qQ])(?:{'|'.join(table)})(?!\w)")
    return specimen.each_text(lambda text: pattern.sub(lambda m: table[m[0]], text))
