"""What each step of cleaning and repair is worth: character errors on damaged scans with all steps and without each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.rendering.build import Kind, Rendered, render
from pipeline.evaluate.rendering.errors import document_errors
from pipeline.read import read, read_file
from pipeline.read.scan.usage import Usage
from pipeline.segment import segment


def _grey(image: Any) -> Any:
    return np.asarray(image.convert("L"))


def _as_it_is(given: Any, *_more: Any) -> Any:
    return given


# The package names its functions as these modules.
prepare, recognize = (import_module(f"pipeline.read.scan.{name}") for name in ("prepare", "recognize"))
_STEPS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "the red channel": (prepare, "red_channel", _grey),
    "an even background": (prepare, "even_background", _as_it_is),
    "the median": (prepare, "without_specks", _as_it_is),
    "deskewing": (prepare, "skew_of", lambda _grey: 0.0),
    "painting lines over": (prepare, "without", _as_it_is),
    "leaving out scraps": (recognize, "without_scraps", _as_it_is),
    "the ink of labels": (recognize, "set_beginnings", lambda lines, _ink: [list(line) for line in lines]),
    "repair": (recognize, "repair", lambda _lines: []),
    "the document as witness": (Usage, "settled", lambda _usage, words: tuple(words)),
}
"""Where each step is called, and what stands in for it."""


def cleaning(gold: Path, plans: Path, most: int) -> Iterator[tuple[str, str]]:
    """The rate with every step, without each, and without any, over the first plans."""
    with tempfile.TemporaryDirectory() as folder:
        rendered = render(load_gold(gold, plans)[:most], Kind.SCAN, Path(folder))
        whole = _rate(rendered, ())
        yield "every step", f"{whole:.2%}"
        for step in _STEPS:
            rate = _rate(rendered, (step,))
            yield f"without {step}", f"{rate:.2%}  ({rate - whole:+.2%})"
        yield "none of them", f"{_rate(rendered, tuple(_STEPS)):.2%}"


def _rate(rendered: list[Rendered], without: tuple[str, ...]) -> float:
    wrong = printed = 0
    with ExitStack() as stack:
        for step in without:
            module, name, stand_in = _STEPS[step]
            stack.enter_context(patch.object(module, name, stand_in))
        for found in rendered:
            document = read(read_file(found.file))
            errors = document_errors(found.sheet, document, segment(document))
            wrong, printed = wrong + errors[0], printed + errors[1]
    return wrong / printed
