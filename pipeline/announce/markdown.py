"""Digests as Markdown, and as plain text for mails and terminals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.announce.sheets import Entry, Quote, Section, Sheet
from pipeline.messages import say
from pipeline.report.markdown_words import escaped
from pipeline.report.shown import fit


def text(sheets: Sequence[Sheet]) -> str:
    """Digests one below the other; nothing of a plan is taken for markup."""
    return "\n\n".join(part for sheet in sheets for part in _parts(sheet)) + "\n"


def _parts(sheet: Sheet) -> Iterator[str]:
    yield f"# {escaped(sheet.title)}"
    yield from (escaped(line) for line in sheet.lead)
    for section in sheet.sections:
        yield f"## {escaped(section.title)}"
        if section.entries:
            yield "\n".join(line for entry in section.entries for line in _entry(entry))
        yield from (f"*{escaped(note).strip()}*" for note in section.notes)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"- **{escaped(entry.title).strip()}**"
    yield from (f"  - {escaped(line)}" for line in entry.lines)
    for quote in entry.quotes:
        where = f" <sup>\\[{escaped(quote.where)}\\]</sup>" if quote.where else ""
        before = f"{escaped(quote.before)}: " if quote.before else ""
        yield f"  - {before}“{escaped(quote.text)}”{where}"
    if entry.source:
        said = escaped(entry.source)
        yield f"  - {escaped(say('announce.source'))}: " + (f"<{entry.link}>" if _is_plain(entry.link) else said)


def _is_plain(link: str | None) -> bool:
    """Whether an address can stand between angle brackets (CommonMark 0.31.2, 6.5)."""
    return link is not None and link.isascii() and not set(link) & set('<>\\`"')


def plain(sheets: Sequence[Sheet]) -> str:
    """Digests as text alone."""
    return "\n\n".join("\n".join(_lines(sheet)) for sheet in sheets) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield _line(sheet.title)
    yield from (_line(line) for line in sheet.lead)
    for section in sheet.sections:
        yield ""
        yield _line(section.title.upper())
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    for entry in section.entries:
        yield ""
        yield f"* {_line(entry.title)}"
        yield from (f"  {_line(line)}" for line in entry.lines)
        yield from (f"  - {_quote(quote)}" for quote in entry.quotes)
        if entry.source:
            yield f"  {say('announce.source')}: {_line(entry.source)}"
    for note in section.notes:
        yield ""
        yield f"({_line(note)})"


def _quote(quote: Quote) -> str:
    before = f"{quote.before}: " if quote.before else ""
    where = f" [{quote.where}]" if quote.where else ""
    return _line(f"{before}“{quote.text}”{where}")


def _line(said: str) -> str:
    return " ".join(fit(said).split())
