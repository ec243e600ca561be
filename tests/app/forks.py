"""Runs `kehoach` many times without importing its libraries and building its commands each time.

Each line of stdin is a request (`argv`, `env`, `out`, `err`): a child of this process, which has the libraries loaded
and the commands built but has run nothing, becomes the command, its stdout and stderr the files named. The answer is
its exit code. What is built knows neither arguments nor environment: help is English, and the language in use is chosen
when a command runs (`app.cli.main`).
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from importlib import import_module
from typing import Any

from pipeline.words import words

LIBRARIES = (
    *("typer", "rich.progress", "rich.table", "scipy.optimize", "rapidfuzz.process", "alembic.command", "fsspec"),
    *("altair", "vl_convert", "PIL.Image", "docx", "xlsxwriter", "jinja2", "lxml.html", "icalendar"),
)
"""Without polars, which starts threads: a process that is forked beside threads may wait for one that it has not."""

OURS = (
    *("pipeline.ingest", "pipeline.evaluate", "pipeline.compare", "pipeline.lineage", "pipeline.findings.run"),
    *("pipeline.report.build", "pipeline.report.writing", "pipeline.export.package.writing", "pipeline.search"),
    *("pipeline.maintaining.doctor", "pipeline.maintaining.restore", "pipeline.timeline"),
)


def main() -> None:
    _preload()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            _become_the_command(request)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _preload() -> None:
    for library in LIBRARIES:
        import_module(library)
    for ours in OURS:
        import_module(ours)
    words("nạp sẵn")
    from typer.main import get_command

    from app import cli

    command = get_command(cli.build())
    cli.build = lambda: command


def _become_the_command(request: dict[str, Any]) -> None:
    for descriptor, path in ((1, request["out"]), (2, request["err"])):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, descriptor)
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = ["kehoach", *request["argv"]]
    try:
        from app.cli import main as kehoach

        kehoach()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    else:
        code = 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
