"""The whole way of one file: bytes to plan."""

from __future__ import annotations

from collections.abc import Callable

from models.document import Document, RawFile
from models.plan import Plan
from pipeline.extract import extract
from pipeline.read import read as read_here
from pipeline.segment import segment


def process(raw: RawFile, *, allow_classified: bool = False, read: Callable[..., Document] = read_here) -> Plan:
    """Read, segment, extract. `read` is `pipeline.read.read`, or that of an `Isolated`, which bounds what it may take.

    Raises a ReadError that names the file; what fails later is a problem on the plan.
    """
    document = read(raw, allow_classified=allow_classified)
    return extract(document, segment(document))
