"""Parameters under old names: moved, warned of where they are used, never doubled."""

from __future__ import annotations

import asyncio
import inspect
import warnings
from typing import Any

import pytest

from minidoc.runtime import deprecated, renamed

NAMED = renamed(a=("alpha", "say alpha"), b=("beta", "say beta"))


@NAMED
def call(alpha: int, *, beta: int = 0) -> tuple[int, int]:
    """The docstring."""
    return alpha, beta


@NAMED
async def call_async(alpha: int, *, beta: int = 0) -> tuple[int, int]:
    """The docstring."""
    return alpha, beta


def same(alpha: int) -> int:
    return alpha


old: Any = deprecated("say call")(renamed(a=("alpha", "say alpha"))(same))


def test_names_of_today_are_not_warned_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert call(1, beta=2) == (1, 2)
        assert call(alpha=1) == (1, 0)
        assert asyncio.run(call_async(1, beta=2)) == (1, 2)


def test_each_old_name_is_warned_of_where_it_is_used() -> None:
    with pytest.warns(DeprecationWarning, match="say") as caught:
        assert call(a=1, b=2) == (1, 2)
    assert [str(w.message) for w in caught] == ["say alpha", "say beta"]
    assert {w.filename for w in caught} == {__file__}
    with pytest.warns(DeprecationWarning, match="say beta") as caught:
        assert call(1, b=2) == (1, 2)
    assert len(caught) == 1


def test_in_a_coroutine_too() -> None:
    async def main() -> tuple[int, int]:
        return await call_async(a=1, b=2)

    with pytest.warns(DeprecationWarning, match="say") as caught:
        assert asyncio.run(main()) == (1, 2)
    assert [w.filename for w in caught] == [__file__, __file__]


def test_a_deprecated_call_is_not_blamed() -> None:
    with pytest.warns(DeprecationWarning, match="say") as caught:
        assert old(a=1) == 1
    assert [str(w.message) for w in caught] == ["say call", "say alpha"]
    assert {w.filename for w in caught} == {__file__}


@pytest.mark.parametrize("given", [{"a": 1, "alpha": 1}, {"alpha": 1, "a": 1}])
def test_both_names_at_once_are_a_mistake(given: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="'a' is the old name of 'alpha'"):
        call(**given)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_else_is_wrong_is_as_wrong_as_before() -> None:
    with pytest.raises(TypeError, match="multiple values for argument 'alpha'"):
        call(1, a=1)
    with pytest.raises(TypeError, match="unexpected keyword argument 'c'"):
        call(1, c=1)


def test_it_looks_like_the_call_itself() -> None:
    assert str(inspect.signature(call)).startswith("(alpha: 'int', *, beta")
    assert call.__doc__ == "The docstring."
    assert inspect.iscoroutinefunction(call_async)
    assert not inspect.iscoroutinefunction(call)
