"""Types that stand in another file, each with the span that it was given."""

from __future__ import annotations

import pytest

from minidoc.diagnostics import GenerationError, Span
from minidoc.syntax import parse_type
from minidoc.syntax.nodes import FunctionType, NamedType, Parameter, TypeNode

AT = Span("overlay.toml", 7, 8, 7, 20)


def named(name: str, *arguments: TypeNode, nullable: bool = False) -> NamedType:
    return NamedType(name, arguments, nullable, AT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("String", named("String")),
        (" String? ", named("String", nullable=True)),
        ("List<int>", named("List", named("int"))),
        (
            "Map<String,List<int?>>?",
            named(
                "Map",
                named("String"),
                named("List", named("int", nullable=True)),
                nullable=True,
            ),
        ),
        ("Function", named("Function")),
    ],
)
def test_named_types(text: str, expected: NamedType) -> None:
    assert parse_type(text, AT) == expected


def test_function_types() -> None:
    parameter = Parameter("a", named("Lamp"), "named", True, None, AT)
    expected = FunctionType(named("void"), (parameter,), True, AT)
    assert parse_type("void Function({required Lamp a})?", AT) == expected
    assert parse_type("Function()", AT) == FunctionType(None, (), False, AT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a b",
        "List<",
        "List<int",
        "int??",
        "(int, int)",
        "int;",
        "'a'",
        "static",
    ],
)
def test_what_is_no_type(text: str) -> None:
    with pytest.raises(GenerationError) as caught:
        parse_type(text, AT)
    (found,) = caught.value.diagnostics
    assert (found.code.value, found.span) == ("malformed-type", AT)
    assert found.hint
