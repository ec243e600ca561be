"""A mail (RFC 5322) with the digest as plain text and as HTML, over an SMTP server that the office names.

Its Message-ID is the same however often it is sent: mail systems drop what they have already.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from models.base import Frozen
from models.errors import AnnounceError, UsageError
from pipeline.announce.channels.means import Means, hopeless
from pipeline.announce.types import Notice
from pipeline.messages import language

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
"""What HTML calls a valid address: a narrower form than RFC 5322 allows, with nothing in it that a header could take
for its own."""
_SCHEMES = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
_SECONDS = 30.0
"""To wait for each answer of the server."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FOR_GOOD = range(500, 600)
"""Answers that say that it will never do (RFC 5321, 4.2.1)."""


class Server(Frozen):
    """The server that takes mails, as KEHOACH_SMTP names it."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: SecretStr | None = None


def check(to: str) -> str:
    """An address. Raises UsageError for what is none."""
    said = to.strip()
    if not _ADDRESS.fullmatch(said) or ".." in said:
        raise UsageError(f"{to[:100]!r} is no e-mail address")
    return said


def send(notice: Notice, means: Means) -> None:
    """Hand the mail to the server. Raises AnnounceError, one that does not pass where it is refused for good."""
    sender = means.outlets.mail_from
    if means.outlets.smtp is None or sender is None:
        raise AnnounceError("mails need a server and a sender; set KEHOACH_SMTP and KEHOACH_MAIL_FROM")
    server = server_of(means.outlets.smtp)
    if not _can_log_in(server):
        raise AnnounceError("user and password of KEHOACH_SMTP must be letters of ASCII; choose another password")
    mail = message(notice, _sender(sender))
    with _told(server), _connected(server) as connection:
        connection.send_message(mail, from_addr=_sender(sender), to_addrs=[notice.target.to])


def _sender(said: str) -> str:
    try:
        return check(said)
    except UsageError as error:
        raise AnnounceError("KEHOACH_MAIL_FROM is no e-mail address; correct it") from error


def message(notice: Notice, sender: str) -> EmailMessage:
    """The mail in the language in use."""
    from pipeline.announce import markdown, page
    from pipeline.announce.sheets import sheet

    told = sheet(notice.digest)
    mail = EmailMessage(policy=SMTP)
    local, _, domain = sender.rpartition("@")
    mail["From"] = Address("kehoach", local, domain)
    local, _, at = notice.target.to.rpartition("@")
    mail["To"] = Address("", local, at)
    mail["Subject"] = one_line(told.title)
    mail["Date"] = format_datetime(notice.made_at.replace(tzinfo=UTC))
    mail["Message-ID"] = f"<{notice.identity.hex}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine need answer.
    mail.set_content(markdown.plain((told,)), cte="quoted-printable")
    mail.add_alternative(page.page((told,)), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = language()  # Of the whole: what is set before goes to the first part alone.
    return mail


def one_line(text: str) -> str:
    """Fit for a header: no line ends and no control characters, whatever a plan or a name has in it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def server_of(said: SecretStr) -> Server:
    """The server that a URL names. Raises AnnounceError, which does not show the URL: a password may stand in it."""
    wrong = AnnounceError("KEHOACH_SMTP is no server such as smtp://user:password@host:587 or smtps://host; correct it")
    try:
        parsed = urlsplit(said.get_secret_value())
        port = parsed.port
    except ValueError:
        raise wrong from None
    if parsed.scheme not in _SCHEMES or not parsed.hostname or parsed.path.strip("/") or parsed.query:
        raise wrong
    return Server(
        scheme=parsed.scheme,
        host=parsed.hostname,
        port=port or _SCHEMES[parsed.scheme],
        user=unquote(parsed.username) if parsed.username else None,
        password=SecretStr(unquote(parsed.password)) if parsed.password else None,
    )


def _can_log_in(server: Server) -> bool:
    """What smtplib can send; servers agree on nothing else."""
    said = (server.user or "") + (server.password.get_secret_value() if server.password else "")
    return said.isascii()


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        if server.scheme != "smtps":
            _secure(connection, server, context)
        if server.user is not None:
            connection.login(server.user, server.password.get_secret_value() if server.password else "")
        yield connection
    finally:
        # What it says to the farewell, or that it has hung up, changes nothing: the mail was taken before, or not.
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _secure(connection: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    """TLS from here on. Without it nothing is sent, but on this machine, or where the office says so in so many words;
    a password never is."""
    connection.ehlo()
    if server.scheme == "smtp" and connection.has_extn("starttls"):
        connection.starttls(context=context)
        connection.ehlo()
    elif server.host not in _LOOPBACK and (server.scheme == "smtp" or server.user is not None):
        raise AnnounceError(
            f"{server.host}:{server.port} offers no secure connection (STARTTLS); use smtps://, or smtp+plain:// "
            f"without a password in a network of your own"
        )


@contextmanager
def _told(server: Server) -> Iterator[None]:
    """What the server refused or the network broke, in our words; neither shows the password."""
    at = f"{server.host}:{server.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise AnnounceError(f"{at}: the mail server does not accept user and password of KEHOACH_SMTP") from error
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refused(at, code, said) from error
    except smtplib.SMTPDataError as error:
        raise _refused(at, error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPResponseException as error:
        answer = _words(error.smtp_error)
        raise AnnounceError(f"{at}: the mail server answered {error.smtp_code} {answer}") from error
    except ssl.SSLCertVerificationError as error:
        raise AnnounceError(
            f"{at}: the certificate of the mail server proves nothing ({error.verify_message})"
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise AnnounceError(f"{at}: the mail server cannot be used ({reason})") from error


def _refused(at: str, code: int, said: bytes | str) -> AnnounceError:
    reason = f"{at}: the mail server refused the mail: {code} {_words(said)}"
    return hopeless(reason) if code in _FOR_GOOD else AnnounceError(reason)


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return one_line(text)[:200]
