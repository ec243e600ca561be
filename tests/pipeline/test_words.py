"""Words stand exactly where they say, on the plans and on any text."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.words import COMPONENT, register, words

PLANS = Path(__file__).parents[2] / "corpus" / "plans"
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáạảãằấậểĩỏọủữỷỹÀĐÊÔƯỦ 0123456789.,;:-/()%“”\n\t"


def fold(text: str) -> str:
    """Without case, diacritics and the spellings that underthesea corrects (`nghành`, `qui`)."""
    letters = unicodedata.normalize("NFD", text.lower().replace("ð", "đ")).replace("đ", "d")
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"ngh(?=[aou])", "ng", bare).replace("qui", "quy").split())


def check(text: str) -> None:
    found = words(text)
    spans = [w.span for w in found]
    assert all(a.end <= b.start for a, b in pairwise(spans)), "in order and disjoint"
    covered = set().union(*(range(*s) for s in spans)) if spans else set()
    assert [k for k, c in enumerate(text) if not c.isspace() and k not in covered] == []
    for word in found:
        printed = word.span.of(text)
        assert printed == printed.strip()
        assert fold(printed).replace(" ", "") == fold(word.form).replace(" ", "")


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(alphabet=VIETNAMESE)))
def test_words_cover_any_text_exactly(text: str) -> None:
    check(text)


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.txt")), ids=lambda p: p.stem)
def test_words_cover_a_plan_exactly(path: Path) -> None:
    check(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.txt")), ids=lambda p: p.stem)
def test_words_are_those_of_underthesea(path: Path) -> None:
    from underthesea import word_tokenize

    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            assert [w.form for w in words(line)] == [w.lower() for w in word_tokenize(line)]


@pytest.mark.parametrize("hostile", ["http:" + "/!" * 200, "a." * 5_000, "x" * 100_000, "(" * 3_000, "a-" * 3_000])
def test_hostile_runs_are_read_to_the_end(hostile: str) -> None:
    assert words(hostile)[-1].span.end == len(hostile)


def test_component_marks_words_in_a_spacy_document() -> None:
    import spacy

    nlp = spacy.blank("xx")
    nlp.add_pipe(register())
    doc = nlp("Các sở, ngành thuỷ lợi tổ chức phong trào thi đua")
    assert {"thuỷ lợi", "phong trào", "thi đua"} <= {s.text for s in doc.spans[COMPONENT]}
