"""The faults, in the order of the report. A new fault is a function `(specimen, rng) -> specimen` and a row here."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from pipeline.evaluate.perturb import labels, layout, letters, marks, names, scraps, sections
from pipeline.evaluate.perturb.specimen import Specimen


class Fault(NamedTuple):
    """One way in which a plan may come otherwise than it should. The same seed gives the same perturbed plan."""

    name: str
    change: Callable[[Specimen, Random], Specimen]

    def apply(self, specimen: Specimen, seed: int) -> Specimen:
        """The perturbed specimen; an equal one where the fault finds nothing to change in this plan."""
        rng = Random(f"{self.name} {seed} {specimen.gold['plan']}")  # noqa: S311
        return self.change(specimen, rng)


FAULTS: tuple[Fault, ...] = (
    Fault("hard-wrapped", layout.hard_wrapped),
    Fault("NFD", layout.decomposed),
    Fault("blank lines doubled", layout.blanks_doubled),
    Fault("blank lines removed", layout.blanks_removed),
    Fault("marks removed", marks.marks_removed),
    Fault("marks added", marks.marks_added),
    Fault("marks broken over lines", marks.marks_broken),
    Fault("a) for a.", labels.letters_relabelled),
    Fault("other bullets", labels.bullets_replaced),
    Fault("slips in headings", letters.heading_slips),
    Fault("tone marks moved", letters.tones_moved),
    Fault("page numbers", scraps.page_numbers),
    Fault("running head", scraps.running_head),
    Fault("stamp", scraps.stamp_block),
    Fault("page cuts", scraps.page_cuts),
    Fault("sections reordered", sections.sections_reordered),
    Fault("other place", names.other_place),
    Fault("other number", names.other_number),
    Fault("other date", names.other_date),
    Fault("other signer", names.other_signer),
    Fault("other movement", names.other_movement),
)
