"""A service as a process: settings in, serving until a signal. Nothing is printed."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from minidoc.emulator.server import Server, listen
from minidoc.emulator.service import Options, Service
from minidoc.emulator.snapshot import Snapshot, SnapshotError, read_snapshot
from minidoc.emulator.store import MemoryStore, SqliteStore, Store, StoreError

_ENDS = (signal.SIGTERM, signal.SIGINT)


class StartError(Exception):
    """The service cannot start; the message says why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can choose. `seed` fills a store that holds no app yet."""

    host: str = "127.0.0.1"
    port: int = 0
    database: Path | None = None
    secret: str | None = None
    seed: Path | None = None
    user_sync: bool = True


def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        settings: What to serve.
        announce: Gets `HOST:PORT` once connections are taken.

    Raises:
        StartError: If the address, the database or the seed cannot be used.
    """
    for option, value in (("--secret", settings.secret), ("--host", settings.host)):
        if value == "":
            raise StartError(f"{option} must not be empty")
    if settings.database == Path():
        raise StartError("--db must not be empty; without it everything is in memory")
    seed = _seed(settings.seed)
    store = _store(settings.database)
    with contextlib.closing(store):
        listener = _listener(settings)
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        options = Options(settings.secret, settings.user_sync, seed)
        asyncio.run(
            _serve(options, store, listener, lambda: announce(f"{shown}:{port}"))
        )


def _seed(path: Path | None) -> Snapshot:
    if path is None:
        return Snapshot()
    try:
        return read_snapshot(path.read_bytes())
    except (OSError, SnapshotError) as error:
        raise StartError(f"--seed {path}: {error}") from error


def _store(path: Path | None) -> Store:
    try:
        return SqliteStore(path) if path is not None else MemoryStore()
    except StoreError as error:
        raise StartError(f"--db {error}") from error


def _listener(settings: Settings) -> socket.socket:
    try:
        return listen(settings.host, settings.port)
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        raise StartError(f"cannot listen on {place}: {error.strerror}") from error


async def _serve(
    options: Options,
    store: Store,
    listener: socket.socket,
    on_listening: Callable[[], None],
) -> None:
    server = Server(Service(options, store), listener, on_listening)
    loop = asyncio.get_running_loop()
    for number in _ENDS:
        _on_signal(loop, number, server.stop)
    await server.run_until_stopped()


def _on_signal(
    loop: asyncio.AbstractEventLoop, number: int, stop: Callable[[], None]
) -> None:
    try:
        loop.add_signal_handler(number, stop)
    except NotImplementedError:  # Windows

        def handle(_number: int, _frame: object) -> None:
            loop.call_soon_threadsafe(stop)

        signal.signal(number, handle)
