"""Spans and flows: the way from a joined line back to the stored text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.span import Flow, Span

LETTERS = st.text(st.sampled_from("aăbđếộ 12.,;:-*#|\n\t\u00a0"), max_size=60)


@st.composite
def sources(draw):
    """A text and ordered pieces of it that do not overlap; none is empty."""
    text = draw(LETTERS.filter(bool))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=9)))
    pairs = list(pairwise(cuts))
    kept = draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs)))
    pieces = tuple(Span(*pair) for pair, keep in zip(pairs, kept, strict=True) if keep)
    return text, pieces


@given(sources())
def test_the_whole_flow_is_its_pieces(source):
    text, pieces = source
    flow = Flow(text, pieces)
    assert flow.spans(0, len(flow.text)) == pieces


@given(sources(), st.data())
def test_a_stretch_of_a_flow_maps_back_to_its_own_characters(source, data):
    text, pieces = source
    flow = Flow(text, pieces)
    start = data.draw(st.integers(0, len(flow.text)))
    end = data.draw(st.integers(start, len(flow.text)))
    spans = flow.spans(start, end)
    assert all(s.start < s.end for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(any(p.start <= s.start and s.end <= p.end for p in pieces) for s in spans)
    # A flow reads every white space as a space, and has one between pieces that are not in the text.
    assert letters("".join(s.of(text) for s in spans)) == letters(flow.text[start:end])


def letters(text: str) -> str:
    return "".join(text.split())


@given(sources())
def test_every_character_of_a_flow_comes_from_the_text_or_joins_two_pieces(source):
    text, pieces = source
    flow = Flow(text, pieces)
    for k, character in enumerate(flow.text):
        behind = flow.spans(k, k + 1)
        assert len(behind) <= 1
        if behind:
            original = behind[0].of(text)
            assert character == original or (character == " " and original.isspace())
        else:
            assert character == " "


@given(sources())
def test_a_flow_is_one_line(source):
    text, pieces = source
    assert not {"\n", "\r", "\t", "\u00a0", "\u2028", "\u2029"} & set(Flow(text, pieces).text)


def test_pieces_with_only_marks_between_them_are_joined_without_a_space():
    flow = Flow("thi **đ**ua", [Span(0, 4), Span(6, 7), Span(9, 11)])
    assert flow.text == "thi đua"
    assert flow.spans(4, 7) == (Span(6, 7), Span(9, 11))
