"""Values behave as the frozen, slotted dataclasses of the standard library do."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from dataclasses import (
    Field,
    FrozenInstanceError,
    dataclass,
    field,
    fields,
    is_dataclass,
    replace,
)
from functools import partial
from typing import Any, Generic, TypeVar

import pytest
from pydantic import TypeAdapter

from minidoc.values import frozen, frozen_by_name

T = TypeVar("T")
Make = Callable[[type], Any]

STANDARD: dict[Make, Make] = {
    frozen: dataclass(frozen=True, slots=True),
    frozen_by_name: dataclass(frozen=True, slots=True, kw_only=True),
}
BOTH = pytest.mark.parametrize("make", STANDARD, ids=lambda make: make.__name__)


class Plain:
    """A class of before, of which each test makes values in both ways."""

    name: str
    pair: tuple[int, ...] = (1, 2)
    items: list[str] = field(default_factory=list[str])
    note: str = field(default="n", compare=False)
    later: str = field(default="l", kw_only=True)

    def twice(self) -> str:
        """Show that methods stay."""
        return self.name * 2


def both(make: Make, cls: type = Plain) -> tuple[Any, Any]:
    """Make the class in our way and in the standard one, under the same name."""
    return tuple(way(type(cls.__name__, cls.__bases__, _body(cls)))
                 for way in (make, STANDARD[make]))  # fmt: skip


def _body(cls: type) -> dict[str, Any]:
    # What `field` gives remembers the class that it was used for.
    aside = {"__dict__", "__weakref__"}
    body: dict[str, Any] = {k: v for k, v in vars(cls).items() if k not in aside}
    is_field = {k: type(v) is Field for k, v in body.items()}
    return {k: copy.copy(v) if is_field[k] else v for k, v in body.items()}


@BOTH
def test_the_same_values(make: Make) -> None:
    ours, theirs = both(make)
    for given in (
        {"name": "a"},
        {"name": "b", "pair": (), "items": ["x"], "later": ""},
    ):
        one, other = ours(**given), theirs(**given)
        assert repr(one) == repr(other)
        assert one == ours(**given)
        assert one != other
        assert one.twice() == other.twice()
        assert not hasattr(one, "__dict__")
        assert [each.name for each in fields(one)] == [f.name for f in fields(other)]
        assert repr(replace(one, name="c")) == repr(replace(other, name="c"))
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__slots__ == theirs.__slots__
    assert is_dataclass(ours)


@BOTH
def test_what_is_compared(make: Make) -> None:
    ours, _ = both(make)
    one = ours(name="a", items=())
    assert one == ours(name="a", items=(), note="other")
    assert hash(one) == hash(ours(name="a", items=(), note="other"))
    assert one != ours(name="a", items=(1,))
    assert one != ours(name="a", items=(), later="m")
    assert one != "a"
    with pytest.raises(TypeError, match="unhashable"):
        hash(ours(name="a"))


@BOTH
def test_each_gets_its_own_default(make: Make) -> None:
    ours, _ = both(make)
    assert ours(name="a").items is not ours(name="a").items


@BOTH
def test_nothing_can_be_changed(make: Make) -> None:
    one = both(make)[0](name="a")
    with pytest.raises(FrozenInstanceError, match="'name'"):
        one.name = "b"
    with pytest.raises(FrozenInstanceError, match="'name'"):
        del one.name
    with pytest.raises(FrozenInstanceError, match="'unknown'"):
        one.unknown = 1
    assert one.name == "a"


def _said(call: Callable[[], object]) -> str:
    with pytest.raises(TypeError) as raised:
        call()
    return str(raised.value)


WRONG: list[tuple[tuple[str, ...], dict[str, object]]] = [
    ((), {}),
    ((), {"nam": 1}),
    (("a", "", "", "", ""), {}),
    (("a",), {"name": "b"}),
]


@BOTH
@pytest.mark.parametrize(("placed", "named"), WRONG)
def test_wrong_calls_are_refused_in_the_same_words(
    make: Make, placed: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, theirs = both(make)
    said = _said(partial(ours, *placed, **named))
    assert said == _said(partial(theirs, *placed, **named))


class Pair:
    """Has a value that only `__post_init__` knows."""

    one: int
    two: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "two", self.one * 2)


@BOTH
def test_fields_that_are_not_given(make: Make) -> None:
    ours, theirs = both(make, Pair)
    assert repr(ours(one=4)) == repr(theirs(one=4)) == "Pair(one=4, two=8)"


class Misplaced:
    """Python has no such order of parameters."""

    one: int = 1
    two: int


class Stubborn:
    """A default that nobody can replace is a constant."""

    one: int = field(init=False, default=1)


@pytest.mark.parametrize("cls", [Misplaced, Stubborn])
def test_classes_that_cannot_be_made(cls: type) -> None:
    with pytest.raises(TypeError, match="a field"):
        both(frozen, cls)


class Numbered:
    """Fields that are called as the parts of a shared `__init__` are."""

    set0: int
    missing: int
    p0: int
    make0: list[int] = field(default_factory=list[int])


@BOTH
def test_names_inside_are_no_names_of_fields(make: Make) -> None:
    ours, theirs = both(make, Numbered)
    given = {"p0": 1, "missing": 2, "set0": 3}
    assert repr(ours(**given)) == repr(theirs(**given))
    assert _parameters(ours) == _parameters(theirs)


def _parameters(cls: type) -> list[tuple[str, object]]:
    found = inspect.signature(cls).parameters.values()
    return [(each.name, each.kind) for each in found]


class Own:
    """Says itself how it is shown and compared."""

    one: int

    def __repr__(self) -> str:
        return "own"

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 3


@BOTH
def test_what_a_class_says_itself_stays(make: Make) -> None:
    ours, _ = both(make, Own)
    assert repr(ours(one=1)) == "own"
    assert ours(one=1) == ours(one=2)
    assert hash(ours(one=1)) == 3


@frozen
class Above(Generic[T]):
    """A class that another one inherits from."""

    first: T


@frozen
class Below(Above[int]):
    """The other one."""

    second: str = "s"


@frozen
class Nothing:
    """A value without fields."""


def test_inheritance() -> None:
    assert repr(Below(1)) == "Below(first=1, second='s')"
    assert Below(1) == Below(1, "s") != Below(2)
    assert isinstance(Below(1), Above)


def test_no_fields_at_all() -> None:
    assert Nothing() == Nothing()
    assert {Nothing(): 1}[Nothing()] == 1
    assert repr(Nothing()) == "Nothing()"


@pytest.mark.parametrize("value", [Below(1, "x"), Above(["a"]), Nothing()])
def test_copies(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.copy(value) == copy.deepcopy(value) == value


def test_pydantic_makes_the_same() -> None:
    found = TypeAdapter(Below).validate_python({"first": 1})
    assert found == Below(1)
    assert TypeAdapter(Below).dump_python(found) == {"first": 1, "second": "s"}
