"""Encoding: fresh JSON, and a typed refusal of what JSON cannot say."""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict, UserList
from enum import Enum
from types import MappingProxyType
from typing import Any

import pytest
from runtime_samples import Access, Person, person

from minidoc.runtime import (
    CLEAR,
    EncodeError,
    FrozenDict,
    JSONValue,
    TalkJSError,
    encode,
    encode_fields,
)


class Colour(Enum):
    RED = "red"


ENCODED: list[tuple[object, JSONValue]] = [
    (None, None),
    (True, True),
    (1, 1),
    (0.5, 0.5),
    ("a", "a"),
    ((1, (2,)), [1, [2]]),
    (UserList([1]), [1]),
    (range(2), [0, 1]),
    (array("i", [1]), [1]),
    (FrozenDict({"a": (1,)}), {"a": [1]}),
    (MappingProxyType({"a": OrderedDict[str, int](b=1)}), {"a": {"b": 1}}),
    (Access.READ, "Read"),
    (Access.YES, True),
    (Access("Later"), "Later"),
    (Colour.RED, "red"),
    (CLEAR, None),
    ({"a": CLEAR}, {"a": None}),
    ([Person(id="bob", name="Bob")], [person()]),
]


@pytest.mark.parametrize(("value", "expected"), ENCODED)
def test_encoded(value: object, expected: JSONValue) -> None:
    encoded = encode(value)
    assert encoded == expected
    assert json.loads(json.dumps(encoded)) == encoded


@pytest.mark.parametrize(
    "value",
    [b"a", bytearray(b"a"), {1}, object(), 1j, float("nan"), float("inf"), {1: "a"},
     {None: 1}, [b"a"], {"a": object()}, memoryview(b"a"), len, Person],
)  # fmt: skip
def test_refused(value: Any) -> None:
    with pytest.raises(EncodeError) as caught:
        encode(value)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, TalkJSError)


def test_a_value_that_contains_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(EncodeError, match="contains itself"):
        encode(loop)


def test_nothing_mutable_is_shared() -> None:
    inner: list[object] = [1]
    outer = {"a": inner}
    encoded = encode(outer)
    inner.append(2)
    assert encoded == {"a": [1]}


def test_fields_become_a_new_object() -> None:
    frozen = FrozenDict({"a": FrozenDict({"b": (1,)})})
    encoded = encode_fields(frozen)
    assert encoded == {"a": {"b": [1]}}
    assert type(encoded) is dict
    assert type(encoded["a"]) is dict


def test_no_error_shows_a_value() -> None:
    with pytest.raises(EncodeError) as caught:
        encode({"a": b"secret"})
    assert "secret" not in repr(caught.value)
