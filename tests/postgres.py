"""A PostgreSQL server of the test run's own: on this machine's loopback, in a temporary folder, gone at the end."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_USER = "kehoach"
_PATIENCE = 30.0


class Server:
    """A running server; each database made in it is empty."""

    def __init__(self, port: int) -> None:
        self._at = f"{_USER}@127.0.0.1:{port}"

    def database(self) -> str:
        """The URL of a new database."""
        name = f"test_{secrets.token_hex(6)}"
        with psycopg.connect(f"postgresql://{self._at}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return f"postgresql+psycopg://{self._at}/{name}"

    def replace(self, url: str, by: str) -> None:
        """Make the database `url` a copy of the database `by`, to which nobody may be connected."""
        self.drop(url)
        name, template = (one.rsplit("/", 1)[1] for one in (url, by))
        with psycopg.connect(f"postgresql://{self._at}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[call-overload]

    def drop(self, url: str) -> None:
        with psycopg.connect(f"postgresql://{self._at}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")  # type: ignore[call-overload]


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`; Debian keeps them off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@contextmanager
def server() -> Iterator[Server]:
    """Start a server and end it. It refuses to run as root, so there it runs as the user that its package made."""
    folder = Path(tempfile.mkdtemp(prefix="kehoach-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    try:
        with _running(folder, user) as port:
            yield Server(port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(folder: Path, user: str | None) -> Iterator[int]:
    tools, data, port = binaries(), folder / "data", _free_port()
    assert tools
    initdb = [tools / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    subprocess.run(initdb, user=user, cwd=folder, check=True, capture_output=True)  # noqa: S603
    # What the tests write need not outlive the machine.
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(  # noqa: S603
        [tools / "postgres", "-D", data, *options], user=user, cwd=folder, stdout=log, stderr=log
    )
    try:
        _wait(process, port, folder / "log")
        yield port
    finally:
        process.terminate()
        process.wait(_PATIENCE)
        log.close()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(f"postgresql://{_USER}@127.0.0.1:{port}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text(errors="replace")) from None
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
