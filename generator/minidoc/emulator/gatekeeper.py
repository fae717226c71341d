"""Who may use the control interface: programs, and the emulator's own page.

A browser lets every page send requests to loopback. It says where they come from, and a
name that was made to point here (DNS rebinding) is a dotted name in `Host`.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request


def is_stranger(request: Request) -> bool:
    """Tell whether a request comes from a page of another site."""
    host = request.headers.get("host", "")
    if not _is_local_name(urlsplit(f"//{host}").hostname or ""):
        return True
    if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != host


def _is_local_name(name: str) -> bool:
    """Accept addresses, and names without a dot such as those of containers."""
    try:
        ip_address(name)
    except ValueError:
        return "." not in name or name.endswith((".localhost", "localtest.me"))
    return True
