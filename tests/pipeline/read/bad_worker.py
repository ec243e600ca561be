"""A worker that misbehaves as the file says: what a hostile file could make of a reader."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipeline.read import worker


def read(raw, **_options):
    deed, _, said = raw.content.decode().partition(" ")
    if deed == "hang":
        time.sleep(600)
    if deed == "child":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        Path(said).write_text(json.dumps(child.pid))
        time.sleep(600)
    if deed == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if deed == "print":
        print("what a library prints", flush=True)
        os.write(1, b"and what C prints")
    if deed == "bomb":
        return b"x" * (8 * 1024**3)
    if deed == "fault":
        raise RecursionError("too deep")
    return _read(raw)


_read = worker.read
worker.read = read

if __name__ == "__main__":
    worker.main()
