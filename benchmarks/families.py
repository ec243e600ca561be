"""Families of criteria: how long three plans take and a thousand, how much memory, and what other matchers would find.

Movements are grown from the requirements of the real and the annotated plans: in each movement some words are
exchanged for good, so that movements differ; in each plan words are dropped, phrases swapped and synonyms taken, some
criteria are left out and some written as one. What was grown from what is the truth that pairs are scored against.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.timing import Measured, repeated, seconds
from models.path import ClausePath
from models.plan import Plan
from models.records import Audience
from pipeline.compare import compare
from pipeline.compare.aligning import align
from pipeline.compare.items import Item, compared, criteria_of
from pipeline.compare.wording import syllables
from pipeline.evaluate.counts import Counts
from pipeline.evaluate.families import AlignedSet, aligned_sets
from pipeline.evaluate.families_run import read_plan

GROWN = (100,)
"""Plans that are aligned at once, for the time."""
SIZES = (250, 500, 1000)
"""And for the memory."""
_PEERS_ON = 20
"""Grown plans that the other matchers can do in reasonable time: they look at every pair."""
_A_PLAN = 100
"""Criteria of a grown plan."""
_TOGETHER = 25
"""Plans of a grown movement."""
_EXCHANGED = 0.8
"""Share of the words that are a movement's own: what two movements ask has little in common but its form."""
_DROPPED, _SYNONYMS, _SWAPPED, _LEFT_OUT, _JOINED = 0.05, 0.5, 0.2, 0.15, 0.03
_SAME_MEANING = (
    ("đảm bảo", "bảo đảm"),
    ("tổ chức thực hiện", "triển khai thực hiện"),
    ("có hiệu quả", "hiệu quả"),
    ("thường xuyên", "luôn"),
    ("cơ quan, đơn vị", "cơ quan, tổ chức"),
    ("không có", "không để xảy ra"),
    ("từ 90% trở lên", "ít nhất 90%"),
    ("đầy đủ", "đủ"),
    ("kịp thời", "đúng lúc"),
    ("nhân dân", "người dân"),
)

Place = tuple[int, int]
Pair = tuple[Place, Place]


class Said(NamedTuple):
    """A criterion of a grown plan: its words, and which requirements it says."""

    text: str
    audience: Audience
    requirements: frozenset[tuple[int, int]]


def families(gold: Path, plans: Path, repeats: int) -> Iterator[tuple[str, str]]:
    """A line a measurement."""
    sets = aligned_sets(gold, plans)
    read = {name: read_plan(file) for each in sets for name, file in each.plans.items()}
    yield from _three([read[name] for name in sets[0].plans], repeats)
    base = _base(list(read.values()))
    for count in GROWN:
        yield from _many(base, count)
    yield from _memory(gold, plans)
    yield from _beside(sets, read, base)


def _three(plans: Sequence[Plan], repeats: int) -> Iterator[tuple[str, str]]:
    compare(plans)
    took = Measured.of(repeated(lambda: compare(plans), repeats))
    yield f"compare {len(plans)} plans, warm (aim < 300)", took.shown(" ms", 1000, 0)


def _many(base: Sequence[Said], count: int) -> Iterator[tuple[str, str]]:
    grown = grow(base, count)
    items: list[list[Item]] = []
    worded = seconds(lambda: items.extend(_items(grown)))
    found: list[list[Place]] = []
    aligned = seconds(lambda: found.extend(align(items, by_kin=True)))
    criteria = sum(map(len, grown))
    aim = " (aim < 30)" if count == 100 else ""
    yield (
        f"{count} plans, {criteria} criteria: words, families, both{aim}",
        (f"{worded:.1f} + {aligned:.1f} = {worded + aligned:.1f} s"),
    )
    yield "  pairs against what was grown", _shown(_counts(_pairs(found), _truth(grown)))


def _memory(gold: Path, plans: Path) -> Iterator[tuple[str, str]]:
    """Each size in a process of its own; beside the peak, what the same process took for a single movement."""
    for count in SIZES:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "benchmarks.families", str(gold), str(plans), str(count)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            yield f"{count} plans", f"failed: {done.stderr.strip().splitlines()[-1]}"
            return
        criteria, worded, aligned, before, peak = done.stdout.split()
        yield (
            f"{count} plans, {criteria} criteria: words, families, peak (before)",
            (f"{float(worded):.0f} + {float(aligned):.0f} s, {float(peak):.0f} MB ({float(before):.0f})"),
        )


def _child(gold: Path, plans: Path, count: int) -> None:
    read = [read_plan(file) for each in aligned_sets(gold, plans) for file in each.plans.values()]
    align(list(_items(grow(_base(read), 2))), by_kin=True)
    grown = grow(_base(read), count)
    items: list[list[Item]] = []
    worded = seconds(lambda: items.extend(_items(grown)))
    before = _peak()
    aligned = seconds(lambda: align(items, by_kin=True))
    print(sum(map(len, grown)), worded, aligned, before, _peak())


