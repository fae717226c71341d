"""Many pages, a few at a time, each asked for again while that may help."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import count

from minidoc.diagnostics import Diagnostic
from minidoc.fetch.addresses import Address
from minidoc.fetch.answer import Answer, page_bytes
from minidoc.fetch.connections import Connections
from minidoc.fetch.exchange import Exchange
from minidoc.fetch.failure import FetchError
from minidoc.fetch.retries import wait_before_next
from minidoc.fetch.settings import Settings
from minidoc.fetch.validators import NOTHING, Validators
from minidoc.values import frozen


@frozen
class Asked:
    """One page to ask for, and what is known of the bytes that are stored."""

    name: str
    address: Address
    known: Validators


@frozen
class Received:
    """What came of one page: bytes (None: those that are stored), or a finding."""

    asked: Asked
    body: bytes | None = None
    validators: Validators = NOTHING
    found: Diagnostic | None = None


def download(
    asked: Sequence[Asked], settings: Settings, report: Callable[[str], object]
) -> tuple[Received, ...]:
    """Ask for all pages; what fails is a finding, and the others go on.

    Args:
        asked: Which, in the order of the results.
        settings: How many at once, how patiently.
        report: Gets the name of each page when it is done with.
    """
    return asyncio.run(_all(asked, settings, report))


async def _all(
    asked: Sequence[Asked], settings: Settings, report: Callable[[str], object]
) -> tuple[Received, ...]:
    gate = asyncio.Semaphore(settings.at_once)
    async with Connections(settings) as connections:
        exchange = Exchange(connections, settings)

        async def one(page: Asked) -> Received:
            async with gate:
                received = await _one(page, exchange)
            report(page.name)
            return received

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(page)) for page in asked]
    return tuple(task.result() for task in tasks)


async def _one(page: Asked, exchange: Exchange) -> Received:
    try:
        answer = await _patiently(page, exchange)
        body = page_bytes(answer, page.address)
    except FetchError as error:
        message = f"{page.name}: {page.address.url}: {error.message}"
        return Received(page, found=Diagnostic(error.code, message, None, error.hint))
    return Received(page, body, answer.validators)


async def _patiently(page: Asked, exchange: Exchange) -> Answer:
    for attempt in count(1):
        try:
            return await exchange.ask(page.address, page.known)
        except FetchError as error:
            wait = wait_before_next(attempt, error.wait, exchange.settings)
            if not error.is_passing or wait is None:
                error.message += _how_often(attempt, error.wait)
                raise
        await exchange.settings.sleep(wait)
    raise AssertionError("it ends by an answer or an error")


def _how_often(attempt: int, asked: float | None) -> str:
    tries = f", after {attempt} attempts" if attempt > 1 else ""
    return tries + (f", and asks to wait {asked:g} seconds" if asked else "")
