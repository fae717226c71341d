"""Random code such as the binding writes, spelled as black spells it, of any length."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from minidoc.python.code import Code, string_literal
from minidoc.python.names import Identifier

# Signs that mean something to a formatter, and letters of one column and of two.
_TEXT = "ab c,.:=|()[]{}'\"\\#\t\né’—漢字ひ한😀"  # noqa: RUF001
# Most names are as long as names are; a few are nearly as long as a line, or longer.
_LENGTHS = (*range(1, 20), *range(2, 18, 2), *range(4, 16), 26, 48, 90)


def _names() -> list[Identifier]:
    letters = itertools.cycle("abcdeXYZ_09")
    long = ["".join(itertools.islice(letters, length)) for length in _LENGTHS]
    return [Identifier(f"n{name}") for name in (*long, "été", "名前", "ユーザー" * 8)]


names = st.sampled_from(_names())
texts = st.one_of(
    st.text(_TEXT, max_size=12), st.text(_TEXT, min_size=30, max_size=100)
)
strings: st.SearchStrategy[str] = texts.map(string_literal)
paths = st.lists(names, min_size=1, max_size=2).map(".".join)
constants = st.one_of(
    st.sampled_from(["None", "True", "()", "0", "-1", "30.0", "1e99", "1e-07"]),
    strings,
    paths,
).map(Code)


def _subscript(name: str, items: list[str]) -> str:
    return f"{name}[{', '.join(items)}]"


def _larger_type(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(_subscript, paths, st.lists(inner, min_size=1, max_size=3)),
        inner.map(lambda item: f"tuple[{item}, ...]"),
        st.tuples(st.lists(inner, max_size=2), inner).map(
            lambda pair: f"Callable[[{', '.join(pair[0])}], {pair[1]}]"
        ),
        st.lists(inner, min_size=2, max_size=3).map(" | ".join),
    )


types = st.recursive(paths, _larger_type, max_leaves=6).map(Code)
forward = names.map(lambda name: Code(f'Subscription["{name} | None"]'))


def _call(name: str, positional: list[str], named: list[tuple[str, str]]) -> str:
    given = [*positional, *(f"{key}={value}" for key, value in named)]
    return f"{name}({', '.join(given)})"


def _calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        _call,
        paths | st.builds(_subscript, names, st.lists(names, min_size=1, max_size=2)),
        st.lists(inner, max_size=3),
        st.lists(st.tuples(names, inner), max_size=4),
    )


def _tuple(items: list[str]) -> str:
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def _dict(items: list[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in items) + "}"


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        _calls(inner),
        st.lists(inner, max_size=4).map(_tuple),
        st.lists(st.tuples(strings, inner), max_size=4).map(_dict),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(strings, min_size=2, max_size=3).map(" ".join),
    )


values = st.recursive(constants, _larger, max_leaves=8).map(Code)
calls = _calls(values).map(Code)
