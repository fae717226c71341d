"""The page at `/`: three files, sent as they are, with nothing from any network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = Path(__file__).resolve().parent / "page"
_FILES = {
    "/": ("index.html", "text/html"),
    "/__emulator/page.css": ("page.css", "text/css"),
    "/__emulator/page.js": ("page.js", "text/javascript"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_routes() -> list[Route]:
    """Return the routes of the page."""
    return [_route(path, name, kind) for path, (name, kind) in _FILES.items()]


def _route(path: str, name: str, kind: str) -> Route:
    async def endpoint(_: Request) -> Response:
        return Response(_text(name), media_type=kind, headers=_HEADERS)

    return Route(path, endpoint, methods=["GET"])


@cache
def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
