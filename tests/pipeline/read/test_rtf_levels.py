"""Levels of lists that an RTF leaves out."""

from __future__ import annotations

import pytest

from pipeline.read.rtf_levels import with_levels

_TABLE = (
    rb"{\rtf1{\*\listtable{\list\listtemplateid1" + b"\n"
    rb"{\listlevel\levelnfc1{\leveltext \'02\'00.;}\fi-360\li360}" + b"\n"
    rb"{\listlevel\levelnfc23{\leveltext \'01\u45 ?;}\fi-360\li720}" + b"\n"
    rb"\listid7}" + b"\n"
    rb"}{\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}" + b"\n"
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (rb"\pard{\listtext -\tab}\ls1 \li720 a", rb"\pard{\listtext -\tab}\ilvl1\ls1 \li720 a"),
        (rb"\pard\ilvl0{\listtext I.\tab}\ls1 \li720 a", None),
        (rb"\pard{\listtext -\tab}\ls1 \li555 a", None),
        (rb"\pard{\listtext -\tab}\ls2 \li720 a", None),
        (rb"\pard\ls1 \li720 a", None),
    ],
    ids=["left out", "said", "an indent of its own", "another list", "without a label"],
)
def test_a_level_is_told_by_its_indent(written: bytes, expected: bytes | None) -> None:
    assert with_levels(_TABLE + written + b"}") == _TABLE + (expected or written) + b"}"
