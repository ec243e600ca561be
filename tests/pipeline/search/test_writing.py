"""Writing: in one step or not at all, by one at a time, and seen at once by all who read."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly
from pipeline.search import SearchIndex, State

STORE = "store-of-tests"


def test_an_update_takes_away_adds_and_says_where_it_stands(indexed, entry):
    index = indexed(*(entry(k, "thi đua") for k in range(30)))
    state = index.update(STORE, 5, [1], [entry(10, "khen"), entry(40, "thi")], since=1)
    assert state == index.state() == State(store=STORE, revision=5)
    assert index.keys("thi") == [*range(10), *range(20, 30), 40]
    assert index.keys("khen") == [10]


def test_another_reader_sees_an_update_and_a_rebuild_at_once(indexed, entry, tmp_path):
    index, other = indexed("thi"), SearchIndex.open(tmp_path / "index")
    assert other.keys("thi") == [0]
    index.update(STORE, 2, [], [entry(7, "thi")], since=1)
    assert (other.keys("thi"), other.state().revision) == ([0, 7], 2)
    index.rebuild("another", 1, [entry(9, "thi")])
    assert (other.keys("thi"), other.state()) == ([9], State(store="another", revision=1))


@pytest.mark.parametrize(
    ("store", "since", "revision"), [(STORE, 0, 4), (STORE, 2, 4), ("another", 1, 4), (STORE, 1, 1), (STORE, 1, 0)]
)
def test_an_update_from_elsewhere_does_nothing(indexed, entry, store, since, revision):
    index = indexed("thi")
    assert index.update(store, revision, [0], [entry(7, "thi")], since=since) == State(store=STORE, revision=1)
    assert index.keys("thi") == [0]


def test_nothing_is_updated_where_nothing_is(tmp_path, entry):
    index = SearchIndex.open(tmp_path)
    assert index.update(STORE, 1, [], [entry(7, "thi")], since=0) == State(why="absent")
    assert index.rebuild(STORE, 0, []) == State(store=STORE, revision=0)
    assert index.count("thi") == 0


def test_what_the_source_of_entries_raises_is_raised_and_nothing_is_written(indexed, entry):
    index = indexed("thi")

    def broken() -> Iterator[object]:
        yield entry(7, "thi")
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="went away"):
        index.update(STORE, 2, [0], broken(), since=1)
    with pytest.raises(ValueError, match="went away"):
        index.rebuild(STORE, 2, broken())
    assert (index.keys("thi"), index.state().revision) == ([0], 1)
    assert len([path for path in index.folder.iterdir() if path.is_dir()]) == 1
    assert index.update(STORE, 2, [0], [], since=1).revision == 2


def test_who_must_wait_too_long_is_told_and_readers_go_on(indexed, entry, tmp_path):
    index = indexed("thi")
    begun, done = threading.Event(), threading.Event()

    def slow() -> Iterator[object]:
        begun.set()
        done.wait(20)
        yield entry(7, "thi")

    other = SearchIndex.open(tmp_path / "index", patience=20)
    writer = threading.Thread(target=lambda: other.update(STORE, 2, [], slow(), since=1))
    writer.start()
    begun.wait(20)
    with pytest.raises(StoreBusy, match="another process"):
        index.update(STORE, 2, [], [], since=1)
    with pytest.raises(StoreBusy, match="wait"):
        index.rebuild(STORE, 2, [])
    assert (index.keys("thi"), index.state().revision) == ([0], 1)
    done.set()
    writer.join()
    assert (index.keys("thi"), index.state().revision) == ([0, 7], 2)


CHAIN = """
import sys
from pathlib import Path
from pipeline.search import Entry, SearchIndex
index = SearchIndex.open(Path(sys.argv[1]))
while (now := index.state().revision) < 12:
    made = [Entry(key=now, plan_no=now, kind="clauses", alone=True, text="thi", words="")]
    index.update("store-of-tests", now + 1, [now], made, since=now)
