"""What a host calls a file is shown, and is nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.names import LONGEST, cleaned, named


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="KH 108.pdf"', "KH 108.pdf"),
        ("attachment; filename=KH108.pdf", "KH108.pdf"),
        ("filename=KH108.pdf", "KH108.pdf"),
        ("attachment; filename=\"x.pdf\"; filename*=UTF-8''k%E1%BA%BF%20ho%E1%BA%A1ch.pdf", "kế hoạch.pdf"),
        ("attachment; filename*=utf-8'vi'a.pdf", "a.pdf"),
        ("attachment; filename=\"x.pdf\"; filename*=UTF-8''%ff%fe", "x.pdf"),
        ("attachment; filename=\"x.pdf\"; filename*=zip''a.pdf", "a.pdf"),
        ('attachment; filename="k%E1%BA%BF.pdf"', "kế.pdf"),
        ('attachment; filename="kế hoạch.docx"', "kế hoạch.docx"),
        ('attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\Users\\tạm\\a.pdf"', "a.pdf"),
        ('attachment; filename="..%2f..%2fa.pdf"', "a.pdf"),
        ('attachment; filename="\u202efdp.exe"', "fdp.exe"),
        ('attachment; filename="a\x00b\r\n.pdf"', "a b .pdf"),
        ('attachment; filename=".."', "tai.pdf"),
        ('attachment; filename=""', "tai.pdf"),
        ("attachment", "tai.pdf"),
        ("filename=" * 10_000, "filename="[:8]),
        (";" * 100_000, "tai.pdf"),
    ],
)
def test_the_name_of_a_header(header: str, name: str) -> None:
    assert (named({"content-disposition": header}, "https://cong.vn/a/tai.pdf?x=1") or "").startswith(name)


def test_the_name_of_an_address_needs_an_ending() -> None:
    assert named({}, "https://cong.vn/k%E1%BA%BF%2f..%2fho%E1%BA%A1ch.PDF") == "hoạch.PDF"
    assert named({}, "https://cong.vn/download?id=5") is None
    assert named({}, "https://cong.vn/") is None


def test_a_long_name_keeps_its_ending() -> None:
    assert (cleaned("a" * 1000 + ".pdf") or "").endswith("aaa.pdf")


@given(st.text(max_size=400), st.sampled_from(['attachment; filename="{}"', "x; filename*=UTF-8''{}", "{}"]))
def test_no_name_leads_anywhere(text: str, form: str) -> None:
    name = named({"content-disposition": form.replace("{}", text)}, "https://cong.vn/x")
    if name is None:
        return
    assert not set(name) & set("/\\")
    assert all(c.isprintable() for c in name)
    assert name.strip(". ") == name
    assert 0 < len(name) <= LONGEST
    assert cleaned(name) == name
