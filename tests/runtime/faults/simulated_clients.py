"""A session in virtual time: the runtime's protocol, driven by a simulation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulated_lines import Line
from waking import woken_in_time

from talkjs import ErrorState, TalkJSError, UserSnapshot
from talkjs._runtime.calls import Call
from talkjs._runtime.credentials import Credentials
from talkjs._runtime.effects import (
    Connect,
    Deliver,
    Disconnect,
    Effect,
    End,
    FetchToken,
    Report,
    Send,
)
from talkjs._runtime.feed import Feed
from talkjs._runtime.protocol import Protocol
from talkjs._runtime.timing import Timing
from talkjs._runtime.wire import Operation
from talkjs.users import _user_ref_get, _user_ref_set, _user_topic

if TYPE_CHECKING:
    from simulation import Simulation

_OPENING = 0.05
_ASKING = 0.1


def _nothing() -> None:
    """Do nothing."""


class Watch:
    """One subscription, and all that it was told."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self.told: list[UserSnapshot | None] = []
        self.feed: Feed[Any] = Feed(_user_topic(user_id), self.told.append)

    @property
    def newest(self) -> UserSnapshot | None:
        """The state that the subscription itself shows."""
        state: Any = self.feed.state
        found: UserSnapshot | None = state.latest_snapshot
        return found

    @property
    def has_failed(self) -> bool:
        """Whether an error has ended it."""
        return isinstance(self.feed.state, ErrorState)


class Client:
    """One user's session.

    Attributes:
        provide: What the token provider does: gives a token, raises, or gives None to
            hang.
        suspended: Whether the machine sleeps: nothing is heard, and no timer runs.
    """

    def __init__(self, simulation: Simulation, user_id: str, timing: Timing) -> None:
        self.user_id = user_id
        self.provide: Callable[[], Any] = lambda: simulation.token(user_id)
        self.asked = self.connects = self.most_effects = 0
        self.suspended = False
        self.watches: list[Watch] = []
        self.calls: list[Call] = []
        self.reports: list[Exception] = []
        self._all = simulation
        self._time = simulation.time
        self._lines: dict[int, Line] = {}
        self._unwanted: set[int] = set()
        self._missed: list[Callable[[], object]] = []
        self._timing = timing
        random = simulation.dice.random
        self.protocol = Protocol(Credentials(None, True, random), timing, random)

    # What its user does.

    def watch(self, user_id: str) -> Watch:
        """Subscribe to a user."""
        watch = Watch(user_id)
        self.watches.append(watch)
        self.protocol.watch(watch.feed, self._time.now)
        return watch

    def leave(self, watch: Watch) -> None:
        """End a subscription."""
        self.watches.remove(watch)
        watch.feed.terminate()
        self.protocol.unwatch(watch.feed, self._time.now)

    def call(
        self, operation: Operation[Any], settled: Callable[[], object] = _nothing
    ) -> Call:
        """Begin a call."""
        call = Call(operation, self._time.now + self._timing.call, settled)
        self.calls.append(call)
        with woken_in_time(self.protocol) as due:
            due.is_sooner = self.protocol.begin(call, self._time.now)
        return call

    def set(
        self, user_id: str, settled: Callable[[], object] = _nothing, **fields: Any
    ) -> Call:
        """Begin to write a user."""
        every: dict[str, Any] = dict.fromkeys(
            ("name", "custom", "locale", "photo_url", "role", "welcome_message",
             "email", "phone", "push_tokens")
        )  # fmt: skip
        return self.call(_user_ref_set(user_id, **{**every, **fields}), settled)

    def get(self, user_id: str) -> Call:
        """Begin to read a user."""
        return self.call(_user_ref_get(user_id))

    def cancel(self, call: Call) -> None:
        """Let go of a call."""
        self._all.struck += not call.is_settled
        self.protocol.cancel(call, self._time.now)

    def close(self) -> None:
        """Close the session."""
        self.protocol.close(self._time.now)
        self.pump()

    @property
    def health(self) -> Any:
        """What the session says of itself."""
        return self.protocol.health(self._time.now)

    # What a simulation brings.

    def wants(self, number: int) -> bool:
        """Tell whether a connection that is being opened is still wanted."""
        return number not in self._unwanted

    def opened(self, number: int, line: Line) -> None:
        """Go on with an open connection."""
        self._lines[number] = line
        self.protocol.opened(number, self._time.now)

    def refused(self, number: int, cause: Exception) -> None:
        """Learn that a connection cannot be opened."""
        self.protocol.lost(number, cause, self._time.now)

    def heard(self, number: int, text: str | bytes) -> None:
        """Take a message."""
        if self.suspended:
            self._missed.append(lambda: self.heard(number, text))
            return
        with woken_in_time(self.protocol) as due:
            due.is_sooner = self.protocol.received(number, text, self._time.now)
        self.pump()

    def ended(self, number: int, cause: Exception) -> None:
        """Learn that a connection has ended, unless the machine sleeps."""
        self._lines.pop(number, None)
        if not self.suspended:
            self.protocol.lost(number, cause, self._time.now)
            self.pump()

    def resume(self) -> None:
        """Wake up: what the system has kept meanwhile is heard now."""
        self.suspended = False
        self._all.struck += 1
        missed, self._missed = self._missed, []
        for each in missed:
            each()

    @property
    def wake_at(self) -> float | None:
        """When the protocol wants to be called."""
        return None if self.suspended else self.protocol.wake_at()

    def tick(self) -> None:
        """Do what is due."""
        at = self.wake_at
        if at is not None and at <= self._time.now:
            self.protocol.tick(self._time.now)
        self.pump()

    def pump(self) -> None:
        """Carry out what the protocol wants."""
        while not self.suspended and (effects := self.protocol.take()):
            self.most_effects = max(self.most_effects, len(effects))
            for effect in effects:
                self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Connect(number):
                self.connects += 1
                self._time.after(_OPENING, lambda: self._all.open(self, number))
            case Send(number, text):
                made = text if isinstance(text, str) else text()
                if made is not None and number in self._lines:
                    self._lines[number].take(made)
            case Disconnect(number):
                self._unwanted.add(number)
                line = self._lines.pop(number, None)
                if line is not None:
                    line.end()
            case FetchToken(number):
                self.asked += 1
                self._time.after(_ASKING, lambda: self._ask(number))
            case Deliver(feed, snapshot):
                feed.deliver(snapshot)
            case End(feed, error):
                feed.terminate(error)
            case Report(error):
                self.reports.append(error)

    def _ask(self, number: int) -> None:
        try:
            token = self.provide()
        except Exception as error:  # noqa: BLE001 - as a driver does
            self.protocol.token_missed(number, error, self._time.now)
            return
        if token is not None:
            self.protocol.token_given(number, token, self._time.now)

    @property
    def errors(self) -> list[TalkJSError]:
        """What calls have failed with."""
        return [call.error for call in self.calls if call.error is not None]
