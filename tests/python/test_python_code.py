"""Untrusted text cannot become code by accident, and every encoder can be read back."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
import warnings
from collections.abc import Callable
from string import Formatter
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st
from markupsafe import Markup, escape

from minidoc.formatting import format_python
from minidoc.python.code import (
    Code,
    Text,
    docstring_literal,
    is_hidden,
    markdown_text,
    markdown_url,
    string_literal,
    toml_string,
)

# Quotes, backslashes, line ends and hidden characters, far denser than in any page.
NASTY = st.text(
    st.one_of(
        st.sampled_from(
            "\"'\\ \t\n\r\x00\x0b\x0c\x1c\x85\xa0\u2028\u2029\u202e\u200b\ufeff"
            "\ud800\U000e0041{}%$#`N0xu"
        ),
        st.characters(codec=None),
    )
)


USES: dict[str, Callable[[Any], object]] = {
    "str": str,
    "f-string": lambda text: f"{text}",
    "format": "{}".format,
    "percent": lambda text: "%s" % text,  # noqa: UP031
    "join": "".join,
    "plus": lambda text: "a" + text,
    "plus-after": lambda text: text + "a",
    "width": lambda text: format(text, ">10"),
    "formatter": lambda text: Formatter().format("{0}", text),
    "escape": escape,
    "markup": Markup("{}").format,
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_text_is_no_string(use: Callable[[Any], object]) -> None:
    text: object = [Text("x")] if use == "".join else Text("x")
    with pytest.raises(TypeError):
        use(text)


def test_text_has_a_truth_value() -> None:
    assert Text("x")
    assert not Text("")


@given(NASTY)
@example('""" + __import__("os").system("id") + """')
@example("\\N{NOT A NAME} \\U00110000 \\x4")
def test_a_string_literal_is_the_text(text: str) -> None:
    literal = string_literal(text)
    assert ast.literal_eval(literal) == text
    assert "\n" not in literal
    assert not any(is_hidden(char) for char in literal)
    # black may change the quotes around it, but not what it says.
    statement = ast.parse(format_python(f"x = {literal}\n")).body[0]
    assert isinstance(statement, ast.Assign)
    assert ast.literal_eval(statement.value) == text


def normal_docstrings() -> st.SearchStrategy[str]:
    """Texts as binding makes them: what `cleandoc` and stripping leave alone."""
    lines = st.lists(NASTY.map(lambda line: line.replace("\n", " ")), max_size=4)
    texts = lines.map(
        lambda parts: "\n".join(p.expandtabs().rstrip(" ") for p in parts)
    )
    return texts.map(lambda text: inspect.cleandoc(text.strip())).filter(bool)


@given(normal_docstrings(), st.sampled_from([0, 4, 8]))
@settings(max_examples=120)
@example('"quoted"', 4)
@example("ends with a backslash \\", 4)
@example('ends with \\"', 4)
@example('"""\n"""', 8)
@example('a """" b', 0)
def test_a_docstring_is_the_text(text: str, indent: int) -> None:
    source = _holder(docstring_literal(Text(text), indent), indent)
    formatted = format_python(source)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = ast.parse(formatted)
        compile(tree, "test", "exec")
    found = _innermost_docstring(tree)
    # black puts a space between a last quote and the closing ones, on one line.
    assert found is not None
    assert (found.removesuffix(" ") if text.endswith('"') else found) == text
    assert not any(is_hidden(char) for char in formatted if char != "\n")
    assert format_python(formatted) == formatted


@given(
    st.text(st.sampled_from("ab\"'\\ \t\n\n  é漢\u2028")).filter(
        lambda t: t.strip(" \n") != ""
    ),
    st.sampled_from([0, 4, 8]),
)
@example("  indented\n  all of it", 4)
@example("first\n    second\n      third\n\n    last", 4)
@example("trailing \n\n  \n space ", 8)
@example("\n\nafter blank lines\n\n", 0)
@example("x" * 90, 4)
@example("x\n" + "y" * 90, 4)
def test_black_leaves_a_docstring_alone(text: str, indent: int) -> None:
    source = _holder(docstring_literal(Text(text), indent), indent)
    assert format_python(source) == source