def _peak() -> float:
    """The most memory of this process so far, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s*(\d+)", status)
    assert found
    return int(found[1]) / 1024


# What is grown.


def _base(plans: Sequence[Plan]) -> list[Said]:
    """The requirements of the plans, one wording each; `requirements` is filled while growing."""
    items = [criteria_of(plan) for plan in plans]
    firsts = [items[p][k] for p, k in sorted(family[0] for family in align(items, by_kin=True))]
    return [Said(item.text, item.audience, frozenset()) for item in firsts if 40 <= len(item.text) <= 600]


def grow(base: Sequence[Said], count: int, seed: int = 1) -> list[list[Said]]:
    """So many plans, the next ones of the next movement. The same ones each time."""
    vocabulary = sorted({word for said in base for word in said.text.split() if word.islower() and word.isalpha()})
    out: list[list[Said]] = []
    for movement in range(-(-count // _TOGETHER)):
        chance = random.Random(f"{seed} {movement}")  # noqa: S311
        own = _movement(base, vocabulary, movement, chance)
        out += [_plan(own, chance) for _ in range(min(_TOGETHER, count - len(out)))]
    return out


def _movement(base: Sequence[Said], vocabulary: Sequence[str], movement: int, chance: random.Random) -> list[Said]:
    """The requirements of a movement: those of the base with words of its own; the first movement has them as found."""
    wanted = round(_A_PLAN / (1 - _LEFT_OUT) / (1 - _JOINED / 2))
    chosen = [base[k % len(base)] for k in chance.sample(range(max(len(base), wanted)), wanted)]
    own: dict[str, str] = {}
    said = []
    for k, each in enumerate(chosen):
        words = each.text.split()
        if movement or k >= len(base):
            words = [_exchanged(w, own, vocabulary, chance) for w in words]
        said.append(Said(" ".join(words), each.audience, frozenset({(movement, k)})))
    return said


def _exchanged(word: str, own: dict[str, str], vocabulary: Sequence[str], chance: random.Random) -> str:
    if not (word.islower() and word.isalpha()):
        return word
    if word not in own:
        own[word] = chance.choice(vocabulary) if chance.random() < _EXCHANGED else word
    return own[word]


def _plan(movement: Sequence[Said], chance: random.Random) -> list[Said]:
    kept = [_varied(said, chance) for said in movement if chance.random() >= _LEFT_OUT]
    out: list[Said] = []
    for said in kept:
        if out and out[-1].audience == said.audience and chance.random() < _JOINED:
            last = out.pop()
            said = Said(f"{last.text} {said.text}", said.audience, last.requirements | said.requirements)  # noqa: PLW2901
        out.append(said)
    # Offices order their criteria differently, but not at random.
    order = sorted(range(len(out)), key=lambda k: k + chance.uniform(-4, 4))
    return [out[k] for k in order]


def _varied(said: Said, chance: random.Random) -> Said:
    text = said.text
    for one, other in _SAME_MEANING:
        for old, new in ((one, other), (other, one)):
            if old in text and chance.random() < _SYNONYMS:
                text = text.replace(old, new)
                break
    phrases = text.rstrip(".;").split(", ")
    if len(phrases) > 2 and chance.random() < _SWAPPED:
        k = chance.randrange(1, len(phrases) - 1)
        phrases[k], phrases[k + 1] = phrases[k + 1], phrases[k]
    words = " , ".join(phrases).split()
    words = [w for w in words if w == "," or chance.random() >= _DROPPED] or words
    return said._replace(text=" ".join(words).replace(" ,", ",") + ";")


def _items(grown: Sequence[Sequence[Said]]) -> Iterator[list[Item]]:
    for plan in grown:
        yield [
            Item(ClausePath.parse(f"I/-{k}"), said.text, said.audience, False, compared(said.text, syllables), None)
            for k, said in enumerate(plan, 1)
        ]


def _truth(grown: Sequence[Sequence[Said]]) -> set[Pair]:
    """Criteria of different plans that say one requirement."""
    saying: dict[tuple[int, int], list[Place]] = {}
    for p, plan in enumerate(grown):
        for k, said in enumerate(plan):
            for requirement in said.requirements:
                saying.setdefault(requirement, []).append((p, k))
    return _pairs(saying.values())


def _pairs(families: Any) -> set[Pair]:
    return {pair for family in families for pair in combinations(sorted(family), 2) if pair[0][0] != pair[1][0]}


def _counts(found: set[Pair], truth: set[Pair]) -> Counts:
    return Counts(len(found & truth), len(truth), len(found))


def _shown(counts: Counts) -> str:
    figures = (counts.precision or 0.0, counts.recall or 0.0, counts.f1 or 0.0)
    return "P {:.3f}  R {:.3f}  F1 {:.3f}".format(*figures)


# What others do: every pair of criteria of every two plans is scored, and matched one to one above a threshold.

Match = Callable[[Any, float], Iterator[tuple[int, int]]]
_THRESHOLDS = tuple(t / 100 for t in range(40, 96, 5))


def _beside(sets: Sequence[AlignedSet], read: dict[str, Plan], base: Sequence[Said]) -> Iterator[tuple[str, str]]:
    """This engine and others on the annotated sets, and on as many grown plans as all pairs allow."""
    problems = [_annotated(each, read) for each in sets]
    grown = grow(base, _PEERS_ON)
    made = list(_items(grown)), _truth(grown)
    ours = [(_counts(_pairs(align(items, by_kin=True)), truth)) for items, truth in problems]
    took = seconds(lambda: [align(items, by_kin=True) for items, _ in problems])
    yield "families, annotated sets", f"{_shown(_sum(ours))}  {took:.2f} s"
    found: list[list[Place]] = []
    took = seconds(lambda: found.extend(align(made[0], by_kin=True)))
    yield f"families, {_PEERS_ON} grown plans", f"{_shown(_counts(_pairs(found), made[1]))}  {took:.1f} s"
    for name, scorer, large in _scorers():
        for how, match in (("greedy", _greedy), ("Hungarian", _hungarian)):
            yield from _peer(f"{name}, {how}", (scorer, match), problems, made if large else None)


def _peer(
    name: str, how: tuple[Callable[..., Any], Match], problems: Sequence[Any], made: Any
) -> Iterator[tuple[str, str]]:
    """The threshold is the best one on the very sets it is shown on: the most that the matcher can do there."""
    scorer, match = how
    matrices: list[Any] = []
    took = seconds(lambda: matrices.extend(_matrices(items, scorer) for items, _ in problems))
    scored = {t: _sum(_counts(_matched(m, match, t), truth) for m, (_, truth) in zip(matrices, problems, strict=True))
              for t in _THRESHOLDS}  # fmt: skip
    best = max(scored, key=lambda t: scored[t].f1 or 0)
    took += seconds(lambda: [_matched(m, match, best) for m in matrices])
    yield f"{name} ≥ {best:.2f}, annotated sets", f"{_shown(scored[best])}  {took:.2f} s"
    if made:
        found: set[Pair] = set()
        took = seconds(lambda: found.update(_matched(_matrices(made[0], scorer), match, best)))
        yield f"{name} ≥ {best:.2f}, {_PEERS_ON} grown plans", f"{_shown(_counts(found, made[1]))}  {took:.1f} s"


def _annotated(each: AlignedSet, read: dict[str, Plan]) -> tuple[list[list[Item]], set[Pair]]:
    names = sorted(each.plans, key=lambda name: (str(read[name].metadata.issued.value), name))
    items = [criteria_of(read[name]) for name in names]
    place = {(n, str(i.path)): (p, k) for p, n in enumerate(names) for k, i in enumerate(items[p])}
    truth = _pairs([place[n, path] for n, paths in f["members"].items() for path in paths] for f in each.families)
    return items, truth


def _matrices(items: Sequence[Sequence[Item]], scorer: Callable[..., Any]) -> list[tuple[int, int, Any]]:
    texts = [[item.text.lower() for item in plan if not item.is_lead] for plan in items]
    places = [[k for k, item in enumerate(plan) if not item.is_lead] for plan in items]
    return [(a, b, (scorer(texts[a], texts[b]), places[a], places[b])) for a, b in combinations(range(len(items)), 2)]


def _matched(matrices: Sequence[tuple[int, int, Any]], match: Match, threshold: float) -> set[Pair]:
    return {
        ((a, ones[i]), (b, others[j])) for a, b, (matrix, ones, others) in matrices for i, j in match(matrix, threshold)
    }


def _greedy(matrix: Any, threshold: float) -> Iterator[tuple[int, int]]:
    import numpy

    rows, columns = numpy.nonzero(matrix >= threshold)
    taken: tuple[set[int], set[int]] = set(), set()
    for n in numpy.argsort(-matrix[rows, columns], kind="stable"):
        i, j = int(rows[n]), int(columns[n])
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            yield i, j


def _hungarian(matrix: Any, threshold: float) -> Iterator[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    for i, j in zip(*linear_sum_assignment(matrix, maximize=True), strict=True):
        if matrix[i, j] >= threshold:
            yield int(i), int(j)


def _scorers() -> list[tuple[str, Callable[..., Any], bool]]:
    """Name, all pairs of two lists of texts (0 to 1), and whether it can do the grown plans in reasonable time."""
    from rapidfuzz.fuzz import ratio, token_set_ratio
    from rapidfuzz.process import cdist

    return [
        ("rapidfuzz ratio", lambda a, b: cdist(a, b, scorer=ratio) / 100, True),
        ("rapidfuzz token_set_ratio", lambda a, b: cdist(a, b, scorer=token_set_ratio) / 100, True),
        ("difflib", _difflib, False),
    ]


def _difflib(ones: Sequence[str], others: Sequence[str]) -> Any:
    import numpy

    return numpy.array([[_ratio(one, other) for other in others] for one in ones])


@cache
def _ratio(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.3 and matcher.quick_ratio() > 0.3 else 0.0


def _sum(counts: Any) -> Counts:
    total = Counts(0, 0, 0)
    for each in counts:
        total = total.plus(each)
    return total


if __name__ == "__main__":
    _child(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
