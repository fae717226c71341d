"""The one function sees each promise that is broken; nothing else would tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from invariants import MINE, Evidence, Told, check

from talkjs import ConnectionLostError, NotConnectedError, TalkJSError

FINE = Told("u0", [1, 2], 2, None, False, False)
LOST = NotConnectedError("no connection")
LOST.__cause__ = ConnectionRefusedError("refused")
ENDED = replace(FINE, error=TalkJSError("forbidden"), is_terminated=True, may_end=True)
GOOD = Evidence(
    number=2,
    told=[FINE],
    ends=False,
    state="ready",
    reconnects=1,
    last_error=LOST,
    errors=[LOST],
    may_raise=(NotConnectedError,),
    warnings=["the connection was lost"],
    raised=2,
    reported=[ZeroDivisionError(MINE), ZeroDivisionError(MINE)],
    held={("user", "u0"): 1},
    connections=1,
    closing=0.1,
    unfinished=[],
    left=[],
    texts=["<Session>"],
    secrets=[],
    tokens=["head.body.sign"],
)
AT_AN_END = replace(
    GOOD,
    told=[ENDED],
    ends=True,
    state="failed",
    warnings=["a subscription ended"],
    reported=[*GOOD.reported, LOST],
    held={},
    connections=0,
)
CLOSED = replace(
    GOOD,
    told=[replace(FINE, numbers=[1], newest=None, is_terminated=True)],
    is_closed=True,
    state="closed",
    held={},
    connections=0,
)
BROKEN: dict[str, tuple[Evidence, dict[str, Any]]] = {
    "I1 the callback": (GOOD, {"told": [replace(FINE, numbers=[1])]}),
    "I1 the state": (GOOD, {"told": [replace(FINE, newest=1)]}),
    "I1 nothing at all": (GOOD, {"told": [replace(FINE, numbers=[], newest=None)]}),
    "I2 back": (GOOD, {"told": [replace(FINE, numbers=[3, 2])]}),
    "I2 twice": (GOOD, {"told": [replace(FINE, numbers=[2, 2])]}),
    "I3 ended": (GOOD, {"told": [replace(FINE, error=LOST)]}),
    "I3 ended, told by its future": (
        GOOD,
        {"told": [replace(FINE, is_terminated=True)]},
    ),
    "I3 not ended": (AT_AN_END, {"told": [replace(ENDED, error=None)]}),
    "I3 no future": (AT_AN_END, {"told": [replace(ENDED, is_terminated=False)]}),
    "I3 untyped": (AT_AN_END, {"told": [replace(ENDED, error=OSError())]}),
    "I3 no log": (AT_AN_END, {"warnings": ["other"]}),
    "I3 no reason": (AT_AN_END, {"last_error": None, "reconnects": 0}),
    "I3 goes on": (AT_AN_END, {"state": "ready"}),
    "I3 gave up": (GOOD, {"state": "failed", "connections": 0}),
    "I3 lost and not told": (GOOD, {"last_error": None}),
    "I3 lost and not logged": (GOOD, {"warnings": [], "last_error": TalkJSError("x")}),
    "I3 closed, not ended": (CLOSED, {"told": [FINE]}),
    "I3 closed by an error": (CLOSED, {"told": [replace(FINE, error=LOST)]}),
    "I3 closed, goes on": (CLOSED, {"state": "ready"}),
    "I4 closed, held": (CLOSED, {"held": {("user", "u0"): 1}}),
    "I4 closed, connected": (CLOSED, {"connections": 1}),
    "I4 twice": (GOOD, {"held": {("user", "u0"): 2}}),
    "I4 somebody else": (GOOD, {"held": {("user", "u0"): 1, ("user", "u1"): 1}}),
    "I4 nobody": (GOOD, {"held": {}}),
    "I4 connections": (GOOD, {"connections": 2}),
    "I4 a task": (GOOD, {"left": ["task"]}),
    "I5 slow": (GOOD, {"closing": 1.5}),
    "I5 watched on": (GOOD, {"unfinished": ["u0"]}),
    "I6 not ours": (GOOD, {"errors": [OSError()], "may_raise": (OSError,)}),
    "I6 another one": (GOOD, {"errors": [ConnectionLostError(True)]}),
    "I6 no cause": (GOOD, {"last_error": NotConnectedError("x")}),
    "I7 a callback left out": (GOOD, {"reported": GOOD.reported[1:]}),
    "I7 reported and not raised": (GOOD, {"raised": 1}),
    "I7 something else": (GOOD, {"reported": [*GOOD.reported, LOST]}),
    "I7 the end is not told": (AT_AN_END, {"reported": GOOD.reported}),
    "I8 in the log": (GOOD, {"secrets": ["> eyJ"]}),
    "I8 in a text": (GOOD, {"texts": ["token body"]}),
    "I8 no token": (GOOD, {"tokens": []}),
}


@pytest.mark.parametrize(
    "found", [GOOD, AT_AN_END, CLOSED], ids=["goes on", "ends", "closed"]
)
def test_what_is_as_promised(found: Evidence) -> None:
    check(found)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise(name: str) -> None:
    found, changes = BROKEN[name]
    with pytest.raises(AssertionError):
        check(replace(found, **changes))
