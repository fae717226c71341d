"""Where a session connects to: the service, or an emulator on this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .arguments import checked
from .errors import ForbiddenHostError
from .wire import encode_path

SERVICE = "realtime.talkjs.com"
SERVICE_INTERNAL = "app.talkjs.com"
HOST_VARIABLE = "TALKJS_EMULATOR_HOST"
"""The environment variable that stands in for the argument `host`."""

_TEST_APP = "demo-"
_HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:(?P<port>[0-9]{1,5}))?")
_LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}|\[::1\]")
_WITHOUT_TLS = re.compile(r"localtest\.me|[0-9]{1,3}(\.[0-9]{1,3}){3}")
"""Beside this machine: where the official clients expect no TLS either."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where one user of one app connects to."""

    url: str
    """Of the realtime connection, without a query."""

    internal: str
    """The base of the internal HTTP interface, for this app."""

    loopback: tuple[str, int] | None
    """Host and port, if it is on this machine: no proxy, no redirect elsewhere."""

    place: str
    """What was asked for, for texts."""

    who: str
    """The user and the app, for texts."""


def address_of(app_id: str, user_id: str, host: str | None) -> Address:
    """Return where this user of this app connects to.

    Args:
        app_id: The id of the app. One that begins with `demo-` is for tests.
        user_id: The id of the user.
        host: Host and port of an emulator; without it, the environment variable
            `TALKJS_EMULATOR_HOST` counts, and without that the service is meant.

    Raises:
        TypeError: If the host is not a string.
        ForbiddenHostError: If the host is none, or an app for tests would connect to
            something else than this machine.
    """
    chosen = _from_environment() if host is None else checked("host", host)
    who = f"user {user_id!r} of app {app_id!r}"
    if chosen is None:
        _check_app(app_id, None)
        realtime = f"wss://{SERVICE}/v1"
        internal = f"https://{SERVICE_INTERNAL}/api/v0"
        paths = _paths(app_id, user_id, (realtime, internal))
        return Address(*paths, None, SERVICE, who)
    name, port = _split(chosen, "host" if host else HOST_VARIABLE)
    is_here = _LOOPBACK.fullmatch(name) is not None
    loopback = (name.strip("[]"), port or 80) if is_here else None
    _check_app(app_id, loopback)
    secure = "" if is_here or _WITHOUT_TLS.fullmatch(name) else "s"
    realtime = f"ws{secure}://{chosen}/public_api/v1"
    internal = f"http{secure}://{chosen}/api/v0"
    paths = _paths(app_id, user_id, (realtime, internal))
    return Address(*paths, loopback, chosen, who)


def _paths(app_id: str, user_id: str, bases: tuple[str, str]) -> tuple[str, str]:
    realtime, internal = bases
    app = encode_path((app_id,))
    path = encode_path((app_id, "realtime", user_id))
    return realtime + path, internal + app


def _from_environment() -> str | None:
    from os import environ

    return environ.get(HOST_VARIABLE) or None


def _split(host: str, origin: str) -> tuple[str, int | None]:
    found = _HOST.fullmatch(host)
    if found is None or int(found["port"] or 0) > 65535:
        raise ForbiddenHostError(
            f"{origin} is {host!r}, which is no host name or address with a port, such"
            " as '127.0.0.1:7777'; it has no 'http://' and no path"
        )
    return found["name"].lower(), int(found["port"]) if found["port"] else None


def _check_app(app_id: str, loopback: tuple[str, int] | None) -> None:
    if app_id.startswith(_TEST_APP) and loopback is None:
        raise ForbiddenHostError(
            f"an app whose id begins with {_TEST_APP!r} is for tests: it connects to"
            f" this machine only; pass host= or set {HOST_VARIABLE}"
        )
