"""The documents of an e-mail: what is attached, else its text.

An office sends a plan as an attachment, and its text then only says so: the text is a document of its own only where
nothing is attached.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from models.errors import EmptyFile, NeedsPassword, ReadError, UnknownFormat
from pipeline.read.archives.limits import Budget
from pipeline.read.archives.members import Member, is_no_document
from pipeline.read.archives.mime import is_web_archive, parsed, payload

MAIL = "message/rfc822"
WEB_ARCHIVE = "multipart/related"

_LOGO = 24 * 1024  # bytes up to which an attached picture is an ornament of the message rather than a scan
_NOT_DOCUMENTS = frozenset(
    ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/calendar",
     "text/x-vcard", "text/vcard", "message/delivery-status", "message/disposition-notification",
     "message/external-body", "message/partial", "text/rfc822-headers"]
)  # fmt: skip
_OUTLOOK = frozenset(["application/ms-tnef", "application/vnd.ms-tnef"])
_ENCRYPTED = frozenset(["application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"])


def members_of_mail(content: bytes, budget: Budget) -> Iterator[Member]:
    """What is attached, in order, forwarded messages as messages; without any, the text.

    Raises Unsafe or DamagedFile where its parts cannot be told, EmptyFile where it holds nothing.
    """
    message = parsed(content)
    if is_web_archive(message):
        yield Member("page", content, WEB_ARCHIVE)
        return
    attached = False
    bodies: list[Message] = []
    for part in _parts(message):
        if _is_body(part):
            bodies.append(part)
        elif not _is_ornament(part):
            attached = True
            budget.open_member()
            yield Member(_name(part) or f"part {budget.members}", _attached(part, budget), _media_type(part))
    if attached:
        return
    body = next((b for b in bodies if b.get_content_type() == "text/html"), bodies[0] if bodies else None)
    if body is None or not (text := _text(body).strip()):
        raise EmptyFile("it holds no attachment and no text")
    budget.open_member()
    budget.expand(len(text), len(text), len(text))
    yield Member("text", text, "text/html" if body.get_content_type() == "text/html" else None)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves in order; a forwarded message is one."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += reversed([p for p in part.get_payload() if isinstance(p, Message)])
        else:
            yield part


def _is_body(part: Message) -> bool:
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and not _name(part)
    )


def _is_ornament(part: Message) -> bool:
    """Signatures, receipts, and the pictures that a message shows in its text."""
    kind = part.get_content_type()
    if kind in _NOT_DOCUMENTS or is_no_document(_name(part)):
        return True
    if part.get_content_maintype() != "image":
        return False
    shown = bool(part.get("Content-ID")) and part.get_content_disposition() != "attachment"
    return shown or len(payload(part)) <= _LOGO


def _attached(part: Message, budget: Budget) -> bytes | ReadError:
    kind = part.get_content_type()
    if kind in _OUTLOOK or _name(part).lower() == "winmail.dat":
        return UnknownFormat("it is Outlook's own package (winmail.dat); ask for the message as plain text or HTML")
    if kind in _ENCRYPTED:
        return NeedsPassword("it is encrypted for who received it; save what it holds from the mail program")
    content = _forwarded(part) if kind == MAIL else payload(part)
    if not content:
        return EmptyFile("it is empty")
    try:
        budget.expand(len(content), len(content), len(content))
    except ReadError as error:
        return error
    return content


def _forwarded(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        try:
            return inner[0].as_bytes()
        except (ValueError, LookupError, KeyError, RecursionError, AttributeError):
            return b""
    return payload(part)


def _media_type(part: Message) -> str | None:
    """Only a forwarded message says more than its bytes do."""
    return MAIL if part.get_content_type() == MAIL else None


def _text(part: Message) -> bytes:
    """The text in UTF-8, by the encoding that the part declares; as it stands where that does not fit."""
    content = payload(part)
    try:
        return content.decode(part.get_content_charset() or "utf-8").encode("utf-8")
    except (LookupError, UnicodeError):
        return content


def _name(part: Message) -> str:
    """The file name, RFC 2231 and RFC 2047 undone; that of a forwarded message is its subject."""
    name = part.get_param("filename", None, "content-disposition") or part.get_param("name")
    if name is None and part.get_content_type() == MAIL:
        name = _subject(part)
    if not name:
        return ""
    text = collapse_rfc2231_value(name)
    try:
        return str(make_header(decode_header(" ".join(text.split()))))
    except (HeaderParseError, LookupError, ValueError):
        return text


def _subject(part: Message) -> str | None:
    inner = part.get_payload()
    message = inner[0] if isinstance(inner, list) and inner else None
    subject = str(message.get("Subject", "")).strip() if isinstance(message, Message) else ""
    return f"{subject}.eml" if subject else None
