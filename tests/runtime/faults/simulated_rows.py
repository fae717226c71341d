"""Rows of the matrix in virtual time: minutes of each fault, under each load.

Over sockets a fault happens once, in the moment that a row chooses; here it happens
again and again, whenever the dice say, with the waits of the default times.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass

from simulated_scenes import SimulatedScene

from talkjs import (
    CallTimeoutError,
    NotConnectedError,
    ServerError,
    TokenProviderError,
)

Play = Callable[[SimulatedScene], None]


@dataclass(frozen=True, slots=True)
class SimulatedRow:
    """One fault in virtual time; `may_raise`: what calls may fail with."""

    play: Play
    may_raise: tuple[type, ...] = ()
    ttl: float | None = 3600.0


ROWS: list[SimulatedRow] = []
LATE = (CallTimeoutError, NotConnectedError)
"""Thirty seconds go by while the service is away: typed, and safe to repeat."""


def row(
    *, may_raise: tuple[type, ...] = (), ttl: float | None = 3600.0
) -> Callable[[Play], Play]:
    """Put a function into the table."""

    def add(play: Play) -> Play:
        ROWS.append(SimulatedRow(play, may_raise, ttl))
        return play

    return add


def _often(scene: SimulatedScene, act: Callable[[], object], times: int = 12) -> None:
    for _ in range(times):
        act()
        scene.let_pass(scene.dice.uniform(1.0, 30.0))


@row()
def row_01_restarts(scene: SimulatedScene) -> None:
    _often(scene, scene.all.reset_all)


@row(may_raise=LATE)
def row_02_nobody_answers(scene: SimulatedScene) -> None:
    for _ in range(4):
        scene.all.outage(scene.dice.uniform(1.0, 60.0))
        scene.let_pass(80.0)


@row(may_raise=LATE)
def row_03_resets_in_the_middle(scene: SimulatedScene) -> None:
    seed = scene.dice.randrange(1000)
    scene.all.fault("reset", skip=3)
    scene.all.fault("reset", times=None, probability=0.05, seed=seed)
    scene.let_pass(240.0)


@row(may_raise=LATE)
def row_04_black_holes(scene: SimulatedScene) -> None:
    def vanish() -> None:
        side = scene.dice.choice(["in", "out"])
        skip = scene.dice.randrange(4)
        scene.all.fault("blackhole", on=side, delay=3600.0, skip=skip)

    _often(scene, vanish, 6)


@row(may_raise=LATE)
def row_05_late_answers(scene: SimulatedScene) -> None:
    def delay() -> None:
        scene.all.fault("delay", delay=scene.dice.uniform(1.0, 40.0))

    _often(scene, delay, 8)


@row()
def row_07_garbage(scene: SimulatedScene) -> None:
    seed = scene.dice.randrange(1000)
    scene.all.fault("garbage", times=None, probability=0.2, seed=seed)
    scene.let_pass(240.0)
    assert scene.client.health.ignored_frames > 0


@row()
def row_08_later_versions(scene: SimulatedScene) -> None:
    def push() -> None:
        for line in scene.all.lines:
            line.push({"type": "of.later", "userId": "u1", "diff": {"name": 5}})
            line.push({"type": 7}, {"no": "type"}, {"type": "user.edited"})

    _often(scene, push)


@row()
def row_09_far_too_large(scene: SimulatedScene) -> None:
    _often(scene, lambda: scene.all.fault("oversize"), 6)


@row()
def row_11_everything_twice(scene: SimulatedScene) -> None:
    scene.all.fault("duplicate", times=None)
    scene.let_pass(240.0)


@row()
def row_12_out_of_order(scene: SimulatedScene) -> None:
    seed = scene.dice.randrange(1000)
    for method in ("GET", "PUT", "SUBSCRIBE"):
        scene.all.fault(
            "reorder", method=method, times=None, probability=0.5, seed=seed
        )
    scene.let_pass(240.0)


@row(may_raise=LATE)
def row_13_answers_that_never_come(scene: SimulatedScene) -> None:
    seed = scene.dice.randrange(1000)
    scene.all.fault("drop", method="PUT")  # one at least, whatever the dice say
    for method in ("GET", "PUT", "SUBSCRIBE"):
        scene.all.fault("drop", method=method, times=None, probability=0.1, seed=seed)
    scene.let_pass(120.0)
    scene.all.calm()
    scene.let_pass(120.0)  # what was not answered in 30 s is asked again


@row()
def row_14_refused_in_the_middle(scene: SimulatedScene) -> None:
    def refuse() -> None:
        scene.all.fault("status", status=401, method="PUT")

    _often(scene, refuse)


@row(ttl=150.0, may_raise=LATE)
def row_15_tokens_end(scene: SimulatedScene) -> None:
    """In sight, unseen, and while the service is away."""
    for _ in range(3):
        scene.all.expire_all()
        scene.let_pass(scene.dice.uniform(1.0, 100.0))
        scene.all.outage(scene.dice.uniform(1.0, 200.0))
        scene.let_pass(240.0)
    assert scene.client.asked < 100


@row(may_raise=(*LATE, TokenProviderError))
def row_16_the_provider_fails(scene: SimulatedScene) -> None:
    provide = scene.client.provide
    ill = True

    def answer() -> object:
        if not ill:
            return provide()
        match scene.dice.randrange(4):
            case 0:
                return None  # hangs
            case 1:
                raise ZeroDivisionError
            case 2:
                return scene.dice.choice(["", 5, b"bytes"])
            case _:
                return provide()

    scene.client.provide = answer
    _often(scene, scene.all.expire_all, 8)
    ill = False
    asked = scene.client.asked
    scene.let_pass(60.0)
    assert scene.client.asked <= asked + 2, "no storm"


@row(may_raise=LATE)
def row_17_too_many(scene: SimulatedScene) -> None:
    def refuse() -> None:
        times = scene.dice.randrange(1, 12)
        scene.all.fault("status", status=429, times=times)

    _often(scene, refuse)


@row(may_raise=(*LATE, ServerError))
def row_18_broken(scene: SimulatedScene) -> None:
    def refuse() -> None:
        status, times = scene.dice.choice([500, 502, 503, 504]), scene.dice.randrange(9)
        scene.all.fault("status", status=status, times=times + 1)

    _often(scene, refuse)


@row(may_raise=LATE)
def row_19_no_such_name(scene: SimulatedScene) -> None:
    for _ in range(4):
        scene.all.outage(40.0)
        scene.all.unreachable = lambda: socket.gaierror(-2, "no such name")
        scene.let_pass(70.0)


@row(may_raise=LATE)
def row_22_suspended(scene: SimulatedScene) -> None:
    """The machine sleeps, and mostly its connection does not survive that."""
    for _ in range(4):
        scene.client.suspended = True
        if scene.dice.random() < 0.7:
            scene.all.reset_all()
        scene.all.run(scene.dice.choice([2.0, 60.0, 3600.0]))
        scene.client.resume()
        scene.let_pass(30.0)


@row()
def row_23_calls_are_cancelled(scene: SimulatedScene) -> None:
    def cancel() -> None:
        calls = [scene.client.set("x", name=str(n)) for n in range(5)]
        scene.all.run(scene.dice.choice([0.0, 0.01, 0.05, 0.2]))
        for call in calls[: scene.dice.randrange(6)]:
            scene.client.cancel(call)
        if scene.dice.random() < 0.3:
            scene.all.reset_all()

    _often(scene, cancel)
    protocol = scene.client.protocol
    scene.all.run_until(
        lambda: all(call.is_settled for call in scene.client.calls[-5:])
    )
    assert protocol._link is None or len(protocol._link.in_flight) < 50


@row()
def row_29_subscriptions_come_and_go(scene: SimulatedScene) -> None:
    def storm() -> None:
        scene.all.struck += 1
        for _ in range(20):
            own = [w for w in scene.client.watches if w.user_id.startswith("s")]
            if own and scene.dice.random() < 0.5:
                scene.client.leave(scene.dice.choice(own))
            else:
                scene.client.watch(f"s{scene.dice.randrange(5)}")
        if scene.dice.random() < 0.3:
            scene.all.reset_all()

    _often(scene, storm)
    for watch in [w for w in scene.client.watches if w.user_id.startswith("s")]:
        scene.client.leave(watch)
    scene.let_pass(40.0)


@row(may_raise=(*LATE, ServerError), ttl=600.0)
def row_34_all_of_it(scene: SimulatedScene) -> None:
    rows = [each for each in ROWS if each.play is not row_34_all_of_it]
    for _ in range(3):
        chosen = scene.dice.choice(rows)
        if TokenProviderError not in chosen.may_raise:
            chosen.play(scene)
            scene.all.calm()
            scene.let_pass(120.0)
