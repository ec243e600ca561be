"""What the office sets for sending: read from the environment where something is sent, and nowhere else.

These are secrets: unlike the other settings they never travel with a flow's parameters, into a log or the store.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from pydantic import SecretStr

from models.base import Frozen


class Outlets(Frozen):
    """How mail and webhooks leave this machine; null where the office has not set it."""

    smtp: SecretStr | None = None
    """`smtp://user:password@host:587` (STARTTLS) or `smtps://…` (TLS from the start) (KEHOACH_SMTP)."""
    mail_from: str | None = None
    """The sender of mails (KEHOACH_MAIL_FROM)."""
    webhook_key: SecretStr | None = None
    """What webhooks are signed with, `whsec_…`; several with spaces between while one replaces another
    (KEHOACH_WEBHOOK_KEY)."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Outlets:
        given = os.environ if environ is None else environ

        def secret(name: str) -> SecretStr | None:
            said = given.get(name, "").strip()
            return SecretStr(said) if said else None

        return cls(
            smtp=secret("KEHOACH_SMTP"),
            mail_from=given.get("KEHOACH_MAIL_FROM", "").strip() or None,
            webhook_key=secret("KEHOACH_WEBHOOK_KEY"),
        )
