"""Where keys stand in TOML, checked against what tomllib reads."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from minidoc.ir.overlay.positions import KeyPath, find_positions

TRICKY = '''\
# a comment = "no key"
top = 1
"quoted key" = 'x'
'literal.key' = "y"
dotted . key = 2 # after

[[bind]]
target = "a" # [[bind]] in a comment
text = """
[[bind]]
fake = "no key"
\\""" still inside """""
literal = \'\'\'
also = 1
\'\'\'
inline = { a = 1, "b" = [ { c = "}" }, { d = ']' } ], e.f = true }
list = [ # comment ]
    "one", # [
    'two',
]
numbers = [1, -2.5, 1979-05-27T07:32:00Z, +inf,]
escaped = "quote \\" and # hash \\\\"

[bind.sub]
key = 3

[[bind.inner]]
z = 1

[[bind.inner]]
z = 2

[[bind]]
[bind.sub]
key = 4
'''


def paths_of(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the path of every value that tomllib gives."""
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield (*path, key)
            yield from paths_of(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(cast("list[object]", value)):
            yield (*path, index)
            yield from paths_of(inner, (*path, index))


def text_at(text: str, line: int, column: int) -> str:
    return text.split("\n")[line - 1][column - 1 :]


def known_paths(text: str) -> set[KeyPath]:
    """Return the paths that have a place of their own: containers may have none."""
    return set(paths_of(tomllib.loads(text)))


def test_every_value_has_a_place() -> None:
    found = find_positions(TRICKY, "o.toml")
    missing = known_paths(TRICKY) - set(found)
    # No line of their own: an array of tables as a whole, and a key before a dot.
    assert missing == {
        ("bind",),
        ("dotted",),
        ("bind", 0, "inner"),
        ("bind", 0, "inline", "e"),
    }
    assert set(found) - known_paths(TRICKY) == set()


@pytest.mark.parametrize(
    ("path", "line", "column", "text"),
    [
        (("top",), 2, 1, "top"),
        (("quoted key",), 3, 1, '"quoted key"'),
        (("dotted", "key"), 5, 1, "dotted . key"),
        (("bind", 0), 7, 1, "[[bind]]"),
        (("bind", 0, "target"), 8, 1, "target"),
        (("bind", 0, "inline", "b", 1, "d"), 16, 42, "d"),
        (("bind", 0, "list", 1), 19, 5, "'two'"),
        (("bind", 0, "numbers", 2), 21, 21, "1979-05-27T07:32:00Z"),
        (("bind", 0, "sub", "key"), 25, 1, "key"),
        (("bind", 0, "inner", 1, "z"), 31, 1, "z"),
        (("bind", 1), 33, 1, "[[bind]]"),
        (("bind", 1, "sub", "key"), 35, 1, "key"),
    ],
)
def test_place(path: KeyPath, line: int, column: int, text: str) -> None:
    span = find_positions(TRICKY, "o.toml")[path]
    assert (span.line, span.column) == (line, column)
    assert text_at(TRICKY, line, column).startswith(text)
    assert (span.end_line, span.end_column) == (line, column + len(text))


def test_the_overlay_of_this_project() -> None:
    text = (Path(__file__).parents[2] / "spec" / "overlay.toml").read_text("utf-8")
    found = find_positions(text, "overlay.toml")
    for path in known_paths(text):
        if path in found:
            place = text_at(text, found[path].line, found[path].column)
            last = path[-1]
            assert isinstance(last, int) or place.startswith((last, "[["))
        else:
            assert len(path) == 1


def test_many_entries_take_linear_time() -> None:
    text = '[[bind]]\ntarget = "a"\nlist = [1, 2, 3]\n' * 5000
    assert len(find_positions(text, "o.toml")) == 5000 * 6


@pytest.mark.parametrize("text", ["", "\n", "# only", "a = 1", "a = 1 # x", "[a]"])
def test_small_texts(text: str) -> None:
    assert set(find_positions(text, "o.toml")) == known_paths(text)
