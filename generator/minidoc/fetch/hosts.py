"""From a host to the numbers that may be connected to, found once for a whole run.

A name that resolves to a private network is refused, and the connection goes to the
numbers that were checked: a name that resolves to something else a moment later
(DNS rebinding) changes nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from minidoc.diagnostics import Code
from minidoc.fetch.addresses import Address
from minidoc.fetch.failure import FetchError

Resolve: TypeAlias = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Host and port -> the numbers of the host, in the order in which to try them."""

_IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv4 behind a translator (RFC 6052): the last four bytes are where it leads.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def system_resolve(host: str, port: int) -> tuple[str, ...]:
    """Ask the system; a number is its own answer.

    Raises:
        OSError: If the name is not known or cannot be asked for.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
    )
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


async def allowed_numbers(address: Address, resolve: Resolve) -> tuple[str, ...]:
    """Return what may be connected to for an address.

    One number that is not allowed is enough to refuse the host.

    Raises:
        FetchError: `invalid-address`, if the host leads into a private network;
            `cannot-fetch`, if its name cannot be resolved.
    """
    try:
        numbers = await resolve(address.host, address.port)
    except OSError as error:
        passing = getattr(error, "errno", None) == socket.EAI_AGAIN
        message = f"the host {address.host} is not known: {error.strerror or error}"
        raise FetchError(Code.CANNOT_FETCH, message, is_passing=passing) from error
    if not numbers:
        message = f"the host {address.host} has no address"
        raise FetchError(Code.CANNOT_FETCH, message)
    for number in numbers:
        if not is_allowed(number, from_loopback=address.is_loopback):
            message = f"{address.host} is {number}, which is not a public address"
            raise FetchError(Code.INVALID_ADDRESS, message)
    return numbers


def is_allowed(number: str, *, from_loopback: bool) -> bool:
    """Tell whether a number may be connected to.

    Args:
        number: IPv4 or IPv6.
        from_loopback: The page's own address is this machine: then nothing else is
            allowed; otherwise public numbers only.
    """
    try:
        ip = ipaddress.ip_address(number)
    except ValueError:
        return False
    if from_loopback:
        return (getattr(ip, "ipv4_mapped", None) or ip).is_loopback
    ip = _innermost(ip)
    special = ip.is_multicast or ip.is_reserved or ip.is_unspecified
    return ip.is_global and not (special or getattr(ip, "is_site_local", False))


def _innermost(ip: _IP) -> _IP:
    """Return the IPv4 number that an IPv6 number stands for, if it does."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo[1] if ip.teredo else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or ip
