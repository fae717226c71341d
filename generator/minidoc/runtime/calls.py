"""One call of a user of the session, from its start until its outcome."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import TalkJSError
from .wire import Operation, Request, Response


@dataclass(slots=True, eq=False)
class CallJob:
    """One request of a call."""

    call: Call
    index: int
    request: Request
    """What to send."""

    order: int
    """When it was asked for, compared with the others."""

    number: int = -1
    """The id under which it was sent last."""

    token: int = 0
    """Which token was in use then, by number."""

    refusals: int = 0
    failures: int = 0

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits for the answer."""
        return not self.call.is_settled


class Call:
    """An operation under way. Settled once, by an outcome or an error.

    The outcome of a call with several requests is complete when all are answered; a
    read has the snapshot that everybody shares, and no answers of its own.
    """

    __slots__ = ("_missing", "_on_settled", "_responses", "_snapshot", "deadline",
                 "error", "is_settled", "jobs", "operation", "was_sent")  # fmt: skip

    def __init__(
        self, operation: Operation[Any], deadline: float, settled: Callable[[], object]
    ) -> None:
        """Make a call; nothing is sent.

        Args:
            operation: What to do.
            deadline: When to give up.
            settled: Called once, by whoever drives the protocol; must not block.
        """
        self.operation = operation
        self.deadline = deadline
        self.is_settled = False
        self.was_sent = False
        """Whether the service may have seen any of it."""
        self.jobs: list[CallJob] = []
        """Its requests on their way."""
        self.error: TalkJSError | None = None
        self._on_settled = settled
        self._responses: list[Any] = [None] * len(operation.requests)
        self._missing = len(operation.requests)
        self._snapshot: tuple[object, ...] = ()

    def answer(self, index: int, response: Response) -> bool:
        """Take the answer to one request; tell whether that was the last one."""
        self._missing -= self._responses[index] is None
        self._responses[index] = response
        if not self._missing:
            self._settle()
        return self.is_settled

    def give(self, snapshot: object) -> None:
        """End a read with its snapshot."""
        self._snapshot = (snapshot,)
        self._settle()

    def fail(self, error: TalkJSError) -> None:
        """End the call with an error of its own: each caller raises another object."""
        if not self.is_settled:
            self.error = copy.copy(error)
            self.error.__cause__ = error.__cause__
            self._settle()

    def abandon(self) -> None:
        """End the call without telling anybody: whoever waited does not any more."""
        self.is_settled = True

    def _settle(self) -> None:
        self.is_settled = True
        self._on_settled()

    def result(self) -> Any:
        """Return the result of a settled call, or raise its error."""
        if self.error is not None:
            raise self.error
        if self._snapshot:
            return self._snapshot[0]
        return self.operation.finish(self._responses)
