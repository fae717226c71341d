"""Arguments from outside: what has the wrong type says so at once."""

from __future__ import annotations


def checked(name: str, value: object) -> str:
    """Return an id that is one.

    Raises:
        TypeError: If it is not a string.
        ValueError: If it is empty.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} is a string, not {type(value).__name__}")
    if not value:
        raise ValueError(f"{name} is not empty")
    return value
