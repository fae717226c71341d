"""What the protocol wants done; the driver does it, in this order.

Those that each message leads to are not frozen, which takes time; nobody changes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from .errors import TalkJSError
from .feed import Feed


@dataclass(frozen=True, slots=True)
class Connect:
    """Open a connection, and report on it under this number."""

    number: int


Text: TypeAlias = str | Callable[[], str | None]
"""What is sent. One that holds a token is made when it is sent, so that no queue ever
has it; `None` then says that it is out of date."""


@dataclass(slots=True)
class Send:
    """Send a text over the connection with this number."""

    number: int
    text: Text


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Close the connection with this number; no report is wanted any more."""

    number: int
    code: int = 1000
    is_abrupt: bool = False
    """The other end does not answer: cut, without a closing handshake."""


@dataclass(frozen=True, slots=True)
class FetchToken:
    """Ask the token provider, and report under this number."""

    number: int


@dataclass(slots=True)
class Deliver:
    """Give a feed its newest snapshot."""

    feed: Feed[Any]
    snapshot: object


@dataclass(frozen=True, slots=True)
class End:
    """End a feed: by an error, or because the session is closed."""

    feed: Feed[Any]
    error: TalkJSError | None


@dataclass(frozen=True, slots=True)
class Report:
    """Tell the handlers of the session about an error that ended it."""

    error: TalkJSError


Effect: TypeAlias = Connect | Send | Disconnect | FetchToken | Deliver | End | Report
