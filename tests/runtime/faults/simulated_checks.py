"""What holds after every fault in virtual time: the list of `invariants`, once more.

Times are the promises themselves here, since nothing is as slow as a busy machine.
"""

from __future__ import annotations

from invariants import goes_up
from records import Records
from simulated_scenes import SimulatedScene

from talkjs import ErrorState, TalkJSError
from talkjs._runtime.timing import Timing

_T = Timing()
RECOVERS_WITHIN = _T.longest_retry + _T.ping_after + _T.pong_within + 5.0
"""The longest wait between two attempts, or the silence that tells a black hole, and
what the connection itself takes."""
_MOST_EFFECTS = 20_000
_MOST_IN_FLIGHT = 5_000


def check(
    scene: SimulatedScene, records: Records, may_raise: tuple[type, ...] = ()
) -> None:
    """Check all of them; this closes the session."""
    assert scene.all.struck, "there was no fault"
    scene.all.calm()
    scene.publish()
    scene.all.run(RECOVERS_WITHIN)
    _no_final_state_is_lost(scene)  # I1
    scene.publish()
    scene.all.run(1.0)
    _no_final_state_is_lost(scene)  # I1, by a push this time
    _no_state_goes_back(scene)  # I2
    _nothing_dies_in_silence(scene, records)  # I3
    _little_waits(scene)  # I5
    _errors_are_typed(scene, may_raise)  # I6
    _the_service_holds_no_more(scene)  # I4
    _nothing_is_left(scene)  # I4
    _no_token_shows(scene, records)  # I8


def _no_final_state_is_lost(scene: SimulatedScene) -> None:
    for watch in scene.client.watches:
        assert not watch.has_failed, watch.feed.state
        newest = watch.newest
        assert newest is not None, watch.user_id
        assert newest.name == str(scene.number), (watch.user_id, scene.number, newest)


def _no_state_goes_back(scene: SimulatedScene) -> None:
    """Nor comes twice."""
    for watch in scene.client.watches:
        told = [int(each.name) for each in watch.told if each is not None]
        assert goes_up(told), (watch.user_id, told)


def _nothing_dies_in_silence(scene: SimulatedScene, records: Records) -> None:
    """Nobody ended; and whoever was lost on the way is in the log and is counted."""
    health = scene.client.health
    assert health.state in ("ready", "idle"), health
    assert scene.client.reports == []
    if health.reconnects:
        assert health.last_error is not None
        assert records.warnings
    for watch in scene.client.watches:
        assert not isinstance(watch.feed.state, ErrorState)


def _little_waits(scene: SimulatedScene) -> None:
    """What waits to be done or is under way does not grow with what happened."""
    assert scene.client.most_effects < _MOST_EFFECTS
    assert all(line.most_in_flight < _MOST_IN_FLIGHT for line in scene.all.lines)
    assert scene.client.connects < 60 + scene.all.time.passed / 2, "a storm"


def _errors_are_typed(scene: SimulatedScene, may_raise: tuple[type, ...]) -> None:
    for error in scene.client.errors:
        assert isinstance(error, TalkJSError)
        assert isinstance(error, may_raise), repr(error)
        assert error.is_retry_safe, repr(error)


def _the_service_holds_no_more(scene: SimulatedScene) -> None:
    """One connection, and one subscription for each user that somebody watches."""
    expected = {("user", watch.user_id): 1 for watch in scene.client.watches}
    # What was only read is let go half a minute later.
    scene.all.run_until(lambda: scene.all.subscriptions() == expected, 60.0)
    assert sum(line.is_open for line in scene.all.lines) <= 1


def _nothing_is_left(scene: SimulatedScene) -> None:
    client, protocol = scene.client, scene.client.protocol
    watches = list(client.watches)
    client.close()
    assert client.wake_at is None
    assert protocol.take() == []
    assert (protocol._queue, protocol._writes) == ({}, {})
    assert client._lines == {}
    assert scene.all.subscriptions() == {}
    assert not any(line.is_open for line in scene.all.lines)
    for watch in watches:
        assert watch.feed.is_terminated


def _no_token_shows(scene: SimulatedScene, records: Records) -> None:
    texts = [f"{error!r} {error} {vars(error)}" for error in scene.client.errors]
    texts.append(f"{scene.client.health} {scene.client.protocol!r}")
    parts = [part for token in scene.all.tokens for part in token.split(".")[1:]]
    assert records.secrets == []
    assert not any(part in text for part in parts for text in texts)
