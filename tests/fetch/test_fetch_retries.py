"""`Retry-After` as servers write it, and how long is waited."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from minidoc.fetch.retries import retry_after, wait_before_next
from minidoc.fetch.settings import Settings

NOW = datetime(2026, 11, 26, 10, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Thu, 26 Nov 2026 10:00:30 GMT", 30.0),
        ("Thursday, 26-Nov-26 10:01:00 GMT", 60.0),
        ("Thu, 26 Nov 2026 10:00:30", 30.0),
        ("Thu, 26 Nov 2026 09:00:00 GMT", 0.0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("9" * 400, None),
        ("Thu, 99 Nov 2026 10:00:30 GMT", None),
        ("Thu, 26 Nov 99999 10:00:30 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("attempt", "asked", "wait"),
    [
        (1, None, 0.5),
        (2, None, 1.0),
        (3, None, 2.0),
        (4, None, None),
        (1, 0.0, 0.5),
        (1, 20.0, 20.0),
        (1, 60.0, 60.0),
        (1, 61.0, None),
        (4, 1.0, None),
    ],
)
def test_waiting(attempt: int, asked: float | None, wait: float | None) -> None:
    assert wait_before_next(attempt, asked, Settings()) == wait
