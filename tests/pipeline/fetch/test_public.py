"""What is not everybody's is told by the registries of IANA, in whatever form the address comes."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.public import Allowed, is_public

OWN = (
    "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.9.9.9 168.63.129.16 169.254.169.254 172.16.0.1 "
    "172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 "
    "239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::127.0.0.1 ::ffff:0:127.0.0.1 100::1 "
    "64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::8.8.8.8 2001::1 2001:2::1 2001:db8::1 2002:7f00:1::1 3fff::1 "
    "5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1"
)
EVERYBODYS = "1.1.1.1 113.160.0.1 203.162.4.190 172.32.0.1 2001:ee0:1::1 2405:4800::1 2606:4700::1111 64:ff9b::808:808"


@pytest.mark.parametrize("address", OWN.split())
def test_what_is_somebodys_own(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", EVERYBODYS.split())
def test_what_is_everybodys(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_no_clothing_makes_an_address_public(address: IPv4Address) -> None:
    for start in ("::ffff:0:0", "::", "2002::", "2001::", "64:ff9b:1::"):
        shift = 80 if start == "2002::" else 0
        assert not is_public(IPv6Address(int(IPv6Address(start)) + (int(address) << shift)))
    assert is_public(IPv6Address(int(IPv6Address("64:ff9b::")) + int(address))) == is_public(address)


def test_an_office_lists_hosts_and_networks() -> None:
    allowed = Allowed(("Portal.NoiBo", "10.1.0.0/16", "[::1]", "cổng.vn"))
    assert allowed.may("portal.noibo", ip_address("192.168.1.1"))
    assert allowed.may("xn--cng-qmz.vn", ip_address("10.9.9.9"))
    assert allowed.may("khac.noibo", ip_address("10.1.2.3"))
    assert allowed.may("khac.noibo", ip_address("::1"))
    assert allowed.may("khac.noibo", ip_address("1.1.1.1"))
    assert not allowed.may("khac.noibo", ip_address("10.2.0.1"))
    assert not allowed.may("khac.portal.noibo", ip_address("192.168.1.1"))
