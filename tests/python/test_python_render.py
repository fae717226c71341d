"""Templates cannot decide, cannot leak, and know no filter but the named ones."""

from __future__ import annotations

import tomllib
from typing import Any, cast

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from jinja2.exceptions import TemplateAssertionError
from python_builders import bound, whole

from minidoc import render
from minidoc.python.code import Code, Text
from minidoc.python.model import PyFunction, PyParameter
from minidoc.python.names import Identifier
from minidoc.render import Distribution, render_distribution, render_static


def put_out(template: str, **values: object) -> str:
    made = render._environment().from_string(template)
    return made.render(values)  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.parametrize("value", ["text", Text("text"), 7, None, True, ["x"], b"x"])
def test_only_code_is_put_out(value: object) -> None:
    with pytest.raises(TypeError, match=r"may not put out|an encoder"):
        put_out("{{ x }}", x=value)


@pytest.mark.parametrize(
    "template", ["{{ x ~ y }}", "{{ x + y }}", "{{ x|upper }}", "{{ 'a'|quoted ~ x }}"]
)
def test_text_cannot_be_joined_to_code(template: str) -> None:
    with pytest.raises((TypeError, TemplateAssertionError)):
        put_out(template, x=Text("text"), y=Code("y"))


@pytest.mark.parametrize(
    "template", ["{{ missing }}", "{{ x.missing }}", "{% if missing %}{% endif %}",
                 "{% for a in missing %}{% endfor %}"]
)  # fmt: skip
def test_what_is_missing_is_an_error(template: str) -> None:
    with pytest.raises(
        (UndefinedError, TypeError), match=r"undefined|StrictUndefined|no "
    ):
        put_out(template, x=Code("x"))


def test_code_is_put_out_as_it_is() -> None:
    assert put_out("{{ x }}", x=Code("<a & b>")) == "<a & b>"
    macro = "{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(x) }}"
    assert put_out(macro, x=Code("<")) == "[<]"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ x|quoted }}", "'a\"b'"),
        ("{{ t|docstring(0) }}", '"""a"b"""'),
        ("{{ t|toml }}", '"a\\"b"'),
        ("{{ t|markdown }}", 'a"b'),
        ("{{ t|url }}", "a%22b"),
    ],
)
def test_the_filters(template: str, expected: str) -> None:
    assert put_out(template, x='a"b', t=Text('a"b')) == expected


def test_lists() -> None:
    assert put_out("{{ x|listed }}", x=[Code("a"), Code("b as b")]) == "a, b as b"
    assert put_out("[{{ x|quoted_list }}]", x=["a", 'b"']) == '["a", \'b"\']'
    with pytest.raises(TypeError):
        put_out("{{ x|listed }}", x=["import os"])


def test_parameters() -> None:
    def parameter(name: str, default: Code | None, is_named: bool) -> PyParameter:
        return PyParameter(Identifier(name), Code("int"), default, is_named)

    first, second = parameter("a", None, False), parameter("b", Code("1"), False)
    third = parameter("c", None, True)

    def written(*parameters: PyParameter, on_self: bool = False) -> str:
        none = Code("None")
        name = Identifier("f")
        function = PyFunction(name, parameters, none, none, on_self=on_self)
        return put_out("{{ f|parameters }}", f=function)

    assert written() == ""
    assert written(on_self=True) == "self"
    assert written(first, second) == "a: int, b: int = 1"
    assert written(third, first, on_self=True) == "self, a: int, *, c: int"
    leaking: Any = "1) -> None: ..."
    with pytest.raises(TypeError):
        written(parameter("a", leaking, False))


def test_there_are_no_other_filters() -> None:
    environment = render._environment()
    assert set(environment.filters) == {
        "docstring",
        "listed",
        "parameters",
        "quoted",
        "quoted_list",
        "toml",
        "markdown",
        "url",
    }
    assert set(environment.globals) == {"pad"}
    for name in ("safe", "string", "join", "attr", "format", "replace", "map"):
        with pytest.raises(TemplateAssertionError):
            put_out(f"{{{{ x|{name} }}}}", x="x")


def test_templates_come_from_the_resources_only() -> None:
    with pytest.raises(TemplateNotFound):
        render._environment().get_template("package/nothing.jinja")


NASTY = 'x" """ \\ {{ 7*7 }} </title> \n[tool] = 1 \u202e | [a](javascript:x)'


def test_pyproject_says_what_it_is_given() -> None:
    package = whole("Text.\n")
    text = Text(NASTY)
    made = render_distribution(
        "pyproject.toml", package, Distribution(text, text, text, text)
    )
    read = tomllib.loads(made)
    assert read["project"]["name"] == NASTY
    assert read["project"]["version"] == NASTY
    assert read["project"]["description"] == NASTY
    assert list(read) == ["build-system", "project", "tool"]


def test_readme_has_no_markup_of_others() -> None:
    package = whole("Text.\n")
    text = Text(NASTY)
    made = render_distribution(
        "README.md", package, Distribution(text, text, text, text)
    )
    assert "](javascript:" not in made
    assert "</title>" not in made
    assert "\u202e" not in made
    assert "\n[tool]" not in made
    assert "| `sdk.page` | [Page](https://example.org/docs/API/Page) |" in made


def test_static_files() -> None:
    assert render_static(".gitattributes") == "* text eol=lf linguist-generated\n"
    assert render_static("py.typed") == ""


def test_a_text_in_the_place_of_an_identifier() -> None:
    """Whatever the binding forgets to encode ends here."""
    module = bound("## A\nclass A {\nfinal int x;\n}").modules[0]
    object.__setattr__(module.data[0], "name", cast("Code", Text("A")))
    with pytest.raises(TypeError):
        render.render_module(module)
