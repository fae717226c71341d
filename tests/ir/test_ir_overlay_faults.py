"""Overlay entries that do not fit the given pages, each at its line and column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from minidoc.diagnostics import Severity
from minidoc.ir.lowered import Lowered

ApplyText = Callable[[str | dict[str, str], str], Lowered]

PAGE = """\
## RoomRef
class RoomRef {
final String id;

Future<Room?>get()

Future<int>count()

Future<void>set({String? name})

Future<void>clear(List<String>fields)

RoomSubscription subscribe(void Function(Room? room) onRoom)

Future<RoomRef>other(String id)

String app()
}

## Room
class Room {
final String name;

final Part part;

Room.fromJson(Map<String, dynamic>json)

Map<String, dynamic>toJson()
}

## Part
class Part {
final String name;
}

## RoomSubscription
class RoomSubscription {
final Future<void>connected;

final Future<void>terminated;

Future<void>unsubscribe()
}

## Size
enum Size { small, large }

## open
RoomRef open({required String app})
"""


def of(kind: str, keys: str) -> str:
    return f'[[{kind}]]\npage = "P.md"\nreason = "r"\n{keys}\n'


def bind(target: str, keys: str) -> str:
    return of("bind", f'target = "{target}"\n{keys}')


def correct(target: str, keys: str) -> str:
    return of("correct", f'target = "{target}"\n{keys}')


def topic(keys: str = "", path: str = "/rooms/{id}", snapshot: str = "Room") -> str:
    body = f'name = "room"\npath = "{path}"\nsnapshot = "{snapshot}"\n{keys}'
    return of("topic", body)


USE = bind("RoomRef.get", 'read = { topic = "room" }')
PART = topic(path="/parts", snapshot="Part").replace('"room"', '"part"')
ENUM = of("enum", 'name = "Kind"\nconstants = [{ name = "a", wire = 1 }]')
TWO = ENUM.replace("}]", '}, { name = "b", wire = 2 }]')

FAULTS = {
    "target: no class": bind("RomRef.get", "open = {}"),
    "target: no member": correct("RoomRef.gett", "async = false"),
    "target: far name": correct("Building", 'rename = "House"'),
    "target: no parameter": correct("RoomRef.set(nam)", "optional = true"),
    "target: parameter of a field": correct("RoomRef.id(x)", "optional = true"),
    "listen: no callback": bind("RoomRef.set", "listen = {}"),
    "listen: no listener": bind("RoomRef.subscribe", "listen = {}"),
    "bind: enum constant": bind("Size.small", 'session = { value = "appId" }'),
    "bind: value": bind("Room.name", 'session = { value = "appId" }'),
    "bind: life cycle": bind("RoomSubscription.unsubscribe", "open = {}"),
    "bind: life cycle field": bind("RoomSubscription.connected", "open = {}"),
    "bind: twice": topic() + USE + USE,
    "bind: no topic": topic() + USE + bind("RoomRef.count", 'read = { topic = "rom" }'),
    "read: other result": topic() + bind("RoomRef.count", 'read = { topic = "room" }'),
    "read: placeholder": topic(path="/rooms/{name}") + USE,
    "subscribe: no callback": topic()
    + bind("RoomRef.get", 'subscribe = { topic = "room" }'),
    "write: path": bind("RoomRef.set", 'write = { method = "PUT", path = "rooms" }'),
    "write: segment": bind(
        "RoomRef.set", 'write = { method = "PUT", path = "/rooms/x{id}" }'
    ),
    "write: dots": bind("RoomRef.set", 'write = { method = "PUT", path = "/../x" }'),
    "write: placeholder": bind(
        "RoomRef.set", 'write = { method = "PUT", path = "/{idd}/{session.token}" }'
    ),
    "write: default": bind(
        "RoomRef.set",
        'write = { method = "PUT", path = "/x", defaults = { nam = "x" } }',
    ),
    "write: status": bind(
        "RoomRef.set", 'write = { method = "PUT", path = "/x", accept = [200, 42] }'
    ),
    "clear: like": bind(
        "RoomRef.clear",
        'clear = { method = "PUT", path = "/x", like = "RoomRef.sett" }',
    ),
    "clear: nested": bind(
        "RoomRef.clear",
        'clear = { method = "PUT", path = "/x", like = "RoomRef.set", nested = ["x"] }',
    ),
    "clear: parameters": bind(
        "RoomRef.get",
        'clear = { method = "PUT", path = "/x", like = "RoomRef.set" }',
    ),
    "reference: no class": bind("RoomRef.count", "reference = { arguments = {} }"),
    "reference: field": bind(
        "RoomRef.other", 'reference = { arguments = { id = "{id}", x = "y" } }'
    ),
    "reference: too few": bind("RoomRef.other", "reference = { arguments = {} }"),
    "reference: braces": bind(
        "RoomRef.other", 'reference = { arguments = { id = "{id" } }'
    ),
    "reference: placeholder": bind(
        "RoomRef.other", 'reference = { arguments = { id = "{user}" } }'
    ),
    "session: type": bind("RoomRef.count", 'session = { value = "appId" }'),
    "session: argument": bind("RoomRef.other", 'session = { value = "appId" }'),
    "open: field": bind("RoomRef.id", "open = {}"),
    "open: result": bind("RoomRef.app", "open = {}"),
    "topic: twice": topic() + topic() + USE,
    "topic: unused": topic(),
    "topic: used by itself only": topic('joins = [{ field = "part", topic = "room" }]'),
    "topic: path": topic(path="rooms/{id}") + USE,
    "topic: batch and path": topic('batch = "{id}"') + USE,
    "topic: batch": topic('batch = "{"', path="/rooms") + USE,
    "topic: snapshot": topic(snapshot="Rom") + USE,
    "topic: snapshot is no value": topic(snapshot="RoomRef") + USE,
    "topic: join field": topic('joins = [{ field = "prt", topic = "part" }]')
    + PART
    + USE,
    "topic: join topic": topic('joins = [{ field = "part", topic = "prt" }]') + USE,
    "topic: join type": topic('joins = [{ field = "name", topic = "part" }]')
    + PART
    + USE,
    "topic: join loop": topic('joins = [{ field = "part", topic = "part" }]')
    + PART.replace("snapshot", 'joins = [{ field = "name", topic = "room" }]\nsnapshot')
    + USE,
    "enum: unused": ENUM,
    "enum: declared": ENUM.replace("Kind", "Size"),
    "enum: twice": ENUM + ENUM,
    "enum: same wire": TWO.replace("wire = 2", "wire = 1"),
    "enum: same name": TWO.replace('"b"', '"a"'),
    "type: bad text": of("type", 'name = "Kind"\nis = "Map<String"'),
    "type: bad arguments": of("type", 'name = "Kind"\nis = "Map<String>"'),
    "type: loop": of("type", 'name = "Kind"\nis = "List<Sort>"')
    + of("type", 'name = "Sort"\nis = "Kind?"'),
    "correct: bad type": correct("RoomRef.id", 'type = "List<"'),
    "correct: bad result": correct("RoomRef.get", 'returns = ">"'),
    "correct: no effect": correct("RoomRef.app", "async = false"),
    "correct: same result": correct("RoomRef.get", 'returns = "Future< Room ? >"'),
    "correct: same type": correct("RoomRef.id", 'type = "String"'),
    "correct: same role": correct("Room", 'role = "data"'),
    "correct: same name": correct("Room", 'rename = "Room"'),
    "correct: same wire": correct("Size.small", 'wire = "small"'),
    "correct: optional already": correct("RoomRef.set(name)", "optional = true"),
    "correct: constructor already": correct("Room", 'constructor = "fromJson"'),
    "correct: no unnamed constructor": correct("Room", 'constructor = "fromMap"'),
    "correct: clearable": correct("RoomRef.set", 'clearable = ["name", "name", "nam"]'),
    "correct: misplaced": correct(
        "RoomRef.get", 'wire = 1\nrole = "data"\nconstructor = "x"\noptional = true'
    ),
    "correct: misplaced on a field": correct(
        "RoomRef.id", 'async = true\nclearable = ["x"]\nreturns = "int"\ndefault = "1"'
    ),
    "correct: misplaced on an enum": correct("Size", 'type = "int"'),
    "add: no call": of(
        "add", 'target = "Room"\nparameter = { name = "x", type = "int" }'
    ),
    "add: there already": of(
        "add", 'target = "open"\nparameter = { name = "app", type = "int" }'
    ),
    "add: bad type": of(
        "add", 'target = "open"\nparameter = { name = "x", type = "(" }'
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(apply_text: ApplyText, name: str, snapshot: SnapshotAssertion) -> None:
    text = FAULTS[name]
    lines = text.split("\n")
    shown: list[str] = []
    for found in apply_text({"P.md": PAGE}, text).diagnostics:
        if found.severity is not Severity.ERROR:
            continue
        assert found.span is not None
        assert found.hint
        assert found.span.file == "overlay.toml"
        place = lines[found.span.line - 1][found.span.column - 1 :]
        shown.append(f"{found.span.line}:{found.span.column} at {place}")
        shown.append(f"  {found.code}: {found.message}")
        shown.append(f"  {found.hint}")
    assert shown, "the fault has to be an error"
    assert "\n".join(shown) == snapshot