"""


def test_two_processes_that_bring_it_on_do_so_once_each_step(tmp_path):
    index = SearchIndex.open(tmp_path)
    index.rebuild(STORE, 0, [])
    both = [subprocess.Popen([sys.executable, "-c", CHAIN, str(tmp_path)]) for _ in range(2)]  # noqa: S603  (our own code)
    assert [process.wait(60) for process in both] == [0, 0]
    assert (index.keys("thi"), index.state().revision) == (list(range(12)), 12)


FOREIGN = {
    "not a pointer": lambda folder: (folder / "current").write_bytes(b"\xff\x00 nonsense"),
    "a pointer elsewhere": lambda folder: (folder / "current").write_text('{"form": 1, "generation": "../../etc"}'),
    "a pointer to nothing": lambda folder: [shutil.rmtree(path) for path in folder.iterdir() if path.is_dir()],
    "a pointer that is a list": lambda folder: (folder / "current").write_text("[]"),
    "an empty pointer": lambda folder: (folder / "current").write_text(""),
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN)
def test_a_folder_that_cannot_be_read_holds_nothing_and_is_built_anew(indexed, entry, change):
    index = indexed("thi")
    change(index.folder)
    for reader in (index, SearchIndex.open(index.folder)):
        assert reader.state() == State(why="damaged")
        assert reader.search("thi").total == 0
    assert index.update(STORE, 2, [], [], since=1) == State(why="damaged")
    index.rebuild(STORE, 3, [entry(3, "thi")])
    assert index.keys("thi") == [3]


def test_an_index_of_another_form_holds_nothing(indexed):
    index = indexed("thi")
    pointer = index.folder / "current"
    pointer.write_text(pointer.read_text().replace('"form": ', '"form": 9'))
    assert index.state() == State(why="other form")


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "index").write_text("x")
    index = SearchIndex.open(tmp_path / "index")
    assert index.state() == State(why="absent")
    with pytest.raises(StoreError):
        index.rebuild(STORE, 1, [])


def parts(index: SearchIndex) -> list[Path]:
    (generation,) = (path for path in index.folder.iterdir() if path.is_dir())
    return [path for path in sorted(generation.iterdir()) if path.stat().st_size and path.name != ".managed.json"]


@pytest.mark.parametrize("how", ["cut", "emptied", "changed", "removed"])
def test_damage_in_any_file_is_met_without_a_traceback(indexed, how, tmp_path):
    made = indexed(*(f"thi đua số {k}" for k in range(300)))
    met = 0
    for number, path in enumerate(parts(made)):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(made.folder, copy)
        spoil(copy / path.relative_to(made.folder), how)
        met += is_met(SearchIndex.open(copy))
    assert met == len(parts(made)) >= 7


def spoil(path: Path, how: str) -> None:
    content = path.read_bytes()
    middle = len(content) // 2
    match how:
        case "cut":
            path.write_bytes(content[:middle])
        case "emptied":
            path.write_bytes(b"")
        case "changed":
            path.write_bytes(
                content[:middle] + bytes(255 - byte for byte in content[middle : middle + 9]) + content[middle + 9 :]
            )
        case _:
            path.unlink()


def is_met(index: SearchIndex) -> bool:
    """Whether the damage is said: nothing is held, a search is refused, or the check of all bytes names the file."""
    return index.state().why is not None or refused(index) or bool(index.damage())


def refused(index: SearchIndex) -> bool:
    try:
        for typed in ("thi", '"đua số"', "số*"):
            index.search(typed)
            index.keys(typed)
    except StoreError as error:
        return "kehoach reindex" in str(error)
    return False


def test_a_whole_index_is_not_called_damaged(indexed, entry):
    index = indexed(*(f"thi {k}" for k in range(50)))
    index.update(STORE, 2, [1, 3], [entry(12, "thi")], since=1)
    assert index.damage() == []


FILL = """
import resource, signal, sys
from pathlib import Path
from models.errors import StoreFull
from pipeline.search import Entry, SearchIndex
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
index = SearchIndex.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
many = [Entry(key=k, plan_no=9, kind="clauses", alone=True, text=f"thi {k} " * 9, words="") for k in range(20_000)]
for write in (lambda: index.update("store-of-tests", 2, [0], many, since=1), lambda: index.rebuild("x", 2, many)):
    try:
        write()
    except StoreFull as error:
        print(error)
print(index.state().revision, index.keys("thi"))
"""


def test_a_write_that_does_not_fit_leaves_what_was(indexed):
    index = indexed("thi")
    done = subprocess.run(  # noqa: S603  (our own code, in a process whose files are bounded)
        [sys.executable, "-c", FILL, str(index.folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    *said, after = done.stdout.splitlines()
    assert [("no room left" in line) for line in said] == [True, True]
    assert after == "1 [0]"
    assert (index.keys("thi"), index.state().revision) == ([0], 1)
    assert index.update(STORE, 2, [0], [], since=1).revision == 2


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MiB, where this user may mount one."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    folder = tmp_path / "small"
    folder.mkdir()
    if not mount or not umount:
        pytest.skip("only root may mount")
    done = subprocess.run(  # noqa: S603  (our own command)
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run([umount, "-l", str(folder)], check=True)  # noqa: S603  (our own command)


def test_a_really_full_disk(mounted, entry):
    index = SearchIndex.open(mounted / "index")
    index.rebuild(STORE, 1, [entry(1, "thi")])
    many = [entry(k, f"thi {k} x{k * 7919} y{k * 104729}") for k in range(60_000)]
    with pytest.raises(StoreFull, match="no room left"):
        index.update(STORE, 2, [], many, since=1)
    with pytest.raises(StoreFull, match="no room left"):
        index.rebuild(STORE, 2, many)
    assert (index.keys("thi"), index.state().revision) == ([1], 1)
    assert index.update(STORE, 2, [0], [entry(2, "thi")], since=1).revision == 2


def test_a_sealed_folder_is_read_and_not_written(mounted, entry):
    index = SearchIndex.open(mounted / "index")
    index.rebuild(STORE, 1, [entry(1, "thi")])
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)  # noqa: S603, S607  (our own command)
    sealed = SearchIndex.open(mounted / "index")
    assert (sealed.keys("thi"), sealed.state().revision) == ([1], 1)
    with pytest.raises(StoreReadOnly, match="cannot be written"):
        sealed.update(STORE, 2, [], [], since=1)
    with pytest.raises(StoreReadOnly, match="cannot be written"):
        sealed.rebuild(STORE, 2, [])
