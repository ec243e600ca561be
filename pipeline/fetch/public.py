"""Which addresses of the network are everybody's, and which lie in somebody's own.

What a program on a server can reach and a stranger cannot is what an address from outside must not be able to name
(server-side request forgery). The list of IANA (RFC 6890 and its registries) decides, not a guess by form.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from pipeline.fetch.addresses import ascii_name

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_CLOSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a carrier's NAT (RFC 6598); some clouds keep their metadata there
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own service on every machine of it
        "169.254.0.0/16",  # link-local, with the metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
"""All that is given out for the public (RFC 4291); loopback, link-local, unique local and multicast lie outside."""
_CLOSED_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # of the IETF: Teredo, which carries an IPv4 address, and benchmarks among it
        "2001:db8::/32",
        "2002::/16",  # 6to4, which carries an IPv4 address
        "3fff::/20",
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
"""How a network without IPv4 names IPv4 hosts (RFC 6052): what counts is the address within."""


def is_public(address: Address) -> bool:
    """Whether anybody reaches the same host under the address.

    >>> [is_public(ip_address(a)) for a in ("8.8.8.8", "127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::10.0.0.1")]
    [True, False, False, False]
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _CLOSED_4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _GLOBAL_6 and address.is_global and not any(address in network for network in _CLOSED_6)


class Allowed:
    """What may be reached: what is public, and the hosts and networks that an office lists (`Manners.private`)."""

    def __init__(self, private: Iterable[str]) -> None:
        self._networks: list[Network] = []
        self._hosts: set[str] = set()
        for entry in private:
            network = _network(entry)
            if network is None:
                self._hosts.add(ascii_name(entry.strip()) or entry)
            else:
                self._networks.append(network)

    def may(self, host: str, address: Address) -> bool:
        """Whether a host of this name may be reached at this address."""
        if host in self._hosts or is_public(address):
            return True
        return any(address in network for network in self._networks if network.version == address.version)


def _network(entry: str) -> Network | None:
    """A network, or the one address that an entry names; None for the name of a host."""
    try:
        return ip_network(entry.strip().removeprefix("[").removesuffix("]"), strict=False)
    except ValueError:
        return None


def parsed(address: str) -> Address:
    """An address as a resolver gives it; the zone of a link (`%eth0`) is left out. Raises ValueError."""
    return ip_address(address.partition("%")[0])
