"""When the protocol wants to be called: never later than a driver has been told.

A driver whose timer is early enough need not ask `wake_at` after each write.
"""

from __future__ import annotations

from math import inf

import pytest
from virtual import WRITE, Virtual

from minidoc.runtime.calls import Call
from minidoc.runtime.timing import Timing


def begun(virtual: Virtual) -> tuple[bool, float, float]:
    """Begin a write: whether it may be due sooner, and what is due before and after."""
    protocol, now = virtual.protocol, virtual.now
    before = protocol.wake_at()
    call = Call(WRITE, now + protocol.timing.call, lambda: None)
    is_sooner = protocol.begin(call, now)
    after = protocol.wake_at()
    virtual.pump()
    return is_sooner, inf if before is None else before, inf if after is None else after


def logged_in(timing: Timing | None = None, window: float = 0.0) -> Virtual:
    """Return a session that is logged in, with nothing to do."""
    virtual = Virtual(timing=timing, window=window)
    virtual.call()
    virtual.log_in()
    virtual.answer()
    return virtual


def test_a_write_that_is_sent_at_once_is_due_no_sooner() -> None:
    virtual = logged_in()
    is_sooner, before, after = begun(virtual)
    assert not is_sooner
    assert after >= before


def test_a_write_with_the_nearest_deadline_is_due_sooner() -> None:
    virtual = logged_in(Timing(call=0.5))
    is_sooner, before, after = begun(virtual)
    assert is_sooner
    assert after == virtual.now + 0.5 < before


def test_a_write_that_waits_for_others_is_due_sooner() -> None:
    virtual = logged_in()
    begun(virtual)
    is_sooner, before, after = begun(virtual)
    assert is_sooner
    assert after <= virtual.now < before


@pytest.mark.parametrize("state", ["new", "opening"])
def test_a_write_without_a_connection_is_due_sooner(state: str) -> None:
    virtual = Virtual()
    if state == "opening":
        virtual.call()
    assert begun(virtual)[0]


def test_a_write_to_a_session_that_is_closed_is_due_never() -> None:
    virtual = logged_in()
    virtual.protocol.close(virtual.now)
    assert begun(virtual) == (False, inf, inf)
