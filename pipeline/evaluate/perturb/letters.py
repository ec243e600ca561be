"""Faults of letters: slips of diacritics in headings, the two ways to place a tone mark."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

from pipeline.evaluate.perturb.specimen import Gold, Specimen
from pipeline.read.syllables import LETTER_FAMILIES

# The letters that a reader of scans takes for each other: one base letter with other marks (Unicode names them alike).
_FAMILY = {letter: family for family in LETTER_FAMILIES for letter in family}


class _Slip(NamedTuple):
    """A clause's line before and after; its heading ends at `end`."""

    old: str
    new: str
    end: int

    def moved(self, words: str) -> str:
        """The words as they are printed after the slip (one letter stands for one)."""
        at = self.old.find(words)
        return self.new[at : at + len(words)] if at >= 0 else words


def heading_slips(specimen: Specimen, rng: Random) -> Specimen:
    """One or two marked letters of each heading with another mark, or none, as OCR misreads them."""
    lines, gold = list(specimen.lines), specimen.gold
    bodies = _bodies(specimen)
    for k, line in enumerate(lines):
        heading: str = (gold["outline"][line.clause]["heading"] if line.clause is not None else None) or ""
        at = line.text.find(heading)
        if line.clause is None or not heading or at < 0:
            continue
        end = at + len(heading)
        slip = _Slip(line.text, _slipped(line.text, at, end, rng), end)
        gold = _follow(gold, line.clause, slip, bodies)
        lines[k] = replace(line, text=slip.new)
    return Specimen(tuple(lines), gold)


# Characters within which a clause names its subject.
_SUBJECT = 80


def _bodies(specimen: Specimen) -> dict[str, str]:
    """How each clause goes on behind its heading: where it names who does it, if it does."""
    out = {}
    for clause in specimen.finished_gold()["outline"]:
        heading = clause["heading"] or ""
        at = clause["text"].find(heading)
        out[clause["path"]] = clause["text"][at + len(heading) if at >= 0 else 0 :][:_SUBJECT]
    return out


def _slipped(text: str, start: int, end: int, rng: Random) -> str:
    marked = [k for k in range(start, end) if text[k].lower() in _FAMILY and _is_marked(text[k])]
    out = list(text)
    for k in rng.sample(marked, min(len(marked), rng.randint(1, 2))):
        other = rng.choice([c for c in _FAMILY[text[k].lower()] if c != text[k].lower()])
        out[k] = other.upper() if text[k].isupper() else other
    return "".join(out)


def _is_marked(letter: str) -> bool:
    return letter in "đĐ" or len(unicodedata.normalize("NFD", letter)) > 1


def _follow(gold: Gold, clause: int, slip: _Slip, bodies: dict[str, str]) -> Gold:
    """The gold after a slip: the heading itself, quotes of it, and actors that are named only there."""
    path = gold["outline"][clause]["path"]
    outline = list(gold["outline"])
    outline[clause] = {**outline[clause], "heading": slip.moved(outline[clause]["heading"])}

    def printed(actor: str | None, record: dict[str, Any]) -> str | None:
        here = actor and actor in slip.old[: slip.end] and actor not in bodies[record["path"]]
        return slip.moved(actor) if actor and here else actor

    def follow(record: dict[str, Any]) -> dict[str, Any]:
        if record["path"] != path and not record["path"].startswith(f"{path}/"):
            return record
        out = dict(record)
        if "quote" in out and record["path"] == path:
            out["quote"] = slip.moved(out["quote"])
        if "actor" in out:
            out["actor"] = printed(out["actor"], record)
        if "actors" in out:
            out["actors"] = [printed(actor, record) for actor in out["actors"]]
        return out

    records = {kind: [follow(r) for r in gold[kind]] for kind in ("quantities", "milestones", "awards", "assignments")}
    return {**gold, **records, "outline": outline}


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
