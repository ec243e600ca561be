"""Converts files by another library, told line by line: runs in that library's own environment, without this project.

    PYTHON peer.py markitdown|unstructured

Each line of the input is the path of a file; each answer is a line of JSON, {"seconds": …} or {"error": …}.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module


def markitdown() -> Callable[[str], object]:
    convert: Callable[[str], object] = import_module("markitdown").MarkItDown().convert
    return convert


def unstructured() -> Callable[[str], object]:
    partition = import_module("unstructured.partition.auto").partition
    return lambda path: partition(filename=path, strategy="fast")  # the other strategies download models


def timed(convert: Callable[[str], object], path: str) -> dict[str, object]:
    begun = time.perf_counter()
    convert(path)
    return {"seconds": time.perf_counter() - begun}


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # What the library prints is no answer.
    convert = None
    for line in sys.stdin:
        try:
            convert = convert or {"markitdown": markitdown, "unstructured": unstructured}[sys.argv[1]]()
            answer = timed(convert, line.rstrip("\n"))
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
