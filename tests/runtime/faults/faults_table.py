"""All 34 faults, what is promised about each, and where one has no place here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROW = re.compile(r"row_(\d\d)_")


@dataclass(frozen=True, slots=True)
class Fault:
    """One row.

    Attributes:
        what: What goes wrong.
        promise: What holds all the same.
        not_here: Parts of the fault that cannot happen in this runtime, and why.
    """

    what: str
    promise: str
    not_here: str = ""


FAULTS: dict[int, Fault] = {
    1: Fault(
        "the service restarts (1001, 1012)",
        "reconnects with jitter; each subscription is made once, nobody is told twice",
    ),
    2: Fault(
        "the service crashes; the port is refused for 30 s",
        "full jitter, waits of at most 20 s, `health().state` says `reconnecting`",
    ),
    3: Fault(
        "TCP is reset within a frame",
        "idempotent calls are sent again, others fail with `ConnectionLostError`",
        "no operation of today is not idempotent; the protocol's own tests have one",
    ),
    4: Fault(
        "the connection is a black hole, either way",
        "noticed within 15 s: a ping after 10 s of silence, 5 s for its answer",
    ),
    5: Fault(
        "the answer comes too late",
        "`CallTimeoutError` at the deadline; the late answer is ignored and counted",
    ),
    6: Fault(
        "the reader is slow, or the service does not read",
        "bounded memory, pings are answered, states in between are left out, never the"
        " last",
    ),
    7: Fault(
        "frames that are no JSON, no UTF-8, or binary",
        "counted, logged and skipped; what is no UTF-8 ends the connection, which comes"
        " back",
    ),
    8: Fault(
        "unknown types, more fields, missing fields",
        "unknown ones are ignored; a missing one is a `DecodeError` of that"
        " subscription only",
    ),
    9: Fault(
        "a frame above 8 MiB",
        "refused by its length (1009), memory below the limit and a fifth, no storm",
    ),
    10: Fault(
        "a compression bomb",
        "compression is never agreed on; what comes compressed ends the connection",
    ),
    11: Fault("every frame twice", "applied once, told once"),
    12: Fault("answers out of order", "each caller has its own"),
    13: Fault(
        "answers to nothing that is under way",
        "ignored and counted; no id is used twice on a connection",
    ),
    14: Fault(
        "401 in the middle",
        "one new token for all calls, once more, then `AuthenticationError`",
    ),
    15: Fault(
        "the token ends: in sight, unseen, while offline",
        "renewed before; a refused token is never sent again",
    ),
    16: Fault(
        "the token provider raises, hangs, or gives nothing of use",
        "`TokenProviderError`, one question for each step of the back-off",
    ),
    17: Fault(
        "429 and 503 with `Retry-After`",
        "the whole session waits, for 120 s at most; calls without time for it fail"
        " with `retry_after`",
        "answers on the socket have no headers: a 429 there pauses all requests by a"
        " back-off of our own",
    ),
    18: Fault(
        "5xx, an HTML page, nothing, another type",
        "tried again; 500 ten times at most for one call, then `ServerError`",
        "errors keep status and codes, but no part of the body: it could hold secrets",
    ),
    19: Fault(
        "no such name, or its first address leads nowhere",
        "the name is looked up for each attempt; an address that is silent holds up the"
        " next one for 0.25 s",
        "a proxy with threads, uvloop, and the token that the service hands out try one"
        " address after the other",
    ),
    20: Fault(
        "a certificate that has expired, or is another host's",
        "the session ends with `NotConnectedError`; nothing is sent",
    ),
    21: Fault(
        "a proxy is needed, or refuses (407)",
        "HTTP proxies of the environment are used for both; 407 ends the session",
        "SOCKS needs a package that is not a dependency: the session ends and says so",
    ),
    22: Fault(
        "the clock jumps; the machine sleeps",
        "timers do not go by the clock; after sleep a dead connection is noticed within"
        " 15 s",
    ),
    23: Fault(
        "cancelled at every await point, once and twice; Ctrl-C",
        "nothing stays behind, the session goes on, `CancelledError` is passed on",
        "with threads nothing is cancelled, but for Ctrl-C",
    ),
    24: Fault(
        "a loop that is closed, a second one, another thread's",
        "`WrongLoopError` at once, or a new session that works",
        "with threads there is no loop",
    ),
    25: Fault(
        "a fork after connecting",
        "`ForkedProcessError` in the child, where nothing of the parent's is waited for"
        " and a session of its own works; the parent's goes on",
    ),
    26: Fault(
        "the interpreter ends with live sessions",
        "within a second, without a word",
    ),
    27: Fault("close with 100,000 unread messages", "within 1.5 s"),
    28: Fault(
        "close while connecting, logging in, or between attempts",
        "at once, and no socket is opened later",
    ),
    29: Fault(
        "a storm of subscriptions",
        "what the service holds is the last intent; nothing is orphaned",
    ),
    30: Fault(
        "10,000 subscriptions, then a reset",
        "all are back in frames of a thousand, by one task or thread",
    ),
    31: Fault(
        "1,000,000 updates over 1,000 subscriptions",
        "the last of each is exact; memory does not grow",
        "how many a second is measured by the benchmarks",
    ),
    32: Fault(
        "32 threads on one session, and a close",
        "each has its own answers; no deadlock, nothing is left",
        "sessions of an event loop belong to one thread: see row 24",
    ),
    33: Fault(
        "callbacks raise, block, or use the session",
        "they harm nobody, and what they raise is reported",
    ),
    34: Fault(
        "a day of resets, every 1 to 300 s",
        "in virtual time: nothing is lost, the number of objects does not grow",
    ),
}


def played() -> dict[int, list[str]]:
    """Return for each row the functions that play it, by the names in the sources."""
    found: dict[int, list[str]] = {number: [] for number in FAULTS}
    for path in sorted(HERE.glob("*.py")):
        for name in re.findall(r"def (\w+)\(", path.read_text(encoding="utf-8")):
            match = ROW.search(name)
            if match is not None:
                found[int(match[1])].append(f"{path.stem}::{name}")
    return found
