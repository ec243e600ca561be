"""A folder: files are taken when they are finished, and nothing outside of it is."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.errors import BadAnswer, FetchError, NotPublic, SourceMissing, Withdrawn
from pipeline.sources.kinds import folder
from pipeline.sources.kinds.folder import FolderSource
from pipeline.sources.types import Attachment, Window
from tests.pipeline.sources.answers import Answers


def put(path: Path, content: str, written: datetime) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    at = written.replace(tzinfo=UTC).timestamp()
    os.utime(path, (at, at))
    return path


@pytest.fixture
def reach() -> Answers:
    return Answers({})


def names(source: FolderSource, reach: Answers) -> list[str | None]:
    listed = folder.pages(source, reach, None, Window())
    return [entry.attachments[0].name for page in listed for entry in page.entries]


def test_a_file_is_left_until_it_has_stopped_growing(tmp_path: Path, reach: Answers) -> None:
    source = FolderSource(name="a", path=str(tmp_path), settle=30)
    file = put(tmp_path / "kh.pdf", "x", reach.clock.at)
    assert names(source, reach) == []
    reach.clock.sleep(29)
    put(file, "xy", reach.clock.at)  # It goes on growing.
    reach.clock.sleep(29)
    assert names(source, reach) == []
    reach.clock.sleep(1)
    assert names(source, reach) == ["kh.pdf"]


def test_a_clock_that_jumps_back_keeps_no_file_waiting(tmp_path: Path, reach: Answers) -> None:
    source = FolderSource(name="a", path=str(tmp_path), settle=30)
    put(tmp_path / "kh.pdf", "x", datetime(2031, 1, 1))
    assert names(source, reach) == ["kh.pdf"]


def test_what_is_no_finished_document_is_left_out(tmp_path: Path, reach: Answers) -> None:
    old = datetime(2020, 1, 1)
    left = [
        ".an.pdf",
        "~$kh.docx",
        "kh.pdf.part",
        "kh.pdf.crdownload",
        "x.TMP",
        "Thumbs.db",
        ".git/kh.pdf",
        "bang.xlsx",
    ]
    for name in [*left, "KH.PDF", "con/kh 2.pdf"]:
        put(tmp_path / name, "x", old)
    os.mkfifo(tmp_path / "ống.pdf")
    assert sorted(map(str, names(FolderSource(name="a", path=str(tmp_path), names=("*.pdf",)), reach))) == [
        "KH.PDF",
        "kh 2.pdf",
    ]
    shallow = FolderSource(name="a", path=str(tmp_path), names=("*.pdf",), deep=False)
    assert names(shallow, reach) == ["KH.PDF"]


def test_links_that_leave_the_folder_are_refused(tmp_path: Path, reach: Answers) -> None:
    inbox, old = tmp_path / "in", datetime(2020, 1, 1)
    outside = put(tmp_path / "mat.pdf", "x", old)
    inside = put(inbox / "kh.pdf", "y", old)
    (inbox / "ngoai.pdf").symlink_to(outside)
    (inbox / "trong.pdf").symlink_to(inside)
    (inbox / "vong").symlink_to(inbox)
    source = FolderSource(name="a", path=str(inbox))
    assert sorted(map(str, names(source, reach))) == ["kh.pdf", "trong.pdf"]
    for address in (inbox / "ngoai.pdf", outside, inbox / ".." / "mat.pdf"):
        with pytest.raises(NotPublic):
            folder.take(source, Attachment(address=str(address)), reach)


def test_the_bytes_of_a_file_and_what_becomes_of_one_that_is_gone(tmp_path: Path, reach: Answers) -> None:
    source = FolderSource(name="a", path=str(tmp_path))
    put(tmp_path / "kh.pdf", "nội dung", datetime(2020, 1, 1))
    (page,) = folder.pages(source, reach, None, Window())
    file = page.entries[0].attachments[0]
    assert folder.take(source, file, reach).content == "nội dung".encode()
    put(tmp_path / "kh.pdf", "khác", datetime(2020, 1, 2))
    (changed,) = folder.pages(source, reach, None, Window())
    assert changed.entries[0].key == page.entries[0].key
    assert changed.entries[0].mark != page.entries[0].mark
    (tmp_path / "kh.pdf").unlink()
    with pytest.raises(Withdrawn):
        folder.take(source, file, reach)
    (tmp_path / "kh.pdf").mkdir()
    with pytest.raises((BadAnswer, FetchError)):
        folder.take(source, file, reach)


def test_a_name_that_is_no_text_is_read_all_the_same(tmp_path: Path, reach: Answers) -> None:
    path = os.fsencode(tmp_path) + b"/k\xe9 hoach.pdf"
    Path(os.fsdecode(path)).write_bytes(b"x")
    os.utime(path, (0, 0))
    source = FolderSource(name="a", path=str(tmp_path))
    (page,) = folder.pages(source, reach, None, Window())
    page.model_dump_json()
    assert folder.take(source, page.entries[0].attachments[0], reach).content == b"x"


def test_many_files_are_several_pages_the_youngest_first(
    tmp_path: Path, reach: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "PAGE", 2)
    for day in range(1, 6):
        put(tmp_path / f"{day}.pdf", "x", datetime(2020, 1, day))
    source = FolderSource(name="a", path=str(tmp_path))
    assert names(source, reach) == ["5.pdf", "4.pdf", "3.pdf", "2.pdf", "1.pdf"]
    second = list(folder.pages(source, reach, {"from": "2"}, Window()))
    assert [len(page.entries) for page in second] == [2, 1]
    monkeypatch.setattr(folder, "MOST_FILES", 4)
    with pytest.raises(SourceMissing, match="more than 4 files"):
        names(source, reach)


def test_a_folder_that_is_not_there(tmp_path: Path, reach: Answers) -> None:
    with pytest.raises(SourceMissing):
        names(FolderSource(name="a", path=str(tmp_path / "x")), reach)
