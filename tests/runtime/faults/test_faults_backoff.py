"""Row 2 in virtual time, with the default times: an outage of 30 s, and longer ones."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from runtime_samples import person
from virtual import Virtual, changed

from minidoc.runtime.timing import Timing

OUTAGE = 30.0
WATCHED = [f"u{n}" for n in range(100)]


def _watching(seed: int) -> Virtual:
    """A session that is logged in and watches 100 users."""
    virtual = Virtual(random=random.Random(seed).random)
    for user_id in WATCHED:
        virtual.watch_user(user_id)
    virtual.log_in()
    virtual.answer_from({user_id: person(user_id, "1") for user_id in WATCHED})
    return virtual


def _refused(virtual: Virtual, seconds: float) -> list[float]:
    """Lose the connection; refuse every attempt for so long; return when each came."""
    began, times = virtual.now, list[float]()
    virtual.lose()
    while virtual.now < began + seconds:
        count = len(virtual.connects)
        virtual.run_until_connect(began + seconds)
        if len(virtual.connects) > count:
            times.append(virtual.now - began)
            virtual.lose(ConnectionRefusedError())
        assert virtual.state == "reconnecting"
    return times


def test_row_02_an_outage_of_30_seconds(seed: int) -> None:
    virtual = _watching(seed)
    times = _refused(virtual, OUTAGE)
    assert times[0] <= 0.5
    for number, (earlier, later) in enumerate(pairwise(times)):
        assert later - earlier <= min(20.0, 0.5 * 2 ** (number + 1))
    assert 4 <= len(times) <= 20
    began = virtual.now
    virtual.run_until_connect(began + 20.0)
    assert virtual.now - began <= 20.0
    virtual.log_in()
    frames = virtual.answer_from({u: person(u, "2") for u in WATCHED})
    assert [(f[1], sorted(f[3]["ids"])) for f in frames] == [
        ("SUBSCRIBE", sorted(WATCHED)),
        ("GET", sorted(WATCHED)),
    ]
    names = {feed.state.latest_snapshot.name for feed in virtual.feeds}  # type: ignore[union-attr]
    assert names == {"2"}
    assert virtual.state == "ready"
    virtual.receive(1, "PUBLISH", changed({"name": "3"}, "u7"))
    assert virtual.feeds[7].state.latest_snapshot.name == "3"  # type: ignore[union-attr]


def test_waits_are_drawn_over_the_whole_range() -> None:
    """Full jitter: clients that lost the service together do not return together."""
    waits: list[float] = []
    for seed in range(20):
        times = _refused(_watching(seed), 600.0)
        waits += [later - earlier for earlier, later in pairwise(times[7:])]
    assert max(waits) <= 20.0
    tenths = [sum(2 * n <= wait < 2 * n + 2 for wait in waits) for n in range(10)]
    assert min(tenths) > len(waits) / 10 / 2, tenths


@pytest.mark.parametrize("draw", [0.0, 1.0])
def test_the_bounds_of_the_jitter(draw: float) -> None:
    virtual = Virtual(random=lambda: draw)
    virtual.watch_user("bob")
    virtual.log_in()
    times = _refused(virtual, 100.0)
    gaps = [later - earlier for earlier, later in pairwise([0.0, *times])]
    timing = Timing()
    if draw == 0.0:
        assert {round(gap, 6) for gap in gaps} == {timing.first_retry / 10}
    else:
        expected = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0, 20.0]
        assert gaps == pytest.approx(expected[: len(gaps)])
