"""What the runtime logs while a fault happens, kept to be asked about afterwards.

A handler of its own instead of pytest's: debug shows every frame, and a failed test
should not print thousands of them.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

_LOGGERS = ("talkjs", "websockets", "asyncio")
_JSON_WEB_TOKEN = "eyJ"


class Records(logging.Handler):
    """Log records of the runtime and of the libraries below it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.warnings: list[logging.LogRecord] = []
        self.secrets: list[str] = []
        """What looked like a token, in a message, its arguments or its traceback."""
        self.sent = self.received = 0
        self._last: deque[str] = deque(maxlen=30)

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a record; keep the few that matter."""
        text = self.format(record)
        if _JSON_WEB_TOKEN in text:
            self.secrets.append(text)
        if record.levelno >= logging.WARNING:
            self.warnings.append(record)
        self.sent += text.startswith("> ")
        self.received += text.startswith("< ")
        self._last.append(f"{record.name}: {text[:160]}")

    def has(self, text: str) -> bool:
        """Tell whether a warning or an error says so."""
        return any(text in record.getMessage() for record in self.warnings)

    @property
    def last(self) -> str:
        """The last records, for a report."""
        return "\n".join(self._last)


@contextmanager
def recorded(*, quietly: bool = False) -> Generator[Records]:
    """Record everything from DEBUG upwards; quietly, from INFO upwards."""
    records = Records()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO if quietly else logging.DEBUG)
        logger.propagate = False
        logger.addHandler(records)
    try:
        yield records
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.setLevel(level)
            logger.propagate = propagate
            logger.removeHandler(records)
