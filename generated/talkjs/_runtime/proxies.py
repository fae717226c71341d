"""The HTTP proxy that stands between this machine and the service, if there is one.

In: an address, and the environment or the system's settings, as `urllib` reads them.
Out: where to ask for a tunnel, or that nobody has to be asked. `websockets` does the
former for its own connections.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where to ask for a tunnel, and what to say; the headers may hold a password."""

    place: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


def proxy_of(url: str) -> Proxy | None:
    """Return the proxy for an address; `None` if it is reached without one.

    A proxy of another kind than HTTP is left out: the connection is tried without.
    """
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    asked = urlsplit(url)
    if proxy_bypass(asked.netloc.rpartition("@")[2]):
        return None
    found = getproxies().get(asked.scheme)
    proxy = (
        None if found is None else urlsplit(found if "//" in found else f"//{found}")
    )
    if proxy is None or proxy.hostname is None or proxy.scheme not in ("http", ""):
        return None
    host = f"[{proxy.hostname}]" if ":" in proxy.hostname else proxy.hostname
    return Proxy(f"{host}:{proxy.port or 80}", _who(proxy.username, proxy.password))


_OF_WEBSOCKETS = ("wss", "ws", "socks", "https", "http")


def direct_place(url: str) -> tuple[str, int] | None:
    """Return host and port of a WebSocket, if no proxy can stand between.

    `None` means that `websockets` decides which of those there are is asked.
    """
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    asked = urlsplit(url)
    if not proxy_bypass(asked.netloc) and set(_OF_WEBSOCKETS) & getproxies().keys():
        return None
    port = asked.port or (443 if asked.scheme == "wss" else 80)
    return asked.hostname or "", port


def _who(name: str | None, password: str | None) -> Mapping[str, str]:
    from base64 import b64encode
    from urllib.parse import unquote

    if name is None:
        return {}
    pair = f"{unquote(name)}:{unquote(password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
