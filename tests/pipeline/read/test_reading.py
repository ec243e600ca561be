"""Files and formats: what is opened, what is recognised, what the text of a document is."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from models.document import RawFile
from models.errors import EmptyFile, ReadError, TooLarge, UnknownFormat
from pipeline.process import process
from pipeline.read import MAX_BYTES, READERS, Reader, formats, media_type_of, read, read_file, read_path
from pipeline.read.characters import MAX_CHARACTERS

PLANS = sorted((Path(__file__).parents[3] / "corpus/plans").glob("*.txt"))


def text_of(content: bytes) -> str:
    return read(RawFile(content=content, media_type=media_type_of(content), source="a.txt")).text


def zipped(name: str, content: bytes = b"x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FOREIGN = {
    "XLSX": zipped("xl/workbook.xml"),
    "old Office": OLE2,
    "XML": b'<?xml version="1.0"?><a/>',
    "gzip": b"\x1f\x8b\x08" + bytes(20),
    "ELF": b"\x7fELF\x02\x01\x01" + bytes(40),
    "EXE": b"MZ\x90\x00\x03" + bytes(40),
    "binary data": bytes(range(256)) * 4,
    "binary": bytes(1000),
}
TOLD = {
    formats.PDF: [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"\r\n--mail--\r\n%PDF-1.4\n1 0 obj\nendobj"],
    formats.DOCX: [zipped("word/document.xml"), zipped("word/document.xml")[:-30]],
    formats.ZIP: [zipped("a.docx", zipped("word/document.xml"))],
    formats.DOC: [OLE2 + "WordDocument".encode("utf-16-le")],
    formats.ENCRYPTED_OFFICE: [OLE2 + "EncryptedPackage".encode("utf-16-le")],
    formats.RTF: [rb"{\rtf1\ansi K\'d5 ho\'b9ch}"],
    formats.HTML: [
        "\ufeff<!-- a --> <!DOCTYPE html><p>Kế hoạch".encode(),
        b"<div>K</div>",
        b"<P>a</P>",
        b"<!--" + b"x" * 3000 + b"--><ul><li>a",
    ],
    formats.MHTML: [
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
        b"From: <Saved by a browser>\nSubject: a\n b\nContent-Type:\n multipart/related;\n boundary=x",
    ],
    formats.EMAIL: [
        b"From: a@b.vn\nTo: c@d.vn\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x",
        b"From a@b.vn Thu Nov 20 2025\nStatus: RO\nFrom: a@b.vn\nSubject: K\n\nb",
        b"Return-Path: <a@b.vn>\nReceived: from c\nContent-Type: multipart/mixed\n\nmultipart/related",
    ],
    formats.PNG: [b"\x89PNG\r\n\x1a\n" + bytes(20)],
    formats.JPEG: [b"\xff\xd8\xff\xe0" + bytes(20)],
    formats.GIF: [b"GIF89a" + bytes(20)],
    formats.WEBP: [b"RIFF\x10\x00\x00\x00WEBPVP8 "],
    formats.BMP: [b"BM\x36\x10\x00\x00" + bytes(20)],
    formats.TIFF: [b"II*\x00" + bytes(20)],
    formats.MARKDOWN: [b"<div align=center>x</div>\n\n**I. A**\n\nb\n\nc"],
    formats.PLAIN: [b"Noi dung: %PDF-1.4 la ten mot dinh dang", b"From: here\nit is text", b"<5 ngay: abc"],
}


@pytest.mark.parametrize(("media_type", "content"), [(m, c) for m, contents in TOLD.items() for c in contents])
def test_a_format_is_told_from_the_content(media_type: str, content: bytes) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.media_type)
def test_every_reader_is_there(reader: Reader) -> None:
    assert callable(reader.read)


@pytest.mark.parametrize(("name", "content"), FOREIGN.items())
def test_other_formats_are_named_and_refused_whatever_the_file_is_called(
    name: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(content)
    with pytest.raises(UnknownFormat, match=rf"plan\.txt: it is .*{name}.*what is read is text, PDF, Word, HTML"):
        read_path(path)


@pytest.mark.parametrize("content", [zipped("a.txt"), b"Received: from a\n by b\nFrom: c@d.vn\n\nKe hoach"])
def test_an_archive_is_no_document(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    with pytest.raises(UnknownFormat, match="not one document; `kehoach ingest`"):
        read_path(path)


def test_html_in_utf16_is_html() -> None:
    assert media_type_of("<html><body>Kế hoạch".encode("utf-16")) == "text/html"


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("# KẾ HOẠCH\n\nI. MỤC ĐÍCH", "text/markdown"),
        ("KẾ HOẠCH\n\n**I. MỤC ĐÍCH**", "text/markdown"),
        ("KẾ HOẠCH\n\nI. MỤC ĐÍCH\n- a * b ** c\n#1", "text/plain"),
        ("MZ và BM, PK và PDF là các chữ", "text/plain"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le"])
def test_markdown_is_told_by_its_marks(text: str, media_type: str, codec: str) -> None:
    assert media_type_of(text.encode(codec)) == media_type


def test_a_file_comes_as_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes("Kế hoạch".encode())
    raw = read_file(path)
    assert (raw.content, raw.media_type, raw.source) == ("Kế hoạch".encode(), "text/plain", str(path))


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Kế hoạch", "utf-8")
    (tmp_path / "link.txt").symlink_to("plan.txt")
    assert read_path(tmp_path / "link.txt").text == "Kế hoạch"


@pytest.mark.parametrize(
    "content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u200b\u00a0\n".encode(), b"\f\f", b"\xff\xfe"]
)
def test_an_empty_file_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(content)
    with pytest.raises(EmptyFile, match=r"plan\.txt: it "):
        read_path(path)


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    for path, says in [
        (tmp_path, "is a folder"),
        (tmp_path / "pipe.txt", "not a regular file"),
        (Path("/dev/zero"), "not a regular file"),
        (tmp_path / "loop.txt", "cannot be read"),
        (tmp_path / "none.txt", "No such file"),
        (tmp_path / "a\0b.txt", "cannot be read"),
        (tmp_path / ("a" * 300), "cannot be read"),
    ]:
        with pytest.raises(ReadError, match=says) as caught:
            read_file(path)
        assert caught.value.__cause__ is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Kế hoạch", "utf-8")
    path.chmod(stat.S_IWUSR)
    with pytest.raises(ReadError, match=r"plan\.txt: cannot be read: Permission denied"):
        read_file(path)


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\n.txt"
    path.write_text("Kế hoạch", "utf-8")
    assert read_path(path).source.endswith(r"a\x1b[31m\n.txt")


def test_a_name_that_is_no_utf8_is_read(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"k\xd5.txt")
    path.write_text("Kế hoạch", "utf-8")
    assert read_path(path).source.encode().endswith(rb"k\udcd5.txt")


def test_too_many_bytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(TooLarge, match=r"plan\.txt: .*32 MiB"):
        read_file(path)


def test_too_many_characters_are_refused() -> None:
    with pytest.raises(TooLarge, match="20,000,000"):
        text_of(b"a" * (MAX_CHARACTERS + 1))


def test_ten_megabytes_and_a_line_of_one_are_read() -> None:
    plan = PLANS[0].read_bytes()
    text = text_of(plan)
    assert text_of(plan * (10_000_000 // len(plan) + 1)).startswith(text)
    line = "phong trào thi đua " * 60_000
    assert text_of(line.encode()) == line


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line ends"),
        pytest.param("a\vb\u2028c\u2029d\u0085e", "a\nb\nc\nd\ne", id="other line ends"),
        pytest.param("a\r\u200b\nb", "a\nb", id="a line end with something invisible in it"),
        pytest.param("\ufeffa\ufeffb\u200bc\u00add", "abcd", id="invisible characters"),
        pytest.param("hoa\u200b\u0323ch", "hoạch", id="a mark apart from its letter"),
        pytest.param("a\u00a0b \t c  ", "a\u00a0b \t c  ", id="spaces stay as they are"),
        pytest.param("Hoà Hòa Uỷ Ủy", "Hoà Hòa Uỷ Ủy", id="both spellings stay"),
    ],
)
def test_the_one_form_of_text(came: str, kept: str) -> None:
    assert text_of(came.encode()) == kept


def test_a_few_control_characters_become_spaces_with_a_note() -> None:
    content = b"I.\x07 MUC DICH\x00\x1a va yeu cau cua ke hoach nay la nhu sau day, gom cac muc"
    document = read(RawFile(content=content, media_type=media_type_of(content), source="a.txt"))
    assert document.text.startswith("I.  MUC DICH   va")
    assert document.notes == ("3 control characters replaced by spaces",)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_many_control_characters_are_no_text(codec: str) -> None:
    with pytest.raises(UnknownFormat, match="binary"):
        text_of(("Kế hoạch\x01\x02\x03" * 20).encode(codec))


def test_form_feeds_are_page_breaks_and_line_ends() -> None:
    content = "trang một\n\ftrang hai\ftrang ba\n\f".encode()
    document = read(RawFile(content=content, media_type=media_type_of(content), source="a.txt"))
    assert document.text == "trang một\n\ntrang hai\ntrang ba\n\n"
    assert [p.span.of(document.text).strip() for p in document.pages] == ["trang một", "trang hai", "trang ba"]
    assert [p.number for p in document.pages] == [1, 2, 3]
    assert document.pages[-1].span.end == len(document.text)


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_the_plans_are_read_as_they_stand(path: Path) -> None:
    document = read_path(path)
    assert document.text == path.read_text("utf-8")
    assert (document.pages, document.notes) == ((), ())


def test_a_plan_is_processed_whole() -> None:
    raw = read_file(PLANS[0])
    assert process(raw).document == read(raw)
