"""Bytes to text: what is converted, what is left alone, what is refused."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Document, RawFile
from models.errors import ReadError, UnknownEncoding, UnknownFormat
from pipeline.read import media_type_of, read
from pipeline.read.charsets import western

ROOT = Path(__file__).parents[3]
CASES = tomllib.loads((ROOT / "tests/cases/encodings.toml").read_text("utf-8"))
PLANS = sorted((ROOT / "corpus/plans").glob("*.txt"))


def document_of(content: bytes) -> Document:
    return read(RawFile(content=content, media_type=media_type_of(content), source="a.txt"))


def cases(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["title"]) for case in CASES[kind]]


TCVN3 = dict(zip(CASES["tcvn3"]["letters"], bytes.fromhex(CASES["tcvn3"]["bytes"]), strict=True))
VNI_SMALL = dict(zip(CASES["vni"]["letters"], CASES["vni"]["shown"].split(), strict=True))
VNI = {k.upper(): v.upper() for k, v in VNI_SMALL.items()} | VNI_SMALL


def in_tcvn3(text: str) -> bytes:
    """Toned capitals become small letters, as the set has none."""
    return b"".join(
        bytes([TCVN3.get(c) or TCVN3[c.lower()]]) if c in TCVN3 or c.lower() in TCVN3 else c.encode("cp1252")
        for c in text
    )


def in_vni(text: str) -> bytes:
    return "".join(VNI.get(c, c) for c in text).encode("cp1252")


def in_windows_1258(text: str) -> bytes:
    out = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tone = next((c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"), "")
        vowel = unicodedata.normalize("NFC", parts.replace(tone, "", 1) if tone else parts)
        out.append((vowel + tone).encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize("case", cases("file"))
def test_legacy_bytes_are_converted_and_said_so(case: dict[str, str]) -> None:
    document = document_of(bytes.fromhex(case["bytes"]))
    assert document.text == case["text"]
    assert [case["from"] in note for note in document.notes] == [True]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("case", cases("misread"))
def test_misread_text_is_converted_and_said_so(case: dict[str, str], form: str) -> None:
    document = document_of(unicodedata.normalize(form, case["shown"]).encode())
    assert document.text == case["text"]
    assert [case["from"] in note for note in document.notes] == [True]


@pytest.mark.parametrize("case", cases("untouched"))
def test_other_text_is_left_alone(case: dict[str, str]) -> None:
    document = document_of(case["text"].encode())
    assert (document.text, document.notes) == (case["text"], ())


@pytest.mark.parametrize("case", [c for c in cases("untouched") if c.id in {"French", "German", "Portuguese"}])
def test_western_bytes_are_refused_not_guessed(case: dict[str, str]) -> None:
    with pytest.raises(UnknownEncoding, match=r"a\.txt: .*not UTF-8 \(byte 0x.. on line 1"):
        document_of(case["text"].encode("latin-1"))


@pytest.mark.parametrize("encode", [in_vni, in_windows_1258], ids=["VNI", "windows-1258"])
@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_whole_plans_come_back_from_legacy_bytes(path: Path, encode: Callable[[str], bytes]) -> None:
    text = document_of(path.read_bytes()).text
    assert document_of(encode(text)).text == text
    assert document_of(western(encode(text)).encode()).text == text


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_whole_plans_come_back_from_tcvn3_but_for_case(path: Path) -> None:
    text = document_of(path.read_bytes()).text
    came = document_of(in_tcvn3(text))
    assert came.text.casefold() == text.casefold()
    assert document_of(western(in_tcvn3(text)).encode()).text == came.text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_give_the_same_text(codec: str) -> None:
    text = "KẾ HOẠCH\nPhát động phong trào thi đua"
    document = document_of(text.encode(codec))
    assert (document.text, document.notes, document.media_type) == (text, (), "text/plain")


def test_marked_big_endian_utf16() -> None:
    assert document_of(b"\xfe\xff" + "Kế hoạch".encode("utf-16-be")).text == "Kế hoạch"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("Kế hoạch\nsố".encode()[:-1], r"byte 0x.. on line 2", id="UTF-8 cut short"),
        pytest.param(b"\xef\xbb\xbfK\xd5 ho\xb9ch", r"begins as UTF-8 but byte 0xD5 on line 1", id="a false mark"),
        pytest.param(b"\xff\xfea\x00b", r"begins as UTF-16-LE", id="UTF-16 cut short"),
        pytest.param(
            b"ho\xb9 and so on, in plain words of English", r"not Vietnamese in TCVN3", id="too little to tell"
        ),
    ],
)
def test_what_cannot_be_told_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(UnknownEncoding, match=says):
        document_of(content)


def test_what_was_lost_before_is_kept_and_noted() -> None:
    document = document_of("K\ufffd hoạch".encode())
    assert document.text == "K\ufffd hoạch"
    assert "U+FFFD" in document.notes[0]


# Vietnamese, marks alone, Western letters and symbols that stand for letters in legacy text, invisible characters.
TEXT = st.text(
    st.one_of(
        st.sampled_from(
            "aăâeêoôơuưyđAĐ\u0300\u0301\u0303\u0309\u0323\u0302\u031b¹¸®§µ¬\u00ad\u200b\ufeff"
            "\u2028 \t\r\n\f\x0b\x85ắậùø"
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=200,
)


def outcome(content: bytes) -> tuple[str, tuple[str, ...]] | type[ReadError]:
    try:
        document = document_of(content)
    except ReadError as error:
        return type(error)
    return document.text, document.notes


@given(TEXT)
def test_reading_does_not_depend_on_the_normal_form(text: str) -> None:
    forms = {outcome(unicodedata.normalize(form, text).encode("utf-16")) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@given(TEXT)
def test_what_was_read_is_in_its_one_form(text: str) -> None:
    read_once = outcome(b"\xef\xbb\xbf" + text.encode())
    if isinstance(read_once, tuple):
        assert unicodedata.is_normalized("NFC", read_once[0])
        assert not set("\r\f\v\x85\u2028\u2029\u00ad\u200b\ufeff\x00") & set(read_once[0])
        again = outcome(b"\xef\xbb\xbf" + read_once[0].encode())
        assert isinstance(again, tuple)
        assert again[0] == read_once[0]


@given(st.one_of(st.binary(max_size=400), st.binary(max_size=400).map(lambda b: b.replace(b"\x00", b" "))))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    found = outcome(content)
    assert isinstance(found, tuple) or issubclass(found, ReadError)


@pytest.mark.parametrize("marks", ["\u0301" * 31, "\u0323\u0301" * 100_000])
def test_endless_combining_marks_are_refused(marks: str) -> None:
    with pytest.raises(UnknownFormat, match="combining marks"):
        document_of(("a" + marks).encode())
