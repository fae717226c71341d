"""When the protocol wants to be called: never later than a driver has been told.

A driver whose timer is early enough need not ask `wake_at` after each write.
"""

from __future__ import annotations

import json
from math import inf

import pytest
from virtual import WRITE, Virtual
from waking import Due, woken_in_time

from minidoc.runtime.calls import Call
from minidoc.runtime.timing import Timing


def begun(virtual: Virtual) -> Due:
    """Begin a write."""
    protocol, now = virtual.protocol, virtual.now
    call = Call(WRITE, now + protocol.timing.call, lambda: None)
    with woken_in_time(protocol) as due:
        due.is_sooner = protocol.begin(call, now)
    virtual.pump()
    return due


def answered(virtual: Virtual, status: int = 200) -> Due:
    """Receive the answer to what was asked last."""
    text = json.dumps([virtual.sent[-1][0], status, {}])
    with woken_in_time(virtual.protocol) as due:
        connection = virtual.connects[-1]
        due.is_sooner = virtual.protocol.received(connection, text, virtual.now)
    virtual.pump()
    return due


def logged_in(timing: Timing | None = None, window: float = 0.0) -> Virtual:
    """Return a session that is logged in, with nothing to do."""
    virtual = Virtual(timing=timing, window=window)
    virtual.call()
    virtual.log_in()
    virtual.answer()
    return virtual


def test_a_write_that_is_sent_at_once_is_due_no_sooner() -> None:
    virtual = logged_in()
    assert not begun(virtual).is_sooner


def test_a_write_with_the_nearest_deadline_is_due_sooner() -> None:
    virtual = logged_in(Timing(call=0.5))
    due = begun(virtual)
    assert due.is_sooner
    assert due.after == virtual.now + 0.5 < due.before


def test_a_write_that_waits_for_others_is_due_sooner() -> None:
    virtual = logged_in()
    begun(virtual)
    due = begun(virtual)
    assert due.is_sooner
    assert due.after <= virtual.now < due.before


@pytest.mark.parametrize("state", ["new", "opening"])
def test_a_write_without_a_connection_is_due_sooner(state: str) -> None:
    virtual = Virtual()
    if state == "opening":
        virtual.call()
    assert begun(virtual).is_sooner


def test_a_write_to_a_session_that_is_closed_is_due_never() -> None:
    virtual = logged_in()
    virtual.protocol.close(virtual.now)
    assert begun(virtual) == Due(inf, inf, is_sooner=False)


def test_an_answer_makes_nothing_due_sooner() -> None:
    virtual = logged_in(Timing(idle=60))
    begun(virtual)
    assert not answered(virtual).is_sooner


def test_an_answer_after_which_nobody_needs_the_connection() -> None:
    virtual = logged_in(Timing(idle=3))
    begun(virtual)
    due = answered(virtual)
    assert due.is_sooner
    assert due.after == virtual.now + 3 < due.before


def test_an_answer_that_ends_a_pause() -> None:
    """What waited for the end of the pause is due at once."""
    virtual = logged_in(Timing(idle=60))
    refused = virtual.call()
    virtual.call()
    first, second = virtual.sent[-2:]
    virtual.receive(first[0], 429, {})
    virtual.protocol.cancel(refused, virtual.now)
    begun(virtual)
    assert virtual.sent[-1] == second
    due = answered(virtual)
    assert due.is_sooner
    assert due.after <= virtual.now < due.before


@pytest.mark.parametrize("status", [401, 429, 500])
def test_an_answer_that_is_no_last_word(status: int) -> None:
    virtual = logged_in(Timing(idle=60))
    begun(virtual)
    assert answered(virtual, status).is_sooner


def test_a_message_that_answers_no_call() -> None:
    virtual = logged_in()
    virtual.watch()
    assert answered(virtual).is_sooner


def test_calls_are_forgotten_though_nobody_asks_when_to_wake_up() -> None:
    """Thousands may be answered before the next wake-up."""
    virtual = logged_in()
    protocol, now = virtual.protocol, virtual.now
    calls: list[Call] = []
    for _ in range(50):
        calls.append(Call(WRITE, now + protocol.timing.call, lambda: None))
        protocol.begin(calls[-1], now)
        virtual.pump()
        text = json.dumps([virtual.sent[-1][0], 200, {}])
        protocol.received(virtual.connects[-1], text, now)
    assert all(call.is_settled for call in calls)
    assert list(protocol._deadlines) == calls[-1:]
