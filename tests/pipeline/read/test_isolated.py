"""Reading in another process: what it gives, and that a hang, a crash or a bomb ends one file alone."""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.document import RawFile
from models.errors import Classified, ReaderDied, ReadError, TookTooLong, UnknownFormat
from pipeline.read import read, read_file
from pipeline.read.isolated import Isolated, Limits

PLANS = sorted((Path(__file__).parents[3] / "corpus/plans").glob("*.txt"))
WORKER = "tests.pipeline.read.bad_worker"


def file(content: str, media_type: str = "text/plain") -> RawFile:
    return RawFile(content=content.encode(), media_type=media_type, source="a.txt")


@pytest.fixture(scope="module")
def reader():
    with Isolated(Limits(memory=2 * 1024**3)) as isolated:
        yield isolated


@pytest.fixture
def bad():
    with Isolated(Limits(silence=1.5, memory=2 * 1024**3), worker=WORKER) as isolated:
        yield isolated


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_a_document_is_the_same_as_read_here(path, reader):
    raw = read_file(path)
    assert reader.read(raw) == read(raw)


def test_what_is_wrong_with_a_file_is_said_as_here(reader):
    for raw, error in ((file("MẬT\n\nKẾ HOẠCH"), Classified), (file("x", "image/png"), ReadError)):
        with pytest.raises(error, match=r"^a\.txt: "):
            reader.read(raw)
    assert reader.read(file("MẬT\n\nKẾ HOẠCH"), allow_classified=True).text.startswith("MẬT")
    with pytest.raises(UnknownFormat):
        reader.read(file("x", "application/x-elf"))


def test_many_threads_read_at_once(reader):
    texts = [f"Văn bản {k}" for k in range(12)]
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(lambda text: reader.read(file(text)), texts))
    assert [d.text for d in documents] == texts


@pytest.mark.parametrize(
    ("deed", "error", "reason"),
    [
        ("hang", TookTooLong, "given up after"),
        ("crash", ReaderDied, "SIGSEGV"),
        ("bomb", ReaderDied, "more than 2.0 GiB of memory"),
        ("fault", ReadError, "RecursionError: too deep"),
    ],
)
def test_a_bad_file_ends_alone(deed, error, reason, bad):
    with pytest.raises(error, match=reason) as raised:
        bad.read(file(deed))
    assert str(raised.value).startswith("a.txt: ")
    assert bad.read(file("print good")).text == "print good"


def test_what_a_hanging_reader_started_ends_with_it(bad, tmp_path):
    told = tmp_path / "pid"
    with pytest.raises(TookTooLong):
        bad.read(file(f"child {told}"))
    assert _ends(json.loads(told.read_text()))


def test_a_closed_reader_leaves_no_process():
    with Isolated() as isolated:
        isolated.read(file("Văn bản"))
        (process,) = isolated._idle
    assert not process.alive


def _ends(pid: int) -> bool:
    for _ in range(50):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False
