"""What `invariants` looks at, in virtual time, and promises that only hold there.

Times are the promises themselves here, since nothing is as slow as a busy machine.
Callbacks that raise are for the drivers to catch, which are not here.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

from invariants import Evidence, Told, check
from records import Records
from simulated_clients import Watch
from simulated_scenes import SimulatedScene

from talkjs._runtime.timing import Timing

_T = Timing()
RECOVERS_WITHIN = _T.longest_retry + _T.ping_after + _T.pong_within + 5.0
"""The longest wait between two attempts, or the silence that tells a black hole, and
what the connection itself takes."""
_MOST_EFFECTS = 20_000
_MOST_IN_FLIGHT = 5_000


def check_scene(
    scene: SimulatedScene, records: Records, may_raise: tuple[type, ...] = ()
) -> None:
    """Check all invariants; this closes the session."""
    assert scene.all.struck, "there was no fault"
    scene.all.calm()
    scene.publish()
    scene.all.run(RECOVERS_WITHIN)
    for watch in scene.client.watches:
        assert _newest(watch) == scene.number, watch.user_id
    scene.publish()  # by a push this time
    scene.all.run(1.0)
    # What was only read is let go half a minute later.
    wanted = len(scene.client.watches)
    scene.all.run_until(lambda: len(scene.all.subscriptions()) <= wanted, 60.0)
    client = scene.client
    health, told = client.health, [_told(watch) for watch in client.watches]
    held = dict(scene.all.subscriptions())
    connections = sum(line.is_open for line in scene.all.lines)
    errors = client.errors
    closing, unfinished = _close(scene)
    texts = [f"{error!r} {error} {vars(error)}" for error in client.errors]
    evidence = Evidence(
        number=scene.number,
        told=told,
        ends=False,
        state=health.state,
        reconnects=health.reconnects,
        last_error=health.last_error,
        errors=errors,
        may_raise=may_raise,
        warnings=[record.getMessage() for record in records.warnings],
        raised=0,
        reported=client.reports,
        held=held,
        connections=connections,
        closing=closing,
        unfinished=unfinished,
        left=_left(scene),
        texts=[*texts, f"{health} {client.health} {client.protocol!r}"],
        secrets=records.secrets,
        tokens=scene.all.tokens,
    )
    check(evidence)
    assert all(error.is_retry_safe for error in errors), errors
    _little_waits(scene)


def _newest(watch: Watch) -> int | None:
    return None if watch.newest is None else int(watch.newest.name)


def _told(watch: Watch) -> Told:
    state: Any = watch.feed.state
    numbers = [int(each.name) for each in watch.told if each is not None]
    error = state.error if watch.has_failed else None
    return Told(
        watch.user_id, numbers, _newest(watch), error, watch.feed.is_terminated, False
    )


def _close(scene: SimulatedScene) -> tuple[float, list[str]]:
    """Close the session; return how long that took, and which users are watched on."""
    watches = list(scene.client.watches)
    began = perf_counter()
    scene.client.close()
    closing = perf_counter() - began
    return closing, [w.user_id for w in watches if not w.feed.is_terminated]


def _left(scene: SimulatedScene) -> list[object]:
    client, protocol = scene.client, scene.client.protocol
    left: list[object] = [*protocol.take(), *protocol._queue, *protocol._writes]
    left += [*client._lines, *scene.all.subscriptions()]
    left += [line for line in scene.all.lines if line.is_open]
    return left if client.wake_at is None else [*left, "a timer"]


def _little_waits(scene: SimulatedScene) -> None:
    """What waits to be done or is under way does not grow with what happened."""
    assert scene.client.most_effects < _MOST_EFFECTS
    assert all(line.most_in_flight < _MOST_IN_FLIGHT for line in scene.all.lines)
    assert scene.client.connects < 60 + scene.all.time.passed / 2, "a storm"
