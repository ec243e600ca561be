"""Components that the form in force on a plan's date requires, and its text lacks.

Source: `extractors/lexicon/form_rules.toml`. What a copy has lost is not missing: a scan, a text without any of its
header, or without any of its closing says nothing of what stood there. A field that is there and cannot be read is
not missing either (`Absent.reason`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from extractors import lexicon
from extractors.fold import fold
from extractors.lexicon.entries import Component, FormRule
from models.metadata import Absent, Found
from models.plan import Plan
from models.span import Evidence, Span
from pipeline.findings.saying import plan_name
from pipeline.findings.sureness import is_scan
from pipeline.findings.types import Finding, Place, Weight, place_at

# Without them nobody can cite the plan or knows who answers for it.
_VITAL: tuple[Component, ...] = ("number", "date", "signer")
# How often what a file of this kind lacks was lacking in the document: a word processor's file may be a draft, the text
# layer of a PDF lacks what was stamped on it (the number and the date, by the system that registers it), a web page and
# a plain text may be cut.
_SURE = {"wordprocessingml": 0.8, "msword": 0.8, "opendocument": 0.8, "pdf": 0.6, "html": 0.6}
_SURE_OF_TEXT = 0.5

_MOTTO = re.compile(r"cong hoa xa hoi|doc lap\s*-\s*tu do")
_IN_YEAR = re.compile(r"\bngay\b.*\bthang\b.*\bnam\s+((?:19|20)\d\d)\b")
# What another document issues bears that one's number, date and signature.
_ATTACHED = re.compile(r"\(\s*(?:duoc )?(?:ban hanh )?kem theo (?:quyet dinh|nghi quyet|cong van|to trinh|thong bao)")
_DRAFT = re.compile(r"\bdu thao\b")
# A number or a date of any form above the type: it is there, wherever the lines were broken.
_A_NUMBER = re.compile(r"\bso\W{0,4}\d+\s?[/-]|\d\s?/\s?(?:kh|qd|ct|tb|ctr|hd|bc|nq|pa)\s?-")
_A_DATE = re.compile(r"\bngay\s+\d{1,2}\b.{0,20}?\b(?:19|20)\d\d\b|\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b")
_HEAD = 1500
"""Characters at the top in which these are looked for where no type is printed."""
_BODY = re.compile(
    r"\b(?:uy ban|ubnd|hoi dong|hdnd|so|phong|ban|van phong|chi cuc|cuc|trung tam|truong|cong an|toa an|mat tran|mttq|"
    r"thanh tra|vien|hoi|lien doan|doan|bo|tong cuc|kho bac|tinh|huyen|thanh pho|xa|phuong)\b"
)
# Bodies of the State, to which these rules apply (Nghị định 30/2020/NĐ-CP, Điều 2); those of the Party and of the
# organisations have rules of their own.
_OF_STATE = re.compile(r"(?:uy ban nhan dan|ubnd|so|phong|chi cuc|thanh tra|cong an|bo|cuc)\b")


def components(plan: Plan) -> Iterator[Finding]:
    """A finding for each component that the plan should have and shows no trace of."""
    metadata = plan.metadata
    if is_scan(plan) or not _is_of_state(plan) or metadata.document_type.value in (None, "Công văn"):
        return
    if _ATTACHED.search(fold(plan.document.text[:_HEAD])) and metadata.symbol.value is None:
        return
    rules = _rules(plan)
    for component in _missing(plan) if rules else ():
        if all(component in rule.components for rule in rules):
            yield Finding(
                rule=f"missing_{component}",
                weight=Weight.MEDIUM if component in _VITAL else Weight.LOW,
                facts={"plan": plan_name(plan)},
                places=_where(plan, component),
                silent=(plan.document.sha256,),
                source="; ".join(f"{rule.name}, {rule.components[component]}" for rule in rules),
                confidence=_sureness(plan),
            )


def _is_of_state(plan: Plan) -> bool:
    body, symbol = plan.metadata.issuer_body.value, plan.metadata.symbol.value
    if body:
        return bool(_OF_STATE.match(fold(body)))
    return bool(symbol) and str(symbol).endswith("-UBND")


def _rules(plan: Plan) -> tuple[FormRule, ...]:
    """The rule of the plan's day; of a plan without a date all, so that only what each requires is missed."""
    issued = plan.metadata.issued.value
    days = (issued, issued) if issued else _year(plan)
    return tuple(r for r in lexicon.form_rules() if days is None or r.holds(days[0]) or r.holds(days[1]))


