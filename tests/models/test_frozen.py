"""Values that travel between rooms are never changed after they are made, and refuse what they do not know."""

import inspect
from importlib import import_module

import pytest
from pydantic import ValidationError

from models.base import Frozen
from models.document import Document, Page
from models.outline import Clause, Outline
from models.path import ClausePath
from models.records import KINDS, Quantity, record_id
from models.span import Evidence, Span

MODULES = ("document", "metadata", "outline", "plan", "records", "span")
EVIDENCE = (Evidence(clause=ClausePath.parse("I/1"), spans=(Span(0, 3),)),)


def models() -> list[type[Frozen]]:
    found = (inspect.getmembers(import_module(f"models.{name}"), inspect.isclass) for name in MODULES)
    return sorted(
        {c for members in found for _, c in members if issubclass(c, Frozen) and c is not Frozen},
        key=lambda c: c.__name__,
    )


@pytest.mark.parametrize("model", models(), ids=lambda m: m.__name__)
def test_every_model_is_frozen_and_strict(model):
    assert model.model_config["frozen"]
    assert model.model_config["extra"] == "forbid"


def test_a_value_cannot_be_changed():
    evidence = EVIDENCE[0]
    with pytest.raises(ValidationError, match="frozen"):
        evidence.spans = ()


def test_paths_and_spans_cannot_be_changed():
    with pytest.raises(AttributeError):
        ClausePath.parse("I").steps = ("II",)
    with pytest.raises(AttributeError):
        Span(1, 2).start = 0


def test_an_unknown_field_is_refused():
    with pytest.raises(ValidationError, match="extra"):
        Page(number=1, span=Span(0, 1), how="text", confidence=1.0, colour="red")


def quantity(**changed):
    fields = {
        "id": "0",
        "text": "abc",
        "evidence": EVIDENCE,
        "rule": "r",
        "confidence": 0.9,
        "comparator": "reach",
        "value": 1.0,
        "unit": "%",
        "of": None,
    }
    return Quantity(**{**fields, **changed})


@pytest.mark.parametrize(
    "changed", [{"evidence": ()}, {"confidence": 1.1}, {"confidence": -0.1}, {"comparator": "more"}]
)
def test_a_record_without_evidence_or_with_an_impossible_value_is_refused(changed):
    assert quantity().path == ClausePath.parse("I/1")
    with pytest.raises(ValidationError):
        quantity(**changed)


def test_an_id_depends_on_all_that_makes_a_record_and_on_nothing_else():
    elsewhere = (Evidence(clause=ClausePath.parse("I/1"), spans=(Span(0, 4),)),)
    ids = {
        record_id("v1", "quantities", EVIDENCE, "a"),
        record_id("v2", "quantities", EVIDENCE, "a"),
        record_id("v1", "awards", EVIDENCE, "a"),
        record_id("v1", "quantities", elsewhere, "a"),
        record_id("v1", "quantities", EVIDENCE, "b"),
    }
    assert len(ids) == 5
    # A clause that is numbered otherwise is the same stretch of the same text.
    renumbered = (EVIDENCE[0].model_copy(update={"clause": ClausePath.parse("II")}),)
    assert record_id("v1", "quantities", renumbered, "a") in ids


def test_kinds_have_names_of_their_own():
    assert len({kind.kind_name for kind in KINDS}) == len(KINDS) == 6


def test_a_page_is_found_by_the_start_of_a_span():
    pages = tuple(Page(number=n, span=Span(s, s + 10), how="text", confidence=1.0) for n, s in ((1, 5), (2, 15)))
    document = Document(sha256="0", media_type="text/plain", source="a", text="x" * 30, pages=pages)
    assert [document.page_of(Span(s, s + 1)) for s in (0, 5, 14, 15, 24)] == [None, 1, 1, 2, 2]
    assert document.model_copy(update={"pages": ()}).page_of(Span(0, 1)) is None


def test_an_outline_tells_children_and_ancestors():
    def clause(path: str) -> Clause:
        return Clause(path=ClausePath.parse(path), label=None, label_span=None, spans=(Span(0, 1),), text="x")

    outline = Outline(clauses=tuple(map(clause, ["I", "I/1", "I/1/-1", "I/2", "II"])))
    assert [str(c.path) for c in outline.children(None)] == ["I", "II"]
    assert [str(c.path) for c in outline.children(ClausePath.parse("I"))] == ["I/1", "I/2"]
    assert outline.children(ClausePath.parse("II")) == []
    assert [str(c.path) for c in outline.ancestors(ClausePath.parse("I/1/-1"))] == ["I/1", "I"]
