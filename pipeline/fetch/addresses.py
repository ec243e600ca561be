"""Addresses in one form, so that the same place is asked once and remembered once (RFC 3986, section 6; RFC 5891)."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address
from unicodedata import normalize
from urllib.parse import quote, urljoin

from models.errors import NotPublic

LONGEST = 2000
"""Characters of an address in its one form; what is longer fits into no index of PostgreSQL."""
_LONGEST_GIVEN = 8000
_SHOWN = 200

_PARTS = re.compile(r"([a-z][a-z0-9+.-]{0,20}):(//)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_PORT = re.compile(r"[0-9]{1,5}")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})|%")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "%!$&'()*+,;=:@/"
"""What stands for itself in a path beside letters, digits and `-._~`."""


def canonical(address: str) -> str:
    """The one form of an http(s) address: scheme and host in lower case, the host in ASCII (IDNA), no port that goes
    without saying, no dot segments, no fragment; what is not ASCII percent-encoded as UTF-8.

    Raises NotPublic for anything else, and for one with a user name, with control characters, or too long.

    >>> canonical("HTTPS://Cổng.Vn:443/a/../Kế hoạch%2f1.pdf?q=ủy ban#x")
    'https://xn--cng-qmz.vn/K%E1%BA%BF%20ho%E1%BA%A1ch%2F1.pdf?q=%E1%BB%A7y%20ban'
    """
    scheme, authority, path, query = _parted(address.strip(" ") if len(address) <= _LONGEST_GIVEN else address)
    rest = _without_dots(_escaped(path, _KEPT)) + (f"?{_escaped(query, _KEPT + '?')}" if query else "")
    made = f"{scheme}://{_authority(scheme, authority, address)}{rest}"
    if len(made) > LONGEST:
        raise NotPublic(f"{shown(address)}: the address is too long to be fetched; check it")
    return made


def joined(base: str, link: str) -> str:
    """Where a link on a page leads, in the one form. Raises as `canonical`."""
    if len(link) > _LONGEST_GIVEN:
        return canonical(link)  # Which refuses it.
    try:
        return canonical(urljoin(base, link.strip(" ").replace("\\", "/")))
    except ValueError:  # Brackets that hold no IPv6 address.
        raise NotPublic(f"{shown(link)}: the link on {shown(base)} is no address; check the page") from None


def host_of(address: str) -> str:
    """The host of an address in its one form, with its port where that is not the usual one.

    >>> host_of("http://127.0.0.1:8080/a"), host_of("https://cong.vn/a")
    ('127.0.0.1:8080', 'cong.vn')
    """
    return address.split("://", 1)[1].split("/", 1)[0]


def origin_of(address: str) -> str:
    """Scheme, host and port of an address in its one form (RFC 6454)."""
    return f"{address.split('://', 1)[0]}://{host_of(address)}"


def ascii_name(host: str) -> str | None:
    """The name of a host in lower case and in ASCII, without the dot that may end it; None for what is no name."""
    import httpx

    named = normalize("NFKC", host).lower().removesuffix(".")  # As resolvers and browsers take full-width letters.
    try:
        # What it would refuse when the request is made is refused here: labels of IDNA that stand for no letters, and
        # numbers that are no IPv4 address.
        url = httpx.URL(scheme="http", host=named)
        plain = url.raw_host.decode("ascii") if url.host else ""
    except (httpx.InvalidURL, UnicodeError):
        return None
    return plain if len(plain) <= 253 and _NAME.fullmatch(plain) else None


def shown(address: str) -> str:
    """An address for a message: cut, on one line, and without a password that may stand in it.

    >>> shown("http://me:secret@cong.vn/" + "a" * 300)[:22]
    'http://cong.vn/aaaaaaa'
    """
    printable = "".join(c if c.isprintable() else " " for c in address[:_LONGEST_GIVEN])
    start, slashes, rest = printable.partition("//")
    if slashes:
        authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
        printable = start + slashes + rest[authority.rfind("@") + 1 :]
    return printable if len(printable) <= _SHOWN else printable[:_SHOWN] + "…"


def _parted(address: str) -> tuple[str, str, str, str]:
    if len(address) > _LONGEST_GIVEN:
        raise NotPublic(f"{shown(address)}: the address is too long to be fetched; check it")
    if any(c < " " or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff" for c in address):
        raise NotPublic(f"{shown(address)}: the address has control characters in it; correct it")
    cut = re.search(r"[?#]", address)
    end = cut.start() if cut else len(address)
    # A backslash is a slash to browsers: what one takes for the host must be what the other takes for it.
    found = _PARTS.fullmatch(address[:end].replace("\\", "/") + address[end:])
    if not found or found[1].lower() not in _DEFAULT_PORTS or not found[2]:
        raise NotPublic(f"{shown(address)}: only addresses that begin with http:// or https:// are fetched; correct it")
    return found[1].lower(), found[3], found[4], found[5] or ""


def _authority(scheme: str, authority: str, address: str) -> str:
    if "@" in authority:
        raise NotPublic(f"{shown(address)}: a user name or a password in an address is not sent; take it out")
    bracket = authority.rfind("]")
    colon = authority.find(":", bracket + 1)
    host, port = (authority, "") if colon < 0 else (authority[:colon], authority[colon + 1 :])
    named = _bracketed(host) if host.startswith("[") else ascii_name(host)
    if not named or (port and (not _PORT.fullmatch(port) or not 0 < int(port) < 1 << 16)):
        raise NotPublic(f"{shown(address)}: there is no host of this name; correct the address")
    return f"{named}:{int(port)}" if port and int(port) != _DEFAULT_PORTS[scheme] else named


def _bracketed(host: str) -> str | None:
    try:
        address = IPv6Address(host[1:-1])
    except AddressValueError:
        return None
    return f"[{address.compressed}]" if host.endswith("]") and not address.scope_id else None


def _escaped(text: str, kept: str) -> str:
    """With escapes in upper case, none where none is needed, and one for whatever needs one."""
    return quote(_ESCAPE.sub(_needed, text), safe=kept)


def _needed(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return "%25"
    code = int(escape[1], 16)
    return chr(code) if code in _UNRESERVED else f"%{code:02X}"


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    made: list[str] = []
    steps = path.split("/")[1:] or [""]
    for step in steps:
        if step == "..":
            del made[-1:]
        elif step != ".":
            made.append(step)
    if steps[-1] in (".", ".."):
        made.append("")
    return "/" + "/".join(made)
