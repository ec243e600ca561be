"""What is installed, and what is not: programs, their data, libraries."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from pipeline.maintaining.findings import Finding
from pipeline.read.scan import missing_ocr

_PATIENCE = 30
"""Seconds for a program to say its version."""

_LIBRARIES = {
    "psycopg": "postgresql",
    "tantivy": "search",
    "underthesea": "words",
    "pypdfium2": "pdf",
    "python-docx": "docx",
    "lxml": "html",
    "prefect": "flow",
    "XlsxWriter": "xlsx",
    "polars": "parquet",
    "fsspec": "remote",
}
"""By distribution: what it is for, as the catalogue names it."""


def installed() -> Iterator[Finding]:
    """A finding for each thing that kehoach makes use of."""
    yield _good("kehoach", version("kehoach"))
    yield _good("python", platform.python_version())
    yield _ocr()
    yield _office()
    yield _font()
    for name, use in _LIBRARIES.items():
        yield _library(name, use)


def _ocr() -> Finding:
    lack = missing_ocr()
    if lack is None:
        return _good("tesseract", _said(["tesseract", "--version"]))
    return _missing("tesseract", reason=lack.partition(";")[0])


def _office() -> Finding:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return _good("soffice", _said([program, "--version"])) if program else _missing("soffice")


def _font() -> Finding:
    """Whether a page can be drawn in a font that has all Vietnamese letters (only `evaluate --rendering` draws any)."""
    if shutil.which("fc-list") is None:
        return _missing("fonts")
    known = _output(["fc-list", ":lang=vi", "family"])
    return _good("fonts", str(len(set(known.splitlines())))) if "Liberation Serif" in known else _missing("fonts")


def _library(name: str, use: str) -> Finding:
    try:
        return Finding(
            area="installed", state="good", what=f"library_{use}", values={"name": name, "version": version(name)}
        )
    except PackageNotFoundError:
        return Finding(area="installed", state="missing", what="library", values={"name": name})


def _said(command: list[str]) -> str:
    """The version in the first line that a program prints."""
    lines = _output(command).splitlines()
    words = [word for word in (lines[0].split() if lines else []) if word[:1].isdigit()]
    return words[0] if words else "?"


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout or done.stderr


def _good(what: str, version: str) -> Finding:
    return Finding(area="installed", state="good", what=what, values={"version": version})


def _missing(what: str, **values: str) -> Finding:
    return Finding(area="installed", state="missing", what=f"no_{what}", values=dict(values))
