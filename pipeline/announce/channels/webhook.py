"""A webhook, signed as the Standard Webhooks specification says (standardwebhooks.com, version 1.0.0).

`webhook-id` is the same however often a digest is sent, so that a receiver takes it once; `Idempotency-Key` says the
same to those that know that name. What is signed is `id.timestamp.body`, with HMAC-SHA256.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.errors import AnnounceError, FetchError, UsageError
from pipeline.announce.channels.means import Means, hopeless
from pipeline.announce.types import Notice

if TYPE_CHECKING:
    from pipeline.fetch.types import Manners

_PREFIX = "whsec_"
_SHORTEST, _LONGEST = 16, 64
"""Bytes of a key; the specification asks for 24 to 64, and some senders give 16."""
_SECONDS, _IN_ALL = 20.0, 60.0
"""Without a byte, as the specification recommends (15 to 30); and for the whole of it, within a notice's lease."""
_GONE = 410
_LATER = frozenset({408, 409, 425, 429})
"""Answers 4xx that say "not now"; the others say "not so"."""


def check(to: str) -> str:
    """The address in its one form. Raises UsageError."""
    from pipeline.fetch.addresses import canonical

    try:
        return canonical(to)
    except FetchError as error:
        raise UsageError(str(error)) from error


def send(notice: Notice, means: Means) -> None:
    """Post the digest. Raises AnnounceError, one that does not pass where the receiver refuses it for good."""
    keys = means.outlets.webhook_key
    if keys is None:
        raise AnnounceError(
            "webhooks are signed, and KEHOACH_WEBHOOK_KEY is not set; set it to whsec_ and a key in Base64"
        )
    body = payload(notice)
    headers = {
        "content-type": "application/json",
        "user-agent": "kehoach",
        "idempotency-key": identity(notice),
        **signed(identity(notice), means.clock.now(), body, keys.get_secret_value()),
    }
    _answered(_post(notice.target.to, body, headers, means), notice.target.to)


def identity(notice: Notice) -> str:
    return f"msg_{notice.identity.hex}"


def payload(notice: Notice) -> bytes:
    """The body: `type`, `timestamp` and `data`, as the specification recommends."""
    said = {
        "type": "kehoach.digest",
        "timestamp": notice.made_at.replace(tzinfo=UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "data": {"counts": notice.digest.counts(), **notice.digest.model_dump(mode="json")},
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def signed(name: str, at: datetime, body: bytes, keys: str) -> dict[str, str]:
    """The headers that prove who sends; one signature for each key. `at` is in UTC. Raises AnnounceError."""
    timestamp = str(int(at.replace(tzinfo=UTC).timestamp()))
    said = f"{name}.{timestamp}.".encode() + body
    macs = [hmac.new(_key(key), said, hashlib.sha256).digest() for key in keys.split()]
    signatures = [f"v1,{base64.b64encode(mac).decode()}" for mac in macs]
    return {"webhook-id": name, "webhook-timestamp": timestamp, "webhook-signature": " ".join(signatures)}


def _key(said: str) -> bytes:
    try:
        key = base64.b64decode(said.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise AnnounceError(
            f"KEHOACH_WEBHOOK_KEY is no key: whsec_ and {_SHORTEST} to {_LONGEST} bytes in Base64 are meant; correct it"
        )
    return key


def _post(address: str, body: bytes, headers: dict[str, str], means: Means) -> int:
    """The status of the answer; its body is not read. Only public hosts are asked, and those that the office lists."""
    import httpx

    from pipeline.fetch.addresses import shown
    from pipeline.fetch.network import ENDS_AT, ClosedAddress, PublicTransport

    until = {ENDS_AT: time.monotonic() + _IN_ALL}
    try:
        with (
            PublicTransport(_manners(means)) as transport,
            httpx.Client(transport=transport, timeout=_SECONDS, trust_env=False, follow_redirects=False) as client,
            client.stream("POST", address, content=body, headers=headers, extensions=until) as answer,
        ):
            return answer.status_code
    except ClosedAddress as error:
        raise hopeless(
            f"{shown(address)}: its host lies at {error}, which is not public; where the office means to send there, "
            f"name the host in `private` of [fetch] in sources.toml"
        ) from error
    except httpx.HTTPError as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise AnnounceError(f"{shown(address)}: the webhook cannot be reached ({reason})") from error


def _manners(means: Means) -> Manners:
    """Which hosts of its own network the office lists: the same list for what is fetched and what is sent."""
    from pipeline.fetch.types import Manners
    from pipeline.sources.config import examined, path_of

    path = path_of(means.settings)
    if not path.is_file():
        return Manners()
    try:
        return examined(path)[0].fetch
    except UsageError as error:
        raise AnnounceError(str(error)) from error


def _answered(status: int, address: str) -> None:
    from pipeline.fetch.addresses import shown

    if 200 <= status < 300:
        return
    if status == _GONE or (400 <= status < 500 and status not in _LATER):
        raise hopeless(f"{shown(address)}: the webhook answered {status}: it does not take this; check the address")
    raise AnnounceError(f"{shown(address)}: the webhook answered {status}; it is tried again by itself")
