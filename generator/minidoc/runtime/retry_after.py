"""What a service means that asks to be left alone for a while: RFC 9110, 10.2.3.

In: headers as they came. Out: seconds; `None` if nothing was asked that makes sense.
"""

from __future__ import annotations

import re
from time import time

_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)


def retry_after(value: str | None, milliseconds: str | None = None) -> float | None:
    """Return how many seconds to wait.

    Args:
        value: Of `Retry-After`: seconds, or a date.
        milliseconds: Of `Retry-After-Ms`, which some servers send beside it; it is the
            more exact one.
    """
    exact = _number(milliseconds)
    if exact is not None:
        return exact / 1000
    found = _number(value)
    return found if found is not None or value is None else _until(value)


def _number(value: str | None) -> float | None:
    text = "" if value is None else value.strip()
    return float(text) if _NUMBER.fullmatch(text) else None


def _until(value: str) -> float | None:
    from email.utils import parsedate_to_datetime  # rarely needed, slow to import

    try:
        moment = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return max(0.0, moment - time())
