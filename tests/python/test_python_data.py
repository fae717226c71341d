"""Data classes and enums, made and used: wire form, defaults, equality."""

from __future__ import annotations

import dataclasses
import importlib
import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from python_builders import package, source, write

from minidoc.diagnostics import GenerationError

PAGE = """
## Leaf
class Leaf { final String text; final Color? color; }

## Tree
/** A tree. */
class Tree {
final String id;
final Leaf leaf;
final Tree? above;
final List<Tree> below;
final Map<String, Leaf> named;
final dynamic any;
final Object object;
final double number;
final Map free;
final String? photoUrl;
int size(int deep);
/** Gives the JSON. */
Map<String, dynamic> toJson();
}

## Color
enum Color { red, darkRed }

## Call
class Call { Call(String name); final String name; final void Function(int x) back; }

## Bytes
class Bytes { final Uint8List data; }

## Holder
class Holder { final List<Bytes> all; }

## Keys
class Keys { final Map<int, String> byNumber; }

## Old
/** @deprecated Use Leaf. */
class Old { final String text; }

## OldKind
/** Kinds. Deprecated: use Level. */
enum OldKind {
/** Deprecated: see two */
one,
two }

## OldHolder
class OldHolder { final OldKind kind; }

## Deep
class Deep { final List<Object> children; final List<Map<String, int>> all; }

## Open
class Open {
final Extra extra;
final Extra? perhaps;
final List<Extra> extras;
final Map<String, int>? counts;
final dynamic any;
final Unknown unknown;
}

## Empty
class Empty { Empty(Map<String, dynamic> json); }
"""
ENUM = """
[[enum]]
page = "Page.md"
name = "Level"
constants = [
    { name = "low", wire = 1 },
    { name = "yes", wire = true },
    { name = "text", wire = 'a"b' },
]
reason = "x"

[[type]]
page = "Page.md"
name = "Extra"
is = "Map<String, dynamic>"
reason = "x"
"""


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    page = PAGE + "## L\nclass L { final Level level; }\n"
    folder = write(package(page, ENUM), tmp_path_factory.mktemp("data"), "sdk_data")
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("sdk_data")
    finally:
        sys.path.remove(str(folder))
        for name in [n for n in sys.modules if n.split(".")[0] == "sdk_data"]:
            del sys.modules[name]


def wire(**changes: object) -> dict[str, Any]:
    """Return the wire form of a tree."""
    leaf = {"text": "x", "color": "red"}
    plain: dict[str, object] = {
        "id": "1", "leaf": leaf, "above": None, "below": [], "named": {"a": leaf},
        "any": {"x": [1]}, "object": [None], "number": 1, "free": {"y": 2},
        "photoUrl": None,
    }  # fmt: skip
    return plain | changes


def test_round_trip(sdk: ModuleType) -> None:
    inner = wire(id="2")
    given = wire(below=[inner], above=wire(id="3"), new={"later": 1})
    tree = sdk.Tree.from_json(given)
    assert tree.to_json() == given
    assert list(tree.to_json()) == list(given)
    assert json.loads(json.dumps(tree.to_json())) == given
    assert tree.below[0].leaf.color is sdk.Color.RED
    assert tree.below == (sdk.Tree.from_json(inner),)


def test_the_wire_form_is_new_each_time(sdk: ModuleType) -> None:
    tree = sdk.Tree.from_json(wire())
    tree.to_json()["named"]["a"]["text"] = "changed"
    assert tree.to_json() == wire()


def test_equality_leaves_unknown_fields_out(sdk: ModuleType) -> None:
    assert sdk.Tree.from_json(wire(new=1)) == sdk.Tree.from_json(wire())
    assert sdk.Tree.from_json(wire(id="2")) != sdk.Tree.from_json(wire())
    assert "_unknown" not in repr(sdk.Tree.from_json(wire(new=1)))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": 1},
        {"leaf": "x"},
        {"leaf": {"text": 1}},
        {"below": {}},
        {"below": [None]},
        {"named": []},
        {"number": "1"},
        {"number": True},
        {"photoUrl": 1},
    ],
)
def test_what_does_not_fit_is_a_decode_error(
    sdk: ModuleType, changes: dict[str, object]
) -> None:
    with pytest.raises(sdk.DecodeError):
        sdk.Tree.from_json(wire(**changes))


@pytest.mark.parametrize("name", ["id", "leaf", "below", "named", "number", "free"])
def test_a_missing_field_is_a_decode_error(sdk: ModuleType, name: str) -> None:
    given = wire()
    del given[name]
    with pytest.raises(sdk.DecodeError, match=name):
        sdk.Tree.from_json(given)


def test_what_may_be_absent(sdk: ModuleType) -> None:
    given = wire()
    for name in ("above", "photoUrl"):
        del given[name]
    tree = sdk.Tree.from_json(given)
    assert (tree.above, tree.photo_url) == (None, None)
    assert tree.to_json() == wire()