def _year(plan: Plan) -> tuple[date, date] | None:
    """The first and the last day of the year that the place line prints where the day is left blank."""
    lines = (fold(span.of(plan.document.text)) for span in plan.outline.parts.header)
    year = next((int(m[1]) for m in map(_IN_YEAR.search, lines) if m), None)
    return (date(year, 1, 1), date(year, 12, 31)) if year else None


def _missing(plan: Plan) -> Iterator[Component]:
    metadata = plan.metadata
    lines = _header_lines(plan)
    motto = any(_MOTTO.search(line) for line in lines)
    body = any(_BODY.search(line) and not _MOTTO.search(line) for line in lines)
    if not motto and _stands_in_header(plan, metadata.issuer_body):
        yield "motto"
    if motto and not body and isinstance(metadata.issuer_body, Absent):
        yield "issuer"
    head = _head(plan)
    headed = (motto or body or metadata.symbol.value is not None) and not _DRAFT.search(head)
    if headed and _not_printed(metadata.number) and not _A_NUMBER.search(head):
        yield "number"
    if headed and _not_printed(metadata.issued) and not _A_DATE.search(head):
        yield "date"
    if metadata.document_type.value and _not_printed(metadata.subject):
        yield "subject"
    yield from _missing_at_the_end(plan)


def _missing_at_the_end(plan: Plan) -> Iterator[Component]:
    metadata = plan.metadata
    office = [metadata.on_behalf, metadata.capacity, metadata.position]
    signed = any(isinstance(field, Found) for field in office)
    if metadata.recipients and not signed and all(_not_printed(field) for field in office):
        yield "position"
    if signed and _not_printed(metadata.signer) and not _other_lines(plan):
        yield "signer"
    if signed and not metadata.recipients:
        yield "recipients"


def _other_lines(plan: Plan) -> bool:
    """Whether the signature has a line that is no office: a name that was not known as one is not missing."""
    metadata = plan.metadata
    office = {
        span
        for field in (metadata.on_behalf, metadata.capacity, metadata.position)
        if isinstance(field, Found)
        for span in field.evidence
    }
    return any(span not in office and span.of(plan.document.text).strip() for span in plan.outline.parts.signature)


def _stands_in_header(plan: Plan, field: Found[str] | Absent) -> bool:
    """Whether a line above the type prints the field: the header is not lost."""
    starts = {span.start for span in field.evidence} if isinstance(field, Found) else set()
    return any(part.start <= at < part.end for part in plan.outline.parts.header for at in starts)


def _not_printed(field: Found[Any] | Absent) -> bool:
    return isinstance(field, Absent) and field.reason == "not printed"


def _head(plan: Plan) -> str:
    """What stands above the type on one folded line, noise included."""
    title = plan.outline.parts.title or plan.outline.parts.subject
    text = plan.document.text[: title[0].start if title else _HEAD]
    return fold(" ".join(text.split()))


def _header_lines(plan: Plan) -> list[str]:
    """The lines above the type, folded. The symbol and the place line name units too and are no component's trace."""
    lines = [fold(span.of(plan.document.text)) for span in plan.outline.parts.header]
    return [line for line in lines if not re.match(r"\W*so\s*:|.*\bngay\b", line)]


def _where(plan: Plan, component: Component) -> tuple[Place, ...]:
    """The line that has the place for it, where there is one."""
    metadata = plan.metadata
    near = {"number": metadata.symbol, "date": metadata.place, "subject": metadata.document_type}.get(component)
    spans: tuple[Span, ...] = near.evidence if isinstance(near, Found) else ()
    if component == "signer":
        spans = plan.outline.parts.signature[:2]
    if not spans:
        return ()
    line = _line(plan, spans[0])
    quote = " ".join(line.of(plan.document.text).split())
    return (place_at(plan, None, quote, (Evidence(clause=None, spans=(line,)),)),)


def _line(plan: Plan, span: Span) -> Span:
    """The part of the header or closing that holds a span; the span itself where none does."""
    parts = (*plan.outline.parts.header, *plan.outline.parts.title, *plan.outline.parts.signature)
    return next((p for p in parts if p.start <= span.start and span.end <= p.end), span)


def _sureness(plan: Plan) -> float:
    kind = plan.document.media_type
    return next((sure for name, sure in _SURE.items() if name in kind), _SURE_OF_TEXT)
