"""A file is there whole or not at all, and nothing is lost by accident."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from models.errors import StoreBusy, StoreFull, StoreReadOnly, UsageError
from pipeline.export import FORMATS, Options, format_of, table, target, write
from pipeline.export.target import whole
from tests.pipeline.export.samples import criterion

CRITERIA = table("criteria")
ROOT = Path(__file__).parents[3]
each_format = pytest.mark.parametrize("named", [f.name for f in FORMATS])


def enough(named: str) -> int:
    """Rows of which a part is on the disk before the last is read."""
    return 13_000 if named == "parquet" else 1_500


def failing_rows(named: str):
    for n in range(enough(named)):
        yield criterion(version=n)
    raise StoreBusy("the database is in use")


@each_format
def test_rows_that_fail_leave_no_file(named, tmp_path):
    with pytest.raises(StoreBusy):
        write(CRITERIA, failing_rows(named), tmp_path / "x", named)
    assert list(tmp_path.iterdir()) == []


@each_format
def test_rows_that_fail_leave_the_old_file(named, tmp_path):
    to = tmp_path / "x"
    to.write_bytes(b"old")
    with pytest.raises(StoreBusy):
        write(CRITERIA, failing_rows(named), to, named, force=True)
    assert to.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [to]


@each_format
def test_a_file_is_overwritten_only_if_asked(named, tmp_path):
    to = tmp_path / "x"
    to.write_bytes(b"old")
    with pytest.raises(UsageError, match="exists already"):
        write(CRITERIA, [criterion()], to, named)
    assert to.read_bytes() == b"old"
    assert write(CRITERIA, [criterion()], to, named, force=True) == 1
    assert to.read_bytes() != b"old"
    assert list(tmp_path.iterdir()) == [to]


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path):
    to = tmp_path / "x"
    meanwhile = iter([criterion()])

    def rows():
        to.write_bytes(b"theirs")
        yield from meanwhile

    with pytest.raises(UsageError, match="exists already"):
        write(CRITERIA, rows(), to, "csv")
    assert to.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [to]


def test_a_disk_without_links_gets_its_file_too(tmp_path, monkeypatch):
    def refused(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    with whole(tmp_path / "x") as new:
        new.write_bytes(b"ours")
    assert (tmp_path / "x").read_bytes() == b"ours"


@pytest.mark.parametrize(
    ("place", "why"),
    [("", "this is a folder"), ("none/x.csv", "make it first"), ("file/x.csv", "make it first"), ("x\0.csv", "NUL")],
)
def test_places_where_no_file_can_be_are_refused(place, why, tmp_path):
    (tmp_path / "file").write_text("here")
    with pytest.raises(UsageError, match=why):
        write(CRITERIA, [criterion()], tmp_path / place, "csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


def test_what_is_no_ordinary_file_is_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "x.csv")
    with pytest.raises(UsageError, match="no ordinary file"):
        write(CRITERIA, [], tmp_path / "x.csv", force=True)


def test_a_link_is_replaced_and_what_it_names_is_not_touched(tmp_path):
    (tmp_path / "named").write_text("kept")
    (tmp_path / "x.csv").symlink_to(tmp_path / "named")
    with pytest.raises(UsageError, match="exists already"):
        write(CRITERIA, [], tmp_path / "x.csv")
    write(CRITERIA, [], tmp_path / "x.csv", force=True)
    assert (tmp_path / "named").read_text() == "kept"
    assert not (tmp_path / "x.csv").is_symlink()


def test_the_file_may_be_read_by_those_who_may_read_new_files(tmp_path):
    before = os.umask(0o022)
    try:
        write(CRITERIA, [criterion()], tmp_path / "x.csv")
    finally:
        os.umask(before)
    assert (tmp_path / "x.csv").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_folder_that_cannot_be_written_is_said_to_be_so(code, tmp_path, monkeypatch):
    def refused(**_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(target, "mkdtemp", refused)  # The administrator, who may run the tests, may write anywhere.
    with pytest.raises(StoreReadOnly):
        write(CRITERIA, [criterion()], tmp_path / "x.csv")


PROGRAM = """
    import os, resource, sys
    from pathlib import Path
    from pipeline.export import table, write
    from tests.pipeline.export.samples import criterion

    def rows():
        for n in range({count}):
            if n == {count} * 4 // 5:
                print("half way", flush=True)
            yield criterion(os.urandom(40).hex(), version=n)

    {before}
    write(table("criteria"), rows(), Path(sys.argv[1]), sys.argv[2])
"""


def program(before: str, to: Path, named: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(PROGRAM).format(before=before, count=enough(named)), str(to), named]


@each_format
def test_a_full_disk_is_said_to_be_full(named, tmp_path):
    """The system ends each write beyond a size, as it does on a full disk."""
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))"
    done = subprocess.run(  # noqa: S603  (this Python, on a program of our own)
        program(limit, tmp_path / "x", named), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert StoreFull.__name__ in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


@each_format
def test_a_kill_leaves_no_half_file_and_the_next_run_completes(named, tmp_path):
    to = tmp_path / "x"
    command = program("pass", to, named)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
        assert running.stdout is not None
        assert running.stdout.readline() == "half way\n"
        running.send_signal(signal.SIGKILL)
    assert not to.exists()
    assert write(CRITERIA, [criterion()], to, named) == 1


@pytest.mark.parametrize(
    ("path", "named", "expected"),
    [("a.csv", None, "csv"), ("a.CSV", None, "csv"), ("a.csv", "jsonl", "jsonl"), ("a", "XLSX", "xlsx")],
)
def test_the_format_is_the_one_named_or_that_of_the_ending(path, named, expected):
    assert format_of(Path(path), named).name == expected


@pytest.mark.parametrize(("path", "named"), [("a", None), ("a.doc", None), ("a.csv", "doc"), (".csv", None)])
def test_an_unknown_format_is_refused_with_those_that_are_known(path, named):
    with pytest.raises(UsageError, match="json, jsonl, csv, xlsx, parquet"):
        format_of(Path(path), named)


@pytest.mark.parametrize("named", ["json", "jsonl", "xlsx", "parquet"])
def test_only_csv_is_written_for_excel(named, tmp_path):
    with pytest.raises(UsageError, match="only csv"):
        write(CRITERIA, [], tmp_path / "x", named, Options(excel=True))
