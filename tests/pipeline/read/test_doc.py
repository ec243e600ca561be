"""Old Word files, RTF and OpenDocument by way of LibreOffice."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import subprocess
import time
from pathlib import Path

import pytest

from models.document import RawFile
from models.errors import DamagedFile, MissingTool, NeedsPassword, TookTooLong, Unsafe
from pipeline import read as reader
from pipeline.read import doc
from pipeline.read.doc import is_encrypted, read_doc
from pipeline.read.formats import DOC, ODT, RTF, media_type_of
from pipeline.read.word import read_docx
from pipeline.read.word.dissolved import part_cells
from tests.pipeline.read.word.parcel import abstract, docx, level, listed, num, p, packed, tbl, tr

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs soffice (LibreOffice)")

_REAL = Path(__file__).parents[4] / "shared/real"


def raw(content: bytes, media_type: str = RTF) -> RawFile:
    return RawFile(content=content, media_type=media_type, source="a file")


def rtf(text: str) -> bytes:
    written = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}\\f0 {written}}}".encode("ascii")


@needs_libreoffice
def test_an_rtf_is_read_and_stays_the_original() -> None:
    given = raw(rtf("Kế hoạch\\par \\trowd\\cellx2000\\cellx4000\\intbl STT\\cell Nội dung\\cell\\row\\pard Hết"))
    document = read_doc(given)
    assert "Kế hoạch" in document.text
    assert "STT" in document.text
    assert (document.sha256, document.media_type, document.source) == (given.sha256, RTF, "a file")
    assert any("LibreOffice" in note for note in document.notes)


@needs_libreoffice
@pytest.mark.skipif(not _REAL.is_dir(), reason="needs the real files")
def test_real_doc_files() -> None:
    files = sorted(_REAL.glob("*.doc"))
    assert files
    for path in files:
        document = read_doc(raw(path.read_bytes(), DOC))
        lines = document.text.split("\n")
        assert "KẾ HOẠCH" in lines
        assert any(line.startswith("I. ") for line in lines)
        assert any(line.startswith("Nơi nhận") for line in lines)
        assert "Độc lập - Tự do - Hạnh phúc" in lines


@needs_libreoffice
def test_what_libreoffice_makes_nothing_of_is_damaged() -> None:
    with pytest.raises(DamagedFile):
        read_doc(raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 3000, DOC))


def test_without_libreoffice_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingTool, match="apt-get install libreoffice-writer"):
        read_doc(raw(rtf("a")))


def _program(folder: Path, script: str) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_conversion_that_hangs_ends_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "child"
    _program(tmp_path, f"sleep 60 & echo $! > {mark}; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(doc, "TIME_LIMIT", 1.0)
    begun = time.perf_counter()
    with pytest.raises(TookTooLong):
        read_doc(raw(rtf("a")))
    assert time.perf_counter() - begun < 10
    assert not _runs(int(mark.read_text()))


def _runs(process: int) -> bool:
    """Whether a process still does anything; one that ended and was not waited for does not."""
    for _ in range(20):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        if state == "Z":
            return False
        time.sleep(0.1)
    return True


def test_the_conversion_leaves_nothing_behind_and_gets_a_fixed_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    _program(tmp_path, f'pwd > {said}; echo "$@" >> {said}; ls >> {said}')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(DamagedFile):
        read_doc(RawFile(content=rtf("a"), media_type=RTF, source="../../$(touch x).rtf"))
    folder, arguments, *names = said.read_text(encoding="utf-8").splitlines()
    assert not Path(folder).exists()
    assert "touch" not in arguments
    assert names == ["in.rtf", "profile"]


def ole(flags: int, sector: int = 2) -> bytes:
    """The head of an Office container: its directory with `WordDocument`, and that stream's head."""
    out = bytearray(512 * 5)
    out[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", out, 30, 9)
    name = "WordDocument".encode("utf-16-le")
    out[512 : 512 + len(name)] = name
    struct.pack_into("<I", out, 512 + 116, sector)
    struct.pack_into("<HH", out, (sector + 1) * 512 if sector < 4 else 0, 0xA5EC, 0xC1)
    if sector < 4:
        struct.pack_into("<H", out, (sector + 1) * 512 + 10, flags)
    return bytes(out)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ole(0x0100), True),
        (ole(0x8100), True),
        (ole(0x1200), False),
        (ole(0x0100, sector=0xFFFFFFFE), False),
        (ole(0)[:600], False),
        (b"", False),
        (b"\xd0\xcf" + "EncryptedPackage".encode("utf-16-le"), True),
    ],
)
def test_an_encrypted_doc_says_so_itself(content: bytes, expected: bool) -> None:
    assert is_encrypted(raw(content, DOC)) is expected


