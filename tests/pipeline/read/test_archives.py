"""Archives and e-mails: each document inside, each member failing alone, and nothing beyond the bounds."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import RawFile
from models.errors import (
    DamagedFile,
    EmptyFile,
    NeedsPassword,
    ReadError,
    TooLarge,
    UnknownFormat,
    Unsafe,
)
from pipeline.read.archives import ARCHIVES, Refusal, unpack
from pipeline.read.archives.limits import MOST_BYTES, MOST_MEMBERS

_PLAN = "KẾ HOẠCH\nI. MỤC ĐÍCH\n".encode()
_ZIP, _MAIL = "application/zip", "message/rfc822"


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def _mail(text: str = "Kính gửi kế hoạch", subject: str = "Kế hoạch") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@tinh.gov.vn", "b@tinh.gov.vn", subject
    message.set_content(text)
    return message


def _unpacked(content: bytes, media_type: str = _ZIP, source: str = "a") -> list[RawFile | Refusal]:
    return list(unpack(RawFile(content=content, media_type=media_type, source=source)))


def _sources(content: bytes, media_type: str = _ZIP) -> list[str]:
    return [x.source for x in _unpacked(content, media_type)]


def _errors(found: list[RawFile | Refusal]) -> list[type[ReadError]]:
    return [type(x.error) for x in found if isinstance(x, Refusal)]


def test_each_document_of_a_zip_with_its_type_by_content() -> None:
    (plan, page) = _unpacked(_zip(("kh/kế hoạch.doc", _PLAN), ("b.txt", b"<html><body>x")))
    assert isinstance(plan, RawFile)
    assert isinstance(page, RawFile)
    assert (plan.source, plan.content, plan.media_type) == ("a!kh/kế hoạch.doc", _PLAN, "text/plain")
    assert page.media_type == "text/html"


@pytest.mark.parametrize(
    "name", ["__MACOSX/._kh.docx", ".DS_Store", "x/.DS_Store", "Thumbs.db", "~$kh.docx", "kh.p7s", "desktop.ini"]
)
def test_what_programs_put_beside_documents_is_skipped(name: str) -> None:
    assert _sources(_zip((name, b"x"), ("kh.txt", _PLAN), ("folder/", b""))) == ["a!kh.txt"]


def test_a_name_from_inside_is_printed_never_used() -> None:
    (found,) = _unpacked(_zip(("../../etc/\x1b[31mpasswd", _PLAN)))
    assert found.source == "a!../../etc/\\x1b[31mpasswd"


def test_utf8_name_that_is_not_declared() -> None:
    name = "Kế hoạch.txt".encode()
    stand_in = "x" * len(name)
    assert _sources(_zip((stand_in, _PLAN)).replace(stand_in.encode(), name)) == ["a!Kế hoạch.txt"]


def test_an_encrypted_member_fails_alone() -> None:
    content = bytearray(_zip(("secret.txt", _PLAN), ("open.txt", _PLAN)))
    first = content.index(b"PK\x01\x02")
    content[first + 8] |= 1
    content[6] |= 1
    found = _unpacked(bytes(content))
    assert _errors(found) == [NeedsPassword]
    assert [x.source for x in found] == ["a!secret.txt", "a!open.txt"]


def test_a_damaged_member_fails_alone() -> None:
    content = bytearray(_zip(("one.txt", _PLAN * 20), ("two.txt", _PLAN), method=zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    found = _unpacked(bytes(content))
    assert _errors(found) == [DamagedFile]
    assert isinstance(found[1], RawFile)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_is_not_read_says_so(method: int) -> None:
    assert _errors(_unpacked(_zip(("kh.txt", _PLAN), method=method))) == [UnknownFormat]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"PK\x03\x04 cut off", DamagedFile),
        (_zip(("kh.txt", _PLAN))[:60], DamagedFile),
        (_zip(), EmptyFile),
        (_zip(("kh.txt", b"")), EmptyFile),
        (b"PK\x01\x02" * 20_001, Unsafe),
    ],
    ids=["no zip", "cut off", "nothing in it", "an empty file in it", "endless entries"],
)
def test_an_archive_that_cannot_be_read(content: bytes, error: type[ReadError]) -> None:
    assert _errors(_unpacked(content)) == [error]


@pytest.mark.parametrize("media_type", sorted(ARCHIVES - {_ZIP, _MAIL}))
def test_other_archives_are_named(media_type: str) -> None:
    (found,) = _unpacked(b"Rar!", media_type)
    assert isinstance(found, Refusal)
    assert "unpack it" in str(found.error)


def test_zeros_without_end_are_refused_early() -> None:
    assert _errors(_unpacked(_zip(("zeros", bytes(40_000_000)), ("kh.txt", _PLAN)))) == [Unsafe]


def test_a_size_that_is_declared_small_does_not_help() -> None:
    content = bytearray(_zip(("zeros", bytes(40_000_000))))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 10)
    (found,) = _unpacked(bytes(content))
    assert isinstance(found, Refusal)


def test_many_large_members_end_the_archive() -> None:
    one = bytes(30_000_000)
    many = _zip(*((f"{k}.bin", one) for k in range(MOST_BYTES // len(one) + 3)), method=zipfile.ZIP_STORED)
    found = _unpacked(many)
    assert sum(len(x.content) for x in found if isinstance(x, RawFile)) <= MOST_BYTES
    assert isinstance(found[-1], Refusal)
    assert found[-1].source == "a"


def test_too_many_members() -> None:
    found = _unpacked(_zip(*((f"{k}.txt", _PLAN) for k in range(MOST_MEMBERS + 5))))
    assert len(found) == MOST_MEMBERS + 1
    assert _errors(found) == [TooLarge]


def test_archives_in_archives_to_a_depth_of_three() -> None:
    nested, sources = _PLAN, []
    for depth in range(5):
        sources.append(_unpacked(nested if depth else _zip(("kh.txt", _PLAN)))[-1])
        nested = _zip(("in.zip", nested)) if depth else _zip(("kh.txt", _PLAN))
    assert [x.source for x in sources] == [
        "a!kh.txt",
        "a!kh.txt",
        "a!in.zip!kh.txt",
        "a!in.zip!in.zip!kh.txt",
        "a!in.zip!in.zip!in.zip",
    ]
    assert _errors(sources) == [Unsafe]


def test_what_is_attached_goes_before_the_text() -> None:
    message = _mail()
    message.add_attachment(_PLAN, maintype="application", subtype="msword", filename="kế hoạch số 5.doc")
    message.add_attachment(_zip(("kh.txt", _PLAN)), maintype="application", subtype="zip", filename="phụ lục.zip")
    assert _sources(message.as_bytes(), _MAIL) == ["a!kế hoạch số 5.doc", "a!phụ lục.zip!kh.txt"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("=?utf-8?B?S+G6vyBob+G6oWNoLnR4dA==?=", "Kế hoạch.txt"),
        ("=?UTF-8?Q?K=E1=BA=BF_ho=E1=BA=A1ch.txt?=", "Kế hoạch.txt"),
        ("plain.txt", "plain.txt"),
        ("=?no-such-set?B?S+G6?=", "=?no-such-set?B?S+G6?="),
    ],
)
def test_names_in_headers(header: str, name: str) -> None:
    content = (
        f'Received: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; name="{header}"\r\n'
        f'Content-Disposition: attachment; filename="{header}"\r\n\r\n'
    ).encode() + _PLAN
    assert _sources(content, _MAIL) == [f"a!{name}"]


def test_a_message_without_attachments_is_its_text() -> None:
    (found,) = _unpacked(_mail("KẾ HOẠCH\nNăm 2024").as_bytes(), _MAIL)
    assert isinstance(found, RawFile)
    assert found.source == "a!text"
    assert found.content.decode() == "KẾ HOẠCH\nNăm 2024"


def test_of_two_forms_of_a_text_the_one_with_tables_is_read() -> None:
    message = _mail()
    message.add_alternative("<table><tr><td>Kế hoạch</table>", subtype="html")
    (found,) = _unpacked(message.as_bytes(), _MAIL)
    assert isinstance(found, RawFile)
    assert found.media_type == "text/html"
    assert "Kế hoạch" in found.content.decode()


def test_logos_and_signatures_are_no_documents() -> None:
    message = _mail("Xem ảnh")
    message.add_related(b"\x89PNG" + bytes(90_000), maintype="image", subtype="png", cid="<logo>")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="small.png")
    message.add_attachment(b"0", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert _sources(message.as_bytes(), _MAIL) == ["a!text"]


def test_a_scan_that_is_attached_is_a_document() -> None:
    message = _mail()
    message.add_attachment(b"\xff\xd8\xff" + bytes(90_000), maintype="image", subtype="jpeg", filename="trang 1.jpg")
    assert _sources(message.as_bytes(), _MAIL) == ["a!trang 1.jpg"]


def test_outlook_packages_and_encrypted_parts_are_named() -> None:
    message = _mail()
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    message.add_attachment(b"x", maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    assert _errors(_unpacked(message.as_bytes(), _MAIL)) == [UnknownFormat, NeedsPassword]


def test_a_forwarded_message_is_opened_too() -> None:
    inner = _mail(subject="Kế hoạch 12")
    inner.add_attachment(_PLAN, maintype="application", subtype="msword", filename="kh.doc")
    outer = _mail("Chuyển tiếp")
    outer.add_attachment(inner)
    assert _sources(outer.as_bytes(), _MAIL) == ["a!Kế hoạch 12.eml!kh.doc"]


def test_a_saved_page_is_one_document() -> None:
    content = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    (found,) = _unpacked(content + b"--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n--b--\r\n", _MAIL)
    assert isinstance(found, RawFile)
    assert found.media_type == "multipart/related"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(ARCHIVES)), st.integers(0, 400))
def test_any_bytes_end_in_documents_or_refusals(noise: bytes, media_type: str, at: int) -> None:
    message = _mail()
    message.add_attachment(_zip(("kh.txt", _PLAN)), maintype="application", subtype="zip", filename="k.zip")
    for content in (noise, _zip(("kh.txt", _PLAN))[:at] + noise, message.as_bytes()[:at] + noise):
        for found in _unpacked(content, media_type):
            assert found.source.startswith("a")
            assert not isinstance(found, Refusal) or isinstance(found.error, ReadError)
