"""What overlay entries change in the model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minidoc.diagnostics import Code, has_errors
from minidoc.ir import bindings
from minidoc.ir.docs import ReferenceText, Symbol
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import (
    AliasDecl,
    ClassDecl,
    EnumDecl,
    FieldDecl,
    FunctionDecl,
    MethodDecl,
    Parameter,
)
from minidoc.ir.spelling import spell_type
from minidoc.ir.types import NamedType
from minidoc.ir.walk import find

ApplyText = Callable[[str | dict[str, str], str], Lowered]

PAGE = """\
## RoomRef
class RoomRef {
/** Which room, see [Kind.b] and [Tag] */
final String id;

Future<Room?>get()

Future<void>set({String? name, Kind? kind})

Future<void>clear(List<String>fields)

RoomSubscription subscribe(void Function(Room? room) onRoom)

Future<RoomRef>other(String id)

String app()
}

## Room
class Room {
final String name;

final Tag tag;

Room(Map<String, dynamic>json)

Map<String, dynamic>toJson()
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
Future<App>open({required String appId, required String userId})

## App
class App {
String userId()
}
"""

COMPLETE = """
[[topic]]
page = "P.md"
reason = "r"
name = "room"
path = "/rooms/{id}"
snapshot = "Room"
query = { deep = true, limit = 3 }
events = [{ type = "room.edited", apply = "patch" }]
absent = ["NO_ROOM"]

[[bind]]
page = "P.md"
reason = "r"
target = "RoomRef.get"
read = { topic = "room" }

[[bind]]
page = "P.md"
reason = "r"
target = "RoomRef.set"
[bind.write]
method = "PUT"
path = "/rooms/{id}"
accept = [409]
defaults = { name = "x" }

[[bind]]
page = "P.md"
reason = "r"
target = "RoomRef.clear"
[bind.clear]
method = "PUT"
path = "/rooms/{id}"
like = "RoomRef.set"
nested = ["kind"]

[[bind]]
page = "P.md"
reason = "r"
target = "RoomRef.subscribe"
subscribe = { topic = "room" }

[[bind]]
page = "P.md"
reason = "r"
target = "RoomRef.other"
reference = { arguments = { id = "{id}" } }

[[bind]]
page = "P.md"
reason = "r"
target = "RoomRef.app"
session = { value = "appId" }

[[bind]]
page = "P.md"
reason = "r"
target = "open"
open = {}

[[bind]]
page = "P.md"
reason = "r"
target = "App.userId"
session = { value = "userId" }

[[enum]]
page = "P.md"
reason = "r"
name = "Kind"
doc = "What it is for\\n\\nSee `Room`"
constants = [{ name = "a", wire = true, doc = "Yes" }, { name = "b", wire = "B" }]

[[type]]
page = "P.md"
reason = "r"
name = "Tag"
is = "Map<String, Kind>"
"""


LIFE_CYCLE = """\
final Future<void>connected;

final Future<void>terminated;

Future<void>unsubscribe()

"""


def entry(kind: str, target: str, keys: str) -> str:
    return f'[[{kind}]]\npage = "P.md"\nreason = "r"\ntarget = "{target}"\n{keys}\n'


def class_named(lowered: Lowered, name: str) -> ClassDecl:
    found = {c.name: c for c in find(lowered.api, ClassDecl)}
    return found[name]


def method_named(lowered: Lowered, name: str) -> MethodDecl:
    methods = class_named(lowered, "RoomRef").methods
    return next(method for method in methods if method.name == name)


def test_complete(apply_text: ApplyText) -> None:
    lowered = apply_text({"P.md": PAGE}, COMPLETE)
    assert lowered.diagnostics == ()
    room = class_named(lowered, "RoomRef")
    assert [m.binding for m in room.methods] == [
        bindings.ReadBinding(topic="room"),
        bindings.WriteBinding(
            method="PUT", path="/rooms/{id}", accept=(409,), defaults={"name": "x"}
        ),
        bindings.ClearBinding(
            method="PUT", path="/rooms/{id}", like="RoomRef.set", nested=("kind",)
        ),
        bindings.SubscribeBinding(topic="room"),
        bindings.ReferenceBinding(arguments={"id": "{id}"}),
        bindings.SessionBinding(value="appId"),
    ]
    (function,) = find(lowered.api, FunctionDecl)
    assert function.binding == bindings.OpenBinding()
    assert lowered.api.topics == (
        bindings.Topic(
            name="room",
            page="P.md",
            path="/rooms/{id}",
            query={"deep": True, "limit": 3},
            snapshot="Room",
            events=(bindings.TopicEvent(type="room.edited", apply="patch"),),
            absent=("NO_ROOM",),
        ),
    )


def test_declared_types_resolve_everywhere(apply_text: ApplyText) -> None:
    lowered = apply_text({"P.md": PAGE, "Q.md": "## f\nKind f()"}, COMPLETE)
    assert {used.page for used in find(lowered.api, NamedType)} == {"P.md"}
    assert lowered.api.undeclared == ()
    references = {r.text: r.symbol for r in find(lowered.api, ReferenceText)}
    assert references == {
        "Kind.b": Symbol(page="P.md", name="Kind", member="b"),
        "Tag": Symbol(page="P.md", name="Tag", member=None),
    }
    kind = next(e for e in find(lowered.api, EnumDecl) if e.name == "Kind")
    assert [(c.name, c.wire) for c in kind.constants] == [("a", True), ("b", "B")]
    assert kind.origin == "overlay"
    assert kind.doc is not None
    assert len(kind.doc.body.blocks) == 2
    assert kind.span.file == "overlay.toml"
    (alias,) = find(lowered.api, AliasDecl)
    assert alias.type is not None
    assert (spell_type(alias.type), alias.text) == ("Map<String, Kind>",) * 2


def test_without_entries_everything_is_reported(apply_text: ApplyText) -> None:
    lowered = apply_text({"P.md": PAGE}, "")
    codes = [d.code for d in lowered.diagnostics]
    assert codes.count(Code.UNBOUND_METHOD) == 8
    assert codes.count(Code.UNDECLARED_TYPE) == 2
    assert codes.count(Code.DANGLING_REFERENCE) == 2
    assert len(codes) == 12


@pytest.mark.parametrize(
    ("role", "members", "unbound"),
    [
        ("data", "A()\n\nMap<String, dynamic>toJson()\n\nint size()", ["A.size"]),
        (
            "subscription",
            LIFE_CYCLE + "Future<void>loadMore(int? count)",
            ["A.loadMore"],
        ),
        ("handle", "Future<void>unsubscribe()", ["A.unsubscribe"]),
    ],
)
def test_unbound(
    apply_text: ApplyText, role: str, members: str, unbound: list[str]
) -> None:
    lowered = apply_text(f"## A\nclass A {{\n{members}\n}}", "")
    assert class_named(lowered, "A").role == role
    assert [d.message.split("`")[1] for d in lowered.diagnostics] == unbound


def test_entries_of_other_pages_are_left_aside(apply_text: ApplyText) -> None:
    text = COMPLETE.replace('"P.md"', '"Other.md"')
    lowered, without = apply_text({"P.md": PAGE}, text), apply_text({"P.md": PAGE}, "")
    assert lowered.api == without.api
    added = [d.code for d in lowered.diagnostics if d not in without.diagnostics]
    assert added == [Code.OVERLAY_SET_ASIDE]


def test_a_topic_of_another_page_leaves_its_methods_unbound(
    apply_text: ApplyText,
) -> None:
    text = COMPLETE.replace('page = "P.md"', 'page = "Other.md"', 1)
    lowered = apply_text({"P.md": PAGE}, text)
    found = [d for d in lowered.diagnostics if d.code is not Code.OVERLAY_SET_ASIDE]
    assert [d.message.split("`")[1] for d in found] == [
        "RoomRef.get",
        "RoomRef.subscribe",
    ]
    assert len(found) < len(lowered.diagnostics)
    assert not has_errors(lowered.diagnostics)
    assert lowered.api.topics == ()


def test_joins(apply_text: ApplyText) -> None:
    page = PAGE.replace("final Tag tag;", "final Part part;")
    page += "\n## Part\nclass Part {\nfinal String x;\n}\n"
    join = 'joins = [{ field = "part", topic = "p" }]\n'
    text = COMPLETE.replace("query =", f"{join}query =")
    part = '[[topic]]\npage = "P.md"\nreason = "r"\nname = "p"\nsnapshot = "Part"\n'
    text = text.partition("[[type]]")[0]
    lowered = apply_text({"P.md": page}, text + part + 'path = "/p/{id}"\n')
    assert not has_errors(lowered.diagnostics)
    assert [topic.name for topic in lowered.api.topics] == ["room", "p"]
    bad = apply_text({"P.md": page}, text + part + 'path = "/p/{other}"\n')
    messages = [d.message for d in bad.diagnostics if d.code is Code.INVALID_OVERLAY]
    assert messages == [
        "nothing fills the placeholder {other} of `RoomRef.get`",
        "nothing fills the placeholder {other} of `RoomRef.subscribe`",
    ]


Change = Callable[[Lowered], object]


def parameter(lowered: Lowered, method: str, name: str) -> Parameter:
    parameters = method_named(lowered, method).parameters
    return next(p for p in parameters if p.name == name)


def on_room(lowered: Lowered) -> tuple[str, bool]:
    p = parameter(lowered, "subscribe", "onRoom")
    return (p.kind, p.required)


CORRECTIONS: list[tuple[str, str, Change, object]] = [
    ("RoomRef.get", "async = false", lambda o: method_named(o, "get").is_async, False),
    ("RoomRef.app", "async = true", lambda o: method_named(o, "app").is_async, True),
    (
        "RoomRef.get",
        'returns = "Future<List<Room>>"',
        lambda o: spell_type(method_named(o, "get").returns),
        "List<Room>",
    ),
    (
        "RoomRef.get",
        'returns = "Room?"',
        lambda o: method_named(o, "get").is_async,
        False,
    ),
    (
        "RoomRef.set",
        'clearable = ["kind"]',
        lambda o: [p.clearable for p in method_named(o, "set").parameters],
        [False, True],
    ),
    (
        "Room",
        'constructor = "fromJson"',
        lambda o: [c.name for c in class_named(o, "Room").constructors],
        ["fromJson"],
    ),
    ("Room", 'role = "handle"', lambda o: class_named(o, "Room").role, "handle"),
    (
        "RoomRef.subscribe(onRoom)",
        "optional = true",
        on_room,
        ("optional", False),
    ),
    (
        "RoomRef.subscribe(onRoom)",
        "optional = true",
        lambda o: parameter(o, "subscribe", "onRoom").type.nullable,
        True,
    ),
    (
        "RoomRef.set(name)",
        "optional = false",
        lambda o: parameter(o, "set", "name").required,
        True,
    ),
    (
        "RoomRef.set(name)",
        "default = \"'x'\"",
        lambda o: parameter(o, "set", "name").default,
        "'x'",
    ),
    (
        "RoomRef.other(id)",
        "default = \"'x'\"",
        lambda o: (
            parameter(o, "other", "id").kind,
            parameter(o, "other", "id").required,
            parameter(o, "other", "id").type.nullable,
        ),
        ("optional", False, False),
    ),
    (
        "RoomRef.set(name)",
        'type = "List<Room>"',
        lambda o: spell_type(parameter(o, "set", "name").type),
        "List<Room>",
    ),
    (
        "Room.name",
        'type = "Room?"',
        lambda o: [f.type.nullable for f in class_named(o, "Room").fields],
        [True, False],
    ),
    (
        "Size.small",
        "wire = 1",
        lambda o: [c.wire for e in find(o.api, EnumDecl) for c in e.constants],
        [1, "large"],
    ),
    (
        "open",
        'rename = "openRoom"',
        lambda o: [f.public_name for f in find(o.api, FunctionDecl)],
        ["openRoom"],
    ),
    (
        "Room.tag",
        'rename = "label"',
        lambda o: [f.public_name for f in find(class_named(o, "Room"), FieldDecl)],
        [None, "label"],
    ),
    (
        "RoomRef.set(kind)",
        'rename = "sort"',
        lambda o: parameter(o, "set", "kind").public_name,
        "sort",
    ),
    (
        "Size.large",
        'rename = "big"',
        lambda o: [c.public_name for e in find(o.api, EnumDecl) for c in e.constants],
        [None, "big"],
    ),
    (
        "Size",
        'rename = "Extent"',
        lambda o: [e.public_name for e in find(o.api, EnumDecl)],
        ["Extent"],
    ),
    (
        "Room",
        'rename = "Chamber"',
        lambda o: class_named(o, "Room").public_name,
        "Chamber",
    ),
    (
        "RoomRef.app",
        'rename = "application"',
        lambda o: method_named(o, "app").public_name,
        "application",
    ),
]


@pytest.mark.parametrize(
    ("target", "keys", "look", "expected"),
    CORRECTIONS,
    ids=[f"{target} {keys}" for target, keys, _, _ in CORRECTIONS],
)
def test_correction(
    apply_text: ApplyText, target: str, keys: str, look: Change, expected: object
) -> None:
    plain = apply_text({"P.md": PAGE}, "")
    text = entry("correct", target, keys)
    lowered = apply_text({"P.md": PAGE}, text)
    assert look(lowered) == expected != look(plain)
    assert not has_errors(lowered.diagnostics)
    # Whatever it corrects, saying it twice has no effect the second time.
    again = apply_text({"P.md": PAGE}, text + text)
    assert {d.code for d in again.diagnostics if d.severity == "error"} == {
        Code.OVERLAY_NO_EFFECT
    }
    assert look(again) == expected


def test_true_is_not_one_on_the_wire(apply_text: ApplyText) -> None:
    text = "".join(entry("correct", "Size.small", f"wire = {w}") for w in ("1", "true"))
    lowered = apply_text({"P.md": PAGE}, text)
    assert not has_errors(lowered.diagnostics)
    (enum,) = find(lowered.api, EnumDecl)
    assert enum.constants[0].wire is True


def test_a_bound_field_is_no_argument(apply_text: ApplyText) -> None:
    page = PAGE.replace("final String id;", "final String id;\n\nfinal RoomRef self;")
    text = (
        entry("bind", "RoomRef.other", 'reference = { arguments = { id = "{id}" } }')
        # Behind its use, since the order of entries does not matter.
        + entry("bind", "RoomRef.self", 'reference = { arguments = { id = "{id}" } }')
    )
    lowered = apply_text({"P.md": page}, text)
    assert not has_errors(lowered.diagnostics)


def test_a_corrected_constructor_can_be_referred_to(apply_text: ApplyText) -> None:
    page = {"P.md": PAGE.replace("[Tag]", "[Room.fromJson]")}
    text = entry("correct", "Room", 'constructor = "fromJson"')
    symbols = [r.symbol for r in find(apply_text(page, text).api, ReferenceText)]
    assert symbols[1] == Symbol(page="P.md", name="Room", member="fromJson")


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ('type = "int?"', ["a", "b", "c", "x"]),
        ('type = "int", kind = "positional", required = true', ["a", "x", "b", "c"]),
        ('type = "int?", kind = "optional", default = "1"', ["a", "b", "x", "c"]),
    ],
)
def test_added_parameter(apply_text: ApplyText, keys: str, names: list[str]) -> None:
    page = "## f\n/** Does it\n@param a The first */\nvoid f(int a, [int? b, int? c])"
    page = page.replace("[int? b, int? c]", "[int? b]")
    body = f'parameter = {{ name = "x", {keys}, doc = "The `x`" }}'
    lowered = apply_text({"P.md": page}, entry("add", "f", body))
    (function,) = find(lowered.api, FunctionDecl)
    assert [p.name for p in function.parameters] == [n for n in names if n != "c"]
    added = next(p for p in function.parameters if p.name == "x")
    assert (added.origin, added.span.file) == ("overlay", "overlay.toml")
    assert function.doc is not None
    assert [p.name for p in function.doc.parameters] == ["a", "x"]
    assert not has_errors(lowered.diagnostics)


def test_added_parameter_of_a_method_without_a_comment(apply_text: ApplyText) -> None:
    body = 'parameter = { name = "deep", type = "bool?", doc = "How deep" }'
    lowered = apply_text({"P.md": PAGE}, entry("add", "RoomRef.get", body))
    method = method_named(lowered, "get")
    assert [p.kind for p in method.parameters] == ["named"]
    assert method.doc is not None
    assert method.doc.body.blocks == ()
