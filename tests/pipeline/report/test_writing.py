"""A report's file is there whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from models.errors import StoreFull, UsageError
from pipeline.export import target
from pipeline.report.writing import whole


def test_it_is_written_and_written_again(tmp_path):
    to = tmp_path / "báo cáo.html"
    whole(to, b"one")
    whole(to, b"two")
    assert to.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [to]


def test_what_cannot_be_finished_leaves_the_old_file(tmp_path, monkeypatch):
    to = tmp_path / "x.md"
    to.write_bytes(b"old")

    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(StoreFull):
        whole(to, b"new")
    assert to.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [to]


@pytest.mark.parametrize(
    ("place", "said"),
    [(".", "this is a folder"), ("missing/x.md", "make it first"), ("nul\0.md", "NUL character")],
)
def test_where_no_file_can_be_is_said(place, said, tmp_path):
    with pytest.raises(UsageError, match=said):
        whole(tmp_path / place, b"x")


def test_a_closed_folder_is_said_in_words_of_a_file(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(target, "mkdtemp", refused)
    with pytest.raises(UsageError, match=r"x\.md: it cannot be written here; name a file elsewhere"):
        whole(tmp_path / "x.md", b"x")
