"""What holds after every fault, whatever it was: the one list, checked by one function.

I1 no final state is lost. I2 no state goes back. I3 nothing dies in silence. I4 nothing
is left: tasks, threads, sockets, and what the service holds. I5 closing takes 1.5 s at
most. I6 errors are typed and keep their cause. I7 callbacks that raise harm nobody.
I8 no token is logged.

What they look at is gathered over sockets by `gathering`, in virtual time by
`simulated_gathering`, from before and after the session is closed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from talkjs import ConnectionLostError, NotConnectedError, TalkJSError

CLOSE_WITHIN = 1.5
MINE = "a callback of mine raised"
_FOR_ANOTHER = (NotConnectedError, ConnectionLostError)


@dataclass(frozen=True, slots=True)
class Told:
    """One subscription, before its session was closed.

    Attributes:
        user_id: Whom it watches.
        numbers: What it was told, in this order; each state has a number.
        newest: Number of the state that it shows.
        error: What has ended it.
        is_terminated: Whether its future says that it has ended.
        may_end: Whether the fault was to end it.
    """

    user_id: str
    numbers: Sequence[int]
    newest: int | None
    error: BaseException | None
    is_terminated: bool
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found after a fault.

    Attributes:
        number: Number of the newest state, which a back end has made after the fault.
        told: Each subscription.
        ends: Whether the fault was to end the session.
        is_closed: Whether the session was closed, before anything came to rest.
        state: What the session said of itself before it was closed.
        reconnects: How often it has connected again.
        last_error: What it calls its last error.
        errors: What calls have failed with.
        may_raise: What they may fail with.
        warnings: What was logged as a warning or worse.
        raised: How often callbacks have raised.
        reported: What the error handler of the session was told.
        held: Subscriptions that the service held, and how often each.
        connections: Connections that were open there.
        closing: Seconds that closing took.
        unfinished: Subscriptions that closing has not ended.
        left: What was there afterwards, and not before.
        texts: What users can read: errors, and the session, as text.
        secrets: Lines of the log with what looks like a token.
        tokens: All tokens that there were.
    """

    number: int
    told: Sequence[Told]
    ends: bool
    is_closed: bool = False
    state: str
    reconnects: int
    last_error: BaseException | None
    errors: Sequence[BaseException]
    may_raise: tuple[type, ...]
    warnings: Sequence[str]
    raised: int
    reported: Sequence[BaseException]
    held: Mapping[tuple[str, str], int]
    connections: int
    closing: float
    unfinished: Sequence[str]
    left: Collection[object]
    texts: Sequence[str]
    secrets: Sequence[str]
    tokens: Collection[str]


def check(found: Evidence) -> None:
    """Check all of them."""
    for each in found.told:
        if not found.is_closed:
            _no_final_state_is_lost(each, found.number)  # I1
        assert goes_up(each.numbers), (each.user_id, each.numbers)  # I2
        _it_does_not_die_in_silence(each, found)  # I3
    _the_session_does_not_die_in_silence(found)  # I3
    _the_service_holds_no_more(found)  # I4
    assert not found.left  # I4
    assert found.closing < CLOSE_WITHIN  # I5
    assert not found.unfinished  # I5
    _errors_are_typed(found)  # I6
    _callbacks_that_raise_harm_nobody(found)  # I7
    _no_token_shows(found)  # I8


def goes_up(numbers: Sequence[int]) -> bool:
    """Tell whether each is above the one before: none goes back or comes twice."""
    return all(earlier < later for earlier, later in pairwise(numbers))


def _no_final_state_is_lost(told: Told, number: int) -> None:
    """Both the callback and the subscription itself have the newest one."""
    if not told.may_end:
        assert told.numbers[-1:] == [number], (told.user_id, number, told.numbers)
        assert told.newest == number, (told.user_id, number, told.newest)


def _it_does_not_die_in_silence(told: Told, found: Evidence) -> None:
    """A subscription that ends says why: in its state, its future and the log."""
    assert (told.error is not None) == told.may_end, (told.user_id, told.error)
    assert told.is_terminated == (told.may_end or found.is_closed), told.user_id
    if told.may_end:
        assert isinstance(told.error, TalkJSError)
        assert any("a subscription ended" in text for text in found.warnings)


def _the_session_does_not_die_in_silence(found: Evidence) -> None:
    """It goes on, or says why not; what was lost on the way is told and logged."""
    if found.ends:
        assert found.state == "failed"
        assert found.last_error is not None
    else:
        states = ("closed",) if found.is_closed else ("ready", "idle")
        assert found.state in states
    if found.reconnects:
        assert found.last_error is not None
        assert found.warnings


def _the_service_holds_no_more(found: Evidence) -> None:
    """One connection, and one subscription for each user that somebody watches."""
    if found.ends:
        return
    is_held = not found.is_closed
    alive = [each.user_id for each in found.told if is_held and not each.may_end]
    assert found.held == {("user", user_id): 1 for user_id in alive}
    assert found.connections == (found.state == "ready")


def _errors_are_typed(found: Evidence) -> None:
    """All are ours; those that stand for another one name it as their cause."""
    for error in found.errors:
        assert isinstance(error, TalkJSError), repr(error)
        assert isinstance(error, found.may_raise), repr(error)
    if type(found.last_error) in _FOR_ANOTHER:
        assert found.last_error is not None
        assert found.last_error.__cause__ is not None
        assert found.warnings, "a lost connection is logged"


def _callbacks_that_raise_harm_nobody(found: Evidence) -> None:
    """They were called to the end; all that they raised was reported, and no more."""
    mine = [error for error in found.reported if MINE in str(error)]
    assert len(mine) == found.raised
    # The end of a session is told once.
    assert len(found.reported) - len(mine) == found.ends


def _no_token_shows(found: Evidence) -> None:
    assert list(found.secrets) == []
    parts = [part for token in found.tokens for part in token.split(".")[1:]]
    assert parts, "there was a token that could have shown"
    assert not any(part in text for part in parts for text in found.texts)
