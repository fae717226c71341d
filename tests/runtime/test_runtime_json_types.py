"""Frozen JSON values: they read like dicts, and refuse every change."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable

import pytest

from minidoc.runtime import FrozenDict
from minidoc.runtime.json_types import freeze

CHANGES: dict[str, Callable[[FrozenDict[str, int]], object]] = {
    "set": lambda d: d.__setitem__("a", 2),
    "delete": lambda d: d.__delitem__("a"),
    "clear": lambda d: d.clear(),
    "pop": lambda d: d.pop("a"),
    "popitem": lambda d: d.popitem(),
    "setdefault": lambda d: d.setdefault("b", 1),
    "update": lambda d: d.update(a=2),
    "or": lambda d: d.__ior__({"a": 2}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_refused(
    change: Callable[[FrozenDict[str, int]], object],
) -> None:
    frozen = FrozenDict({"a": 1})
    with pytest.raises(TypeError, match="read-only"):
        change(frozen)
    assert frozen == {"a": 1}


def test_every_mutator_of_dict_is_covered() -> None:
    own = vars(FrozenDict)
    refused = {name for name in vars(dict) if own.get(name) is own["pop"]}
    assert refused == {
        "__setitem__", "__delitem__", "__ior__", "clear", "pop", "popitem",
        "setdefault", "update",
    }  # fmt: skip


def test_it_is_a_dict_otherwise() -> None:
    frozen = FrozenDict({"a": 1})
    assert json.dumps(frozen) == '{"a": 1}'
    assert frozen | {"b": 2} == {"a": 1, "b": 2}
    assert repr(frozen) == "FrozenDict({'a': 1})"


def test_its_hash_agrees_with_its_equality() -> None:
    one = freeze({"a": [1, {"b": "x"}], "c": 1})
    two = freeze({"c": 1.0, "a": [True, {"b": "x"}]})
    assert one == two
    assert hash(one) == hash(two)
    assert hash(one) != hash(freeze({"a": 2}))
    with pytest.raises(TypeError, match="unhashable"):
        hash(FrozenDict({"a": [1]}))


def test_copies_are_frozen_too() -> None:
    frozen = FrozenDict({"a": [1]})
    assert copy.copy(frozen) is frozen
    for twin in (copy.deepcopy(frozen), pickle.loads(pickle.dumps(frozen))):
        assert twin == frozen
        assert type(twin) is FrozenDict
        assert twin["a"] is not frozen["a"]


def test_freeze_goes_all_the_way_down() -> None:
    frozen = freeze({"a": [1, {"b": ["x"]}], "c": "text"})
    assert frozen == {"a": (1, {"b": ("x",)}), "c": "text"}
    assert isinstance(frozen, FrozenDict)
    inner = frozen["a"]
    assert isinstance(inner, tuple)
    assert isinstance(inner[1], FrozenDict)
