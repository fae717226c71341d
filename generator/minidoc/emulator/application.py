"""The ASGI application: which part of the emulator answers which address."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from minidoc.emulator.endpoints import serve_realtime
from minidoc.emulator.service import Service


def application(service: Service) -> Starlette:
    """Build the application around a service."""

    async def realtime(socket: WebSocket) -> None:
        await serve_realtime(service, socket)

    return Starlette(routes=[WebSocketRoute("/{path:path}", realtime)])
