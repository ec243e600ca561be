"""The OCR engine: Tesseract with its Vietnamese data, one process a page, within a time limit."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SECONDS_A_PAGE = 120.0  # A dense A3 page takes ten; a page that needs more is a hang.
_CPU_SECONDS = 180  # Ends a process that outlives the reader that started it.
_GET = "install tesseract-ocr and tesseract-ocr-vie (Debian, Ubuntu: make system)"
# One thread a process: Tesseract's own threads make it five times slower where several pages are read at once.
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


class OcrFailure(Exception):
    """One page could not be recognised; the message says what happened."""


@dataclass(frozen=True, slots=True)
class Recognized:
    """A word as the engine gives it: pixels of the image it was given, confidence 0 to 1, and its line there."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float
    line: tuple[int, int, int]


@cache
def missing_ocr() -> str | None:
    """What this machine lacks for OCR and how to get it; None where nothing is missing."""
    if shutil.which("tesseract") is None:
        return f"tesseract is not installed; {_GET}"
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607 - The one on the path is the one that is meant.
            capture_output=True, text=True, timeout=30, check=False,
        ).stdout  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"tesseract does not run ({type(error).__name__}); {_GET}"
    return None if "vie" in listed.split() else f"tesseract has no Vietnamese data (vie); {_GET}"


def ocr_available() -> bool:
    """Whether pages can be recognised on this machine."""
    return missing_ocr() is None


def run(image: NDArray[np.uint8], *, dpi: int, layout: int, seconds: float | None = None) -> list[Recognized]:
    """The words of a grey image, in the engine's order; `layout` is its page segmentation mode.

    Raises OcrFailure where the engine is absent, fails, or does not end within its time.
    """
    options = ["-l", "vie", "--oem", "1", "--psm", str(layout), "--dpi", str(dpi)]
    seconds = SECONDS_A_PAGE if seconds is None else seconds
    try:
        started = subprocess.Popen(  # noqa: S603 - Every argument is ours.
            ["tesseract", "stdin", "stdout", *options, "tsv"],  # noqa: S607 - The one on the path is meant.
            env=os.environ | _ENVIRONMENT,
            process_group=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        raise OcrFailure(f"tesseract cannot be started ({error.strerror})") from error
    with started as process:
        _bound_cpu(process.pid)
        try:
            out, err = process.communicate(_pgm(image), timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise OcrFailure(f"OCR did not end within {seconds:g} s") from error
        finally:
            _end(process)
    if process.returncode:
        said = err.decode("utf-8", "replace").strip().splitlines()
        raise OcrFailure(f"tesseract ended with {process.returncode}: {said[-1][:200] if said else 'no message'}")
    return parse_tsv(out.decode("utf-8", "replace"))


def parse_tsv(tsv: str) -> list[Recognized]:
    """The words of Tesseract's tab-separated output; what is not a word's row is passed over."""
    words = []
    for row in tsv.splitlines():
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            left, top, width, height = map(int, cells[6:10])
            line = (int(cells[2]), int(cells[3]), int(cells[4]))
            confidence = min(max(float(cells[10]) / 100, 0.0), 1.0)
            words.append(Recognized(cells[11].strip(), left, top, left + width, top + height, confidence, line))
    return words


def _pgm(image: NDArray[np.uint8]) -> bytes:
    """The image as PGM: no compression, which costs more than the pipe."""
    height, width = image.shape
    return b"P5 %d %d 255\n" % (width, height) + image.tobytes()


def _bound_cpu(pid: int) -> None:
    try:
        import resource

        resource.prlimit(pid, resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    except (ImportError, AttributeError, OSError, ValueError):
        return  # Not Linux, already ended, or a tighter limit is in force: the time limit stands.


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the engine with whatever it started, where it has not ended."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
