"""What a watch remembers from one look to the next, in `watch.memory`.

Of a plan that was removed the store keeps nothing; a deadline comes near without any change of the store. So a watch
remembers the plans that met its question, to name those that go, and the deadlines it told, to tell each once.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from models.base import Frozen
from pipeline.announce.types import RemovedPlan


class Memory(Frozen):
    """`plans` are those that met the question, by their number in the store: id, symbol and unit. `deadlines` are
    those that were told, each with the day on which it is due; what is past is forgotten."""

    plans: dict[int, tuple[str, str | None, str | None]] = Field(default_factory=dict)
    deadlines: dict[str, date] = Field(default_factory=dict)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Memory:
        """As it stands in the store; what can no longer be understood is forgotten, which at worst tells twice."""
        try:
            return cls.model_validate(stored)
        except ValidationError:
            return cls()

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

    def removed(self, number: int) -> RemovedPlan | None:
        """The plan that had this number; None where it never met the question."""
        known = self.plans.get(number)
        return RemovedPlan(plan_id=known[0], symbol=known[1], unit=known[2]) if known else None

    def after(self, plans: dict[int, tuple[str, str | None, str | None]], told: dict[str, date], day: date) -> Memory:
        """What to remember after a look on a day."""
        kept = {key: due for key, due in {**self.deadlines, **told}.items() if due >= day}
        return Memory(plans=plans, deadlines=kept)
