"""What a service says that asks to be left alone, and what a session makes of it."""

from __future__ import annotations

import pickle
from email.utils import formatdate
from time import time
from typing import Any

import pytest
from virtual import Virtual

from minidoc.runtime.errors import NotConnectedError
from minidoc.runtime.retry_after import retry_after


@pytest.mark.parametrize(
    ("value", "milliseconds", "expected"),
    [
        (None, None, None),
        ("0", None, 0.0),
        ("120", None, 120.0),
        (" 1.5 ", None, 1.5),
        ("31536000", None, 31536000.0),
        ("120", "250", 0.25),
        ("120", "soon", 120.0),
        ("", None, None),
        ("soon", None, None),
        ("-5", None, None),
        ("nan", None, None),
        ("inf", None, None),
        ("٣", None, None),
        ("9" * 400, None, None),
        ("Fri, 31 Dec 1999 23:59:59 GMT", None, 0.0),
        ("Fri, 31 Feb 2999 23:59:59 GMT", None, None),
    ],
)
def test_what_is_asked(
    value: str | None, milliseconds: str | None, expected: float | None
) -> None:
    assert retry_after(value, milliseconds) == expected


def test_a_date() -> None:
    found = retry_after(formatdate(time() + 60, usegmt=True))
    assert found is not None
    assert 55 < found <= 60


class RefusedError(Exception):
    """A connection that is refused by somebody who asks to be left alone."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


def refused(wait: float, *, watches: bool) -> tuple[Virtual, Any]:
    """A session whose first attempt is refused like that, and a call of it."""
    virtual = Virtual(asked_wait=lambda error: getattr(error, "wait", None))
    if watches:
        virtual.watch()
    call = virtual.call()
    virtual.lose(RefusedError(wait))
    return virtual, call


def test_the_whole_session_waits() -> None:
    virtual, call = refused(20.0, watches=True)
    began = virtual.now
    virtual.call()
    virtual.get()
    virtual.run_until_connect(began + 60.0)
    assert virtual.now == began + 20.0
    assert virtual.connects == [1, 2]
    virtual.log_in()
    virtual.answer()
    assert call.error is None


def test_a_call_that_has_no_time_for_it_fails_with_the_value() -> None:
    virtual, call = refused(90.0, watches=True)
    assert isinstance(call.error, NotConnectedError)
    assert call.error.retry_after == 90.0
    assert call.error.is_retry_safe
    began = virtual.now
    virtual.run_until_connect(began + 200.0)
    assert virtual.now == began + 90.0
    assert pickle.loads(pickle.dumps(call.error)).retry_after == 90.0


def test_who_asks_for_a_year_is_not_believed() -> None:
    virtual, call = refused(31536000.0, watches=True)
    assert call.error.retry_after == 31536000.0
    began = virtual.now
    virtual.run_until_connect(began + 1000.0)
    assert virtual.now == began + 120.0


def test_who_comes_later_waits_as_well() -> None:
    virtual, _ = refused(90.0, watches=False)
    assert virtual.state == "idle"
    began = virtual.now
    virtual.run(60.0)
    virtual.watch()
    assert virtual.connects == [1]
    virtual.run_until_connect(began + 200.0)
    assert virtual.now == began + 90.0
