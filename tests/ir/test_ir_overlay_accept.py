"""What is accepted without pydantic is what pydantic accepts, and becomes the same."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given, settings, strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from minidoc.ir.overlay.accept import accept
from minidoc.ir.overlay.rules import table
from minidoc.ir.overlay.tables import OverlayTables

ROOT = Path(__file__).parents[2]
OVERLAYS = [
    ROOT / "spec" / "overlay.toml",
    *sorted((ROOT / "tests" / "golden").glob("*/overlay.toml")),
]

EVERYTHING = """
[[topic]]
page = "P.md"
reason = "r"
name = "t"
path = "/t"
batch = "{id}"
query = { a = false, b = 1, c = "x" }
snapshot = "T"
events = [{ type = "e", apply = "patch" }]
joins = [{ field = "f", topic = "u" }]
absent = ["GONE"]

[[bind]]
page = "P.md"
reason = "r"
target = "A.m"
write = { method = "PUT", path = "/x", accept = [409], defaults = { a = 1 } }

[[bind]]
page = "P.md"
reason = "r"
target = "f"
open = {}

[[enum]]
page = "P.md"
reason = "r"
name = "E"
doc = "d"
constants = [{ name = "a", wire = 1 }, { name = "b", wire = "b", doc = "d" }]

[[type]]
page = "P.md"
reason = "r"
name = "T"
is = "String"

[[correct]]
page = "P.md"
reason = "r"
target = "A.m(x)"
async = false
clearable = ["a", "b"]
role = "data"
wire = true

[[add]]
page = "P.md"
reason = "r"
target = "A.m"
parameter = { name = "x", type = "int", kind = "positional", required = true }

[[alias]]
page = "P.md"
reason = "r"
target = "A.m"
name = "old"
until = "2.0"
"""

ODD: list[Any] = [
    "", " ", "a\n", "\n", "\x1c", "\x85", "\u2028", "A.m", "A.m(x)", "1.0", "1.0\n",
    "e", "é", "yes", "named", "optional", "data", "PUT", "read", "409",
    True, False, 0, 1, 409, 2**70, -1, 1.0, float("nan"),
    [], ["a"], [""], [1], {}, {"a": 1}, {"a": []}, [{}], [{"name": "x", "wire": 1.5}],
]  # fmt: skip


ADAPTER = TypeAdapter(OverlayTables)


def _judged(data: dict[str, Any]) -> OverlayTables | None:
    try:
        return ADAPTER.validate_python(data)
    except ValidationError:
        return None


def _places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    numbers: Any = range(len(value))
    keys = numbers if isinstance(value, list) else value
    found = [(*way, key) for key in keys]
    for key in keys:
        if isinstance(value[key], dict | list):
            found += _places(value[key], (*way, key))
    return found


@st.composite
def changed_overlays(draw: st.DrawFn) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(tomllib.loads(EVERYTHING))
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(_places(data)))
        around: Any = data
        for key in way[:-1]:
            around = around[key]
        change = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
        if change == "remove":
            del around[way[-1]]
        elif change == "add" and isinstance(around, dict):
            known = ["doc", "is", "type_text", "is_async", "kind", "read", "default"]
            around[draw(st.sampled_from(known))] = draw(st.sampled_from(ODD))
        else:
            around[way[-1]] = draw(st.sampled_from(ODD) | st.text(max_size=3))
        if not _places(data):
            break
    return data


@settings(max_examples=500)
@given(changed_overlays())
def test_what_is_accepted_is_what_pydantic_makes(data: dict[str, Any]) -> None:
    accepted = accept(data, OverlayTables)
    judged = _judged(data)
    # By their texts, since True is 1 where values are compared.
    assert accepted is None or repr(accepted) == repr(judged)
    assert judged is not None or accepted is None


@pytest.mark.parametrize("path", OVERLAYS, ids=lambda path: path.parent.name)
def test_overlays_of_the_project_leave_no_doubt(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    accepted = accept(data, OverlayTables)
    assert accepted is not None
    assert accepted == _judged(data)


def test_every_key_is_accepted() -> None:
    data = tomllib.loads(EVERYTHING)
    accepted = accept(data, OverlayTables)
    assert accepted is not None
    assert repr(accepted) == repr(_judged(data))


def test_a_marker_of_pydantic_is_left_to_it() -> None:
    @table
    class Marked:
        count: Annotated[int, Field(gt=3)]

    assert accept({"count": 7}, Marked) is None
