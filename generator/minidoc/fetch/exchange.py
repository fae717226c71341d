"""One page asked for once: redirects, status, body. A second try is not made here."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx2

from minidoc.diagnostics import Code
from minidoc.fetch.addresses import Address, redirected
from minidoc.fetch.answer import Answer
from minidoc.fetch.bodies import read_body
from minidoc.fetch.connections import Connections, broken
from minidoc.fetch.failure import FetchError
from minidoc.fetch.retries import PASSING, retry_after
from minidoc.fetch.settings import Settings
from minidoc.fetch.validators import Validators
from minidoc.values import frozen

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})


@frozen
class Exchange:
    """What one attempt needs: the connections of the run, and how patient it is."""

    connections: Connections
    settings: Settings

    async def ask(self, address: Address, known: Validators) -> Answer:
        """Ask for a page.

        Args:
            address: Where it is published.
            known: What the server said of the stored bytes; empty if there are none.

        Raises:
            FetchError: If there is no page in the answer.
        """
        try:
            async with asyncio.timeout(self.settings.total):
                return await self._follow(address, known)
        except TimeoutError as error:
            message = f"the answer took longer than {self.settings.total:g} seconds"
            raise FetchError(Code.CANNOT_FETCH, message) from error

    async def _follow(self, address: Address, known: Validators) -> Answer:
        asked = {address.url}
        for _ in range(self.settings.redirects + 1):
            response = await self.connections.send(address, known.headers())
            try:
                if response.status_code not in _REDIRECTS:
                    return await _answer(response, address, known)
            finally:
                await response.aclose()
            address = _next(address, response)
            if address.url in asked:
                message = f"the redirects go round in a circle: {address.url}"
                raise FetchError(Code.REFUSED_REDIRECT, message)
            asked.add(address.url)
        message = f"more than {self.settings.redirects} redirects"
        raise FetchError(Code.REFUSED_REDIRECT, message)


def _next(address: Address, response: httpx2.Response) -> Address:
    location = response.headers.get("Location", "")
    if not location:
        message = f"status {response.status_code} without a place to go to"
        raise FetchError(Code.REFUSED_REDIRECT, message)
    try:
        return redirected(address, location)
    except ValueError as error:
        raise FetchError(Code.REFUSED_REDIRECT, str(error)) from error


async def _answer(
    response: httpx2.Response, address: Address, known: Validators
) -> Answer:
    headers = response.headers
    if response.status_code == 304 and known:
        return Answer(None, known, "", address)
    if response.status_code != 200:
        raise _refused(response)
    encoding = headers.get("Content-Encoding", "")
    try:
        body = await read_body(response.aiter_raw(), encoding)
    except httpx2.TransportError as error:
        raise broken(error) from error
    new = Validators(headers.get("ETag", ""), headers.get("Last-Modified", ""))
    return Answer(body, new, headers.get("Content-Type", ""), address)


def _refused(response: httpx2.Response) -> FetchError:
    status = response.status_code
    message = f"the server answered {status} {response.reason_phrase}".rstrip()
    if status in _GONE:
        hint = "if the page is gone for good, remove its file; nothing was changed"
        return FetchError(Code.CANNOT_FETCH, message, hint=hint)
    wait = retry_after(response.headers.get("Retry-After", ""), datetime.now(UTC))
    return FetchError(
        Code.CANNOT_FETCH, message, is_passing=status in PASSING, wait=wait
    )
