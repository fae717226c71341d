"""What requests may carry: the operations of the API model that the SDK is made from.

Comes in: the model that the generated package carries, which leaves out what says
nothing. Goes out: one operation for each verb and path, with its fields. What an
operation does is not known here, and nothing that reads pages is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from minidoc.emulator.json_values import Json, JsonObject, as_object, parse, visible
from minidoc.emulator.shapes import Shape, problems, read_shape
from minidoc.resources import resource_text

_TEXT = Shape("String")
_OF_CONSTANTS: dict[type, str] = {bool: "bool", int: "int", str: "String"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body; `shape` says whether null may stand on the wire."""

    name: str
    shape: Shape
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """What one verb on one path takes; `path` has placeholders, as in `/users/{id}`."""

    verb: str
    path: str
    fields: Mapping[str, Field]

    def problems(self, body: JsonObject) -> list[str]:
        """Return what is wrong with a body: nothing, or reasons that name fields."""
        return list(self._problems(body))

    def _problems(self, body: JsonObject) -> Iterator[str]:
        for name, value in body.items():
            field = self.fields.get(name)
            if field is None:
                yield f"{visible(name)}: no such field"
            else:
                yield from problems(value, field.shape, name)
        for field in self.fields.values():
            if field.required and field.name not in body:
                yield f"{field.name}: is required"


@dataclass(frozen=True, slots=True)
class Contract:
    """All operations, and what a snapshot of a user shows."""

    operations: Mapping[tuple[str, str], Operation]
    public: tuple[str, ...]

    def match(self, verb: str, segments: tuple[str, ...]) -> Operation | None:
        """Find the operation of a decoded path."""
        for operation in self.operations.values():
            if operation.verb == verb and _fits(operation.path, segments):
                return operation
        return None

    def knows(self, segments: tuple[str, ...]) -> bool:
        """Tell whether any verb works on the path."""
        return any(_fits(item.path, segments) for item in self.operations.values())


@cache
def carried() -> Contract:
    """Return the contract of the package that the generator carries."""
    return read_contract(resource_text("generated", "talkjs/_api.json"))


def read_contract(text: str) -> Contract:
    """Read the API model of a package, or what `minidoc ir` prints."""
    api = _object(parse(text))
    classes = {str(item["name"]): item for item in _classes(api)}
    found: list[Operation] = []
    for declared in classes.values():
        found += [
            item for method in _list(declared, "methods") for item in _write(method)
        ]
    for topic in _list(api, "topics"):
        found += _reads(topic)
    snapshot = classes["UserSnapshot"]
    public = tuple(str(field["name"]) for field in _list(snapshot, "fields"))
    return Contract({(item.verb, item.path): item for item in found}, public)


def _classes(api: JsonObject) -> Iterator[JsonObject]:
    for page in _list(api, "pages"):
        for declared in _list(page, "declarations"):
            if declared["kind"] == "class":
                yield declared


def _write(method: JsonObject) -> Iterator[Operation]:
    binding = as_object(method.get("binding"))
    if binding is None or binding["kind"] != "write":
        return
    verb = str(binding["method"])
    parameters = _list(method, "parameters")
    fields = [_field(item, verb) for item in parameters if item["kind"] == "named"]
    yield _operation(verb, str(binding["path"]), fields)


def _field(parameter: JsonObject, verb: str) -> Field:
    """Read a parameter. Where a body is merged, null clears: not every field can be."""
    shape = read_shape(_object(parameter["type"]))
    if verb in {"PUT", "PATCH"}:
        shape = shape.with_null(parameter.get("clearable") is True)
    return Field(str(parameter["name"]), shape, parameter["required"] is True)


def _reads(topic: JsonObject) -> Iterator[Operation]:
    """Give how a topic is watched and read: many at once where it has a batch form.

    Unsubscribing from one of many names it in the path (realtime.md, section 4).
    """
    path, batch = str(topic["path"]), topic.get("batch")
    ids = [Field("ids", Shape("list", item=_TEXT), required=True)] if batch else []
    fixed = as_object(topic.get("query")) or {}
    query = [Field(name, _shape_of(value)) for name, value in fixed.items()]
    yield _operation("SUBSCRIBE", path, ids)
    yield _operation("GET", path, ids + query)
    yield _operation("UNSUBSCRIBE", f"{path}/{batch}" if batch else path, [])


def _shape_of(value: Json) -> Shape:
    """Return the type that a constant of the model has."""
    kind: type = type(value)  # pyright: ignore[reportUnknownVariableType]
    return Shape(_OF_CONSTANTS.get(kind, "dynamic"))


def _operation(verb: str, path: str, fields: list[Field]) -> Operation:
    return Operation(verb, path, {field.name: field for field in fields})


def _fits(template: str, segments: tuple[str, ...]) -> bool:
    parts = template.strip("/").split("/")
    return len(parts) == len(segments) and all(
        part.startswith("{") or part == segment
        for part, segment in zip(parts, segments, strict=True)
    )


def _object(value: Json) -> JsonObject:
    found = as_object(value)
    assert found is not None
    return found


def _list(owner: JsonObject, key: str) -> list[JsonObject]:
    return cast("list[JsonObject]", owner.get(key, []))
