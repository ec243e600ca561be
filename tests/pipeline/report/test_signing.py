"""The office's file on who issues, signs and receives."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import UsageError
from pipeline.report import signing
from pipeline.report.types import Signing

WHOLE = """
parent_body = "Ủy ban nhân dân tỉnh Cà Mau"
body = "Sở Nội vụ"
symbol = "…/BC-SNV"
place = "Cà Mau"
authority = "KT. Giám đốc"
position = "Phó Giám đốc"
signer = "Nguyễn Văn A"
recipients = ["UBND tỉnh", "Lưu: VT"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "report.toml"


def test_every_key_is_read(file: Path) -> None:
    file.write_text(WHOLE, encoding="utf-8")
    read = signing.read(file)
    assert read.body == "Sở Nội vụ"
    assert read.recipients == ("UBND tỉnh", "Lưu: VT")
    assert all(read.model_dump().values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Signing()),
        ("# nothing yet\n", Signing()),
        ('body = ""\nplace = "  "\nrecipients = [""]', Signing()),
        ('body = " Sở Nội vụ "', Signing(body="Sở Nội vụ")),
        ('body = "So\u031b\u0309 No\u0323\u0302i vu\u0323"', Signing(body="Sở Nội vụ")),
        ('\ufeffbody = "Sở Nội vụ"\r\n', Signing(body="Sở Nội vụ")),
    ],
    ids=["empty", "comment", "blank", "spaces", "decomposed", "from Notepad"],
)
def test_what_is_left_out_or_empty_is_filled_by_hand(text: str, expected: Signing, file: Path) -> None:
    file.write_bytes(text.encode())
    assert signing.read(file) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'bodi = "x"', r"'bodi' is no key of the file on who signs; its keys are parent_body, body"),
        (b"[body]\nname = 'x'", "body is a text in quotation marks"),
        (b"body = 3", "body is a text in quotation marks"),
        (b'recipients = "x"', "recipients is a list of texts"),
        (b"recipients = [1]", "recipients is a text in quotation marks"),
        (b"recipients = [" + b'"x",' * 101 + b"]", "recipients has more than 100 entries"),
        (b'body = "' + b"x" * 301 + b'"', "body is longer than 300 characters"),
        (b'body = "a\\nb"', "body is one line"),
        (b'body = "a\\u0007b"', "body is one line"),
        (b'body = "x', "is no TOML"),
        (b"x = " + b"[" * 20_000, "is no TOML"),
        ("body = 'Sở'".encode("utf-16"), "is not in UTF-8"),
        (b"#" * (64 * 1024 + 1), "is larger than 64 KiB"),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_key(content: bytes, said: str, file: Path) -> None:
    file.write_bytes(content)
    with pytest.raises(UsageError, match=said) as error:
        signing.read(file)
    assert str(error.value).startswith(f"{file}: ")


@pytest.mark.parametrize("name", ["none.toml", ".", "nul\0.toml"])
def test_a_file_that_cannot_be_opened_is_said(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        signing.read(tmp_path / name)
