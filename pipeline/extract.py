"""Document and outline to plan: run every extractor in order."""

from __future__ import annotations

from models.document import Document
from models.outline import Outline
from models.plan import Plan


def extract(document: Document, outline: Outline) -> Plan:
    """Everything the extractors find. Never raises on any text: what fails is a problem on the plan."""
    return Plan(document=document, outline=outline)
