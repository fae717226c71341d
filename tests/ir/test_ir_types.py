"""Types: names, arguments, nullability, and who declares what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minidoc.diagnostics import Code
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import ClassDecl, FunctionDecl
from minidoc.ir.spelling import spell_type
from minidoc.ir.types import NamedType, TypeRef
from minidoc.ir.walk import find

LowerPages = Callable[[str | dict[str, str]], Lowered]


def field_type(lowered: Lowered) -> TypeRef:
    declared = lowered.api.pages[0].declarations[0]
    assert isinstance(declared, ClassDecl)
    return declared.fields[0].type


def page_with(type_text: str) -> str:
    return f"## A\nclass A {{\nfinal {type_text} x;\n}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("String", "String"),
        ("int?", "int?"),
        ("dynamic", "dynamic"),
        ("Object", "Object"),
        ("Uint8List", "Uint8List"),
        ("List<String>", "List<String>"),
        ("List<String?>?", "List<String?>?"),
        ("List", "List<dynamic>"),
        ("Map", "Map<dynamic, dynamic>"),
        ("Map?", "Map<dynamic, dynamic>?"),
        ("Map<String, List<int?>>", "Map<String, List<int?>>"),
        ("Future<void>", "Future<void>"),
        ("Stream<int>", "Stream<int>"),
        ("A?", "A?"),
        ("void Function(A? a, {int b})?", "void Function(A? a, int b)?"),
        ("int Function(String, int)", "int Function(String arg1, int arg2)"),
        ("Future<String> Function(String id)", "Future<String> Function(String id)"),
    ],
)
def test_type(lower_pages: LowerPages, text: str, expected: str) -> None:
    lowered = lower_pages(page_with(text))
    assert spell_type(field_type(lowered)) == expected
    assert lowered.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("List<int, int>", Code.MALFORMED_TYPE, "`List` takes 1 type argument, not 2"),
        ("Map<int>", Code.MALFORMED_TYPE, "`Map` takes 2 type arguments, not 1"),
        ("Future", Code.MALFORMED_TYPE, "`Future` takes 1 type argument, not 0"),
        ("Stream", Code.MALFORMED_TYPE, "`Stream` takes 1 type argument, not 0"),
        ("String<int>", Code.MALFORMED_TYPE, "`String` has no type arguments"),
        ("A<int>", Code.LOST_TEXT, "the type arguments of `A` are left out"),
    ],
)
def test_mistake(lower_pages: LowerPages, text: str, code: Code, message: str) -> None:
    (found,) = lower_pages(page_with(text)).diagnostics
    assert (found.code, found.message) == (code, message)
    assert found.hint
    assert found.span is not None
    assert (found.span.line, found.span.column) == (9, 7)


def test_names_resolve_across_pages(lower_pages: LowerPages) -> None:
    pages = {"B.md": page_with("Z"), "C.md": "## Z\nenum Z { a }"}
    lowered = lower_pages(pages)
    (used,) = find(lowered.api, NamedType)
    assert (used.name, used.page) == ("Z", "C.md")
    assert lowered.diagnostics == ()


def test_a_function_is_no_type(lower_pages: LowerPages) -> None:
    pages = page_with("f") + "\n\n## f\nvoid f()"
    assert [found.code for found in lower_pages(pages).diagnostics] == [
        Code.UNDECLARED_TYPE
    ]


def test_undeclared_is_reported_once_at_its_first_use(lower_pages: LowerPages) -> None:
    page = "## A\nclass A {\nvoid f(X x, List<X> y)\n\nfinal X x;\n}"
    lowered = lower_pages({"B.md": page, "A.md": "## C\nclass C {\nfinal Y y;\n}"})
    messages = [(d.span and d.span.line, d.message) for d in lowered.diagnostics]
    assert messages == [
        (9, "no given page declares the type `Y`, used once"),
        (9, "no given page declares the type `X`, used 3 times"),
    ]
    assert [(u.name, u.span.file, u.span.column) for u in lowered.api.undeclared] == [
        ("X", "B.md", 8),
        ("Y", "A.md", 7),
    ]


def test_undeclared_with_a_near_name(lower_pages: LowerPages) -> None:
    page = "## Colour\nenum Colour { red }\n\n## A\nclass A {\nfinal Color c;\n}"
    (found,) = lower_pages(page).diagnostics
    assert found.hint == "did you mean `Colour`?"


@pytest.mark.parametrize(
    ("text", "returns", "is_async"),
    [
        ("Future<int>", "int", True),
        ("Future<A?>", "A?", True),
        ("Future<void>", "void", True),
        ("Future<int>?", "Future<int>?", False),
        ("int", "int", False),
        ("Stream<int>", "Stream<int>", False),
    ],
)
def test_result(
    lower_pages: LowerPages, text: str, returns: str, is_async: bool
) -> None:
    page = f"## f\n{text} f()\n\n## A\nclass A {{\n{text} m()\n}}"
    function, class_ = lower_pages(page).api.pages[0].declarations
    assert isinstance(function, FunctionDecl)
    assert isinstance(class_, ClassDecl)
    for call in (function, class_.methods[0]):
        assert (spell_type(call.returns), call.is_async) == (returns, is_async)
