"""`python -m pipeline.evaluate [GOLD] [--plans DIR] [--show KIND] [--fields] [--perturb] [--seeds N]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.evaluate import evaluate, perturb, report
from pipeline.evaluate.counts import KINDS
from pipeline.evaluate.perturb import FAULTS
from pipeline.evaluate.perturb.report import MOST_FALL


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m pipeline.evaluate")
    ask.add_argument("gold", type=Path, nargs="?", default=Path("corpus/gold"))
    ask.add_argument("--plans", type=Path, help="the texts that the gold was annotated on (default: beside the gold)")
    ask.add_argument("--show", choices=KINDS, help="list the misses and extras of one kind")
    ask.add_argument("--fields", action="store_true", help="the figures of each field too")
    ask.add_argument("--perturb", action="store_true", help="score under every fault")
    ask.add_argument("--seeds", type=int, default=20, help="seeds a fault (default 20)")
    ask.add_argument("--fault", action="append", help="only this fault; may be given more than once")
    ask.add_argument("--over", type=float, default=MOST_FALL, help="show examples of falls over this")
    asked = ask.parse_args()
    plans = asked.plans or asked.gold.parent / "plans"
    if asked.perturb:
        return _perturb(asked, plans)
    scores = evaluate(asked.gold, plans)
    print(report.as_table(scores))
    if asked.fields:
        print(report.fields_table(scores))
    for line in report.misses(scores, asked.show) if asked.show else ():
        print(line)
    for title, lines in (("invented", scores.invented), ("failed", scores.failed)):
        for line in lines:
            print(title, line)
    return bool(scores.invented or scores.failed)


def _perturb(asked: argparse.Namespace, plans: Path) -> int:
    faults = tuple(f for f in FAULTS if not asked.fault or f.name in asked.fault)
    found = perturb(asked.gold, plans, asked.seeds, faults=faults)
    print(report.falls_table(found), *report.flagged_lines(found, asked.over), sep="\n")
    print(*(f"invented {line}" for line in found.invented), sep="\n")
    print(report.confidence_table(found), report.confidence_table(found, rules=True), sep="\n")
    return bool(found.flagged or found.invented)


if __name__ == "__main__":
    sys.exit(main())
