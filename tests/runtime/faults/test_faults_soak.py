"""Row 34: a day of resets in virtual time; nothing is lost, and nothing grows.

An hour by default, the whole day with `--full`.
"""

from __future__ import annotations

import gc

from records import recorded
from simulated_gathering import RECOVERS_WITHIN, check_scene
from simulated_scenes import SimulatedScene

from talkjs import CallTimeoutError

LATE = (CallTimeoutError,)
_ROUNDS = 12
_GROWTH = 1.02


def _live_objects(scene: SimulatedScene) -> int:
    """Count objects, when the test itself has let go of what it kept."""
    scene.client.calls.clear()
    del scene.all.tokens[:-1]
    for watch in scene.client.watches:
        del watch.told[:-1]
    gc.collect()
    return len(gc.get_objects())


def _resets(scene: SimulatedScene, seconds: float) -> None:
    """Break the connection every 1 to 300 s; each time all is there again at once."""
    end = scene.all.now + seconds
    while scene.all.now < end:
        scene.all.run(scene.dice.uniform(1.0, 300.0))
        scene.publish(5)
        scene.client.set("x", name=str(scene.number))
        scene.all.reset_all()


def test_row_34_a_day_of_resets(seed: int, full: bool) -> None:
    hours = 24 if full else 1
    with recorded(quietly=True) as records:
        scene = SimulatedScene(seed, "subscribed")
        live: list[int] = []
        for _ in range(_ROUNDS):
            _resets(scene, hours * 3600.0 / _ROUNDS)
            scene.publish()
            scene.all.run(RECOVERS_WITHIN)
            live.append(_live_objects(scene))
            for watch in scene.client.watches:
                assert watch.newest is not None
                assert watch.newest.name == str(scene.number)
        assert scene.client.health.reconnects > 10 * hours
        # The first rounds warm up; of the others, the last three have no more.
        early, late = sum(live[3:6]), sum(live[-3:])
        assert late < early * _GROWTH, live
        check_scene(scene, records, LATE)
