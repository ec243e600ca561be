"""A file is there whole or not at all, and nothing is lost by accident."""

from __future__ import annotations

import errno
import json
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
    import json, os, resource, signal, sys
    from pathlib import Path
    from pipeline.export import table, write
    from tests.pipeline.export.samples import criterion

    def work(to, named, count, bound):
        def rows():
            for n in range(count):
                if n == count * 4 // 5 and not bound:
                    os.kill(os.getpid(), signal.SIGKILL)
                yield criterion(os.urandom(40).hex(), version=n)

        if bound:
            resource.setrlimit(resource.RLIMIT_FSIZE, (bound, bound))
        write(table("criteria"), rows(), Path(to), named)

    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                work(*json.loads(line))
            except BaseException as error:
                os.write(writing, type(error).__name__.encode())
            os._exit(0)
        os.close(writing)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps([code, os.read(reading, 99).decode()]), flush=True)
        os.close(reading)
"""


@pytest.fixture(scope="module")
def work():
    """Write a file in a process of its own, whose files are bounded, or which ends itself by SIGKILL when most of the
    rows are written; answers its exit code and the error it met."""
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM)]
    with subprocess.Popen(  # noqa: S603  (our own code)
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def run(to: Path, named: str, bound: int = 0) -> list[int | str]:
            print(json.dumps([str(to), named, enough(named), bound]), file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())

        yield run
        process.stdin.close()


@each_format
def test_a_full_disk_is_said_to_be_full(named, tmp_path, work):
    """The system ends each write beyond a size, as it does on a full disk."""
    assert work(tmp_path / "x", named, bound=60_000) == [0, StoreFull.__name__]
    assert list(tmp_path.iterdir()) == []


@each_format
def test_a_kill_leaves_no_half_file_and_the_next_run_completes(named, tmp_path, work):
    to = tmp_path / "x"
    assert work(to, named) == [-signal.SIGKILL, ""]
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
