"""Which process a session belongs to: the one that made it, and no child of that."""

from __future__ import annotations

import os

from .errors import ForkedProcessError


class Process:
    """The process in which this was made."""

    __slots__ = ("_number",)

    def __init__(self) -> None:
        self._number = os.getpid()

    @property
    def is_current(self) -> bool:
        """Whether no fork lies between then and now."""
        return os.getpid() == self._number

    def enter(self) -> None:
        """Go on only in that process.

        Raises:
            ForkedProcessError: If this is another one.
        """
        if not self.is_current:
            raise parents_session()


def parents_session() -> ForkedProcessError:
    """Return what is raised where a session belongs to the parent."""
    return ForkedProcessError("this session belongs to the parent process")
