"""Pages around documents: a portal's article, a browser's web archive, a twin of a Word file."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.document import Document, RawFile
from models.errors import DamagedFile, Unsafe
from pipeline.read.html import read_html, read_web_archive

_REAL = Path(__file__).parents[4].parent / "shared" / "real"

_MENU = "".join(f"<li><a href=/{k}>Chuyên mục {k}</a>" for k in range(12))
_HEADER = (
    "<table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH A<br>Số: 12/KH-UBND"
    "<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>A, ngày 5 tháng 3 năm 2024</table>"
)
_BODY = (
    "<p>KẾ HOẠCH<p>Phát động thi đua năm 2024<p>I. MỤC ĐÍCH, YÊU CẦU"
    "<p>1. Mục đích: Nhằm động viên cán bộ, công chức, viên chức và nhân dân trong tỉnh phát huy tinh thần đoàn kết."
    "<p>2. Yêu cầu: Phong trào phải được triển khai sâu rộng, thiết thực, hiệu quả ở các cấp, các ngành."
    "<p>II. NỘI DUNG<p>Thực hiện thắng lợi các chỉ tiêu kinh tế - xã hội mà Nghị quyết của Hội đồng nhân dân đã đề ra."
    "<table border=1><tr><td>STT<td>Nội dung<tr><td>1<td>Phát động thi đua</table>"
)
_CLOSING = "<table><tr><td>Nơi nhận:<br>- Như trên.<td>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br><br>Trần Văn B</table>"
_NEWS = "<div><h3>Tin liên quan</h3><ul><li><a href=1>Hội nghị tổng kết công tác thi đua năm 2023</a></ul></div>"
_FOOT = "<div id=footer><p>Bản quyền thuộc tỉnh A. Địa chỉ: số 90 đường Trần Phú. Điện thoại: 0226.1234567</div>"


def _portal(article: str) -> str:
    return f"<html><body><div id=header><ul class=menu>{_MENU}</ul></div>{article}{_NEWS}{_FOOT}</body></html>"


def _read(page: str) -> Document:
    return read_html(RawFile(content=page.encode(), media_type="text/html", source="a"))


@pytest.mark.parametrize(
    "article",
    [
        f"<div class=content><h1>Kế hoạch thi đua</h1><div class=detail>{_HEADER}{_BODY}{_CLOSING}</div></div>",
        f"<div class=content><h1>Kế hoạch thi đua</h1>{_HEADER}<div class=detail>{_BODY}</div>{_CLOSING}</div>",
        f"<table><tr><td><ul>{_MENU}</ul><td><div class=detail>{_HEADER}{_BODY}{_CLOSING}{_NEWS}</div></table>",
    ],
    ids=["in one element", "the form's fields beside the text", "in a layout table, news within"],
)
def test_a_portal_page_is_its_article(article: str) -> None:
    found = _read(_portal(article))
    for words in (
        "ỦY BAN NHÂN DÂN\nTỈNH A\nSố: 12/KH-UBND\n\nCỘNG HÒA",
        "I. MỤC ĐÍCH",
        "Trần Văn B",
        "| STT | Nội dung |",
    ):
        assert words in found.text
    for words in ("Chuyên mục", "Tin liên quan" if "detail" not in article else "Hội nghị tổng kết", "Bản quyền"):
        assert words not in found.text
    assert len(found.tables) == 1
    assert any("article" in note for note in found.notes)


def _in_divs(text: str) -> str:
    return text.replace("<p>", "<div>")


@pytest.mark.parametrize("foot", ["<footer>{}</footer>", "<div class='site-footer'>{}</div>", "<div>{}</div>"])
def test_the_foot_of_a_page_is_no_part_of_a_document_in_divs(foot: str) -> None:
    rights = foot.format("Bản quyền thuộc Cổng thông tin điện tử. Điện thoại: 0290.3831888.")
    share = "<div class=share><a href=#>In trang</a> <a href=#>Gửi email</a></div>"
    article = f"<main><div>{_HEADER}{_in_divs(_BODY)}{_CLOSING}{share}</div></main>"
    text = _read(f"<html><body><nav><ul>{_MENU}</ul></nav>{article}{rights}</body></html>").text
    assert text.startswith("ỦY BAN NHÂN DÂN")
    assert text.rstrip().endswith("Trần Văn B")


@pytest.mark.parametrize(
    "part",
    [
        f"<footer>{_CLOSING}</footer>",
        "<aside>PHỤ LỤC<p>Chỉ tiêu thi đua</aside>",
        "<div class=MsoFooter>Lưu: VT.</div>",
        "<aside role=doc-footnote>Theo Nghị định.</aside>",
    ],
    ids=["closing", "appendix", "a style of Word's", "a note"],
)
def test_a_part_of_the_document_stays_whatever_its_element(part: str) -> None:
    text = _read(f"<html><body>{_HEADER}{_BODY}{part}</body></html>").text
    assert any(words in text for words in ("Trần Văn B", "Chỉ tiêu thi đua", "Lưu: VT.", "Theo Nghị định."))


def test_a_page_of_an_office_program_is_read_whole() -> None:
    links = "<p>Căn cứ <a href=x>Luật Thi đua, Khen thưởng</a>;" * 5
    page = f"<meta name=Generator content='Microsoft Word 15'><ul>{_MENU}</ul>{links}{_BODY}"
    assert "Chuyên mục 3" in _read(page).text


def test_a_page_without_an_article_is_read_whole() -> None:
    assert "Chuyên mục 3" in _read(f"<ul>{_MENU}</ul><p>Ngắn").text


def _archive(content: bytes, media_type: str = "text/html; charset=utf-8") -> RawFile:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    part = f"--b\r\nContent-Type: {media_type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    picture = b"\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    return RawFile(content=head + part + content + picture, media_type="multipart/related", source="a")


def test_the_page_of_a_web_archive() -> None:
    assert read_web_archive(_archive("<p>Kế hoạch".encode())).text == "Kế hoạch"


def test_the_archive_tells_the_encoding() -> None:
    content = b"<p>th\xf4ng b\xe1o \xf0\xf4i"
    assert read_web_archive(_archive(content, "text/html; charset=windows-1258")).text == "thông báo đôi"


def test_an_archive_without_a_page() -> None:
    with pytest.raises(DamagedFile):
        read_web_archive(_archive(b"x", "text/css"))


def test_an_archive_of_parts_without_end() -> None:
    with pytest.raises(Unsafe):
        read_web_archive(_archive(b"boundary=x\r\n" * 2_000))


@pytest.mark.skipif(not _REAL.is_dir(), reason="needs the real files")
def test_the_twin_of_a_word_file_reads_the_same() -> None:
    from pipeline.read.word import read_docx

    stem = _REAL / "phobang_kh_01_tuyentruyen"
    page = read_html(RawFile(content=stem.with_suffix(".htm").read_bytes(), media_type="text/html", source="a"))
    word = read_docx(RawFile(content=stem.with_suffix(".docx").read_bytes(), media_type="x", source="b"))
    assert _without_noise(page) == _without_noise(word)


def _without_noise(document: Document) -> list[str]:
    text = document.text
    for span in document.noise:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.mark.skipif(not _REAL.is_dir(), reason="needs the real files")
def test_word_html_in_windows_1252() -> None:
    path = _REAL / "luongminh_kh_hiepthuong2.htm"
    found = read_html(RawFile(content=path.read_bytes(), media_type="text/html", source="a"))
    lines = found.text.split("\n")
    assert [x[:4] for x in lines if x[:3] in ("I. ", "II.", "III", "IV.", "V. ")] == [
        "I. M",
        "II. ",
        "III.",
        "IV. ",
        "V. T",
    ]
    assert found.tables == ()
