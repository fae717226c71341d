"""Ways from a session to the service: straight, by a balancer, a name, TLS, a proxy."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import tempfile
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
import trustme
from front import Front

from minidoc.emulator.testing import Emulator
from talkjs._runtime.addresses import Address

Kind: TypeAlias = Literal["straight", "balanced", "named", "tls", "proxied"]
Shown: TypeAlias = Literal["good", "expired", "of another host", "unknown"]
NAME = "service.localhost"
SILENT = ("127.1.2.4", "127.1.2.5")
REFUSING = ("127.1.2.3", "::1")
WHO = "somebody:s3cret"
_EARLIER = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)


@dataclass
class Names:
    """Look-ups of the service's name.

    Attributes:
        failures: What the next ones fail with.
        before: Addresses that are given before the right one, and lead nowhere.
        good: The right one.
        count: How many there were.
    """

    failures: list[Exception] = field(default_factory=list[Exception])
    before: list[str] = field(default_factory=list[str])
    good: str = "127.0.0.1"
    count: int = 0

    def look_up(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """Return what stands in for the system's own."""

        def getaddrinfo(host: Any, port: Any, *args: Any, **named: Any) -> Any:
            if host != NAME:
                return real(host, port, *args, **named)
            self.count += 1
            if self.failures:
                raise self.failures.pop()
            wrong = [real(each, port, type=socket.SOCK_STREAM) for each in self.before]
            good = real(self.good, port, type=socket.SOCK_STREAM)
            return [each for found in wrong for each in found] + good

        return getaddrinfo


@contextmanager
def silence(port: int) -> Generator[None]:
    """Let `SILENT` neither take nor refuse what connects to a port: queues are full."""
    with ExitStack() as stack:
        for host in SILENT:
            listening, only = (stack.enter_context(socket.socket()) for _ in range(2))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, port))
            listening.listen(0)
            only.connect((host, port))
        yield


class Certificates:
    """A certificate authority of this test, and what a server shows of its work."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._authority = trustme.CA()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.trusted = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(self.trusted)
        self.show("good")

    def show(self, what: Shown) -> None:
        """Show another certificate from now on."""
        authority = trustme.CA() if what == "unknown" else self._authority
        name = "elsewhere.localhost" if what == "of another host" else NAME
        end = _EARLIER if what == "expired" else None
        start = _EARLIER - dt.timedelta(days=1) if end else None
        issued = authority.issue_cert(name, not_after=end, not_before=start)
        file = self._folder / "shown.pem"
        issued.private_key_and_cert_chain_pem.write_to_path(file)
        self.context.load_cert_chain(file)


@dataclass(frozen=True)
class Place:
    """One way; a row acts on the parts that its kind has."""

    front: Any = None
    names: Any = None
    certificates: Any = None
    address: Callable[[str], Address] | None = None


@contextmanager
def place_of(kind: Kind, emulator: Emulator) -> Generator[Place]:
    """Build one, for as long as this is open."""
    if kind == "straight":
        yield Place()
        return
    names = Names()
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory() as folder,
    ):
        patch.setattr("socket.getaddrinfo", names.look_up(socket.getaddrinfo))
        made = Certificates(Path(folder)) if kind == "tls" else None
        if made is not None:
            patch.setenv("SSL_CERT_FILE", str(made.trusted))
        tls = None if made is None else made.context
        front = Front(emulator.host, tls=tls, is_proxy=kind == "proxied")
        with front, silence(front.port):
            for name in ("https_proxy", "http_proxy"):
                patch.setenv(name, f"http://{WHO}@{front.host}")
                if kind != "proxied":
                    patch.delenv(name)
            patch.setenv("no_proxy", "")
            yield Place(front, names, made, _address_of(kind, emulator, front))


def _address_of(
    kind: Kind, emulator: Emulator, front: Front
) -> Callable[[str], Address]:
    secure = "s" if kind == "tls" else ""
    loopback = ("127.0.0.1", front.port) if kind == "balanced" else None
    host = front.host if kind == "balanced" else f"{NAME}:{front.port}"
    paths = f"/public_api/v1/{emulator.app_id}", f"/api/v0/{emulator.app_id}"

    def address(user_id: str) -> Address:
        url = f"ws{secure}://{host}{paths[0]}/realtime/{user_id}"
        internal = f"http{secure}://{host}{paths[1]}"
        return Address(url, internal, loopback, host, f"user {user_id!r}")

    return address
