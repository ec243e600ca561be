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


def markitdown() -> Callable[[str], str]:
    convert = import_module("markitdown").MarkItDown().convert
    return lambda path: str(convert(path).text_content)


def unstructured() -> Callable[[str], str]:
    partition = import_module("unstructured.partition.auto").partition
    # The other strategies download models.
    return lambda path: "".join(map(str, partition(filename=path, strategy="fast")))


def timed(convert: Callable[[str], str], path: str) -> dict[str, object]:
    begun = time.perf_counter()
    text = convert(path)
    took = time.perf_counter() - begun
    return {"seconds": took} if text.strip() else {"error": "it finds no text"}


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
