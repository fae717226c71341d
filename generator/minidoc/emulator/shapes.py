"""Types of the API model, as a test of JSON values.

Comes in: a type as the model's JSON says it. Goes out: what is wrong with a value, each
reason with the place it is about (`custom.colour: …`). No operation is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from minidoc.emulator.json_values import Json, JsonObject, as_object, is_text, visible


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value has to be; `item` is what a list or a map holds."""

    name: str
    nullable: bool = False
    item: Shape | None = None

    def with_null(self, nullable: bool) -> Shape:
        """Return the same type, with or without null."""
        return replace(self, nullable=nullable)

    @property
    def is_map(self) -> bool:
        """Whether the value is patched key by key."""
        return self.name == "map"


def read_shape(type_: JsonObject) -> Shape:
    """Read a type of the model; what only Dart has (callbacks) allows anything."""
    nullable = type_.get("nullable") is True
    match type_["kind"]:
        case "primitive":
            return Shape(str(type_["name"]), nullable)
        case "list":
            return Shape("list", nullable, _inner(type_, "item"))
        case "map":
            return Shape("map", nullable, _inner(type_, "value"))
        case _:
            return Shape("dynamic", nullable)


def _inner(type_: JsonObject, key: str) -> Shape:
    inner = as_object(type_[key])
    assert inner is not None
    return read_shape(inner)


def problems(value: Json, shape: Shape, place: str) -> Iterator[str]:
    """Give what is wrong with a value."""
    if value is None:
        if not shape.nullable and shape.name not in {"dynamic", "Object"}:
            yield f"{place}: must not be null"
    elif isinstance(value, Mapping) and shape.is_map:
        assert shape.item is not None
        for key, item in value.items():
            if not is_text(key):
                yield f"{place}: a key is no valid Unicode"
            yield from problems(item, shape.item, f"{place}.{visible(key)}")
    elif isinstance(value, list) and shape.name == "list":
        assert shape.item is not None
        for number, item in enumerate(value):
            yield from problems(item, shape.item, f"{place}[{number}]")
    elif not _TESTS.get(shape.name, _anything)(value):
        yield f"{place}: must be {_WORDS[shape.name]}"


def _is_int(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_bool(value: Json) -> bool:
    return isinstance(value, bool)


def _anything(_: Json) -> bool:
    return True


def _never(_: Json) -> bool:
    return False


_TESTS: dict[str, Callable[[Json], bool]] = {
    "String": is_text,
    "bool": _is_bool,
    "int": _is_int,
    "double": _is_number,
    "num": _is_number,
    "list": _never,
    "map": _never,
}
_WORDS = {
    "String": "a string of valid Unicode",
    "bool": "true or false",
    "int": "a whole number",
    "double": "a number",
    "num": "a number",
    "list": "an array",
    "map": "an object",
}
