"""PEP 702: what is deprecated warns where it is used, and keeps working."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import LiteralString, TypeVar

import pytest

from minidoc.runtime import deprecated

T = TypeVar("T")


def mark(reason: LiteralString) -> Callable[[T], T]:
    """Mark as `deprecated` does, unseen by checkers, which would report each use."""
    return deprecated(reason)


@mark("use new")
def old(a: int, *, b: int = 0) -> int:
    """The docstring."""
    return a + b


@mark("use NewClass")
class OldClass:
    """The docstring."""

    def __init__(self, a: int) -> None:
        self.a = a


class Child(OldClass):
    """Not deprecated itself."""


class Members:
    """Deprecated members."""

    @property
    @mark("use size")
    def length(self) -> int:
        return 3

    @mark("use fetch")
    async def get(self) -> int:
        return 4


def test_a_function() -> None:
    with pytest.warns(DeprecationWarning, match="use new") as caught:
        assert old(1, b=2) == 3
    assert caught[0].filename == __file__
    facts = vars(old)
    assert facts["__deprecated__"] == "use new"
    assert facts["__wrapped__"].__doc__ == "The docstring."


def test_a_class() -> None:
    with pytest.warns(DeprecationWarning, match="use NewClass") as caught:
        made = OldClass(5)
    assert caught[0].filename == __file__
    assert made.a == 5
    assert isinstance(made, OldClass)


@pytest.mark.filterwarnings("error")
def test_a_subclass_does_not_warn() -> None:
    assert Child(5).a == 5


def test_members() -> None:
    with pytest.warns(DeprecationWarning, match="use size"):
        assert Members().length == 3
    with pytest.warns(DeprecationWarning, match="use fetch"):
        assert asyncio.run(Members().get()) == 4
    assert inspect.iscoroutinefunction(Members.get)
