"""Faults of Markdown marks: removed, added, broken over lines."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import Any

from pipeline.evaluate.perturb.specimen import Line, Specimen

# A mark stands before its first or after its last word: "**Mục đích**", "*Đẩy mạnh*". A lone "*" is a bullet.
_MARK = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}")
_BULLETS = ("-", "+", "*", "- +")
_HASHES = re.compile(r"^#{1,6} +")


def marks_removed(specimen: Specimen, _rng: Random) -> Specimen:
    """No heading hashes and no emphasis; bullets stay."""
    noise = [_MARK.sub("", scrap) for scrap in specimen.gold["noise"]]
    return replace(specimen.each_line(_bare), gold={**specimen.gold, "noise": noise})


def _bare(line: Line) -> Line:
    before = _HASHES.sub("", line.before).replace("**", "", 1)
    text = _MARK.sub("", _HASHES.sub("", line.text))
    return replace(line, before=before, text=text, after=_MARK.sub("", line.after))


def marks_added(specimen: Specimen, rng: Random) -> Specimen:
    """Headings bold, with hashes, or both, or bold labels, as converters write them; some other lines and words too."""
    style = rng.choice(("bold", "hashes", "both", "label"))

    def change(line: Line) -> Line:
        if "*" in line.whole or line.whole.startswith("#") or line.part == "noise":
            return line
        if line.clause is None:
            return _emphasised(line, rng)
        clause = specimen.gold["outline"][line.clause]
        if clause["heading"] and line.before.strip():
            return _titled(line, clause, style)
        return _some_italic(line, rng)

    return specimen.each_line(change)


def _emphasised(line: Line, rng: Random) -> Line:
    """Bold capitals; of the other lines around the body, bullets aside, half bold or italic."""
    if line.whole.lstrip().startswith(("-", "+", "|")) or (rng.random() < 0.5 and not line.whole.strip().isupper()):
        return line
    mark = "**" if line.whole.strip().isupper() else rng.choice(("**", "*"))
    return replace(line, text=f"{mark}{line.text.strip()}{mark}")


def _titled(line: Line, clause: dict[str, Any], style: str) -> Line:
    """A title line wholly marked; of a run-in title, and behind a bullet, only the title is bold."""
    at = line.text.find(clause["heading"])
    end = at + len(clause["heading"])
    if at < 0:
        return line
    if clause["label"] in _BULLETS:
        return replace(line, text=f"{line.text[:at]}**{line.text[at:end]}**{line.text[end:]}")
    if style == "label":
        return replace(line, before=f"**{line.before.strip()}** ")
    if line.text[end:].strip(" :.;"):
        return replace(line, before=f"**{line.before}", text=f"{line.text[:end]}**{line.text[end:]}")
    hashes = "" if style == "bold" else "#" * min(clause["path"].count("/") + 2, 6) + " "
    stars = "" if style == "hashes" else "**"
    return replace(line, before=f"{hashes}{stars}{line.before}", after=f"{stars}{line.after}")


def _some_italic(line: Line, rng: Random) -> Line:
    words = line.text.split(" ")
    if len(words) < 12 or rng.random() > 0.15:
        return line
    start = rng.randrange(2, len(words) - 6)
    end = start + rng.randint(2, 5)
    if not all(words[start:end]):
        return line
    marked = [*words[:start], f"*{' '.join(words[start:end])}*", *words[end:]]
    return replace(line, text=" ".join(marked))


def marks_broken(specimen: Specimen, rng: Random) -> Specimen:
    """Bold runs over a line end: headings of three words and more, and runs inside some paragraphs."""

    def change(line: Line) -> Line:
        if line.clause is None or "*" in line.text or not line.text.strip():
            return line
        clause = specimen.gold["outline"][line.clause]
        bold = line if "**" in line.before else _bolded(line, clause["heading"], rng)
        return _broken(bold, rng) if "**" in bold.whole else line

    return specimen.each_line(change)


def _bolded(line: Line, heading: str | None, rng: Random) -> Line:
    if heading and line.text.startswith(heading) and line.before.strip() in _BULLETS:
        return replace(line, text=f"**{heading}**{line.text[len(heading) :]}")
    if heading and line.text.startswith(heading):
        return replace(line, before=f"**{line.before}", text=f"{heading}**{line.text[len(heading) :]}")
    words = line.text.split(" ")
    if len(words) < 16 or rng.random() > 0.15:
        return line
    start = rng.randrange(3, len(words) - 8)
    end = start + rng.randint(3, 7)
    return replace(line, text=" ".join([*words[:start], f"**{' '.join(words[start:end])}**", *words[end:]]))


def _broken(line: Line, rng: Random) -> Line:
    """A line end in place of one space between the first two bold marks, never right behind the label."""
    opened = line.text.find("**") if "**" not in line.before else 0
    closed = line.text.find("**", opened + 2 if "**" not in line.before else 0)
    spaces = [
        k for k, c in enumerate(line.text) if c == " " and opened < k < (closed if closed > 0 else len(line.text))
    ]
    if not spaces:
        return line
    at = rng.choice(spaces)
    return replace(line, text=f"{line.text[:at]}\n{line.text[at + 1 :]}")
