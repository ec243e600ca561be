"""Words of a stranger as Markdown: none of them taken for markup, and marks that are surely taken for marks.

Source: CommonMark 0.31.2, sections 2.4 (backslash escapes) and 6.2 (emphasis); GFM 0.29, 4.10, 6.5 and 6.9.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.report.shown import fit
from pipeline.report.types import Mark, Run

_INLINE = re.compile(r"([\\`*_\[\]<>~|&!#$])")
"""What means something within a line. A backslash before it takes the meaning away."""
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp):|\b(www)\.")
"""GFM makes links of bare addresses: those of a plan lead nobody anywhere."""
_BULLET = re.compile(r"^(\s*)([-+=])")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])")

_SIGNS: dict[Mark, tuple[str, str]] = {
    Mark.ADDED: ("**", "strong"),
    Mark.STRONG: ("**", "strong"),
    Mark.DROPPED: ("~~", "del"),
    Mark.FOLLOWS: ("*", "em"),
}
"""The sign of each mark, and the tag of HTML that stands for it where the sign would not be taken for one."""


def escaped(words: str) -> str:
    """The words on one line, none of them markup; each line end of theirs is a `<br>`.

    >>> print(escaped("- a|b *c*\\n1. d <e> www.f"))
    \\- a\\|b \\*c\\*<br>1\\. d \\<e\\> www\\.f
    """
    return "<br>".join(_escaped(line) for line in fit(words).split("\n"))


def _escaped(line: str) -> str:
    said = _INLINE.sub(r"\\\1", line).replace("@", "\\@")
    said = _ADDRESS.sub(lambda found: f"{found[1]}\\:" if found[1] else f"{found[2]}\\.", said)
    return _NUMBER.sub(r"\1\\\2", _BULLET.sub(r"\1\\\2", said))


def marked(runs: Sequence[Run], *, strong: bool = True) -> str:
    """The runs in one line, each in the sign of its mark; without `strong`, strong words are as plain ones, so that
    bold type means what was added and nothing else."""
    said = ""
    for place, run in enumerate(runs):
        lead, core, trail = _parted(escaped(run.text))
        if not _has_sign(run, strong=strong) or not core:
            said += lead + core + trail
            continue
        sign, tag = _SIGNS[run.mark]
        after = trail + "".join(_beginning(later, strong=strong) for later in runs[place + 1 : place + 2])
        if _is_taken(said + lead, core, after, sign):
            said += f"{lead}{sign}{core}{sign}{trail}"
        else:
            said += f"{lead}<{tag}>{core}</{tag}>{trail}"
    return said


def _has_sign(run: Run, *, strong: bool) -> bool:
    return run.mark in _SIGNS and (strong or run.mark is not Mark.STRONG)


def _parted(words: str) -> tuple[str, str, str]:
    """The words between the white space around them: a sign beside a space would be no sign."""
    core = words.strip()
    at = words.index(core)
    return words[:at], core, words[at + len(core) :]


def _beginning(run: Run, *, strong: bool) -> str:
    """What comes first of a run: of one with a mark, its sign or its tag."""
    lead, core, _ = _parted(escaped(run.text))
    return lead + ("<" if core and _has_sign(run, strong=strong) else core)


def _is_taken(before: str, core: str, after: str, sign: str) -> bool:
    """Whether a sign around the core opens and closes emphasis: what flanks it decides, not what was meant."""
    if before.endswith(sign[0]) or core.startswith(sign[0]) or core.endswith(sign[0]):
        return False
    opens = not _may_be_punctuation(core[0]) or not before or _parts(before[-1])
    closes = not _may_be_punctuation(core[-1]) or not after or _parts(after[0])
    return opens and closes


def _may_be_punctuation(letter: str) -> bool:
    """Punctuation by the newest rules, which count symbols in."""
    return unicodedata.category(letter)[0] in "PS"


def _parts(letter: str) -> bool:
    """White space, or punctuation by any version of the rules: of symbols those of ASCII alone."""
    category = unicodedata.category(letter)[0]
    return letter.isspace() or category == "P" or (letter.isascii() and category == "S")
