"""Bad files of every kind, as an office would meet them: one folder, the real command, each with its own outcome."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from models.document import RawFile
from models.errors import ReaderDied, TookTooLong
from pipeline.read.isolated import Isolated, Limits
from tests import sharing
from tests.pipeline.read import bad_files
from tests.pipeline.read.bad_files import FONTS, PLAN

ROOT = Path(__file__).parents[3]
GOOD = sorted((ROOT / "corpus/plans").glob("*.txt"))[:2]
STORED = "stored"

needs_fonts = pytest.mark.skipif(not FONTS.is_dir(), reason="needs fonts-liberation2")
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
needs_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs soffice")

# What becomes of each: words of its reason, or that it is stored.
OUTCOMES = {
    "truncated.pdf": "broken or cut off; get the file again",
    "encrypted.pdf": "opens only with a password; save a copy without one",
    "page-tree-loop.pdf": "no text found on its 2 pages",
    "table-loop.pdf": "no text found on its one page",
    "10000-pages.pdf": "10,000 pages, and at most 1,000 are read; split it",
    "huge-picture.pdf": "no text found",
    "jbig2-bomb.pdf": "no text found",
    "jpx-bomb.pdf": "no text found",
    "huge-page.pdf": "no text found",
    "no-content.pdf": "no text found",
    "field-only.pdf": "no text found",
    "note-only.pdf": "no text found",
    "white.pdf": "no text found on its one page (blank, or a picture of something else)",
    "photo.pdf": "no text found",
    "stamp-only-layer.pdf": STORED,
    "other-layer.pdf": STORED,
    "own-layer.pdf": STORED,
    "white.png": "no text found",
    "photo.jpg": "no text found",
    "huge.png": "a picture of more than 120,000,000 points",
    "thin.png": "no text found",
    "half-picture.jpg": "cannot be decoded; export or scan it again",
    "word-as-pdf.pdf": STORED,
    "text-as-word.docx": STORED,
    "picture-as-word.docx": "no text found",
    "pdf-and-page.html": STORED,
    "pdf-and-zip.pdf": STORED,
    "page-and-pdf.htm": "in which encoding",
    "bomb-declared.docx": "expands beyond any Word document",
    "bomb-ratio.docx": "expands beyond any Word document",
    "entity.docx": "names a document type or entities",
    "macro.docx": "carries macros; save it as .docx without them",
    "half.docx": "its ZIP container is broken",
    "half-pdf-half-word.pdf": "broken or cut off",
    "half-text.txt": "binary data of no known format",
    "garbage.doc": "LibreOffice could make nothing of it",
    "macro.doc": "LibreOffice could make nothing of it",
    "garbage.xls": "an old Office document",
    "garbage.rtf": "LibreOffice could make nothing of it",
    "deep.html": "2,000 deep in each other",
    "garbage.mht": "in which encoding",
    "bomb.zip!ke hoach.txt": "larger than 32 MiB",
    "bomb.zip!tot.txt": STORED,
    "bomb-in-zip.zip!a.zip!ke hoach.txt": "larger than 32 MiB",
    "bomb.eml!ke hoach.docx": "expands beyond any Word document",
    "locked.zip!ke.txt": "encrypted; unpack it with its password",
    "secret.docx": "marked MẬT; nothing of it was kept",
    "secret.pdf": "marked MẬT; nothing of it was kept",
    "secret-scan.pdf": "marked MẬT; nothing of it was kept",
    "secret-stamp.png": "marked MẬT; nothing of it was kept",
    "secret.zip!mat.txt": "marked MẬT; nothing of it was kept",
    "secret.zip!thuong.txt": STORED,
    "secret.eml!mat.docx": "marked MẬT; nothing of it was kept",
    "nothing.pdf": "it is empty",
}
# Without programs: what each needs is named, with how to get it.
WITHOUT_TOOLS = {
    "white.pdf": "needs OCR: page 1; tesseract is not installed; install tesseract-ocr",
    "secret-scan.pdf": "needs OCR: page 1; tesseract is not installed",
    "white.png": "it is a picture, and tesseract is not installed; install tesseract-ocr",
    "garbage.rtf": "reading it needs LibreOffice; install it with `apt-get install libreoffice-writer`",
    "own-layer.pdf": STORED,
    "truncated.pdf": "broken or cut off",
}


class Batch(NamedTuple):
    outcomes: dict[str, dict[str, Any]]
    """By file or member."""
    exit: int
    said: str
    home: Path
    left: set[str]
    """What is in the folder for temporary files afterwards."""
    peak: int
    """KiB of the largest process."""


def ingest(folder: Path, files: dict[str, bytes], **environment: str) -> Batch:
    """The command on a folder of files and two good plans."""
    documents, home, temporary = (folder / name for name in ("documents", "home", "tmp"))
    for made in (documents, home, temporary):
        made.mkdir()
    for name, content in files.items():
        (documents / name).write_bytes(content)
    for plan in GOOD:
        shutil.copy(plan, documents)
    ours = {"KEHOACH_HOME": str(home), "KEHOACH_LANG": "en", "TMPDIR": str(temporary), **environment}
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "app.cli", "ingest", str(documents), "--json"],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("KEHOACH_")} | ours,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    outcomes = {
        str(Path(o["path"]).relative_to(documents)) + (f"!{o['member']}" if o["member"] else ""): o
        for o in json.loads(done.stdout)["outcomes"]
    }
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return Batch(outcomes, done.returncode, done.stderr, home, {p.name for p in temporary.iterdir()}, peak)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return sharing.once("bad files", bad_files.all_files)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> Batch:
    folder = sharing.place("bad files") or tmp_path_factory.mktemp("bad")

    def ingested() -> Batch:
        folder.mkdir(exist_ok=True)
        return ingest(folder, {n: c for n, c in files.items() if n not in bad_files.ENDLESS})

    return sharing.once("batch of bad files", ingested)


@needs_fonts
@needs_tesseract
@needs_soffice
@pytest.mark.parametrize("name", OUTCOMES)
def test_a_bad_file_has_a_clear_outcome(name: str, batch: Batch) -> None:
    judge(batch.outcomes[name], OUTCOMES[name])


@needs_fonts
@needs_tesseract
@needs_soffice
def test_the_batch_is_done_and_nothing_is_left_behind(batch: Batch) -> None:
    assert set(batch.outcomes) == {*OUTCOMES, *(p.name for p in GOOD)}
    assert (batch.exit, batch.said) == (0, "")
    assert all(batch.outcomes[plan.name]["status"] == STORED for plan in GOOD)
    assert batch.left == set()
    assert not [p for p in processes() if str(batch.home.parent) in p]
    assert batch.peak < 2 * 1024**2


@needs_fonts
@needs_tesseract
@needs_soffice
def test_of_a_secret_nothing_is_kept(batch: Batch, files: dict[str, bytes]) -> None:
    kept = {p.read_bytes() for p in batch.home.rglob("*") if p.is_file()}
    assert not kept & {c for n, c in files.items() if n.startswith("secret")}


@needs_fonts
@needs_tesseract
@needs_soffice
def test_a_layer_is_believed_where_the_picture_says_the_same(batch: Batch) -> None:
    own, other = (batch.outcomes[name] for name in ("own-layer.pdf", "other-layer.pdf"))
    assert own["reason"] is None
    assert other["reason"].startswith("page 1: its text layer is not that of its picture (")
    assert other["plan_id"] == own["plan_id"]  # that of the picture, not of the layer


@needs_fonts
def test_what_is_missing_is_named_with_how_to_get_it(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "none").mkdir()
    batch = ingest(tmp_path, {n: c for n, c in files.items() if n in WITHOUT_TOOLS}, PATH=str(tmp_path / "none"))
    for name, outcome in WITHOUT_TOOLS.items():
        judge(batch.outcomes[name], outcome)
    assert batch.exit == 0
    assert batch.left == set()


@pytest.mark.parametrize("build", [bad_files.form_loop, bad_files.forms_of_forms, bad_files.stream_bomb])
def test_a_page_that_takes_all_memory_ends_alone(build: Any) -> None:
    with Isolated(Limits(memory=3 * 1024**3 // 4, silence=60)) as reader:
        with pytest.raises(ReaderDied, match=r"0\.8 GiB of memory"):
            reader.read(pdf_of(build()))
        assert reader.read(RawFile(content=PLAN.encode(), media_type="text/plain", source="a.txt")).text


def test_a_page_that_takes_minutes_is_given_up() -> None:
    with Isolated(Limits(silence=2)) as reader, pytest.raises(TookTooLong, match="split it, or leave it out"):
        reader.read(pdf_of(bad_files.many_paths()))


def pdf_of(content: bytes) -> RawFile:
    return RawFile(content=content, media_type="application/pdf", source="a.pdf")


def judge(outcome: dict[str, Any], expected: str) -> None:
    """Stored, or failed with one line that bears the words in their order."""
    if expected == STORED:
        # Several of the files hold one plan, each another version of it.
        assert outcome["status"] in (STORED, "new version", "rendition"), outcome["reason"]
        return
    assert outcome["status"] == "failed"
    reason = outcome["reason"]
    assert "\n" not in reason
    at = 0
    for words in expected.split("; "):
        at = reason.find(words, at)
        assert at >= 0, reason


def processes() -> list[str]:
    """The command line and the environment of whatever runs and may be looked at."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            environment = (folder / "environ").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        found.append(f"{line} {environment}")
    return found
