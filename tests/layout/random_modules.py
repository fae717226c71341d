"""Random modules and packages of the Python model, with every part a template knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st
from random_code import calls, constants, forward, names, paths, strings, types

from minidoc.python import model as py
from minidoc.python.code import Code, Text
from minidoc.python.names import Identifier

_Item = TypeVar("_Item")

# What a formatter might want to change: ends and beginnings of lines, quotes, tabs.
_SIGNS = [
    *("word", "some words", "x" * 95, "é", "漢字", " ", "    ", "\t", "\n", "\n\n"),
    *('"', '"""', "'", "\\", '\\"', "# x", ">>> 1", "\r", "\x0c", "\u2028", "\xa0"),
]


def few(
    items: st.SearchStrategy[_Item], most: int = 2
) -> st.SearchStrategy[tuple[_Item, ...]]:
    """Tuples of a few items."""
    return st.lists(items, max_size=most).map(tuple)


def _named(parameter: py.PyParameter) -> py.PyParameter:
    """Let a parameter with a default be given by name: its place is anywhere then."""
    has_default = parameter.default is not None
    return replace(parameter, keyword_only=parameter.keyword_only or has_default)


docstrings = (
    st.lists(st.sampled_from(_SIGNS), min_size=1, max_size=8)
    .map("".join)
    .filter(lambda text: bool(text.strip(" \n")))
    .map(Text)
)
_some_docstrings = st.none() | docstrings
_codes = names.map(Code)
_paths = paths.map(Code)
_decorators = few(_codes | calls, 1)
_bodies = st.one_of(
    calls,
    calls.map(lambda call: Code(f"return {call}")),
    calls.map(lambda call: Code(f"return await {call}")),
    strings.map(lambda text: Code(f"raise NotImplementedError({text})")),
)
parameters = st.builds(
    py.PyParameter, names, types, st.none() | constants, st.booleans()
).map(_named)
_stubs = st.builds(
    py.PyFunction,
    name=names,
    parameters=few(parameters, 3),
    returns=types,
    body=st.just(Code("...")),
    decorators=few(_codes, 1),
)
functions = st.builds(
    py.PyFunction,
    name=names,
    parameters=few(parameters, 3),
    returns=types,
    body=_bodies,
    docstring=_some_docstrings,
    is_async=st.booleans(),
    on_self=st.booleans(),
    decorators=_decorators,
    overloads=few(_stubs),
)
_from_json = st.builds(
    py.PyFunction,
    name=names,
    parameters=st.tuples(parameters),
    returns=types,
    body=_codes,
    docstring=docstrings,
)
fields = st.builds(
    py.PyField, names, types, st.none() | constants | calls, _some_docstrings
)
_attributes = st.builds(py.PyField, names, types, st.none(), _some_docstrings)
wire_forms = st.builds(
    py.PyWireForm,
    classmethod=_codes,
    from_json=_from_json,
    reader=calls,
    decode=st.lists(st.builds(py.PyPair, _codes, calls), min_size=1, max_size=2).map(
        tuple
    ),
    to_json=_from_json,
    encode=few(st.builds(py.PyPair, strings, _paths | calls)),
    rest=_codes,
)
data = st.builds(
    py.PyData,
    name=names,
    docstring=_some_docstrings,
    decorators=_decorators,
    fields=few(fields, 3),
    wire=st.none() | wire_forms,
    methods=few(functions, 1),
)
enums = st.builds(
    py.PyEnum,
    name=names,
    base=_codes,
    docstring=docstrings,
    decorators=_decorators,
    members=few(st.builds(py.PyEnumMember, names, strings, _some_docstrings), 3),
)
typed_dicts = st.builds(
    py.PyTypedDict,
    name=names,
    base=_codes,
    total=st.booleans(),
    docstring=docstrings,
    keys=few(st.builds(py.PyTypedDictKey, names, types)),
)
handles = st.builds(
    py.PyHandle,
    name=names,
    base=st.none() | forward,
    docstring=_some_docstrings,
    decorators=_decorators,
    session=st.none() | parameters,
    attributes=few(_attributes),
    final=_codes,
    members=few(functions),
)
aliases = st.builds(
    py.PyAlias, names, st.just(Code("TypeAlias")), _paths | strings, docstrings
)
_imports = few(
    st.builds(py.PyImport, _paths, st.lists(_codes, max_size=4, unique=True).map(tuple))
)
modules = st.builds(
    py.PyModule,
    name=st.just(Identifier("page")),
    docstring=docstrings,
    imports=_imports,
    own=_imports,
    exports=few(names, 4),
    aliases=few(aliases, 1),
    enums=few(enums, 1),
    data=few(data, 1),
    typed_dicts=few(typed_dicts, 1),
    handles=few(handles, 1),
    functions=few(functions, 1),
    old_names=few(aliases, 1),
    wire=few(functions, 1),
    permits_deprecated=st.booleans(),
)


def _as_itself(found: py.PyImport) -> py.PyImport:
    return replace(found, names=tuple(Code(f"{n} as {n}") for n in found.names))


_package_imports = st.builds(
    py.PyImport, _paths, st.lists(_codes, min_size=1, max_size=4, unique=True)
).map(_as_itself)
packages = st.builds(
    py.PyPackage,
    name=st.just(Code("sdk")),
    docstring=docstrings,
    imports=st.lists(_package_imports, min_size=1, max_size=3).map(tuple),
    exports=st.lists(st.builds(py.PyExport, names, _codes), min_size=1, max_size=3).map(
        tuple
    ),
    old_names=few(st.builds(py.PyOldName, names, _codes, strings)),
    permits_deprecated=st.booleans(),
)
