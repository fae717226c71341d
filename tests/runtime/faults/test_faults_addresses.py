"""Row 19: a name with addresses that are dead, and how soon the next one is tried."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest
from places import NAME, REFUSING, SILENT, Names, Place, place_of, silence
from worlds import world_of

from minidoc.emulator.testing import Emulator
from talkjs._runtime.proxies import direct_place
from talkjs._runtime.thread_dialing import dial

_LONG = 20.0
"""Longer than all attempts together; nothing here waits for it to its end."""


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Stand in for the look-up of `NAME`."""
    made = Names()
    monkeypatch.setattr("socket.getaddrinfo", made.look_up(socket.getaddrinfo))
    return made


@contextmanager
def listening() -> Generator[int]:
    """Listen on the address that is good, where others of the name are silent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
        with silence(port):
            yield port


def gives(found: list[Any]) -> Callable[..., list[Any]]:
    def look_up(*_: Any, **__: Any) -> list[Any]:
        return found

    return look_up


def reached(port: int, within: float = _LONG) -> str:
    with dial((NAME, port), within, lambda: True) as raw:
        assert raw.gettimeout() is None, "whoever reads it waits"
        return str(raw.getpeername()[0])


@pytest.mark.parametrize(
    "before",
    [[], [REFUSING[0]], [SILENT[0]], [*SILENT, *REFUSING], [*REFUSING, *SILENT]],
)
def test_the_address_that_answers_is_used(names: Names, before: list[str]) -> None:
    names.before = before
    with listening() as port:
        assert reached(port) == "127.0.0.1"


def test_a_silent_address_has_a_part_of_the_time_only(names: Names) -> None:
    names.before = [*SILENT, *SILENT]
    with listening() as port:
        assert reached(port, 4.0) == "127.0.0.1"


def test_all_are_silent(names: Names, opened: list[socket.socket]) -> None:
    names.before = [*SILENT]
    names.good = SILENT[1]
    with (
        listening() as port,
        pytest.raises(TimeoutError, match=f"no address of {NAME} answers"),
    ):
        dial((NAME, port), 0.6, lambda: True)
    assert len(opened) == 3, "each was tried, beside those before it"
    assert all(each.fileno() == -1 for each in opened)


def test_all_refuse(names: Names, opened: list[socket.socket]) -> None:
    names.before = [*REFUSING]
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
    with pytest.raises(ConnectionRefusedError):
        dial((NAME, port), _LONG, lambda: True)
    assert len(opened) == 3
    assert all(each.fileno() == -1 for each in opened)


def test_one_refuses_and_one_is_silent(names: Names) -> None:
    names.before, names.good = [SILENT[0]], REFUSING[0]
    with listening() as port, pytest.raises(TimeoutError):
        dial((NAME, port), 0.6, lambda: True)


def test_nothing_is_opened_for_nobody(
    names: Names, opened: list[socket.socket]
) -> None:
    names.before = [*SILENT]
    wanted = [True, False]
    with listening() as port, pytest.raises(ConnectionAbortedError):
        dial((NAME, port), _LONG, lambda: wanted.pop(0))
    [one] = opened
    assert one.fileno() == -1


def test_families_take_turns(
    monkeypatch: pytest.MonkeyPatch, opened: list[socket.socket]
) -> None:
    six, four = ["::1", "::2", "::3"], ["127.1.2.3"]
    real = socket.getaddrinfo
    found = [real(each, 9, type=socket.SOCK_STREAM)[0] for each in six + four]
    monkeypatch.setattr("socket.getaddrinfo", gives(found))
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the machine
        dial((NAME, 9), _LONG, lambda: True)
    kinds = [each.family for each in opened]
    assert kinds == [socket.AF_INET6, socket.AF_INET, *[socket.AF_INET6] * 2]


def test_a_family_that_the_machine_does_not_have(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.socket

    def limited(family: int, *more: Any) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "no such family")
        return real(family, *more)

    names.before = ["::1"]
    with listening() as port:
        with monkeypatch.context() as patch:
            patch.setattr("talkjs._runtime.thread_dialing.socket.socket", limited)
            raw = dial((NAME, port), _LONG, lambda: True)
        with raw:
            assert raw.getpeername()[0] == "127.0.0.1"


def test_a_name_without_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", gives([]))
    with pytest.raises(OSError, match="the name has no address"):
        dial((NAME, 9), _LONG, lambda: True)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[socket.socket]:
    """Collect the sockets that are dialled with."""
    made: list[socket.socket] = []

    class Counted(socket.socket):
        def connect(self, *arguments: Any) -> None:
            made.append(self)
            super().connect(*arguments)

    class Module:
        """The module `socket`, with another class."""

        socket = Counted

        def __getattr__(self, name: str) -> Any:
            return getattr(socket, name)

    monkeypatch.setattr("talkjs._runtime.thread_dialing.socket", Module())
    return made


@pytest.mark.parametrize("is_async", [True, False], ids=["asyncio", "threads"])
def test_row_19_a_session_does_not_wait_for_what_is_silent(
    talkjs_emulator: Emulator, is_async: bool
) -> None:
    async def main(place: Place) -> None:
        await asyncio.to_thread(int)  # names are looked up in a thread that stays
        async with world_of(talkjs_emulator, is_async) as world:
            world.address = place.address
            talk = world.talk()
            await world.do(talk.current_user.set, name="Alice")
            assert talk.health().reconnects == 0

    with place_of("named", talkjs_emulator) as place:
        place.names.before = [*SILENT]
        asyncio.run(main(place))
        assert place.names.count == 1


@pytest.mark.parametrize(
    ("variable", "no_proxy", "url", "expected"),
    [
        ("", "", "wss://service.test/v1?a=b", ("service.test", 443)),
        ("", "", "ws://service.test:8080/v1", ("service.test", 8080)),
        ("", "", "ws://[::1]/v1", ("::1", 80)),
        ("ftp_proxy", "", "wss://service.test/v1", ("service.test", 443)),
        ("https_proxy", "", "wss://service.test/v1", None),
        ("wss_proxy", "", "wss://service.test/v1", None),
        ("socks_proxy", "", "wss://service.test/v1", None),
        ("https_proxy", "service.test", "wss://service.test/v1", ("service.test", 443)),
        ("https_proxy", "*", "wss://service.test/v1", ("service.test", 443)),
        ("https_proxy", "other.test", "wss://service.test/v1", None),
    ],
)
def test_whether_a_proxy_may_stand_between(
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    no_proxy: str,
    url: str,
    expected: tuple[str, int] | None,
) -> None:
    for each in ("ws", "wss", "http", "https", "socks", "all"):
        monkeypatch.delenv(f"{each}_proxy", raising=False)
        monkeypatch.delenv(f"{each}_proxy".upper(), raising=False)
    if variable:
        monkeypatch.setenv(variable, "http://proxy.test:3128")
    monkeypatch.setenv("no_proxy", no_proxy)
    assert direct_place(url) == expected