def test_an_encrypted_doc_needs_a_password_before_anything_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NeedsPassword):
        read_doc(raw(ole(0x0100), DOC))


def test_an_encrypted_docx_needs_a_password() -> None:
    content = ole(0)[:512] + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(NeedsPassword):
        reader.read(raw(content, media_type_of(content)))


def made_into(ending: str, content: bytes, folder: Path) -> bytes:
    """A DOCX as LibreOffice saves it in another format."""
    source = folder / "in.docx"
    source.write_bytes(content)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, ending, "--outdir", str(folder), str(source)], check=True, capture_output=True)  # noqa: S603
    return (folder / f"in.{ending.partition(':')[0]}").read_bytes()


FONT = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
LISTS = abstract(level(0, "%1.", "upperRoman"), level(1, "%2."), level(2, "-", "bullet")) + num()
BODY = (
    listed("Mục đích")
    + listed("Một", level=1)
    + listed("Hai", level=1)
    + listed("gạch", level=2)
    + listed("Yêu cầu")
    + listed("Lại một", level=1)
    + p("KÕ ho¹ch thi ®ua", run=FONT)
    + tbl(tr("STT", "Nội dung"), tr("1", "Phát động"))
    + p("Hết")
)


@needs_libreoffice
@pytest.mark.parametrize(("ending", "media_type"), [("doc:MS Word 97", DOC), ("odt", ODT)])
def test_numbers_tables_and_legacy_fonts_come_through(ending: str, media_type: str, tmp_path: Path) -> None:
    document = read_doc(raw(made_into(ending, docx(BODY, numbering=LISTS), tmp_path), media_type))
    assert document.text.split("\n\n") == [
        "I. Mục đích",
        "1. Một",
        "2. Hai",
        "- gạch",
        "II. Yêu cầu",
        "1. Lại một",
        "Kế hoạch thi đua",
        "| STT | Nội dung |\n| 1 | Phát động |",
        "Hết",
    ]


def test_an_opendocument_bomb_never_reaches_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unsafe):
        read_doc(raw(packed({"content.xml": b"<a>" + b" " * 70_000_000}), ODT))


CLOSING = tbl(
    tr(p("Nơi nhận:") + p("- Sở Nội vụ;") + p("- Lưu: VT."), p("KT. CHỦ TỊCH") + p("PHÓ CHỦ TỊCH") + p("Trần Văn A")),
    ruled=False,
)


@needs_libreoffice
def test_a_table_at_the_very_end_of_an_old_word_file_keeps_its_cells_apart(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(p("KẾ HOẠCH") + p("I. MỤC ĐÍCH") + CLOSING))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)  # noqa: S603
    lines = read_doc(raw((tmp_path / "a.doc").read_bytes(), DOC)).text.split("\n")
    assert "- Lưu: VT." in lines
    assert "KT. CHỦ TỊCH" in lines


@pytest.mark.parametrize(
    ("inside", "marked", "expected"),
    [
        (p("- Lưu: VT.KT. CHỦ TỊCH"), "\r- Lưu: VT.\x07KT. CHỦ TỊCH\r", ["- Lưu: VT.", "KT. CHỦ TỊCH"]),
        (p("một dòngTM. UBND"), "\rmột dòng\rTM. UBND\r", ["một dòngTM. UBND"]),
        (p("số 1Anh"), "\x07" + "1\x07A\r", ["số 1Anh"]),
    ],
    ids=["a cell mark", "none in the file", "a mark between other words"],
)
def test_a_line_is_parted_only_where_the_file_has_a_cell_mark(inside: str, marked: str, expected: list[str]) -> None:
    converted = part_cells(docx(inside), marked.encode("utf-16-le"))
    document = read_docx(RawFile(content=converted, media_type="x", source="a"))
    assert document.text.split("\n\n") == expected
