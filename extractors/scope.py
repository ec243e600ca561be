"""What a clause inherits from the headings above it, computed once for each clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.actors import Actors, actors_of_heading
from extractors.audiences import COLLECTIVE, INDIVIDUAL
from extractors.authorities import levels_of_heading
from extractors.fold import fold
from extractors.times import Time, heading_time
from models.outline import Clause, Outline, Topic
from models.path import ClausePath
from models.records import Audience, Level, Round


@dataclass(frozen=True, slots=True)
class Scope:
    """What is in force at a clause; its own heading counts.

    `topics` are those in force (DOMAIN.md `topics_in_force`); `chain` are the topics of each heading from the clause
    upwards, so that an extractor can see under what a combined heading stands.
    """

    topics: tuple[Topic, ...] = ()
    chain: tuple[tuple[ClausePath, tuple[Topic, ...]], ...] = ()
    audience: Audience | None = None
    levels: tuple[Level, ...] = ()
    rounds: tuple[Round, ...] = ()
    time: Time | None = None
    actors: Actors | None = None


def scopes(outline: Outline) -> dict[ClausePath, Scope]:
    """The scope of each clause."""
    out: dict[ClausePath, Scope] = {}
    for clause in outline.clauses:
        parent = clause.path.parent
        above = out.get(parent, Scope()) if parent else Scope()
        out[clause.path] = _scope(clause, above, introduces=bool(outline.children(clause.path)))
    return out


def _scope(clause: Clause, above: Scope, *, introduces: bool) -> Scope:
    said = clause.heading or (clause.text if introduces and clause.text.endswith(":") else "")
    opening = said or clause.text[:60]
    folded = fold(said)
    scope = replace(
        above,
        audience=_audience(fold(opening), explicit=not said) or above.audience,
        rounds=_rounds(fold(clause.heading or "")) or above.rounds,
        levels=levels_of_heading(folded) or above.levels,
    )
    if clause.topics:
        scope = replace(scope, topics=clause.topics, chain=((clause.path, clause.topics), *above.chain))
    if clause.heading:
        scope = replace(scope, time=heading_time(folded) or above.time, actors=_actors(clause, above))
    return scope


# Under these "Đối với …" tells whom a criterion or an award is for, not who acts.
_FOR_WHOM = {Topic.CRITERIA, Topic.AWARDS, Topic.SUBJECTS, Topic.CONTENT}


def _actors(clause: Clause, above: Scope) -> Actors | None:
    heading = clause.heading or ""
    if fold(heading).startswith("doi voi") and _FOR_WHOM & set(above.topics):
        return above.actors
    return actors_of_heading(heading, topical=bool(clause.topics)) or above.actors


_OPENS_AUDIENCE = re.compile(
    r"(?:(?:tieu chuan |tieu chi |khen thuong |xet tang |noi dung )?(?:doi voi|danh cho|cho|cua) |ve )?(?:cac |nhung )?"
)
_EXPLICIT = re.compile(r"doi voi (?:cac |nhung )?(?=tap the|ca nhan)")


def _audience(folded: str, *, explicit: bool) -> Audience | None:
    """Whom an opening names: `Đối với tập thể`, `Cá nhân:`. A sentence of its own must say "Đối với tập thể" or "cá
    nhân"."""
    opens = (_EXPLICIT if explicit else _OPENS_AUDIENCE).match(folded)
    if not opens:
        return None
    named = folded[opens.end() :]
    first = re.match(r"[^,;.:(]*(?:(?:,| va| hoac)[^,;.:(]*){0,6}", named)
    words = first.group() if first else ""
    if not (COLLECTIVE.match(words) or INDIVIDUAL.match(words)):
        return None
    words = re.split(r",? (?:duoc|khi|phai|co|dat|dap ung)\b", words)[0]
    collective, individual = re.match(r"(?:tap the)\b", words) or COLLECTIVE.match(words), INDIVIDUAL.match(words)
    if re.search(r"\btap the\b", words) and re.search(r"\bca nhan\b", words):
        return Audience.BOTH
    if collective and not individual:
        return Audience.COLLECTIVE
    return Audience.INDIVIDUAL


_ROUNDS = (
    (Round.PRELIMINARY, re.compile(r"\bso ket\b|\bso, tong ket\b")),
    (Round.FINAL, re.compile(r"\btong ket\b")),
    (Round.AD_HOC, re.compile(r"\bdot xuat\b")),
    (Round.ANNUAL, re.compile(r"\b(?:hang nam|cuoi nam|thuong xuyen)\b")),
)


def _rounds(folded: str) -> tuple[Round, ...]:
    """The occasions that a heading on rewarding names."""
    if not re.search(r"\bkhen\b|\bket\b|\bdot xuat\b", folded):
        return ()
    return rounds_in(folded)


def rounds_in(folded: str) -> tuple[Round, ...]:
    """The occasions of rewarding that a folded text names."""
    return tuple(name for name, pattern in _ROUNDS if pattern.search(folded))
