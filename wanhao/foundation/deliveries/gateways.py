"""HTTP to addresses an administrator typed: only http and https, only addresses that are allowed, nothing followed.

The name is resolved once and the connection goes to the very address that was checked, so that a name which changes
its mind meanwhile leads nowhere else.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 8.0
MOST_BYTES = 2048
TAKEN = range(200, 300)
GIVEN_OUT = ip_network("2000::/3")  # all of IPv6 that registries give out; site-local fec0::/10 is not in it
NAT64 = ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """The address may not be asked; the message says why."""


@dataclass(frozen=True)
class Answer:
    """How an attempt went: the status, or the problem before there was one."""

    status: int | None = None
    problem: str = ""
    is_final: bool = False

    @property
    def is_taken(self) -> bool:
        """Did the receiver take it?"""
        return self.status in TAKEN


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """POST once; never raises for what the far end does."""
    try:
        parts, address = checked(url)
    except AddressRefused as refused:
        return Answer(problem=str(refused), is_final=True)
    except (OSError, ValueError) as error:
        return Answer(problem=f"{type(error).__name__}: {error}", is_final=isinstance(error, ValueError))
    connection = Pinned(parts, address)
    try:
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~") or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        response = connection.getresponse()
        response.read(MOST_BYTES)
    except (OSError, HTTPException, ValueError) as error:
        return Answer(problem=f"{type(error).__name__}: {error}")
    finally:
        connection.close()
    problem = "" if response.status in TAKEN else f"HTTP {response.status} {response.reason}"
    return Answer(response.status, problem)


class Pinned(HTTPConnection):
    """A connection to one address that was checked, under the name that was asked for."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        self.is_secure = parts.scheme == "https"
        self.address = address
        super().__init__(parts.hostname or "", parts.port or (443 if self.is_secure else 80), timeout=SECONDS)

    def connect(self) -> None:
        """Go to the checked address; the certificate must be that of the name."""
        plain = socket.create_connection((self.address, self.port), SECONDS)
        if self.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        else:
            self.sock = plain


def checked(url: str) -> tuple[SplitResult, str]:
    """The parts of the address and the one machine it may lead to; raises AddressRefused, OSError."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise AddressRefused(_("Only addresses that begin with http:// or https:// are asked."))
    found = socket.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for *_more, sockaddr in found]
    for address in addresses:
        if not is_allowed(address):
            raise AddressRefused(
                _("%(address)s is a private address; WANHAO_WEBHOOK_NETWORKS does not allow it.") % {"address": address}
            )
    return parts, addresses[0]


def is_allowed(text: str) -> bool:
    """May this machine be asked? Public ones always, others only within the networks the setting names."""
    address = _undisguised(ip_address(text))
    if any(address in ip_network(network) for network in settings.WANHAO.webhook_networks):
        return True
    return address.is_global and not address.is_multicast and (address.version == 4 or address in GIVEN_OUT)


def _undisguised(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 machine to which an IPv6 address leads by mapping, 6to4 or NAT64; every other address as it is."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
