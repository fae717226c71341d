"""Random operations of several sessions, against a model of what should be.

Sessions, service and faults are those of the simulation; after it has come to rest,
what every subscription shows is what the service has, and what the model says.
`HYPOTHESIS_PROFILE=explore` tries thousands.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import settings, strategies
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
)
from model import Model, was_refused
from simulated_clients import Client, Watch
from simulated_gathering import RECOVERS_WITHIN
from simulation import Simulation

from talkjs import AuthenticationError, TalkJSError

SESSIONS = ("alice", "bob", "carol")
USERS = ("ann", "ben", "cid")
AS_LONG = RECOVERS_WITHIN + 30.0 + 1.0
"""So long at most, and every call has ended, and every connection is back."""

users = strategies.sampled_from(USERS)
sessions = strategies.sampled_from(range(len(SESSIONS)))


class SessionsAndModel(RuleBasedStateMachine):
    """Three sessions, and whoever changes users beside them."""

    watches: Bundle[tuple[int, Watch]] = Bundle("watches")

    @initialize(seed=strategies.integers(0, 10_000))
    def begin(self, seed: int) -> None:
        self.all = Simulation(seed, ttl=300.0)
        self.model = Model()
        self.count = 0
        self.unauthorized = 0
        self.clients: list[Client] = [self.all.client(each) for each in SESSIONS]
        for user_id in USERS:
            self.back_end_writes(user_id)

    def _next(self) -> str:
        self.count += 1
        return str(self.count)

    # Operations.

    @rule(user_id=users)
    def back_end_writes(self, user_id: str) -> None:
        name = self._next()
        self.all.put_user(user_id, name=name)
        self.model.names[user_id] = name

    @rule(which=sessions, user_id=users)
    def session_writes(self, which: int, user_id: str) -> None:
        key, value = SESSIONS[which], self._next()
        call = self.clients[which].set(user_id, custom={key: value})
        self.model.writing(user_id, key, value, call)

    @rule(target=watches, which=sessions, user_id=users)
    def subscribe(self, which: int, user_id: str) -> Any:
        return which, self.clients[which].watch(user_id)

    @rule(held=consumes(watches))
    def unsubscribe(self, held: tuple[int, Watch]) -> None:
        which, watch = held
        self.clients[which].leave(watch)

    @rule(which=sessions, user_id=users)
    def read(self, which: int, user_id: str) -> None:
        self.clients[which].get(user_id)

    # Faults.

    @rule()
    def every_connection_breaks(self) -> None:
        self.all.reset_all()

    @rule(seconds=strategies.floats(0.1, 60.0))
    def nobody_answers(self, seconds: float) -> None:
        self.all.outage(seconds)

    @rule(
        kind=strategies.sampled_from(["reset", "blackhole", "duplicate", "garbage"]),
        skip=strategies.integers(0, 5),
    )
    def a_frame_meets_a_fault(self, kind: Any, skip: int) -> None:
        self.all.fault(kind, skip=skip, delay=3600.0)

    # A push comes in its turn, or the connection ends: nobody could know of a lost one.
    @rule(
        kind=strategies.sampled_from(["drop", "reorder"]),
        method=strategies.sampled_from(["GET", "PUT", "SUBSCRIBE", "UNSUBSCRIBE"]),
        skip=strategies.integers(0, 2),
    )
    def an_answer_is_lost_or_late(self, kind: Any, method: str, skip: int) -> None:
        self.all.fault(kind, method=method, skip=skip)

    @rule(status=strategies.sampled_from([401, 429, 500, 503]))
    def a_request_is_refused(self, status: int) -> None:
        self.unauthorized += status == 401
        self.all.fault("status", status=status)

    @rule()
    def tokens_expire(self) -> None:
        self.all.expire_all()

    # Time.

    @rule(seconds=strategies.sampled_from([0.0, 0.01, 0.1, 1.0, 40.0, 400.0]))
    def time_passes(self, seconds: float) -> None:
        self.all.run(seconds)

    @rule()
    def all_comes_to_rest(self) -> None:
        self.all.calm()
        self.all.run(AS_LONG)
        for client in self.clients:
            assert all(call.is_settled for call in client.calls)
            for call in client.calls:
                with suppress(TalkJSError):  # and nothing else
                    call.result()
            for watch in client.watches:
                self._is_true(watch)

    def _is_true(self, watch: Watch) -> None:
        if watch.has_failed:
            # Who has a new token refused as well is told, and asked no more.
            state: Any = watch.feed.state
            assert isinstance(state.error, AuthenticationError)
            assert self.unauthorized > 1
            return
        snapshot, there = watch.newest, self.all.user(watch.user_id)
        assert snapshot is not None
        assert there is not None
        custom = dict(snapshot.custom)
        assert (snapshot.name, custom) == (there["name"], there["custom"])
        assert self.model.allows(watch.user_id, snapshot.name, custom), self.model

    @invariant()
    def no_state_goes_back(self) -> None:
        for client in self.clients:
            for watch in client.watches:
                told = [int(each.name) for each in watch.told if each is not None]
                assert told == sorted(told)

    @invariant()
    def errors_are_typed(self) -> None:
        for client in self.clients:
            assert all(isinstance(error, TalkJSError) for error in client.errors)
            assert client.health.state not in ("failed", "closed")

    def teardown(self) -> None:
        self.all_comes_to_rest()
        for client in self.clients:
            client.close()
        assert self.all.subscriptions() == {}


def test_a_write_that_is_refused_twice_has_failed() -> None:
    machine = SessionsAndModel()
    machine.begin(seed=0)
    for _ in range(2):
        machine.a_request_is_refused(status=401)
    machine.session_writes(which=0, user_id="ann")
    machine.time_passes(seconds=1.0)
    machine.subscribe(which=0, user_id="ann")
    machine.teardown()
    [write] = machine.clients[0].calls
    assert was_refused(write)


def test_a_push_that_overtakes_the_state_it_changes() -> None:
    machine = SessionsAndModel()
    machine.begin(seed=0)
    machine.subscribe(which=0, user_id="ann")
    machine.an_answer_is_lost_or_late(kind="reorder", method="GET", skip=0)
    machine.session_writes(which=0, user_id="ann")
    machine.time_passes(seconds=1.0)
    machine.all_comes_to_rest()
    [watch] = machine.clients[0].watches
    assert watch.newest is not None
    assert dict(watch.newest.custom) == {"alice": "4"}
    machine.teardown()


TestSessionsAndModel = SessionsAndModel.TestCase
TestSessionsAndModel.settings = settings(
    max_examples=settings().max_examples, stateful_step_count=40
)
