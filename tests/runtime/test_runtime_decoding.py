"""Decoders: what they accept, what they say of the rest, and where it was."""

from __future__ import annotations

from collections import UserDict
from contextlib import suppress
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, strategies as st
from runtime_samples import Access, Online, Person, person

from minidoc.runtime import (
    DecodeError,
    Decoder,
    FrozenDict,
    JSONValue,
    Reader,
    anything,
    boolean,
    encode,
    enumeration,
    integer,
    json_value,
    list_of,
    map_of,
    nullable,
    number,
    record,
    string,
)

ACCEPTED: list[tuple[Decoder[Any], JSONValue, object]] = [
    (string, "a", "a"),
    (string, "", ""),
    (integer, 3, 3),
    (integer, -(2**70), -(2**70)),
    (number, 3, 3.0),
    (number, 0.5, 0.5),
    (boolean, True, True),
    (boolean, False, False),
    (list_of(integer), [1, 2], (1, 2)),
    (list_of(string), [], ()),
    (map_of(boolean), {"a": True}, {"a": True}),
    (nullable(string), None, None),
    (nullable(string), "a", "a"),
    (list_of(nullable(integer)), [1, None], (1, None)),
    (json_value, [{"a": [1]}], ({"a": (1,)},)),
    (anything, {"a": None}, {"a": None}),
    (enumeration(Access), "Read", Access.READ),
    (enumeration(Access), True, Access.YES),
    (record(Person.from_json), person(), Person(id="bob", name="Bob")),
]


@pytest.mark.parametrize(("decoder", "value", "expected"), ACCEPTED)
def test_accepted(decoder: Decoder[Any], value: JSONValue, expected: object) -> None:
    decoded = decoder(value)
    assert decoded == expected
    assert type(decoded) is (
        FrozenDict if isinstance(value, dict) else type(expected)
    ) or (isinstance(decoded, Person))


REFUSED: list[tuple[Decoder[Any], Any, str, str, str]] = [
    (string, 1, "", "a string", "an integer"),
    (string, None, "", "a string", "null"),
    (integer, True, "", "an integer", "a boolean"),
    (integer, 1.0, "", "an integer", "a number"),
    (integer, "1", "", "an integer", "a string"),
    (number, False, "", "a number", "a boolean"),
    (number, 10**400, "", "a number", "one out of range"),
    (boolean, 1, "", "a boolean", "an integer"),
    (list_of(string), "ab", "", "an array", "a string"),
    (list_of(string), {}, "", "an array", "an object"),
    (list_of(string), ["a", 1], "[1]", "a string", "an integer"),
    (list_of(list_of(string)), [["a"], ["b", []]], "[1][1]", "a string", "an array"),
    (map_of(string), [], "", "an object", "an array"),
    (map_of(string), {"a": 1}, '["a"]', "a string", "an integer"),
    (map_of(string), {'"\n': 1}, '["\\"\\n"]', "a string", "an integer"),
    (nullable(string), 1, "", "a string", "an integer"),
    (enumeration(Access), None, "", "a string, a number or a boolean", "null"),
    (record(Person.from_json), "x", "", "an object", "a string"),
    (record(dict), [], "", "an object", "an array"),
    (string, b"a", "", "a string", "an array"),
    (string, {1}, "", "a string", "a Python set"),
]


@pytest.mark.parametrize(("decoder", "value", "path", "expected", "found"), REFUSED)
def test_refused(
    decoder: Decoder[Any], value: Any, path: str, expected: str, found: str
) -> None:
    with pytest.raises(DecodeError) as caught:
        decoder(value)
    error = caught.value
    assert (error.path, error.expected, error.found) == (path, expected, found)


def test_enumeration_keeps_what_it_does_not_know() -> None:
    assert not enumeration(Access)("ReadOnce").is_known


def test_reader_names_class_and_place() -> None:
    with pytest.raises(DecodeError) as caught:
        Online.from_json(
            {"user": {**person(), "custom": {"a": 5}}, "isConnected": True}
        )
    error = caught.value
    assert (error.class_name, error.path) == ("Online", 'user.custom["a"]')
    assert str(error) == 'Online.user.custom["a"]: expected a string, found an integer'


def test_reader_steps_through_lists() -> None:
    wire = Reader("Page", {"users": [person(), person(), person(), {"name": "x"}]})
    with pytest.raises(DecodeError) as caught:
        wire.required("users", list_of(record(Person.from_json)))
    assert caught.value.path == "users[3].id"
    assert str(caught.value) == "Page.users[3].id: expected a value, found nothing"


