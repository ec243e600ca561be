"""What was left out for lack of a system tool is said at the end, and fails where every tool must be (CI). What a test
tells (`tell`) is said there too: the tests run in processes whose output nobody sees."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


def _load(name: str) -> Any:
    """Tests are no package: their shared modules are loaded by their files."""
    spec = importlib.util.spec_from_file_location(f"{name}_of_tests", Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_SHARED = _load("sharing")


def pytest_configure(config: pytest.Config) -> None:
    """A folder for what all processes of this run share (tests/sharing.py)."""
    if not hasattr(config, "workerinput"):
        os.environ[_SHARED.PLACE] = tempfile.mkdtemp(prefix="kehoach-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(_SHARED.PLACE, ""), ignore_errors=True)


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
    postgres = _load("postgres")
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


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return _load("copies").Copies(tmp_path_factory.mktemp("copies"))


@pytest.fixture
def begin_with(copies: Any, engine_url: str | None, request: pytest.FixtureRequest) -> Callable[..., None]:
    """`begin_with(fill, home)`: a store in `home`, on the engine of the test, that holds what the function `fill` puts
    into a store: made once a run, copied each time. To be asked before the store is opened."""

    def put(fill: Callable[[Any], object], home: Path) -> None:
        copies.put(fill, home, engine_url, request.getfixturevalue("postgres_server") if engine_url else None)

    return put
