"""The ASGI application: which part of the emulator answers which address."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from minidoc.emulator.control import control_routes
from minidoc.emulator.endpoints import serve_http
from minidoc.emulator.realtime import RealtimeSocket
from minidoc.emulator.service import Service
from minidoc.emulator.web import page_routes

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


def application(service: Service) -> Starlette:
    """Build the application around a service."""

    async def realtime(socket: WebSocket) -> None:
        await RealtimeSocket(service, socket).serve()

    async def http(request: Request) -> Response:
        return await serve_http(service, request)

    # Official clients run in pages of any origin; the control interface is for none.
    anybody = Middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"]
    )
    return Starlette(
        routes=[
            WebSocketRoute("/{path:path}", realtime),
            *page_routes(),
            Mount("/__emulator", routes=control_routes(service)),
            Mount(
                "/",
                routes=[Route("/{path:path}", http, methods=_METHODS)],
                middleware=[anybody],
            ),
        ]
    )
