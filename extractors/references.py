"""References: other documents that the text names (DOMAIN.md, Reference). One a document, with all its mentions.

A symbol tells a document (`733/QĐ-TTg`); the type before it, the date and the body behind it, and its subject belong
to the mention. Without a symbol a document is known by type and full name, and only where the name is a document's
own (`Luật Thi đua, khen thưởng`, `Nghị quyết Đại hội … lần thứ XV`): plural generics and documents yet to be made
are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extractors.fold import fold
from extractors.found import FoundSoFar
from extractors.mention import LAWS, Mention
from extractors.named import named
from extractors.numbered import numbered
from extractors.reading import Passage, Reading
from models.records import Reference, ReferenceRole, record_id
from models.span import Evidence


@dataclass
class _Document:
    """A document with its mentions so far."""

    first: Mention
    mentions: list[Mention] = field(default_factory=list)


def references(reading: Reading, found: FoundSoFar) -> Iterable[Reference]:
    """Every document that the preamble and the clauses name, in the order of first mention."""
    documents: list[_Document] = []
    for passage in (cell for p in reading.passages() for cell in reading.cells(p)):
        for mention in _mentions(passage):
            if not _is_itself(mention, found):
                _add(documents, mention)
    for document in documents:
        yield _reference(reading, document)


def _is_itself(mention: Mention, found: FoundSoFar) -> bool:
    """Whether a mention is of this very document: its symbol, or its own subject as the name."""
    if mention.symbol:
        return fold(mention.symbol) == fold(str(found.metadata.symbol.value or "")).replace(" ", "")
    subject = fold(str(found.metadata.subject.value or ""))
    own = mention.type == str(found.metadata.document_type.value or "")
    name = fold(mention.name or "").removeprefix(fold(mention.type)).strip()
    return own and bool(subject) and (name in subject or subject in name)


def _add(documents: list[_Document], mention: Mention) -> None:
    for document in documents:
        if _same(document.first, mention):
            document.mentions.append(mention)
            first = document.first
            known = {k: getattr(first, k) or getattr(mention, k) for k in ("issued", "issuer", "name")}
            if first.symbol is None and mention.symbol:
                return
            document.first = replace(first, **known)
            return
    documents.append(_Document(mention, [mention]))


_ORDINAL = re.compile(r"\blan thu [ivxl\d]+\b")


def _same(known: Mention, other: Mention) -> bool:
    """Whether two mentions name one document: by symbol, by name, or a shorter naming of what was named in full."""
    if known.symbol and other.symbol:
        return _key(known.symbol) == _key(other.symbol)
    if known.type != other.type or (known.symbol is None and other.symbol):
        return False
    a, b = fold(known.name or ""), fold(other.name or "")
    if a and a == b and (known.symbol is None or known.type in LAWS):
        return True
    ordinals = _ORDINAL.search(a), _ORDINAL.search(b)
    if ordinals[0] and ordinals[1]:
        return ordinals[0].group() == ordinals[1].group() and _bodies_agree(a, b)
    unqualified = not re.search(r"\b(?:ve|so|lan thu|nam)\b|\d", b)
    body = fold(other.issuer or "")
    return (
        unqualified
        and bool(body)
        and (body == fold(known.issuer or "") or (known.symbol is None and _bodies_agree(a, b)))
    )


def _bodies_agree(a: str, b: str) -> bool:
    """Whether the shorter naming has no word that the longer lacks."""
    short, long = sorted((set(a.split()), set(b.split())), key=len)
    return short <= long


def _key(symbol: str) -> str:
    return re.sub(r"\s", "", symbol).upper().replace("–", "-")


def _mentions(passage: Passage) -> list[Mention]:
    """All documents that a passage names, in order. One that is named in another's title is none of its own, except a
    law (DOMAIN.md)."""
    out = numbered(passage)
    taken = [(m.start, m.title_end) for m in out]
    begun = {m.start for m in out}
    done = -1
    for mention in named(passage):
        inside = mention.type not in ("Luật", "Bộ luật") and _covers(taken, mention.start)
        if mention.start >= done and mention.start not in begun and not inside:
            out.append(mention)
            done = mention.title_end
    return sorted(out, key=lambda m: m.start)


def _covers(taken: list[tuple[int, int]], at: int) -> bool:
    k = bisect_right(taken, (at, 1 << 60)) - 1
    return k >= 0 and at < taken[k][1]


def _reference(reading: Reading, document: _Document) -> Reference:
    first = document.first
    evidence: tuple[Evidence, ...] = tuple(
        m.passage.evidence(m.start, m.title_end if m.symbol else m.end) for m in document.mentions
    )
    basis = any(m.passage.clause is None for m in document.mentions)
    own = document.mentions[0]
    return Reference(
        id=record_id(reading.document.sha256, "references", evidence, first.symbol or first.name or ""),
        text=own.passage.text[own.start : own.title_end if own.symbol else own.end],
        evidence=evidence,
        rule=first.rule,
        confidence=first.confidence,
        type=first.type,
        symbol=first.symbol,
        issued=first.issued,
        issuer=first.issuer,
        name=first.name,
        role=ReferenceRole.BASIS if basis else ReferenceRole.CITES,
    )
