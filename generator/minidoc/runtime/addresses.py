"""Where a session connects to: the service, or an emulator on this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import ForbiddenHostError
from .wire import encode_path

SERVICE = "realtime.talkjs.com"
SERVICE_INTERNAL = "app.talkjs.com"
HOST_VARIABLE = "TALKJS_EMULATOR_HOST"
"""The environment variable that stands in for the argument `host`."""

_TEST_APP = "demo-"
_HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:(?P<port>[0-9]{1,5}))?")
_LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}|\[::1\]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where one user of one app connects to."""

    url: str
    """Of the realtime connection, without a query."""

    internal: str
    """The base of the internal HTTP interface, for this app."""

    loopback: tuple[str, int] | None
    """Host and port, if it is on this machine: no proxy, no redirect elsewhere."""


def address_of(app_id: str, user_id: str, host: str | None) -> Address:
    """Return where this user of this app connects to.

    Args:
        app_id: The id of the app. One that begins with `demo-` is for tests.
        user_id: The id of the user.
        host: Host and port of an emulator; without it, the environment variable
            `TALKJS_EMULATOR_HOST` counts, and without that the service is meant.

    Raises:
        ForbiddenHostError: If the host is none, or an app for tests would connect to
            something else than this machine.
    """
    chosen = host or _from_environment()
    if chosen is None:
        _check_app(app_id, None)
        realtime = f"wss://{SERVICE}/v1"
        internal = f"https://{SERVICE_INTERNAL}/api/v0"
        return _address(app_id, user_id, (realtime, internal), None)
    loopback = _loopback(chosen)
    _check_app(app_id, loopback)
    secure = "" if loopback else "s"
    realtime = f"ws{secure}://{chosen}/public_api/v1"
    internal = f"http{secure}://{chosen}/api/v0"
    return _address(app_id, user_id, (realtime, internal), loopback)


def _address(
    app_id: str,
    user_id: str,
    bases: tuple[str, str],
    loopback: tuple[str, int] | None,
) -> Address:
    realtime, internal = bases
    app = encode_path((app_id,))
    path = encode_path((app_id, "realtime", user_id))
    return Address(realtime + path, internal + app, loopback)


def _from_environment() -> str | None:
    from os import environ

    return environ.get(HOST_VARIABLE) or None


def _loopback(host: str) -> tuple[str, int] | None:
    found = _HOST.fullmatch(host)
    if found is None or int(found["port"] or 0) > 65535:
        raise ForbiddenHostError("the host is no host name or address with a port")
    if not _LOOPBACK.fullmatch(found["name"]):
        return None
    return found["name"].strip("[]"), int(found["port"] or 80)


def _check_app(app_id: str, loopback: tuple[str, int] | None) -> None:
    if app_id.startswith(_TEST_APP) and loopback is None:
        raise ForbiddenHostError(
            f"an app whose id begins with {_TEST_APP!r} is for tests: it connects to"
            f" this machine only; pass host= or set {HOST_VARIABLE}"
        )