@given(NASTY)
@example("'\"")
@example('\'""')
@example('\\\'""\\')
@example("it's \\")
def test_black_leaves_a_string_literal_alone(text: str) -> None:
    source = f"x(\n    {string_literal(text)},\n)\n"
    assert format_python(source) == source


def _holder(literal: Code, indent: int) -> str:
    heads = ["class A:\n", "    def m(self):\n"][: indent // 4]
    return "".join(heads) + " " * indent + literal + "\n"


def _innermost_docstring(tree: ast.Module) -> str | None:
    node: ast.Module | ast.ClassDef | ast.FunctionDef = tree
    while node.body and isinstance(node.body[0], ast.ClassDef | ast.FunctionDef):
        node = node.body[0]
    return ast.get_docstring(node)


@given(NASTY)
def test_a_toml_string_is_the_text(text: str) -> None:
    literal = toml_string(Text(text))
    said = re.sub("[\ud800-\udfff]", "\ufffd", text)
    assert tomllib.loads(f"x = {literal}") == {"x": said}
    assert literal.isascii()
    assert "\n" not in literal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, and a full stop.", "plain words, and a full stop."),
        ("# no heading", r"\# no heading"),
        ("- no item", r"\- no item"),
        ("+ no item", r"\+ no item"),
        ("* no item", r"\* no item"),
        ("1. no item", r"1\. no item"),
        ("12) no item", r"12\) no item"),
        ("=== no underline", r"\=== no underline"),
        ("--- no rule", r"\--- no rule"),
        ("> no quote", r"\> no quote"),
        ("a | b", r"a \| b"),
        ("[x](javascript:y)", r"\[x\]\(javascript:y\)"),
        ("![x](y)", r"\!\[x\]\(y\)"),
        ("<script>", r"\<script\>"),
        ("&lt;", r"\&lt;"),
        ("`code`", r"\`code\`"),
        ("~~~", r"\~\~\~"),
        ("a\nb\r\nc\u2028d\x00e", "a b  c d e"),
        ("   four spaces are no code", "four spaces are no code"),
        ("see https://evil.example", r"see https\://evil.example"),
        ("see www.evil.example", r"see www\.evil.example"),
        ("@somebody", r"\@somebody"),
        ("\\", "\\\\"),
        ("\u202eright to left", "right to left"),
    ],
)
def test_markdown_shows_the_text_and_nothing_else(text: str, expected: str) -> None:
    assert markdown_text(Text(text)) == expected


@given(NASTY)
def test_markdown_is_one_line_without_markup(text: str) -> None:
    encoded = markdown_text(Text(text))
    assert not any(is_hidden(char) for char in encoded)
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", encoded)
    assert not set(bare) & set("\\`*_{}[]<>()#!|~&@$")
    assert not re.match(r"[-+=]|[0-9]+[.)]", bare if encoded[:1] != "\\" else "")


@given(NASTY)
def test_an_address_stays_between_its_parentheses(url: str) -> None:
    encoded = markdown_url(Text(url))
    assert encoded.isascii()
    assert not set(encoded) & set(' ()<>[]\\"`|\n\t')


@pytest.mark.parametrize(
    "char", list("\x00\x1b\x7f\x85\xa0\xad\u200b\u2028\u202e\ufeff")
)
def test_hidden_characters(char: str) -> None:
    assert is_hidden(char)
    assert not is_hidden("é")
    assert not is_hidden(" ")


@pytest.mark.parametrize(
    "char", ["\x07", "\u202e", "\ud800", "\ue000", "\u0378", "\u2028", "\u2029", "\xa0"]
)
def test_no_kind_of_hidden_character_stands_raw(char: str) -> None:
    text = f"a{char}b"
    assert char not in string_literal(text)
    assert char not in docstring_literal(Text(text), 4)
    assert char not in toml_string(Text(text))
    assert markdown_text(Text(text)) == "a b"
