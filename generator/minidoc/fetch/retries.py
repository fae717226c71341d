"""When to try again: what a status means, what `Retry-After` asks, how long to wait."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from minidoc.fetch.settings import Settings

# Timeouts, overload, and gateways that could not reach what is behind them.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})

_SECONDS = re.compile(r"[0-9]{1,9}")


def retry_after(value: str, now: datetime) -> float | None:
    """Read `Retry-After` (RFC 9110, 10.2.3): seconds or a date; None for anything else.

    Args:
        value: The header's value.
        now: With its time zone.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())


def wait_before_next(
    attempt: int, asked: float | None, settings: Settings
) -> float | None:
    """Return how long to wait after an attempt that failed; None to give up.

    Args:
        attempt: Number of the attempt that failed, from 1.
        asked: What the server asked for, if it did.
        settings: How patient to be.
    """
    if attempt >= settings.attempts:
        return None
    own = settings.first_wait * float(2 ** (attempt - 1))
    if asked is None:
        return own
    return None if asked > settings.longest_wait else max(asked, own)
