"""Each reader beside the bare library that it stands on, and beside the peers, on the same files in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import bare, samples
from benchmarks.peers import Peer, PeerError, running
from benchmarks.samples import Sample
from benchmarks.timing import Measured, in_turn, seconds
from models.document import Document, RawFile
from models.errors import ReadError
from pipeline.read import READERS
from pipeline.read.formats import DOC, DOCX, HTML, ODT, PDF, RTF
from pipeline.read.isolated import Isolated

Line = tuple[str, str]


class Asked(NamedTuple):
    """What to measure on: a folder (else files are made, of so many pages), the peers' Python, how often."""

    files: Path | None
    peers: Path | None
    repeats: int
    pages: int
    scans: int


_TIME = "as a multiple of its time"


class Bare(NamedTuple):
    """A yardstick: its name, the line of the ratio to it, and the work on one file."""

    name: str
    ratio: str
    work: Callable[[], object]
    of_speed: bool = False  # the ratio is that of speeds, not of times
    slow: bool = False  # takes seconds: a third of the repeats


def readers(raws: list[RawFile], asked: Asked) -> Iterator[Line]:
    """For each file a line for the reader, its yardstick, their ratio, and each peer."""
    with tempfile.TemporaryDirectory() as name, running(asked.peers) as peers:
        folder = Path(name)
        files = samples.given(asked.files) if asked.files else samples.made(raws, asked.pages, asked.scans, folder)
        for sample in files:
            yield from _of_file(sample, asked.repeats, peers, folder)
    if not asked.peers:
        yield "markitdown, unstructured", "not measured: name a Python that has them with --peers"


def _of_file(sample: Sample, repeats: int, peers: list[Peer], folder: Path) -> Iterator[Line]:
    read = next((reader.read for reader in READERS if reader.media_type == sample.raw.media_type), None)
    if read is None:
        yield sample.name, "no reader for it"
        return
    try:
        document = read(sample.raw)
    except ReadError as error:
        yield sample.name, f"not read: {error}"
        return
    yardstick = _yardstick(sample, document, folder)
    if yardstick:
        few = _few(repeats) if yardstick.slow else repeats
        yield from _beside(sample, document, lambda: read(sample.raw), yardstick, few)
    for peer in peers:
        yield from _beside_peer(sample, lambda: read(sample.raw), peer, _few(repeats))


def _few(repeats: int) -> int:
    return max(1, repeats // 3)


def _yardstick(sample: Sample, document: Document, folder: Path) -> Bare | None:
    kind, content = sample.raw.media_type, sample.raw.content
    ocr = [page.number for page in document.pages if page.how == "ocr"]
    if ocr:
        images = sample.images or _images(sample, ocr, folder)
        ratio = "as a multiple of its speed (aim ≥ 0.9)"
        return Bare("tesseract alone", ratio, lambda: bare.recognised(images), of_speed=True, slow=True)
    if kind == PDF:
        return Bare("pypdfium2 with character boxes", f"{_TIME} (aim ≤ 1.5)", lambda: bare.character_boxes(content))
    if kind == DOCX:
        return Bare("python-docx", f"{_TIME} (aim ≤ 2)", lambda: bare.paragraphs_and_cells(content))
    if kind == HTML:
        return Bare("lxml.html", _TIME, lambda: bare.tree_and_text(content))
    if kind in {DOC, RTF, ODT}:
        return Bare("LibreOffice's conversion", _TIME, lambda: bare.converted(sample.path), slow=True)
    return None


def _images(sample: Sample, numbers: list[int], folder: Path) -> tuple[Path, ...]:
    """The pages that are recognised, for Tesseract alone."""
    if sample.raw.media_type != PDF:
        return (sample.path,)
    paths = []
    for number, image in zip(numbers, bare.rendered(sample.raw.content, numbers), strict=True):
        paths.append(folder / f"{sample.name}-{number}.png")
        image.save(paths[-1])
    return tuple(paths)


def _beside(
    sample: Sample, document: Document, ours: Callable[[], object], yardstick: Bare, repeats: int
) -> Iterator[Line]:
    yardstick.work()
    with Isolated() as reader:
        works = {"ours": ours, "bare": yardstick.work}
        if not yardstick.slow:
            reader.read(sample.raw)
            works["apart"] = lambda: reader.read(sample.raw)
        took = in_turn(works, repeats)
    yield f"{sample.name}: kehoach", _rate(took["ours"], document)
    yield f"  {yardstick.name}", _rate(took["bare"], document)
    times = [a / b for a, b in zip(took["ours"], took["bare"], strict=True)]
    ratios = [1 / t for t in times] if yardstick.of_speed else times
    yield f"  {yardstick.ratio}", Measured.of(ratios).shown(digits=2)
    if "apart" in took:
        apart = [a / b for a, b in zip(took["apart"], took["ours"], strict=True)]
        yield "  in a process of its own, as a multiple of that", Measured.of(apart).shown(digits=2)


def _rate(took: list[float], document: Document) -> str:
    """Pages a second, pages a minute where they are recognised, or milliseconds where there are none."""
    recognised = sum(page.how == "ocr" for page in document.pages)
    if recognised:
        return Measured.of([recognised * 60 / s for s in took]).shown(" pages a minute")
    if document.pages:
        return Measured.of([len(document.pages) / s for s in took]).shown(" pages a second")
    return Measured.of(took).shown(" ms", 1000)


def _beside_peer(sample: Sample, ours: Callable[[], object], peer: Peer, repeats: int) -> Iterator[Line]:
    """The peer's clock runs in its own process; both in turn."""
    try:
        peer.seconds(sample.path)
        times = [peer.seconds(sample.path) / seconds(ours) for _ in range(repeats)]
    except PeerError as error:
        yield f"  {peer.name}", f"cannot: {str(error)[:160]}"
        return
    yield f"  {peer.name}, as a multiple of kehoach's time", Measured.of(times).shown(digits=2)
