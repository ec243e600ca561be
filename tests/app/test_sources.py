"""`kehoach sources`: a file of sources from its first entry to a look, over a portal on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

_ROW = '<tr><td class=so>{}</td><td class=ngay>{}</td><td class=ten><a href="{}">{}</a></td></tr>'
ROWS = (
    '<table id="ds"><tr><th>Số</th><th>Ngày</th><th>Trích yếu</th></tr>'
    + _ROW.format("108/KH-UBND", "05/03/2026", "/vb/1", "Kế hoạch tổ chức phong trào thi đua")
    + _ROW.format("12/QĐ-UBND", "04/03/2026", "/vb/2", "Quyết định khen thưởng đột xuất")
    + '</table><a href="/vb?page=2">2</a>'
)
BEHIND = '<a href="/tep/phu-luc-108.pdf">Phụ lục</a> <a href="/tep/108_signed.pdf">Bản ký</a>'


class Portal(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, str]] = {
        "/vb": ROWS,
        "/vb/1": BEHIND,
        "/login": "<title>Đăng nhập</title><input type=password>",
    }
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        page = self.pages.get(self.path)
        body = (page or "404").encode()
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing is written."""


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Portal) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_source_is_proposed_written_checked_and_listed(
    kehoach: Callable[..., Any], portal: str, tmp_path: Path
) -> None:
    path = tmp_path / "sources.toml"
    missing = kehoach("sources", "check", home=tmp_path)
    assert missing.returncode == 1
    assert str(path) in missing.stderr
    assert "kehoach sources add" in missing.stderr

    path.write_text('# của văn phòng\n[fetch]\nprivate = ["127.0.0.1"]\ndelay = 0\n', encoding="utf-8")
    shown = kehoach("sources", "add", f"{portal}/vb", home=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert 'rows = "#ds tr"' in shown.stdout
    assert "108/KH-UBND · 05/03/2026 · Kế hoạch tổ chức" in shown.stdout
    assert "[[source]]" not in path.read_text(encoding="utf-8")

    written = kehoach("sources", "add", f"{portal}/vb", "--name", "cong", "--write", home=tmp_path)
    assert written.returncode == 0, written.stderr
    assert path.read_text(encoding="utf-8").startswith("# của văn phòng\n[fetch]\n")
    assert not (tmp_path / "kehoach.sqlite").exists()  # Nothing is stored by looking.

    looked = kehoach("sources", "check", "--look", home=tmp_path)
    assert looked.returncode == 0, looked.stderr
    assert "cong: 2 mục, lấy 1, bỏ qua 1" in looked.stdout
    assert looked.stdout.index("Bản ký") < looked.stdout.index("Phụ lục")
    assert "12/QĐ-UBND" in looked.stdout

    listed = kehoach("sources", "list", "--json", home=tmp_path)
    assert [(s["name"], s["kind"], s["state"]) for s in json.loads(listed.stdout)["sources"]] == [
        ("cong", "listing", None)
    ]
    assert Portal.asked.count("/robots.txt") == 3  # Of each look, before anything else.


def test_what_is_wrong_with_the_file_and_with_a_source(
    kehoach: Callable[..., Any], portal: str, tmp_path: Path
) -> None:
    path = tmp_path / "nguồn.toml"
    path.write_text(
        f"""
[fetch]
private = ["127.0.0.1"]
delay = 0
[[source]]
name = "dang-nhap"
kind = "listing"
address = "{portal}/login"
rows = "tr"
details = "a"
[[source]]
name = "mat"
kind = "feed"
address = "{portal}/khong-co"
[[source]]
name = "sai"
kind = "listing"
address = "{portal}/vb"
rowz = "tr"
""",
        encoding="utf-8",
    )
    checked = kehoach("sources", "check", home=tmp_path, KEHOACH_SOURCES=str(path))
    assert checked.returncode == 1
    assert "✗ sai: rowz: ở đây không có khóa này; ý là 'rows' chăng?" in checked.stdout
    assert "Traceback" not in checked.stderr

    done = kehoach("sources", "check", "dang-nhap", "mat", "--look", "--json", home=tmp_path, KEHOACH_SOURCES=str(path))
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["faults"] == []
    assert [(look["name"], look["failure"]) for look in answer["looks"]] == [
        ("dang-nhap", "LoginPage"),
        ("mat", "Withdrawn"),
    ]
    unknown = kehoach("sources", "check", "dang-nhp", home=tmp_path, KEHOACH_SOURCES=str(path))
    assert unknown.returncode == 1
    assert "'dang-nhap'" in unknown.stderr

    refused = kehoach("sources", "add", f"{portal}/vb", "--write", home=tmp_path, KEHOACH_SOURCES=str(path))
    assert refused.returncode == 1
    assert "rowz" in refused.stderr
    elsewhere = kehoach("sources", "add", "http://10.0.0.1/vb", home=tmp_path, KEHOACH_SOURCES=str(path))
    assert elsewhere.returncode == 1
    assert "Traceback" not in elsewhere.stderr
    assert kehoach("sources", "add", home=tmp_path).returncode == 2
