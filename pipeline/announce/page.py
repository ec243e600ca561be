"""Digests as HTML: a page of its own that asks nothing of any other place, and what stands in it, for feeds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.announce.sheets import Sheet
from pipeline.messages import say
from pipeline.report.shown import fit

if TYPE_CHECKING:
    from jinja2 import Environment


def page(sheets: Sequence[Sheet]) -> str:
    """Digests as one page, the first on top; it is read in a browser, in a mail and on paper."""
    from markupsafe import Markup

    style = files(__package__).joinpath("templates", "digest.css").read_text(encoding="utf-8")
    template = _environment().get_template("digest.html.j2")
    # Our own file: the only text that is not escaped.
    return template.render(sheets=sheets, style=Markup(style), **_said())  # noqa: S704


def fragment(sheet: Sheet) -> str:
    """What a digest says, without the page around it: for what shows HTML of others in a page of its own."""
    module: Any = _environment().get_template("body.html.j2").make_module(_said())
    return str(module.body(sheet))


def _said() -> dict[str, str]:
    return {"source": say("announce.source"), "footer": say("announce.footer")}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("pipeline.announce"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: fit(value) if isinstance(value, str) and not hasattr(value, "__html__") else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
