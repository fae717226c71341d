"""Defaults: literals of the parameter's type, and never anything else."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, strategies as st

from minidoc.ir.types import ListType, MapType, Primitive, PrimitiveType, TypeRef
from minidoc.python.literals import literal_of

BOOL, INT, DOUBLE, STRING = (
    PrimitiveType(name=name) for name in ("bool", "int", "double", "String")
)
LIST = ListType(item=STRING)


@pytest.mark.parametrize(
    ("type_", "text", "python"),
    [
        (PrimitiveType(name="int", nullable=True), "null", "None"),
        (BOOL, "true", "True"),
        (BOOL, "false", "False"),
        (INT, "0", "0"),
        (INT, "-0", "0"),
        (INT, "007", "7"),
        (INT, "-42", "-42"),
        (INT, "0x1F", "31"),
        (INT, "-0Xff", "-255"),
        (INT, "9223372036854775807", "9223372036854775807"),
        (DOUBLE, "1", "1.0"),
        (DOUBLE, "-0.0", "-0.0"),
        (DOUBLE, "1.50", "1.5"),
        (DOUBLE, "1e3", "1000.0"),
        (DOUBLE, "1e99", "1e99"),
        (DOUBLE, "2.5E-3", "0.0025"),
        (PrimitiveType(name="num"), "3", "3.0"),
        (STRING, "'x'", '"x"'),
        (STRING, '"x"', '"x"'),
        (STRING, "''", '""'),
        (STRING, "'it\\'s'", '"it\'s"'),
        (STRING, "'say \"x\"'", "'say \"x\"'"),
        (STRING, r"'\n\t\\'", '"\\n\\t\\\\"'),
        (STRING, r"'\q'", '"q"'),
        (STRING, r"'\x41\u0042\u{43}\u{1F600}'", '"ABC😀"'),
        (STRING, r"'\ud83d\ude00'", '"😀"'),
        (STRING, r"'\u202e'", '"\\u202e"'),
        (STRING, "r'raw'", '"raw"'),
        (STRING, r"'\$x'", '"$x"'),
        (STRING, r"'\\\$x'", '"\\\\$x"'),
        (LIST, "[]", "()"),
        (LIST, "const []", "()"),
        (LIST, "const<String>[ ]", "()"),
    ],
)
def test_allowed(type_: TypeRef, text: str, python: str) -> None:
    literal = literal_of(text, type_)
    assert literal == python
    assert literal is not None
    ast.literal_eval(literal)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (INT, "null"),
        (INT, "1.0"),
        (INT, "1_000"),
        (INT, "1+1"),
        (INT, "--1"),
        (INT, "1" * 20),
        (INT, "0x" + "f" * 17),
        (INT, "0b1"),
        (INT, "٣"),
        (INT, "true"),
        (INT, "'1'"),
        (INT, "__import__('os')"),
        (DOUBLE, "1e999"),
        (DOUBLE, "nan"),
        (DOUBLE, "double.infinity"),
        (DOUBLE, "1" * 41),
        (DOUBLE, "٣.٣"),
        (DOUBLE, "1."),
        (BOOL, "yes"),
        (BOOL, "True"),
        (BOOL, "1"),
        (STRING, "x"),
        (STRING, "'a' 'b'"),
        (STRING, "'a' + 'b'"),
        (STRING, "'''a'''"),
        (STRING, '"""a"""'),
        (STRING, "'a\nb'"),
        (STRING, "'a"),
        (STRING, "'a\\'"),
        (STRING, "'$x'"),
        (STRING, "'${x}'"),
        (STRING, r"'\\$x'"),
        (STRING, r"r'\n'"),
        (STRING, r"'\x4'"),
        (STRING, r"'\u12'"),
        (STRING, r"'\u{}'"),
        (STRING, r"'\u{110000}'"),
        (STRING, r"'\u{0000041}'"),
        (STRING, r"'\ud800'"),
        (STRING, "1"),
        (LIST, "[1]"),
        (LIST, "[os.system('id')]"),
        (LIST, "()"),
        (MapType(key=STRING, value=STRING), "{}"),
        (PrimitiveType(name="dynamic"), "1"),
        (PrimitiveType(name="Object"), "1"),
        (PrimitiveType(name="Uint8List"), "'x'"),
        (LIST, "[] + x"),
    ],
)
def test_refused(type_: TypeRef, text: str) -> None:
    assert literal_of(text, type_) is None


NAMES: tuple[Primitive, ...] = ("int", "double", "bool", "String", "num")


@given(
    st.text(st.sampled_from("'\"\\rxu{}$0123456789abcdef.-+eEn[]<>const \n")),
    st.sampled_from(NAMES),
)
def test_whatever_comes_out_is_a_literal(text: str, name: Primitive) -> None:
    for type_ in (PrimitiveType(name=name), ListType(item=PrimitiveType(name=name))):
        literal = literal_of(text, type_)
        if literal is not None:
            ast.literal_eval(literal)