def test_values_are_frozen_slotted_and_made_by_keyword(sdk: ModuleType) -> None:
    leaf = sdk.Leaf(text="x")
    assert leaf == sdk.Leaf(text="x", color=None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        leaf.text = "y"
    with pytest.raises((AttributeError, TypeError)):
        leaf.other = 1
    with pytest.raises(TypeError):
        sdk.Leaf("x")
    assert dataclasses.replace(leaf, text="y").text == "y"
    assert hash(leaf) == hash(sdk.Leaf(text="x"))
    holder = sdk.Tree(id="1", leaf=leaf, any=1, object=None, number=1.0)
    assert (holder.below, holder.named, holder.free) == ((), {}, {})
    assert hash(holder) == hash(sdk.Tree.from_json(holder.to_json()))


def test_methods_of_values(sdk: ModuleType) -> None:
    assert sdk.Tree.to_json.__doc__ == "Gives the JSON."
    with pytest.raises(NotImplementedError, match=r"Tree\.size has no wire"):
        sdk.Tree.from_json(wire()).size(1)


@pytest.mark.parametrize("name", ["Call", "Bytes", "Holder", "Keys"])
def test_what_has_no_wire_form(sdk: ModuleType, name: str) -> None:
    cls = getattr(sdk, name)
    assert dataclasses.is_dataclass(cls)
    assert not hasattr(cls, "from_json")
    assert not hasattr(cls, "to_json")
    assert "_unknown" not in {field.name for field in dataclasses.fields(cls)}


def test_a_value_without_fields(sdk: ModuleType) -> None:
    one = sdk.Empty.from_json({"later": 1})
    assert one.to_json() == {"later": 1}
    assert one == sdk.Empty.from_json({"later": 1})
    assert one != sdk.Empty.from_json({"later": 2})


def test_objects_deep_inside_have_a_hash(sdk: ModuleType) -> None:
    given: dict[str, object] = {"children": [{"a": [1, {}]}], "all": [{"x": 1}]}
    one, two = sdk.Deep.from_json(given), sdk.Deep.from_json(given)
    assert len({one, two}) == 1
    assert len({one, sdk.Deep.from_json(given | {"all": []})}) == 2


def test_what_a_caller_may_give_for_json_needs_no_hash(sdk: ModuleType) -> None:
    given = {"a": [1]}
    fields = ("extra", "perhaps", "counts", "any", "unknown")
    one = sdk.Open(**dict.fromkeys(fields, given), extras=(given,))
    two = sdk.Open(**dict.fromkeys(fields, given), extras=(given,))
    assert len({one, two}) == 1
    assert dataclasses.replace(one, any=2) != one
    default = sdk.Open(extra=given, any=1, unknown=1)
    assert (default.extras, default.perhaps, default.counts) == ((), None, None)


def test_a_wire_form_shares_nothing_with_the_value(sdk: ModuleType) -> None:
    given = {"text": "x", "color": None, "later": {"all": [{"a": [1]}]}}
    leaf = sdk.Leaf.from_json(given)
    written = leaf.to_json()
    assert written == given
    assert json.loads(json.dumps(written)) == given
    written["later"]["all"][0]["a"].append(2)
    written["later"]["all"].append(3)
    assert leaf.to_json() == given


def test_a_deprecated_class_warns_when_it_is_made(sdk: ModuleType) -> None:
    with pytest.warns(DeprecationWarning, match=r"Use Leaf\."):
        sdk.Old(text="x")
    assert sdk.Old.__deprecated__ == "Use Leaf."


@pytest.mark.filterwarnings("error")
def test_a_deprecated_enum_works_as_before(sdk: ModuleType) -> None:
    assert sdk.OldKind.__deprecated__ == "use Level."
    assert "Deprecated: use Level." in sdk.OldKind.__doc__
    assert sdk.OldKind("one") is sdk.OldKind.ONE
    holder = sdk.OldHolder.from_json({"kind": "three"})
    assert not holder.kind.is_known
    assert holder.to_json() == {"kind": "three"}
    assert list(sdk.OldKind) == [sdk.OldKind.ONE, sdk.OldKind.TWO]


def test_enums(sdk: ModuleType) -> None:
    assert sdk.Level.LOW.value == 1
    assert sdk.Level.TEXT.value == 'a"b'
    assert sdk.L.from_json({"level": 7}).to_json() == {"level": 7}
    assert not sdk.L.from_json({"level": 7}).level.is_known


def test_true_and_one_are_two_values(sdk: ModuleType) -> None:
    assert sdk.L.from_json({"level": True}).to_json()["level"] is True
    assert type(sdk.L.from_json({"level": 1}).to_json()["level"]) is int


def test_constants_of_one_value_are_refused() -> None:
    twice = ENUM.replace("wire = true", "wire = 1")
    with pytest.raises(GenerationError, match="has the wire value of another one"):
        source(PAGE + "## L\nclass L { final Level level; }\n", twice)


def test_no_docstring_is_made_up() -> None:
    text = source("## A\nclass A { final int x; }")
    assert "class A:\n    x: int\n" in text
    assert "Values of Color." in source("## Color\nenum Color { red }")


def test_a_field_called_as_our_own_method_gives_way() -> None:
    text = source("## A\nclass A { final int toJson; }")
    assert "    to_json_: int\n" in text
    assert '"toJson": self.to_json_,' in text


def test_methods_that_hide_builtins_leave_annotations_alone() -> None:
    body = "String b(String s); String str(); Map<String, dynamic> toJson();"
    text = source(f"## A\nclass A {{ {body} }}")
    assert "def b(self, s: builtins.str) -> builtins.str:" in text


def test_functions_may_be_called_as_builtins_of_the_package() -> None:
    made = package("## list\nint list(int x)\n\n## str\nint str(int x)\n")
    init = made.files["__init__.py"]
    assert "list as list" in init
    assert "list[" not in init
