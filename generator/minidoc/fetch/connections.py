"""One client per host, connected to numbers that were checked. Only here is httpx2.

Nothing of the environment has a say: no proxy, no netrc; cookies are neither kept nor
sent, and no redirect is followed. Whoever wants another certificate authority sets
`SSL_CERT_FILE`.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import AsyncExitStack
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.request import getproxies

import httpx2

from minidoc import __version__
from minidoc.diagnostics import Code
from minidoc.fetch.addresses import Address
from minidoc.fetch.bodies import ACCEPTED
from minidoc.fetch.failure import FetchError
from minidoc.fetch.hosts import allowed_numbers
from minidoc.fetch.settings import Settings
from minidoc.values import frozen

_HEADERS = {
    "Accept": "text/markdown, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": ACCEPTED,
    "User-Agent": f"minidoc/{__version__}",
}


_NO_PROXY = (
    "the proxy of the environment is not used: what is connected to has to be what was"
    " checked"
)


@frozen
class _Host:
    """A client of its own, so that no connection is shared by two certificates."""

    client: httpx2.AsyncClient
    numbers: tuple[str, ...]


class Connections:
    """The hosts of one run; closes all connections at the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._hosts: dict[tuple[str, str, int], _Host] = {}
        self._looking_up = asyncio.Lock()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    async def send(self, address: Address, headers: dict[str, str]) -> httpx2.Response:
        """Ask for an address; the caller reads the body and closes the response.

        Raises:
            FetchError: If there is no answer.
        """
        host = await self._host(address)
        failure: httpx2.TransportError | None = None
        for number in host.numbers:
            request = _request(host.client, address, number, headers)
            try:
                return await host.client.send(request, stream=True)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = error
            except httpx2.TransportError as error:
                raise broken(error) from error
        assert failure is not None, "a host without numbers is refused before"
        raise broken(failure) from failure

    async def _host(self, address: Address) -> _Host:
        """Look a host up once, whatever it resolves to later."""
        async with self._looking_up:
            if address.origin not in self._hosts:
                numbers = await allowed_numbers(address, self._settings.resolve)
                client = await self._stack.enter_async_context(self._client())
                self._hosts[address.origin] = _Host(client, numbers)
            return self._hosts[address.origin]

    def _client(self) -> httpx2.AsyncClient:
        patience = self._settings
        # A transport of our own: the client's would read proxies from the environment.
        return httpx2.AsyncClient(
            transport=httpx2.AsyncHTTPTransport(),
            trust_env=False,
            follow_redirects=False,
            headers=_HEADERS,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx2.Timeout(patience.idle, connect=patience.connect),
        )


def broken(error: httpx2.TransportError) -> FetchError:
    """Say what went wrong with a connection, and whether it may pass."""
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in _chain(error)):
        message = f"the certificate of the host is not valid: {error}"
        return FetchError(Code.CANNOT_FETCH, message, hint="nothing was changed")
    kind = type(error).__name__
    what = f"{kind}: {error}" if str(error) else kind
    return FetchError(
        Code.CANNOT_FETCH,
        f"the connection failed ({what})",
        hint=_NO_PROXY if {"http", "https", "all"} & getproxies().keys() else "",
        is_passing=True,
    )


def _request(
    client: httpx2.AsyncClient, address: Address, number: str, headers: dict[str, str]
) -> httpx2.Request:
    """Ask the number, and say to it which host is meant: in the request and in TLS."""
    shown = f"[{number}]" if ":" in number else number
    return client.build_request(
        "GET",
        f"{address.scheme}://{shown}:{address.port}{address.path}",
        headers={**headers, "Host": address.authority},
        extensions={"sni_hostname": address.host},
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
