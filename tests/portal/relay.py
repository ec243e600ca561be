"""A stretch of network that can be cut: a port of this machine that leads to another one."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Relay:
    """Passes bytes between its port and the one behind it, except while it is cut."""

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._lock = threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listening = self._listen(0)
        self.port: int = self._listening.getsockname()[1]

    @classmethod
    @contextmanager
    def to(cls, port: int) -> Iterator[Relay]:
        relay = cls(port)
        try:
            yield relay
        finally:
            relay.cut()

    def cut(self) -> None:
        """Break what is connected, and refuse what comes."""
        with self._lock:
            _end(self._listening)
            for pair in self._pairs:
                for one in pair:
                    _end(one)
            self._pairs.clear()

    def mend(self) -> None:
        self._listening = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listening = socket.create_server(("127.0.0.1", port), reuse_port=False)
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
        return listening

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):  # It was cut.
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", self._behind))
                with self._lock:
                    self._pairs.append((near, far))
                threading.Thread(target=self._pass, args=(near, far), daemon=True).start()

    def _pass(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            while True:
                ready, _, _ = select.select([near, far], [], [])
                for one in ready:
                    said = one.recv(1 << 16)
                    if not said:
                        break
                    (far if one is near else near).sendall(said)
                else:
                    continue
                break
        with self._lock:
            _end(near)
            _end(far)
            if (near, far) in self._pairs:
                self._pairs.remove((near, far))


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
