"""The most memory that reading takes, in a process of its own: flat, however long the document is."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.samples import paragraphs, pdf
from models.document import RawFile

PAGES = (1, 50, 500)

# ru_maxrss is in KiB on Linux; what the reader starts itself counts too.
_CHILD = """
import resource, sys
from pathlib import Path
from pipeline.read import read, read_file
document = read(read_file(Path(sys.argv[1])))
assert len(document.pages) == int(sys.argv[2]), len(document.pages)
print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


def peak_memory(raws: list[RawFile]) -> Iterator[tuple[str, str]]:
    """A line a length."""
    text, peaks = paragraphs(raws), {}
    with tempfile.TemporaryDirectory() as folder:
        for pages in PAGES:
            path = Path(folder) / f"{pages}.pdf"
            path.write_bytes(pdf(text, pages))
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-c", _CHILD, str(path), str(pages)], capture_output=True, text=True, check=False
            )
            if done.returncode:
                yield f"{pages} pages", f"not read: {done.stderr.strip().splitlines()[-1]}"
                return
            peaks[pages] = int(done.stdout) / 1024
            yield (
                f"a born-digital PDF of {pages} pages{' (aim < 400)' if pages == 500 else ''}",
                f"{peaks[pages]:.0f} MB",
            )
    yield f"{PAGES[-1]} pages as a multiple of {PAGES[1]} (aim: flat)", f"{peaks[PAGES[-1]] / peaks[PAGES[1]]:.2f}"
