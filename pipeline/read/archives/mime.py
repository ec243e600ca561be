"""MIME messages (RFC 2045 to 2049) within bounds: e-mails and web archives are both such messages."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message

from models.errors import DamagedFile, Unsafe

_MOST_PARTS = 1_000
_CARRIED = ("To", "Received", "Delivered-To", "Return-Path", "Message-ID", "Cc", "Bcc")


def parsed(content: bytes) -> Message:
    """The message. Raises Unsafe beyond 1,000 boundaries, DamagedFile where its parts cannot be told."""
    if content.lower().count(b"boundary=") > _MOST_PARTS:
        raise Unsafe(f"it has more than {_MOST_PARTS:,} parts within parts")
    try:
        return message_from_bytes(content, policy=policy.compat32)
    except (RecursionError, ValueError, LookupError, TypeError) as error:
        raise DamagedFile("its parts cannot be told from each other") from error


def payload(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone as far as it goes; none for a part that holds parts."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def is_web_archive(message: Message) -> bool:
    """Whether it is a page saved by a browser or by Word (RFC 2557) rather than a message that was sent."""
    kind = message.get_content_type()
    return kind == "multipart/related" and not any(name in message for name in _CARRIED)
