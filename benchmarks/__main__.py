"""`python -m benchmarks [PART …] [--plans DIR] [--repeats N] …` prints what it measures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.engines import ENGINES
from benchmarks.flow import flow_beside_plain
from benchmarks.growth import growth
from benchmarks.memory import peak_memory
from benchmarks.plans import corpus
from benchmarks.readers import Asked, readers
from benchmarks.search import search
from benchmarks.stages import beside_words, stages
from benchmarks.store import Sizes, store
from models.document import RawFile

PARTS = ("stages", "words", "growth", "flow", "readers", "memory", "search", "store", "families", "quiet", "backfill")
_CASES = Path("tests/cases/plans")
_ON_ASKING = ("real", "cleaning")  # these judge how well, not how fast


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description="Median of the repeats (least–most).")
    ask.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join((*PARTS, *_ON_ASKING))}; all but the last two"
    )
    ask.add_argument("--plans", type=Path, default=Path("corpus/plans"), help="a folder of plans (.txt)")
    ask.add_argument("--repeats", type=int, default=9, help="repeats of the short measurements (default 9)")
    ask.add_argument("--copies", type=int, default=1000, help="plans that the flow is measured on (default 1000)")
    ask.add_argument("--flow-repeats", type=int, default=3, help="repeats of the flow (default 3)")
    ask.add_argument("--files", type=Path, help="a folder of files for the readers, instead of made ones")
    ask.add_argument("--pages", type=int, default=60, help="pages of the files made for the readers (default 60)")
    ask.add_argument("--scans", type=int, default=8, help="pages of the scan made for the readers (default 8)")
    ask.add_argument("--scanned", type=int, default=2, help="plans that cleaning is judged on (default 2)")
    ask.add_argument(
        "--clauses",
        type=int,
        nargs="+",
        default=[10_000, 100_000],
        help="sizes of the index that is searched and of the store (clauses; default 10000 100000)",
    )
    ask.add_argument("--engine", choices=ENGINES, help="the store's database; both without it")
    ask.add_argument("--twice", type=int, default=1000, help="files that the store is given twice (default 1000)")
    ask.add_argument("--known", type=int, default=10_000, help="documents known on a quiet day (default 10000)")
    ask.add_argument("--documents", type=int, default=10_000, help="documents that are backfilled (default 10000)")
    ask.add_argument("--peers", type=Path, help="a Python that has markitdown and unstructured, to compare with")
    asked = ask.parse_args()
    if unknown := set(asked.parts) - {*PARTS, *_ON_ASKING}:
        ask.error(f"no part {', '.join(sorted(unknown))}")
    raws = corpus(asked.plans)
    if not raws:
        print(f"no plans (.txt) in {asked.plans}", file=sys.stderr)
        return 2
    for name in asked.parts or PARTS:
        title, lines = _part(name, raws, asked)
        print(f"\n{title}", flush=True)
        for what, value in lines():
            print(f"  {what:<52}  {value}", flush=True)
    return 0


def _part(
    name: str, raws: list[RawFile], asked: argparse.Namespace
) -> tuple[str, Callable[[], Iterator[tuple[str, str]]]]:
    """The title of a part, and what measures it."""
    if name == "real":
        from benchmarks.real import real

        return "Real files, as printed and as read", real
    if name == "cleaning":
        from benchmarks.cleaning import cleaning

        gold = asked.plans.parent / "gold"
        return "Character errors on damaged scans", lambda: cleaning(gold, asked.plans, asked.scanned)
    if name == "families":
        from benchmarks.families import families

        gold = asked.plans.parent / "gold"
        return "Families of criteria, here and by other matchers", lambda: families(gold, asked.plans, asked.repeats)
    if name in ("quiet", "backfill"):
        from benchmarks.arriving import backfilled, quiet_day

        if name == "quiet":
            return "A day with nothing new", lambda: quiet_day(asked.known, asked.flow_repeats)
        return "A backfill over processes", lambda: backfilled(raws, asked.documents)
    files = Asked(asked.files, asked.peers, asked.repeats, asked.pages, asked.scans)
    sizes = Sizes(asked.clauses, [asked.engine] if asked.engine else ENGINES, asked.repeats, asked.twice)
    return {
        "stages": (f"Milliseconds a plan, on {len(raws)} plans", lambda: stages(raws, asked.repeats)),
        "words": ("Beside underthesea's word segmentation", lambda: beside_words(raws, asked.repeats)),
        "growth": ("Growth with the length of the text", lambda: growth(raws, asked.repeats)),
        "flow": ("The flow beside plain calls", lambda: flow_beside_plain(raws, asked.copies, asked.flow_repeats)),
        "readers": ("The readers beside what they stand on", lambda: readers(raws, files)),
        "search": ("Milliseconds a search", lambda: search(raws, asked.clauses, asked.repeats)),
        "store": ("The store as it grows", lambda: store(raws + corpus(_CASES), sizes)),
        "memory": ("The most memory that reading takes", lambda: peak_memory(raws)),
    }[name]


if __name__ == "__main__":
    sys.exit(main())
