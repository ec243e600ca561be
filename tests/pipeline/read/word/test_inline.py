"""The one form of a paragraph's text is that of every text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.characters import CONTROLS, clean
from pipeline.read.word.inline import one_form

_NO_CONTROLS = {ord(c): " " for c in CONTROLS}
_LETTERS = st.characters(max_codepoint=0x2FFF) | st.sampled_from("ếẾỰđ\u0301\u0323\u00ad\u200b\u2028\u0344ÅÅ")


@given(st.text(_LETTERS, max_size=25))
def test_a_short_way_gives_what_cleaning_gives(text: str) -> None:
    assert one_form(text) == clean(text.translate(_NO_CONTROLS))[0]


def test_every_letter_of_the_short_way_is_in_form() -> None:
    for code in range(0x3000):
        letter = chr(code)
        assert one_form(letter) == clean(letter.translate(_NO_CONTROLS))[0], hex(code)
