"""What was left out for lack of a system tool is said at the end, and fails where every tool must be (CI). What a test
tells (`tell`) is said there too: the tests run in processes whose output nobody sees."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


def _load_postgres() -> Any:
    """Tests are no package: their one shared module is loaded by its file."""
    spec = importlib.util.spec_from_file_location("postgres_of_tests", Path(__file__).with_name("postgres.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


LACK = "needs "
"""How the reason begins with which a test is skipped where a tool is missing: `needs tesseract`."""


_TOLD = "told"
"""The property of a test's report that keeps what it tells."""


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say a line at the end of the run, such as how many kills landed."""

    def told(line: str) -> None:
        request.node.user_properties.append((_TOLD, line))

    return told


def pytest_terminal_summary(terminalreporter: Any) -> None:
    told = list(_told(terminalreporter))
    if told:
        terminalreporter.section("told")
        for line in sorted(told):
            terminalreporter.line(line)
    lacking = _left_out(terminalreporter)
    if lacking:
        terminalreporter.section("left out")
        for reason, count in sorted(lacking.items()):
            terminalreporter.line(f"{count} tests: {reason} (make system)")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # One of several processes; the one that started them sees all reports.
        return
    if os.environ.get("CI") == "true" and exitstatus == pytest.ExitCode.OK and _left_out(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _told(reporter: Any) -> Iterator[str]:
    for reports in reporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "teardown":  # It has all that the test told.
                yield from (line for name, line in report.user_properties if name == _TOLD)


def _left_out(reporter: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        if reason.startswith(LACK):
            found[reason] = found.get(reason, 0) + 1
    return found


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """The test run's own PostgreSQL, started when the first test asks for it."""
    postgres = _load_postgres()
    if postgres.binaries() is None:
        pytest.skip(f"{LACK}postgresql")
    with postgres.server() as running:
        yield running


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:
    """An empty database of its own."""
    url = postgres_server.database()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def engine_url(request: pytest.FixtureRequest) -> str | None:
    """What KEHOACH_DATABASE says: nothing for the file in the home, or a PostgreSQL. A test that asks for it runs on
    both engines."""
    return None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
