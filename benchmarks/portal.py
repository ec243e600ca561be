"""A portal of many hosts on this machine, in a process of its own: `python -m benchmarks.portal HOSTS DOCUMENTS`.

Every host (127.0.1.1, 127.0.1.2, …) has a feed of its documents; all have an ETag and none ever changes. It prints its
port, then answers until its stdin ends.
"""

from __future__ import annotations

import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ETAG = '"1"'
BODY = "ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: 1/KH-UBND\n\nKẾ HOẠCH\n\nPhát động phong trào thi đua\n".encode()
_ITEM = """<item><title>Kế hoạch số {no}/KH-UBND phát động phong trào thi đua</title><guid>{at}/van-ban/{no}</guid>
<pubDate>Mon, 02 Mar 2020 08:00:00 +0700</pubDate>
<enclosure url="{at}/tep/{no}.txt" type="text/plain" length="{size}"/><link>{at}/tep/{no}.txt</link></item>"""


def host(number: int) -> str:
    return f"127.0.1.{number + 1}"


def main() -> None:
    documents = int(sys.argv[1])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                self._answer(HTTPStatus.NOT_FOUND, b"")
            elif self.headers.get("If-None-Match") == ETAG:
                self._answer(HTTPStatus.NOT_MODIFIED, b"")
            elif self.path == "/rss":
                at = f"http://{self.headers['Host']}"
                items = "".join(_ITEM.format(no=k, at=at, size=len(BODY)) for k in range(documents))
                self._answer(HTTPStatus.OK, f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), "text/xml")
            else:
                self._answer(HTTPStatus.OK, BODY, "text/plain; charset=utf-8")

        def _answer(self, status: HTTPStatus, body: bytes, media_type: str = "text/plain") -> None:
            self.send_response(status)
            self.send_header("ETag", ETAG)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if status != HTTPStatus.NOT_MODIFIED:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    served = ThreadingHTTPServer(("0.0.0.0", 0), Handler)  # noqa: S104  (every 127.x address, for a benchmark)
    served.daemon_threads = True
    print(served.server_address[1], flush=True)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
