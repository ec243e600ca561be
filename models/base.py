"""The one configuration of every model: frozen, strict about unknown fields."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: equal by its fields, never changed after it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")
