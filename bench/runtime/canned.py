"""A service that costs next to nothing: it answers every request alike, and pushes.

A process of its own, so that what is measured are clients. It speaks frames over
`websockets`' sans-I/O protocol and a plain blocking socket, and checks nothing.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import Any, Self

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol

_LOOK_AGAIN = 0.005
REPOSITORY = Path(__file__).resolve().parents[2]
USER = {
    "id": "u0", "name": "Alice", "custom": {"team": "red", "floor": "2"},
    "locale": None, "photoUrl": "https://example.com/alice.png", "role": "default",
    "welcomeMessage": None,
}  # fmt: skip


def user_id(number: int) -> str:
    """Return the id of a user; there are as many as are asked for."""
    return f"u{number}"


class CannedService:
    """The process, from outside: it ends with the `with` block."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())],
            cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.host = f"127.0.0.1:{self._process.stdout.readline().strip()}"
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.terminate()
        self._process.communicate()

    def flood(self, count: int, users: int) -> None:
        """Push so many changes of so many users, in turn, to whoever connected last."""
        self._tell("flood", count, users)

    def cut(self) -> None:
        """Break off all connections."""
        self._tell("cut")

    def wait_until_watched(self, count: int) -> None:
        """Wait until whoever connected last has got the state of so many users."""
        assert self._process.stdout is not None
        while True:
            self._tell("watched")
            if int(self._process.stdout.readline()) >= count:
                return
            sleep(_LOOK_AGAIN)

    def _tell(self, *words: object) -> None:
        assert self._process.stdin is not None
        print(*words, file=self._process.stdin, flush=True)


def event_of(number: int, users: int) -> dict[str, Any]:
    """Return the change that push `number` carries."""
    diff = {"name": f"Alice the {number}."}
    return {"type": "user.edited", "userId": user_id(number % users), "diff": diff}


def text_frame(parts: list[Any]) -> bytes:
    """Return a frame of the realtime protocol as it travels from a server."""
    text = json.dumps(parts, separators=(",", ":")).encode()
    return Frame(Opcode.TEXT, text).serialize(mask=False)


class _Connection:
    def __init__(self, raw: socket.socket) -> None:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._raw = raw
        self._protocol = ServerProtocol()
        self._sending = threading.Lock()
        self._pushes = 0
        self._read = 0
        self.watched = 0
        """How many users were read, and the answers sent."""

    def serve(self) -> None:
        """Serve it to its end."""
        try:
            while not self._protocol.close_expected():
                if not (data := self._raw.recv(1 << 16)):
                    break
                self._protocol.receive_data(data)
                answers = b"".join(self._answers(self._protocol.events_received()))
                with self._sending:
                    self._raw.sendall(b"".join(self._protocol.data_to_send()) + answers)
                # What is pushed before the state it changes, nobody has to keep.
                self.watched = self._read
        except OSError:
            pass
        self._raw.close()

    def flood(self, count: int, users: int) -> None:
        """Push; all of it is made before the first byte leaves."""
        first = self._pushes + 1
        self._pushes += count
        numbers = range(first, first + count)
        pushes = [text_frame([n, "PUBLISH", event_of(n, users)]) for n in numbers]
        with suppress(OSError), self._sending:  # the client may have seen enough
            self._raw.sendall(b"".join(pushes))

    def cut(self) -> None:
        """Break it off."""
        with suppress(OSError):
            self._raw.shutdown(socket.SHUT_RDWR)

    def _answers(self, events: Iterable[object]) -> Iterable[bytes]:
        for event in events:
            if isinstance(event, Request):
                self._protocol.send_response(self._protocol.accept(event))
            elif isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                asked = json.loads(bytes(event.data))
                if asked[1] == "ACK":
                    continue
                body = _body(asked)
                self._read += len(body) if asked[1:3] == ["GET", "/users"] else 0
                yield text_frame([asked[0], 200, body])


def _body(asked: list[Any]) -> dict[str, Any]:
    match asked:
        case [_, "POST", "/session/renew", *_]:
            return {"expiresInSeconds": None, "sessionId": "s"}
        case [_, "GET", "/users", {"ids": ids}, *_]:
            return {each: {**USER, "id": each} for each in ids}
        case _:
            return {}


def main() -> None:
    """Serve until the input ends; print the port first."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    connections: list[_Connection] = []
    threading.Thread(target=_accept, args=(listener, connections), daemon=True).start()
    for line in sys.stdin:
        match line.split():
            case ["flood", count, users]:
                connections[-1].flood(int(count), int(users))
            case ["cut"]:
                for connection in connections[:]:
                    connection.cut()
                    connections.remove(connection)
            case ["watched"]:
                found = connections[-1].watched if connections else 0
                print(found, flush=True)
            case _:
                raise ValueError(line)


def _accept(listener: socket.socket, connections: list[_Connection]) -> None:
    while True:
        raw, _ = listener.accept()
        connection = _Connection(raw)
        connections.append(connection)
        threading.Thread(target=connection.serve, daemon=True).start()


if __name__ == "__main__":
    main()
