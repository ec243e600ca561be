"""What an installation makes beside the sources: the catalogue of messages, compiled."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiled(BuildHookInterface):
    """Runs for the wheel, and for the checkout when it is installed to be edited."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (so hatchling calls it)
        sys.path.insert(0, self.root)
        try:
            from pipeline.messages.catalogue import compile_all
        finally:
            sys.path.remove(self.root)
        compile_all()
