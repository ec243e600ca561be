"""The labels that Word computes: formats, restarts, overrides, lists that styles name."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.word.numerals import VIETNAMESE, numeral
from tests.pipeline.read.word.parcel import abstract, blocks, level, listed, num, p, read

PLAN = abstract(
    level(0, "%1.", "upperRoman"),
    level(1, "%2."),
    level(2, "%2.%3."),
    level(3, "%4)", "lowerLetter"),
    level(4, "-", "bullet"),
    level(5, "\uf02b", "bullet", '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'),
)


def labels(body: str, numbering: str, styles: str = "") -> list[str]:
    document = read(body, numbering=numbering, styles=styles)
    return [span.of(document.text) for span in document.generated]


def of_levels(levels: list[int], *written: str, numbers: list[int] | None = None, overrides: str = "") -> list[str]:
    ids = numbers or [1] * len(levels)
    body = "".join(listed("a", n, at) for n, at in zip(ids, levels, strict=True))
    return labels(body, abstract(*written) + num(1) + num(2, 1, overrides))


def test_a_plan_is_labelled_as_word_prints_it() -> None:
    document = read(
        "".join(
            listed(text, level=at)
            for text, at in [
                ("MỤC ĐÍCH", 0),
                ("Mục đích", 1),
                ("chi tiết", 2),
                ("chi tiết", 2),
                ("điểm", 3),
                ("gạch", 4),
                ("cộng", 5),
                ("Yêu cầu", 1),
                ("chi tiết", 2),
                ("NỘI DUNG", 0),
                ("Một", 1),
            ]
        ),
        numbering=PLAN + num(),
    )
    assert blocks(document) == [
        "I. MỤC ĐÍCH",
        "1. Mục đích",
        "1.1. chi tiết",
        "1.2. chi tiết",
        "a) điểm",
        "- gạch",
        "+ cộng",
        "2. Yêu cầu",
        "2.1. chi tiết",
        "II. NỘI DUNG",
        "1. Một",
    ]
    assert [span.of(document.text) for span in document.generated][:3] == ["I.", "1.", "1.1."]


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("decimal", ["1", "2", "3", "4", "5"]),
        ("upperRoman", ["I", "II", "III", "IV", "V"]),
        ("lowerRoman", ["i", "ii", "iii", "iv", "v"]),
        ("upperLetter", ["A", "B", "C", "D", "E"]),
        ("lowerLetter", ["a", "b", "c", "d", "e"]),
        ("decimalZero", ["01", "02", "03", "04", "05"]),
        ("vietnameseCounting", ["một", "hai", "ba", "bốn", "năm"]),
        ("aFormatNobodyKnows", ["1", "2", "3", "4", "5"]),
    ],
)
def test_formats(number_format: str, expected: list[str]) -> None:
    assert of_levels([0] * 5, level(0, "%1", number_format)) == expected


def test_vietnamese_letters_only_where_the_file_says_so() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="custom" w:format="a, b, c, d, đ, ..."/>'
        '<w:lvlText w:val="%1)"/></w:lvl>'
    )
    assert of_levels([0] * 7, custom) == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]
    assert of_levels([0] * 7, level(0, "%1)", "lowerLetter"))[3:] == ["d)", "e)", "f)", "g)"]


def test_a_custom_format_stands_in_alternative_content() -> None:
    written = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
    )
    assert of_levels([0, 0], written) == ["001.", "002."]


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("-", "Times New Roman", "-"),
        ("–", "Times New Roman", "–"),
        ("+", "Times New Roman", "+"),
        ("*", "Times New Roman", "*"),
        ("\uf0b7", "Symbol", "•"),
        ("\uf02d", "Symbol", "-"),
        ("\uf0a7", "Wingdings", "▪"),
        ("\uf0d8", "Wingdings", "•"),
        ("\uf0fc", "Wingdings", "•"),
        ("o", "Courier New", "◦"),
        ("\uf0be", "Symbol", "-"),
    ],
)
def test_bullets(text: str, font: str, expected: str) -> None:
    look = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    assert of_levels([0], level(0, text, "bullet", look)) == [expected]


NEVER, AFTER_FIRST = '<w:lvlRestart w:val="0"/>', '<w:lvlRestart w:val="1"/>'


@pytest.mark.parametrize(
    ("levels", "written", "expected"),
    [
        ([0, 1, 1, 0, 1], [level(0, "%1"), level(1, "%1.%2")], ["1", "1.1", "1.2", "2", "2.1"]),
        ([0, 1, 1, 0, 1], [level(0, "%1"), level(1, "%2", more=NEVER)], ["1", "1", "2", "2", "3"]),
        # The third level goes on over the second and begins anew after the first.
        (
            [0, 1, 2, 1, 2, 0, 1, 2],
            [level(0, "%1"), level(1, "%2"), level(2, "%3", more=AFTER_FIRST)],
            ["1", "1", "1", "2", "2", "2", "1", "1"],
        ),
        # A level that was skipped shows its start, and goes on from it.
        ([1, 1, 0], [level(0, "%1."), level(1, "%1.%2")], ["1.1", "1.2", "2."]),
        ([0, 0], [level(0, "%1.", start=5)], ["5.", "6."]),
        ([0, 0], [level(0, "%1.", start=0)], ["0.", "1."]),
        ([0, 0], [level(0, "%1.", start=None)], ["0.", "1."]),
        (
            [0, 0, 1],
            [level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")],
            ["I", "II", "2.1"],
        ),
        ([0, 0, 1], [level(0, "%1", "upperRoman"), level(1, "%1.%2")], ["I", "II", "II.1"]),
        ([0, 0], [level(0, "Điều %1.")], ["Điều 1.", "Điều 2."]),
        ([0, 0], [level(0, "", "none")], []),
        # A level below one's own is not printed.
        ([0], [level(0, "%1.%2")], ["1."]),
    ],
)
def test_restarts(levels: list[int], written: list[str], expected: list[str]) -> None:
    assert of_levels(levels, *written) == expected


RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def test_instances_of_one_list_go_on_counting() -> None:
    assert of_levels([0] * 4, level(0, "%1."), numbers=[1, 1, 2, 2]) == ["1.", "2.", "3.", "4."]


def test_an_override_begins_anew_once() -> None:
    written = level(0, "%1.")
    assert of_levels([0] * 4, written, numbers=[1, 1, 2, 2], overrides=RESTART) == ["1.", "2.", "1.", "2."]


def test_an_override_of_a_whole_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)", "lowerLetter", start=3)}</w:lvlOverride>'
    assert of_levels([0], level(0, "%1."), numbers=[2], overrides=own) == ["c)"]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Head1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Head2"><w:name w:val="heading 2"/><w:pPr>'
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="own"/><w:basedOn w:val="Head2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="loop"/><w:basedOn w:val="Loop"/></w:style>'
)
LINKED = (
    abstract(
        level(0, "%1.", "upperRoman", '<w:pStyle w:val="Head1"/>'), level(1, "%2.", more='<w:pStyle w:val="Head2"/>')
    )
    + num()
)


def _styled(text: str, style: str, more: str = "") -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_a_style_puts_its_paragraphs_in_a_list() -> None:
    body = _styled("a", "Head1") + _styled("b", "Head2") + _styled("c", "Own") + _styled("d", "Loop")
    assert labels(body, LINKED, STYLES) == ["I.", "1.", "2."]


def test_number_zero_takes_a_paragraph_out_of_its_styles_list() -> None:
    off = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body = _styled("a", "Head1") + _styled("b", "Head1", off) + _styled("c", "Head1")
    document = read(body, numbering=LINKED, styles=STYLES)
    assert blocks(document) == ["I. a", "b", "II. c"]


def test_a_list_that_follows_a_list_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Lists"><w:name w:val="Lists"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    follows = abstract(identity=2, more='<w:numStyleLink w:val="Lists"/>')
    numbering = abstract(level(0, "%1/", "upperRoman")) + follows + num() + num(2, 2)
    assert labels(listed("a", 2) + listed("b", 2), numbering, styles) == ["I/", "II/"]


def test_a_list_that_is_not_there_gives_no_label() -> None:
    assert labels(listed("a", 7) + listed("b", 2), abstract(level(0, "%1.")) + num() + num(2, 9)) == []


def test_words_follow_their_label_after_one_space() -> None:
    tight = level(0, "%1", more='<w:suff w:val="nothing"/>')
    document = read(listed(". Mục đích") + listed("  Yêu cầu"), numbering=abstract(tight) + num())
    assert blocks(document) == ["1. Mục đích", "2 Yêu cầu"]


def test_an_empty_paragraph_counts_but_no_label_stands_alone() -> None:
    document = read(listed("a") + listed("") + listed("b"), numbering=PLAN + num())
    assert blocks(document) == ["I. a", "III. b"]


def test_a_hidden_label_is_not_printed() -> None:
    assert of_levels([0], level(0, "%1.", more="<w:rPr><w:vanish/></w:rPr>")) == []


class _Model:
    """Another way to the same numbers: each label from the levels read so far, counted from the beginning."""

    @staticmethod
    def numbers(levels: list[int]) -> list[list[int]]:
        out = []
        for end, at in enumerate(levels):
            seen = levels[: end + 1]
            row = []
            for k in range(at + 1):
                # Since the last paragraph of a higher level; one of a lower level before any of its own stands for one.
                since = max((i for i, x in enumerate(seen) if x < k), default=-1)
                run = seen[since + 1 :]
                own = sum(x == k for x in run)
                row.append(own + (bool(run) and run[0] > k))
            out.append(row)
        return out


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=25))
def test_numbers_are_those_of_a_model(levels: list[int]) -> None:
    written = [level(k, ".".join(f"%{i + 1}" for i in range(k + 1))) for k in range(5)]
    assert of_levels(levels, *written) == [".".join(map(str, row)) for row in _Model.numbers(levels)]


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(number: int) -> None:
    signs = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
    values = [signs[c] for c in numeral(number, "upperRoman")]
    following = [*values[1:], 0]
    assert number == sum(v if v >= after else -v for v, after in zip(values, following, strict=True))


@given(st.integers(1, 200))
def test_letters_double_past_the_last(number: int) -> None:
    for written, alphabet in (
        (numeral(number, "lowerLetter"), string.ascii_lowercase),
        (numeral(number, "custom", "a, b, c, d, đ, ..."), VIETNAMESE),
    ):
        assert len(set(written)) == 1
        assert (len(written) - 1) * len(alphabet) + alphabet.index(written[0]) + 1 == number
