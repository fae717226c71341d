"""Where texts may be kept between runs; nothing but time is lost with them."""

from __future__ import annotations

from typing import Protocol


class Shelf(Protocol):
    """Texts by name. Each is the one that was written, or it is not there."""

    @property
    def is_shared(self) -> bool:
        """Whether another process finds what this one writes."""
        ...

    def read(self, name: str) -> str | None:
        """Return a text, None if it is not there, damaged or somebody else's."""
        ...

    def write(self, name: str, text: str) -> None:
        """Keep a text; where that is not possible, nothing happens."""
        ...


class NoShelf:
    """Keeps nothing."""

    is_shared = False

    def read(self, name: str) -> None:  # noqa: ARG002
        """Return nothing."""
        return

    def write(self, name: str, text: str) -> None:
        """Forget the text."""
