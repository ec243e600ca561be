"""What was left out for lack of a system tool is said at the end, and fails where every tool must be (CI)."""

from __future__ import annotations

import os
from typing import Any

import pytest

LACK = "needs "
"""How the reason begins with which a test is skipped where a tool is missing: `needs tesseract`."""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    lacking = _left_out(terminalreporter)
    if lacking:
        terminalreporter.section("left out")
        for reason, count in sorted(lacking.items()):
            terminalreporter.line(f"{count} tests: {reason} (make system)")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and exitstatus == pytest.ExitCode.OK and _left_out(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _left_out(reporter: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        if reason.startswith(LACK):
            found[reason] = found.get(reason, 0) + 1
    return found