def test_reader_missing_null_and_wrong() -> None:
    wire = Reader("Thing", {"a": None, "b": 1})
    assert wire.optional("a", string) is None
    assert wire.optional("zz", string) is None
    with pytest.raises(DecodeError, match=r"^Thing\.b: expected a string"):
        wire.optional("b", string)
    with pytest.raises(DecodeError, match=r"^Thing\.a: expected a string, found null"):
        wire.required("a", string)
    with pytest.raises(DecodeError, match=r"^Thing\.c: .* found nothing"):
        wire.required("c", string)


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_reader_wants_a_mapping(value: Any) -> None:
    with pytest.raises(DecodeError, match=r"^Person: expected an object"):
        Person.from_json(value)


def test_unknown_fields_are_kept_frozen() -> None:
    wire = Reader("Thing", {"a": 1, "b": [1, {"c": 2}], "d": None})
    assert wire.required("a", integer) == 1
    unknown = wire.unknown()
    assert unknown == {"b": (1, {"c": 2}), "d": None}
    assert isinstance(unknown, FrozenDict)


def test_a_field_can_be_read_twice_and_is_never_unknown() -> None:
    wire = Reader("Thing", {"a": "x", "b": None, "c": "z"})
    assert [wire.required("a", string), wire.optional("a", string)] == ["x", "x"]
    assert [wire.optional("b", string), wire.optional("b", string)] == [None, None]
    assert wire.unknown() == {"c": "z"}
    assert wire.required("a", string) == "x"


def test_reading_changes_nothing_of_what_is_read() -> None:
    inner: dict[str, JSONValue] = {"k": 1, "l": 2}
    wire = Reader("Thing", {"a": inner, "b": "x"})
    assert wire.required("a", map_of(number)) == {"k": 1.0, "l": 2.0}
    assert inner == {"k": 1, "l": 2}
    assert [type(value) for value in inner.values()] == [int, int]


@pytest.mark.parametrize("wrap", [FrozenDict, MappingProxyType, UserDict])
def test_any_mapping_can_be_read(wrap: Any) -> None:
    custom = map_of(string)(wrap({"a": "x"}))
    assert (type(custom), custom) == (FrozenDict, {"a": "x"})
    assert Person.from_json(wrap(person())) == Person.from_json(person())


def test_a_string_of_another_class_is_one() -> None:
    class Text(str):
        __slots__ = ()

    wire = Reader("Thing", {"a": Text("x"), "b": Text("y")})
    assert [wire.required("a", string), wire.optional("b", string)] == ["x", "y"]


def test_what_a_decoder_has_accepted_it_does_not_read_again() -> None:
    read: list[object] = []

    def item(value: JSONValue) -> JSONValue:
        read.append(value)
        return value

    frozen = FrozenDict({"a": "x"})
    decode = map_of(item)
    assert decode(frozen) is decode(frozen) is frozen
    assert read == ["x"]
    with pytest.raises(DecodeError):
        map_of(integer)(frozen)
    assert map_of(string)(frozen) is frozen


def test_what_became_something_else_is_read_again() -> None:
    frozen: FrozenDict[str, JSONValue] = FrozenDict({"a": 1})
    first, second = map_of(number)(frozen), map_of(number)(frozen)
    assert first == second == {"a": 1.0}
    assert type(second["a"]) is float
    assert type(frozen["a"]) is int


def test_decoders_of_the_same_parts_are_the_same() -> None:
    assert map_of(list_of(string)) is map_of(list_of(string))
    assert record(Person.from_json) is record(Person.from_json)
    assert len({map_of(string), map_of(integer), list_of(string)}) == 3


def test_no_error_shows_a_value() -> None:
    with pytest.raises(DecodeError) as caught:
        Person.from_json({**person(), "photoUrl": ["secret"]})
    assert "secret" not in f"{caught.value!s} {caught.value!r} {caught.value.args}"


scalars = st.none() | st.booleans() | st.integers() | st.text()
json_values = st.recursive(
    scalars | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values)
def test_what_is_decoded_is_encoded_again(value: Any) -> None:
    assert encode(json_value(value)) == value


@given(st.dictionaries(st.text(), st.text()), st.dictionaries(st.text(), json_values))
def test_snapshots_round_trip(custom: dict[str, str], extra: dict[str, Any]) -> None:
    json = {**extra, **person(), "custom": dict[str, JSONValue](custom)}
    snapshot = Person.from_json(json)
    assert encode(snapshot.to_json()) == json
    assert Person.from_json(snapshot.to_json()) == snapshot


@given(json_values)
def test_any_input_gives_a_snapshot_or_our_error(value: Any) -> None:
    with suppress(DecodeError):
        assert Person.from_json(value).id == value["id"]
