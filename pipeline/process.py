"""The whole way of one file: bytes to plan."""

from __future__ import annotations

from models.document import RawFile
from models.plan import Plan
from pipeline.extract import extract
from pipeline.read import read
from pipeline.segment import segment


def process(raw: RawFile, *, allow_classified: bool = False) -> Plan:
    """Read, segment, extract. Raises a ReadError that names the file; what fails later is a problem on the plan."""
    document = read(raw, allow_classified=allow_classified)
    return extract(document, segment(document))
