"""Mails, taken by a mail server of the test's own."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from pydantic import SecretStr

from models.errors import AnnounceError
from pipeline.announce import announce, outbox, watches
from pipeline.announce.channels import mail
from pipeline.announce.outlets import Outlets
from pipeline.announce.types import Notice, Target
from pipeline.store.question import Question
from tests.pipeline.announce.conftest import put

USER, PASSWORD = "tin@noivu.vn", "a b%/@:x"


class Box:
    """What a mail server took, or what it answers instead."""

    def __init__(self) -> None:
        self.got: list[tuple[str, list[str], EmailMessage]] = []
        self.refuses_to: str | None = None
        self.refuses_data: str | None = None
        self.were_secure: list[bool] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.refuses_to:
            return self.refuses_to
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses_data:
            return self.refuses_data
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        self.got.append((envelope.mail_from, envelope.rcpt_tos, read))
        self.were_secure.append(session.ssl is not None)
        return "250 OK"


class _Server(Controller):
    def __init__(self, box: Box, **settings: Any) -> None:
        self.settings = settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        super().__init__(box, hostname="127.0.0.1", port=port)

    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="test", **self.settings)


@pytest.fixture
def box() -> Box:
    return Box()


def serve(box: Box, **settings: Any) -> Iterator[int]:
    server = _Server(box, **settings)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@pytest.fixture
def port(box: Box) -> Iterator[int]:
    """A server without TLS."""
    yield from serve(box)


@pytest.fixture
def secure_port(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that wants STARTTLS and a password, whose certificate this process trusts."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(trusted)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))

    def is_known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (USER.encode(), PASSWORD.encode()), handled=False)

    yield from serve(box, tls_context=context, require_starttls=True, authenticator=is_known, auth_required=True)


def outlets(url: str, sender: str | None = "tin@noivu.vn") -> Outlets:
    return Outlets(smtp=SecretStr(url), mail_from=sender)


@pytest.fixture
def send(store, settings, clock):
    """One new plan, announced to one address through a server."""
    watches.add(store, clock, "Văn hóa công sở", Question(unit="Lai Châu"), [Target(kind="mail", to="so@noivu.vn")])
    put(store, number=11, place="Lai Châu", due="15/12/2020")

    def sent(given: Outlets) -> Any:
        return announce(store, settings, clock, outlets=given)

    return sent


def test_a_mail_says_it_as_text_and_as_html_in_vietnamese(send, port, box, store, say_vietnamese):
    assert send(outlets(f"smtp://127.0.0.1:{port}")).sent == 1
    ((sender, to, got),) = box.got
    assert (sender, to) == ("tin@noivu.vn", ["so@noivu.vn"])
    assert got["Subject"].startswith("Văn hóa công sở: 1 kế hoạch mới")
    assert (got["From"], got["To"], got["Auto-Submitted"]) == (
        "kehoach <tin@noivu.vn>",
        "so@noivu.vn",
        "auto-generated",
    )
    (kept,) = outbox.of_watch(store, "Văn hóa công sở")
    assert got["Message-ID"] == f"<{kept.identity.hex}@noivu.vn>"
    assert not got.defects
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert plain
    assert html
    assert "11/KH-UBND, tỉnh Lai Châu, 05/10/2026" in plain.get_content()
    assert "<h3>11/KH-UBND, tỉnh Lai Châu, 05/10/2026</h3>" in html.get_content()
    assert all(len(line) <= 998 for line in got.as_string().splitlines()), "RFC 5322, 2.1.1"


def test_a_password_goes_over_tls_alone(send, secure_port, box):
    url = f"smtp://{USER.replace('@', '%40')}:a%20b%25%2F%40%3Ax@localhost:{secure_port}"
    done = send(outlets(url))
    assert (done.sent, done.failures, box.were_secure) == (1, (), [True])


def test_a_certificate_that_nobody_knows_is_not_believed(send, secure_port, monkeypatch, box):
    monkeypatch.delenv("SSL_CERT_FILE")
    (failure,) = send(outlets(f"smtp://u:p@localhost:{secure_port}")).failures
    assert "certificate" in failure.reason
    assert box.got == []


@pytest.mark.parametrize("url", ["smtp://u:hush-hush@localhost:{port}", "smtps://u:hush-hush@localhost:{port}"])
def test_no_failure_shows_the_password(send, secure_port, url):
    (failure,) = send(outlets(url.format(port=secure_port))).failures
    assert "hush" not in failure.reason
    assert failure.reason.startswith(f"localhost:{secure_port}")


def test_without_tls_nothing_leaves_this_machine(monkeypatch):
    class Bare:
        def ehlo(self) -> None: ...

        def has_extn(self, _name: str) -> bool:
            return False

    plain, login = mail.server_of(SecretStr("smtp://mail.vn")), mail.server_of(SecretStr("smtp+plain://u:p@mail.vn"))
    for server in (plain, login):
        with pytest.raises(AnnounceError, match="no secure connection"):
            mail._secure(Bare(), server, ssl.create_default_context())  # type: ignore[arg-type]
    mail._secure(Bare(), mail.server_of(SecretStr("smtp+plain://mail.vn")), ssl.create_default_context())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "answer",
    ["550 No such user", "452 Mailbox is full"],
)
def test_a_refusal_is_kept_with_what_the_server_said(send, port, box, store, clock, answer):
    box.refuses_to, passing = answer, answer.startswith("4")
    given = outlets(f"smtp://127.0.0.1:{port}")
    for k in range(outbox.MOST_HOPELESS):
        (failure,) = send(given).failures
        assert answer[4:] in failure.reason
        assert failure.given_up == (not passing and k == outbox.MOST_HOPELESS - 1)
        clock.on(days=1)
    box.refuses_to = None
    if not passing:
        outbox.again(store, clock)
    assert (send(given).sent, len(box.got)) == (1, 1), "nothing lost, nothing twice"
    assert (send(given).sent, len(box.got)) == (0, 1)


def test_a_refusal_after_the_mail_and_a_server_that_is_away_are_failures(send, port, box, clock):
    box.refuses_data = "451 Try again later"
    assert "451 Try again later" in send(outlets(f"smtp://127.0.0.1:{port}")).failures[0].reason
    clock.on(days=1)
    assert "cannot be used" in send(outlets("smtp://127.0.0.1:1")).failures[0].reason
    clock.on(days=1)
    box.refuses_data = None
    assert send(outlets(f"smtp://127.0.0.1:{port}")).sent == 1


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Outlets(), "set KEHOACH_SMTP and KEHOACH_MAIL_FROM"),
        (outlets("smtp://h", None), "set KEHOACH_SMTP and KEHOACH_MAIL_FROM"),
        (outlets("smtp://h", "a@b.vn\nBcc: x@y.vn"), "KEHOACH_MAIL_FROM is no e-mail address"),
        *(
            (outlets(url), "KEHOACH_SMTP is no server")
            for url in ("http://u:hush@h", "hush", "smtp://h:hush", "smtp://")
        ),
    ],
)
def test_what_is_not_set_right_waits_and_says_what_to_set(send, given, reason):
    done = send(given)
    assert reason in done.failures[0].reason
    assert "hush" not in done.failures[0].reason
    assert (done.waiting, done.given_up) == (1, 0)


def test_no_name_puts_a_header_into_a_mail(say_vietnamese, clock):
    from tests.pipeline.announce.test_files import digest_of

    said = "x\r\nBcc: thief@y.vn\u2028\r\n\r\n<b>body</b>\x00"
    made = Notice(
        no=1,
        watch="w",
        origin="o",
        target=Target(kind="mail", to="so@noivu.vn"),
        since=0,
        until=1,
        day=clock.now().date(),
        made_at=clock.now(),
        digest=digest_of(said).model_copy(update={"watch": said}),
        standing="waiting",
    )
    read = email.message_from_bytes(mail.message(made, "tin@noivu.vn").as_bytes(), policy=email.policy.default)
    assert read["Bcc"] is None
    assert sorted({name.lower() for name in read.keys()}) == [  # noqa: SIM118  (no mapping)
        *("auto-submitted", "content-language", "content-type", "date", "from", "message-id", "mime-version"),
        *("subject", "to"),
    ]
    assert read["Subject"].startswith("x Bcc: thief@y.vn")


def test_the_environment_is_read_and_shows_no_secret():
    environ = {"KEHOACH_SMTP": "smtp://u:hush@h", "KEHOACH_MAIL_FROM": " a@b.vn ", "KEHOACH_WEBHOOK_KEY": "whsec_hush"}
    read = Outlets.from_environment(environ)
    assert read.mail_from == "a@b.vn"
    assert "hush" not in repr(read) + str(read) + read.model_dump_json()
    assert Outlets.from_environment({"KEHOACH_SMTP": " "}) == Outlets()
