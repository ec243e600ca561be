"""What the field knows, as data: one TOML file a subject, each with its source, read by one typed loader."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.lexicon.entries import (
    Agencies,
    AgencyNames,
    AudienceTerms,
    AwardForm,
    AwardingLaws,
    ColumnEntry,
    Comparators,
    DocumentTypes,
    FormRule,
    FunctionWords,
    LawInForce,
    LineageTerms,
    TopicEntry,
    UnitWords,
    Words,
)

__all__ = [
    "agencies",
    "agency_names",
    "audiences",
    "awarding_law",
    "awards",
    "columns",
    "comparators",
    "document_types",
    "form_rules",
    "function_words",
    "laws_in_force",
    "lineage",
    "topics",
    "unit_words",
    "words",
]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def topics() -> tuple[TopicEntry, ...]:
    """The topics that a heading may announce; of the phrases that fit, the longest counts."""
    return tuple(TopicEntry.model_validate(row) for row in _read("topics")["topic"])


@cache
def document_types() -> DocumentTypes:
    """Types of documents and their abbreviations."""
    return DocumentTypes.model_validate(_read("document_types"))


@cache
def awards() -> tuple[AwardForm, ...]:
    """Forms of award and the authorities that give them."""
    return tuple(AwardForm.model_validate(row) for row in _read("awards")["award"])


@cache
def awarding_law() -> AwardingLaws:
    """Who may give which award under the law of which day."""
    return AwardingLaws.model_validate(_read("awarding_law"))


@cache
def laws_in_force() -> tuple[LawInForce, ...]:
    """Laws and decrees that plans rest on, with the days they were in force."""
    return tuple(LawInForce.model_validate(row) for row in _read("laws_in_force")["law"])


@cache
def form_rules() -> tuple[FormRule, ...]:
    """What the form of an administrative document requires, by the day."""
    return tuple(FormRule.model_validate(row) for row in _read("form_rules")["rule"])


@cache
def agencies() -> Agencies:
    """Words that begin the names of institutions, and the names of departments."""
    return Agencies.model_validate(_read("agencies"))


@cache
def agency_names() -> AgencyNames:
    """Agencies one by one, what became of them, and the words that name many at once."""
    return AgencyNames.model_validate(_read("agency_names"))


@cache
def audiences() -> AudienceTerms:
    """Words for collectives and for persons."""
    return AudienceTerms.model_validate(_read("audiences"))


@cache
def columns() -> tuple[ColumnEntry, ...]:
    """What the headings of a table's columns say."""
    return tuple(ColumnEntry.model_validate(row) for row in _read("columns")["column"])


@cache
def comparators() -> Comparators:
    """Words that compare, and units that a binding number is counted in."""
    return Comparators.model_validate(_read("comparators"))


@cache
def lineage() -> LineageTerms:
    """What tells the document that a plan carries out from the others that it cites."""
    return LineageTerms.model_validate(_read("lineage"))


@cache
def unit_words() -> UnitWords:
    """Kinds of unit, bodies that stand before their names, and other names."""
    return UnitWords.model_validate(_read("unit_words"))


@cache
def words() -> Words:
    """Other closed classes: duty verbs, words that end a name, recurrences, kinds of event."""
    return Words.model_validate(_read("words"))


@cache
def function_words() -> FunctionWords:
    """Words that demand nothing by themselves."""
    return FunctionWords.model_validate(_read("function_words"))
