"""`python -m benchmarks [--plans DIR] [--repeats N] [--copies N] [--only PART]` prints what it measures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.flow import flow_beside_plain
from benchmarks.growth import growth
from benchmarks.plans import corpus
from benchmarks.stages import beside_words, stages
from models.document import RawFile

PARTS = ("stages", "words", "growth", "flow")


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description="Median of the repeats (least–most).")
    ask.add_argument("--plans", type=Path, default=Path("corpus/plans"), help="a folder of plans (.txt)")
    ask.add_argument("--repeats", type=int, default=9, help="repeats of the short measurements (default 9)")
    ask.add_argument("--copies", type=int, default=1000, help="plans that the flow is measured on (default 1000)")
    ask.add_argument("--flow-repeats", type=int, default=3, help="repeats of the flow (default 3)")
    ask.add_argument("--only", choices=PARTS, action="append", help="one part; may be given more than once")
    asked = ask.parse_args()
    raws = corpus(asked.plans)
    if not raws:
        print(f"no plans (.txt) in {asked.plans}", file=sys.stderr)
        return 2
    for name in asked.only or PARTS:
        title, lines = _part(name, raws, asked)
        print(f"\n{title}", flush=True)
        for what, value in lines():
            print(f"  {what:<52}  {value}", flush=True)
    return 0


def _part(
    name: str, raws: list[RawFile], asked: argparse.Namespace
) -> tuple[str, Callable[[], Iterator[tuple[str, str]]]]:
    """The title of a part, and what measures it."""
    return {
        "stages": (f"Milliseconds a plan, on {len(raws)} plans", lambda: stages(raws, asked.repeats)),
        "words": ("Beside underthesea's word segmentation", lambda: beside_words(raws, asked.repeats)),
        "growth": ("Growth with the length of the text", lambda: growth(raws, asked.repeats)),
        "flow": ("The flow beside plain calls", lambda: flow_beside_plain(raws, asked.copies, asked.flow_repeats)),
    }[name]


if __name__ == "__main__":
    sys.exit(main())
