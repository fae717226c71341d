"""Bodies and queries of the control interface, field by field.

Comes in: JSON or query parameters. Goes out: values of the asked type, or a reason that
names the field.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from minidoc.emulator.journal import Entry, Test
from minidoc.emulator.json_values import JsonObject, dump


class AskedError(Exception):
    """A field is not what it has to be."""


class Asked:
    """One body; only the fields of `known` may be there."""

    def __init__(self, body: JsonObject, *known: str) -> None:
        for name in body:
            if name not in known:
                raise AskedError(f"{name}: no such field")
        self._body = body

    def text(self, name: str) -> str | None:
        """Return a string, None when it is absent."""
        value = self._body.get(name)
        if value is not None and not isinstance(value, str):
            raise AskedError(f"{name}: must be a string")
        return value

    def needed(self, name: str) -> str:
        """Return a string that has to be there."""
        value = self.text(name)
        if not value:
            raise AskedError(f"{name}: is required")
        return value

    def number(self, name: str, default: float) -> float:
        """Return a number that is not negative."""
        value = self._body.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise AskedError(f"{name}: must be a number, and not negative")
        return value

    def whole(self, name: str, default: int) -> int:
        """Return a whole number that is not negative."""
        value = self.number(name, default)
        if value != int(value):
            raise AskedError(f"{name}: must be a whole number")
        return int(value)

    def flag(self, name: str) -> bool:
        """Return true or false; it has to be there."""
        value = self._body.get(name)
        if not isinstance(value, bool):
            raise AskedError(f"{name}: must be true or false")
        return value


def entry_test(asked: Asked) -> Test:
    """Return the test of journal entries that a body describes."""
    same = {
        "app_id": asked.text("appId"),
        "user_id": asked.text("userId"),
        "direction": asked.text("direction"),
        "method": asked.text("method"),
    }
    path, contains = asked.text("path"), asked.text("contains")

    def test(entry: Entry) -> bool:
        return (
            all(getattr(entry, key) == item for key, item in same.items() if item)
            and (path is None or fnmatchcase(entry.path, path))
            and (contains is None or contains in dump(entry.frame))
        )

    return test
