"""A store grown from a few plans: varied as files and stored one by one, or varied as rows and written in bulk."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from extractors.lexicon.units import Unit, units
from models.document import RawFile
from models.metadata import Found, GovernmentLevel
from models.plan import Plan
from pipeline.process import process
from pipeline.store import Store, write
from pipeline.store.parts import Draft
from pipeline.store.tables import MilestoneTable, QuantityTable

FIRST, LAST = 2016, 2025
"""The years of issue."""
_TOGETHER = 200
"""Plans written in one transaction."""
_CHANGED = 0.08
"""The share of words that are exchanged for others of the corpus; its frequent words come in oftener."""
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Sample:
    raw: RawFile
    ready: write.Ready


def samples(raws: Sequence[RawFile]) -> list[Sample]:
    """The plans as they are, with all that is written of them."""
    return [Sample(raw, write.Ready.of(process(raw))) for raw in raws]


def files(raws: Sequence[RawFile], count: int, seed: str) -> Iterator[RawFile]:
    """Texts of plans, the given ones in turn, each with words of its body and all its numbers changed."""
    chance = random.Random(seed)  # noqa: S311  (the same plans each time)
    words = vocabulary(raws)
    for k in range(count):
        raw = raws[k % len(raws)]
        text = _WORD.sub(lambda found: _other(found.group(), words, chance), raw.content.decode())
        yield RawFile(content=text.encode(), media_type=raw.media_type, source=f"{seed}-{k:06d}.txt")


def plans(raws: Sequence[RawFile], count: int, seed: str) -> Iterator[tuple[RawFile, Plan]]:
    """Those texts as plans, each of another unit, number and day."""
    chance = random.Random(f"{seed} plans")  # noqa: S311
    for raw in files(raws, count, seed):
        plan = process(raw)
        yield raw, plan.model_copy(update={"metadata": _issued(plan, chance)})


def grow(store: Store, base: Sequence[Sample], clauses: int, start: int) -> tuple[int, int]:
    """Write plans until the store has so many clauses more; answers how many of both it wrote.

    Each is one of the samples with some words, numbers, days, actors and its issuer changed in the rows; `version`
    holds the sample's own text. What the document is to the others is not decided: it is a new plan.
    """
    chance = random.Random(start)  # noqa: S311
    words = vocabulary([sample.raw for sample in base])
    done = count = 0
    while done < clauses:
        with store.writing() as connection:
            for _ in range(_TOGETHER):
                if done >= clauses:
                    break
                sample = base[count % len(base)]
                done += _write(connection, sample, start + count, words, chance)
                count += 1
    return count, done


def vocabulary(raws: Sequence[RawFile]) -> list[str]:
    return [word for raw in raws for word in raw.content.decode().split() if word.islower() and word.isalpha()]


def _write(connection: Any, sample: Sample, number: int, words: list[str], chance: random.Random) -> int:
    plan = sample.ready.plan.model_copy(update={"metadata": _issued(sample.ready.plan, chance)})
    draft = sample.ready.draft
    assert draft
    ready = replace(
        sample.ready,
        plan=plan,
        bands=tuple(sorted({b if chance.random() < 0.5 else chance.getrandbits(62) for b in sample.ready.bands})),
        draft=_drafted(draft, plan, words, chance),
    )
    plan_no = write.new_plan(connection, f"grown-{number:07d}", plan)
    version_no = write.new_version(connection, plan_no, 1, ready)
    rendition = write.Rendition(
        sha256=sha256(str(number).encode()).hexdigest(),
        media_type=sample.raw.media_type,
        source=f"{number}.txt",
        why="new, with identity",
    )
    write.new_rendition(connection, version_no, rendition, ready, leading=True)
    write.refresh(connection, plan_no, ready)
    write.changed(connection, plan_no, "stored")
    return len(plan.outline.clauses)


def _drafted(draft: Draft, plan: Plan, words: list[str], chance: random.Random) -> Draft:
    tables = tuple((table, [_row(table, row, plan, words, chance) for row in rows]) for table, rows in draft.tables)
    unit = plan.metadata.issuer_unit.value or ""
    # Every fifth actor is named with its unit, so that names grow with the units as they do in a real store.
    acting = tuple((key, n, f"{name} {unit}" if chance.random() < 0.2 else name) for key, n, name in draft.acting)
    return Draft(tables, acting)


def _row(table: Any, row: dict[str, Any], plan: Plan, words: list[str], chance: random.Random) -> dict[str, Any]:
    made = dict(row)
    if "text" in made:
        made["text"] = " ".join(
            chance.choice(words) if chance.random() < _CHANGED else word for word in made["text"].split()
        )
    if "id" in made:
        made["id"] = f"{chance.getrandbits(64):016x}"
    if table is QuantityTable:
        made["value"] = float(chance.randrange(1, 101))
    if table is MilestoneTable:
        made |= {name: _shifted(made[name], plan, chance) for name in ("start", "end")}
    return made


def _shifted(day: date | None, plan: Plan, chance: random.Random) -> date | None:
    issued = plan.metadata.issued.value
    return day and issued and issued + timedelta(days=chance.randrange(2_000))


def _other(word: str, words: list[str], chance: random.Random) -> str:
    if word.isdecimal() and len(word) < 4:
        return str(chance.randrange(1, 10 ** len(word))) if len(word) > 1 and chance.random() < 0.3 else word
    return chance.choice(words) if word.islower() and len(word) > 1 and chance.random() < _CHANGED else word


def _issued(plan: Plan, chance: random.Random) -> Any:
    unit = chance.choice(units_of_plans())
    number = chance.randrange(1, 1_000)
    issued = date(chance.randint(FIRST, LAST), 1, 1) + timedelta(days=chance.randrange(365))
    said = {
        "issuer_unit": unit.name,
        "issuer_level": unit.level,
        "issued": issued,
        "number": number,
        "symbol": f"{number}/KH-UBND",
    }
    return plan.metadata.model_copy(
        update={name: Found(value=value, evidence=(), rule="grown", confidence=1.0) for name, value in said.items()}
        # The names of districts repeat: the province that the sample names above would contradict most.
        | {"issuer_parent": plan.metadata.model_fields["issuer_parent"].default}
    )


@cache
def units_of_plans() -> list[Unit]:
    """Provinces and districts; a third of the plans are of provinces."""
    every = list(units().values())
    provinces = [u for u in every if u.level is GovernmentLevel.PROVINCE]
    districts = [u for u in every if u.level is GovernmentLevel.DISTRICT]
    return provinces * max(1, len(districts) // len(provinces) // 2) + districts
