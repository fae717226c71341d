"""The protocol without sockets or clocks: a service by hand, and time that jumps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from runtime_samples import Person, person_topic
from waking import woken_in_time

from minidoc.runtime import Operation, Topic, read, write
from minidoc.runtime.calls import Call
from minidoc.runtime.connecting import Peer
from minidoc.runtime.credentials import Credentials
from minidoc.runtime.effects import (
    Connect,
    Deliver,
    Disconnect,
    End,
    FetchToken,
    Report,
    Send,
)
from minidoc.runtime.feed import Feed
from minidoc.runtime.protocol import Protocol
from minidoc.runtime.timing import Timing

WRITE = write("PUT", ("users", "bob"), {"name": "Bob"})
ONCE = write("POST", ("users", "bob"), {"name": "Bob"})
SECRET = "the-token"


class Virtual:
    """Drives the protocol, and keeps what it wanted done."""

    def __init__(
        self,
        *,
        token: str | None = SECRET,
        provider: bool = False,
        timing: Timing | None = None,
        window: float = 0.0,
        is_service: bool = False,
        random: Callable[[], float] = lambda: 0.5,
        asked_wait: Callable[[Exception | None], float | None] = lambda _: None,
    ) -> None:
        self.now = 1000.0
        credentials = Credentials(token, provider, random, is_service)
        peer = Peer(asked_wait=asked_wait)
        timing = timing or Timing()
        self.protocol = Protocol(credentials, timing, random, window, peer)
        self.feeds: list[Feed[Any]] = []
        self.connects: list[int] = []
        self.sent: list[Any] = []
        self.closed: list[Disconnect] = []
        self.fetches: list[int] = []
        self.reports: list[Exception] = []
        self.unseen = 0

    def pump(self) -> None:
        for effect in self.protocol.take():
            match effect:
                case Connect(number):
                    self.connects.append(number)
                case Send(_, text):
                    made = text if isinstance(text, str) else text()
                    if made is not None:
                        self.sent.append(json.loads(made))
                case Disconnect():
                    self.closed.append(effect)
                case FetchToken(number):
                    self.fetches.append(number)
                case Deliver(feed, snapshot):
                    feed.deliver(snapshot)
                case End(feed, error):
                    feed.terminate(error)
                case Report(error):
                    self.reports.append(error)

    def run(self, seconds: float = 0.0) -> None:
        """Let time pass, stopping wherever the protocol wants to be called."""
        end = self.now + seconds
        for _ in range(100_000):
            self.pump()
            at = self.protocol.wake_at()
            if at is None or at > end:
                break
            self.now = max(self.now, at)
            self.protocol.tick(self.now)
        else:
            raise AssertionError("the protocol never rests")
        self.now = end

    def run_until_connect(self, end: float) -> None:
        """Let time pass until another connection is wanted, or the end."""
        count = len(self.connects)
        while len(self.connects) == count and self.now < end:
            at = self.protocol.wake_at()
            self.run(min(end, end if at is None else at) - self.now)

    def new(self) -> list[Any]:
        """The frames sent since the last time."""
        self.run()
        found = self.sent[self.unseen :]
        self.unseen = len(self.sent)
        return found

    @property
    def state(self) -> str:
        return self.protocol.health(self.now).state

    # What users do.

    def call(self, operation: Operation[Any] = WRITE) -> Call:
        call = Call(operation, self.now + self.protocol.timing.call, lambda: None)
        self.protocol.begin(call, self.now)
        self.run()
        return call

    def watch(self, topic: Topic[Any] | None = None) -> Feed[Any]:
        feed: Feed[Any] = Feed(topic or person_topic("bob"), None)
        self.protocol.watch(feed, self.now)
        self.run()
        return feed

    def watch_user(self, user_id: str) -> Feed[Any]:
        """Watch a user, and remember the feed."""
        self.feeds.append(self.watch(person_topic(user_id)))
        return self.feeds[-1]

    def unwatch(self, feed: Feed[Any]) -> None:
        feed.terminate()
        self.protocol.unwatch(feed, self.now)
        self.run()

    def get(self, user_id: str = "bob") -> Call:
        operation: Operation[Person | None] = read(person_topic(user_id))
        return self.call(operation)

    # What the connection brings.

    def open(self) -> None:
        self.protocol.opened(self.connects[-1], self.now)
        self.run()

    def lose(self, cause: Exception | None = None, *, final: bool = False) -> None:
        number = self.connects[-1]
        self.protocol.lost(number, cause, self.now, is_final=final)
        self.run()

    def receive(self, *parts: Any) -> None:
        self.receive_text(json.dumps(list(parts)))

    def receive_text(self, text: str | bytes) -> None:
        with woken_in_time(self.protocol) as due:
            due.is_sooner = self.protocol.received(self.connects[-1], text, self.now)
        self.run()

    def log_in(self, lasts: object = None) -> None:
        """Open the connection and accept the login."""
        self.open()
        found = self.new()
        assert [frame[1:3] for frame in found] == [["POST", "/session/renew"]]
        self.receive(found[0][0], 200, {"expiresInSeconds": lasts})

    def answer(self, status: int = 200, body: Any = None, **users: Any) -> list[Any]:
        """Answer all that was sent and not answered; GETs of users from `users`."""
        return self.answer_from(users, status, body)

    def answer_from(
        self, users: Mapping[str, Any], status: int = 200, body: Any = None
    ) -> list[Any]:
        """Do the same, for whatever users."""
        frames = [frame for frame in self.new() if frame[1] != "ACK"]
        for number, method, _, data, _ in frames:
            answer: Any = {} if body is None else body
            if method == "GET" and "ids" in data and status == 200 and body is None:
                answer = {key: users[key] for key in data["ids"] if key in users}
            self.receive(number, status, answer)
        return frames


def changed(diff: Mapping[str, Any], user_id: str = "bob") -> dict[str, Any]:
    """An event."""
    return {"type": "user.edited", "userId": user_id, "diff": dict(diff)}
