"""Archives as sources, and a web archive in the place of a site."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import httpx
import pytest

from models.errors import BadAnswer, BadFeed, SourceMissing, TooLarge, Unsafe, Withdrawn
from pipeline.sources.kinds import replay
from pipeline.sources.kinds.replay import ReplaySource
from pipeline.sources.replaying import Replay
from pipeline.sources.types import Attachment, Entry, Window
from tests.pipeline.sources.answers import Answers

PDF = "application/pdf"


def entries(path: Path) -> list[Entry]:
    source = ReplaySource(name="a", path=str(path))
    return [entry for page in replay.pages(source, Answers({}), None, Window()) for entry in page.entries]


def content(path: Path, file: Attachment) -> bytes | None:
    return replay.take(ReplaySource(name="a", path=str(path)), file, Answers({})).content


def record(kind: str, address: str, http: bytes, number: int) -> bytes:
    """A record as ISO 28500 has it; the request and the response of one number belong together."""
    of = {"request": "q", "response": "r"}
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-03-05T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:{of[kind]}{number}>\r\nWARC-Concurrent-To: <urn:r{number}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def warc(path: Path, *answers: tuple[str, int, str, bytes], packed: bool = True, body: bytes = b"") -> Path:
    """An archive of answers: address, status, headers, body; `body` is what was posted for each, if anything."""
    made = []
    for number, (address, status, headers, answered) in enumerate(answers):
        said = f"HTTP/1.1 {status} X\r\nContent-Type: {headers}\r\nContent-Length: {len(answered)}\r\n\r\n"
        asked = f"{'POST' if body else 'GET'} / HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n"
        made.append(record("response", address, said.encode() + answered, number))
        made.append(record("request", address, asked.encode() + body, number))
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in made))
    return path


def test_the_documents_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("kế hoạch/108.pdf", "một")
        archive.writestr("109.docx", "hai")
        archive.writestr("__MACOSX/109.docx", "x")
    found = entries(path)
    assert [entry.attachments[0].name for entry in found] == ["108.pdf", "109.docx"]
    assert [content(path, entry.attachments[0]) for entry in found] == ["một".encode(), b"hai"]
    with pytest.raises(Withdrawn):
        content(path, Attachment(address=f"{path}!khác.pdf"))
    with pytest.raises(Withdrawn):
        content(path, Attachment(address="/etc/passwd"))


def test_a_bomb_in_a_zip_is_refused_when_it_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kh.pdf", bytes(32 * 1024 * 1024))
    with pytest.raises(Unsafe):
        content(path, entries(path)[0].attachments[0])


@pytest.mark.parametrize("packed", [True, False])
def test_the_documents_of_a_web_archive_each_as_it_was_last(tmp_path: Path, packed: bool) -> None:
    path = warc(
        tmp_path / "a.warc",
        ("https://a.vn/1.pdf", 200, PDF, b"old"),
        ("https://a.vn/", 200, "text/html", b"<p>"),
        ("https://a.vn/tai?id=2", 200, PDF, b"two"),
        ("https://a.vn/3.pdf", 404, PDF, b"gone"),
        ("https://a.vn/1.pdf", 200, PDF, b"new"),
        packed=packed,
    )
    found = entries(path)
    assert [entry.key for entry in found] == ["https://a.vn/1.pdf", "https://a.vn/tai?id=2"]
    assert [content(path, entry.attachments[0]) for entry in found] == [b"new", b"two"]
    forged = found[0].attachments[0].address.replace("1.pdf", "9.pdf")
    with pytest.raises(Withdrawn):
        content(path, Attachment(address=forged))


def test_a_packed_answer_is_unpacked_within_bounds(tmp_path: Path) -> None:
    gzipped = f"{PDF}\r\nContent-Encoding: gzip"
    path = warc(
        tmp_path / "a.warc",
        ("https://a.vn/1.pdf", 200, gzipped, gzip.compress(b"x" * 99)),
        ("https://a.vn/2.pdf", 200, gzipped, gzip.compress(bytes(64 * 1024 * 1024))),
        packed=False,
    )
    small, bomb = (entry.attachments[0] for entry in entries(path))
    assert content(path, small) == b"x" * 99
    with pytest.raises((Unsafe, TooLarge)):
        content(path, bomb)


@pytest.mark.parametrize("made", [b"", b"PK\x03\x04broken", b"no archive at all\r\n", b"\x1f\x8b\x08broken"])
def test_what_is_no_archive(tmp_path: Path, made: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(made)
    with pytest.raises(BadFeed):
        entries(path)
    with pytest.raises((Withdrawn, BadFeed, BadAnswer)):
        content(path, Attachment(address=f"{path}!0/x"))


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        entries(tmp_path / "a.zip")


def test_a_site_out_of_a_web_archive(tmp_path: Path) -> None:
    path = warc(
        tmp_path / "a.warc.gz",
        ("https://a.vn/vb", 200, "text/html; charset=utf-8", "cũ".encode()),
        ("https://a.vn/vb", 200, "text/html; charset=utf-8", "mới".encode()),
    )
    with httpx.Client(transport=Replay(path)) as client:
        assert [client.get("https://a.vn/vb").text for _ in range(3)] == ["cũ", "mới", "mới"]
        assert client.get("https://a.vn/khac").status_code == 404
        assert client.post("https://a.vn/vb", data={"a": "1"}).status_code == 404


def test_a_form_out_of_a_web_archive(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", ("https://a.vn/vb", 200, "text/html", b"two"), body=b"page=2")
    with httpx.Client(transport=Replay(path)) as client:
        assert client.post("https://a.vn/vb", data={"page": "2"}).text == "two"
        assert client.post("https://a.vn/vb", data={"page": "3"}).status_code == 404
