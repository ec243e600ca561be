"""What was searched for is shown where it stands in the original text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.folding import accented, fold
from pipeline.search import highlight
from pipeline.search.highlight import _syllables

LETTERS = "aàăâđeêoôơuưyßİŉǰﬁΐ\u0300\u0301\u0323\u0345-_%./ \n1가가"


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("thi dua", "Thi đua và thì thưa", ["Thi", "đua", "thì"]),
        ('"thi dua"', "Thi đua, THI\n ĐUA; thi, rồi đua", ["Thi đua", "THI\n ĐUA"]),
        ("thi đua", "thì đua", ["thì", "đua"]),
        ("thi", "thi thì thi", ["thi", "thì", "thi"]),
        ("hoà", "Hòa, HOÀ, hoa", ["Hòa", "HOÀ"]),
        ("hoà", "hoa", ["hoa"]),
        ("thưở*", "thưởng và thương", ["thưởng"]),
        ("thuo*", "thưởng và thương", ["thưởng", "thương"]),
        ("733/qd-ttg", "Quyết định số 733/QĐ-TTg ngày", ["733/QĐ-TTg"]),
        ("80%", "trên 80 % số", ["80 %"]),
        ("a NOT b", "a b c", ["a"]),
        ("a NOT (b NOT c)", "a b c", ["a", "c"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
        ('"a b" c', "a b c", ["a b", "c"]),
        ("khen_thưởng", "khen  thưởng, khen", ["khen  thưởng"]),
        ('"a kh*"', "a khen a b", ["a khen"]),
        ("uỷ", "u\u0309y ban, Ủy, uý", ["u\u0309y", "Ủy"]),
        ("uy", "u\u0309y ban, Ủy", ["u\u0309y", "Ủy"]),
        ("strasse", "Straße İ x", ["Straße"]),
        ("x", "", []),
    ],
)
def test_what_is_shown(typed, text, shown):
    assert [span.of(text) for span in highlight(typed, text)] == shown


@given(st.one_of(st.text(), st.text(alphabet=LETTERS)))
def test_the_syllables_are_those_of_folding_each_in_its_place(text):
    spans, plain, exact = _syllables(text)
    if not spans:
        return  # Offsets cannot be told, or there is no word.
    assert plain == fold(text).split()
    assert exact == accented(text).split()
    assert all(a.start < a.end for a in spans)
    assert [a.start for a in spans] == sorted(a.start for a in spans)


@given(st.text(alphabet="aàăâđeêoôơuưyhgnt-_%./ \n1"))
def test_offsets_are_told_of_any_vietnamese_text_in_either_form(text):
    for form in ("NFC", "NFD"):
        said = unicodedata.normalize(form, text)
        spans, plain, _ = _syllables(said)
        assert [fold(span.of(said)).split() for span in spans] == [[word] for word in plain]


@given(st.text(alphabet=LETTERS, max_size=40), st.sampled_from(["a", "đă*", '"a u"', "o OR u", "1%", "a_u"]))
def test_spans_are_in_order_apart_and_within(text, typed):
    spans = highlight(typed, text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
