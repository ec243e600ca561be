"""Webhooks, taken by a server of the test's own that checks the signature by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from models.errors import AnnounceError
from pipeline.announce import announce, outbox, watches
from pipeline.announce.channels import webhook
from pipeline.announce.outlets import Outlets
from pipeline.announce.types import Target
from pipeline.store.question import Question
from tests.pipeline.announce.conftest import NOW, put

SECRET = base64.b64encode(bytes(range(32))).decode()


class Receiver(ThreadingHTTPServer):
    """Takes posts; `answers` are given in turn, 200 when they have run out."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/nhan?token=x"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["content-length"]))
        server.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        status = server.answers.pop(0) if server.answers else 200
        if status == 0:  # A byte now and then, for ever.
            with suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"H")
                    self.wfile.flush()
                    time.sleep(0.05)
            return
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("location", "http://127.0.0.1:1/")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def send(store, settings, clock, receiver):
    """One new plan, announced to the receiver, which sources.toml lists unless a test takes that away."""
    (settings.home / "sources.toml").write_text('[fetch]\nprivate = ["127.0.0.1"]\n', encoding="utf-8")
    watches.add(store, clock, "w", Question(unit="Lai Châu"), [Target(kind="webhook", to=receiver.address)])
    put(store, number=11, place="Lai Châu", due="15/12/2020")

    def sent(key: str | None = f"whsec_{SECRET}") -> Any:
        return announce(store, settings, clock, outlets=Outlets(webhook_key=SecretStr(key) if key else None))

    return sent


def verified(headers: dict[str, str], body: bytes, secret: str = SECRET) -> bool:
    """As the specification tells a receiver to do it, without a line of ours."""
    said = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    digest = hmac.new(base64.b64decode(secret), said, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(expected, one) for one in headers["webhook-signature"].split(" "))


def test_a_digest_is_posted_and_signed(send, receiver, clock, store):
    assert send().sent == 1
    ((headers, body),) = receiver.got
    assert verified(headers, body)
    assert not verified(headers, body + b" ")
    assert not verified(headers | {"webhook-id": "msg_other"}, body)
    assert not verified(headers | {"webhook-timestamp": "0"}, body)
    assert int(headers["webhook-timestamp"]) == 1795316400  # 22 November 2026, 03:00 UTC
    assert headers["content-type"] == "application/json"
    (kept,) = outbox.of_watch(store, "w")
    assert headers["webhook-id"] == headers["idempotency-key"] == f"msg_{kept.identity.hex}"
    said = json.loads(body)
    assert (said["type"], said["timestamp"]) == ("kehoach.digest", "2026-11-22T03:00:00Z")
    assert said["data"]["counts"] == {"new": 1}
    assert said["data"]["new"][0]["plan"]["symbol"] == "11/KH-UBND"


def test_the_example_of_the_specification_has_its_signature():
    """github.com/standard-webhooks, spec 1.0.0: the example under "Symmetric"."""
    said = webhook.signed(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        NOW.replace(year=2021, month=2, day=25, hour=13, minute=23, second=50),
        b'{"test": 2432232314}',
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert said["webhook-timestamp"] == "1614259430"
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = b'msg_p5jXN8AQM9LWM0D4loKWxJek.1614259430.{"test": 2432232314}'
    assert said["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def test_a_failure_is_tried_again_with_the_same_id_and_a_new_time(send, receiver, clock):
    receiver.answers = [500, 429, 302]
    reasons = []
    for _ in range(3):
        reasons += [failure.reason for failure in send().failures]
        clock.on(days=1)
    assert [next(n for n in ("500", "429", "302") if n in reason) for reason in reasons] == ["500", "429", "302"]
    assert (send().sent, send().sent) == (1, 0)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.got}) == 4
    assert len({body for _, body in receiver.got}) == 1
    assert all(verified(headers, body) for headers, body in receiver.got)


@pytest.mark.parametrize("status", [410, 404, 401])
def test_a_receiver_that_does_not_take_it_is_left_alone_soon(send, receiver, clock, status):
    receiver.answers = [status] * 10
    for _ in range(6):
        done = send()
        clock.on(days=1)
    assert (len(receiver.got), done.given_up) == (outbox.MOST_HOPELESS, 1)


def test_a_host_of_ones_own_network_is_asked_only_where_the_office_lists_it(send, receiver, settings):
    (settings.home / "sources.toml").unlink()
    (failure,) = send().failures
    assert "not public" in failure.reason
    assert "token" in failure.channel
    assert receiver.got == []


@pytest.mark.parametrize("name", ["localhost", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_no_other_name_of_this_machine_gets_through(store, settings, clock, receiver, name):
    watches.add(store, clock, "v", Question(), [Target(kind="webhook", to=f"http://{name}:{receiver.server_port}/")])
    done = announce(store, settings, clock, outlets=Outlets(webhook_key=SecretStr(f"whsec_{SECRET}")))
    assert (done.sent, len(done.failures), receiver.got) == (0, 1, [])


def test_a_host_that_is_away_is_a_failure(send, receiver, clock):
    receiver.server_close()
    assert "cannot be reached" in send().failures[0].reason


def test_an_answer_that_never_ends_is_left(send, receiver, monkeypatch):
    monkeypatch.setattr(webhook, "_IN_ALL", 0.3)
    receiver.answers = [0]
    (failure,) = send().failures
    assert "cannot be reached" in failure.reason


@pytest.mark.parametrize("key", [None, "whsec_hush!", "hush", "whsec_aGk="])
def test_without_a_key_nothing_is_posted_and_none_is_shown(send, receiver, key):
    done = send(key)
    assert "KEHOACH_WEBHOOK_KEY" in done.failures[0].reason
    assert "hush" not in done.failures[0].reason
    assert (done.waiting, receiver.got) == (1, [])


def test_two_keys_sign_while_one_replaces_the_other(send, receiver):
    other = base64.b64encode(b"k" * 24).decode()
    assert send(f"whsec_{SECRET} whsec_{other}").sent == 1
    ((headers, body),) = receiver.got
    assert verified(headers, body)
    assert verified(headers, body, other)


def test_what_is_signed_wrong_is_an_error_of_ours():
    with pytest.raises(AnnounceError, match="is no key"):
        webhook.signed("a", NOW, b"", "whsec_###")
