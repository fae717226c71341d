"""The gate: files made by hand, each with one thing that no page may bring in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from python_builders import module, source, whole

from minidoc import render
from minidoc.diagnostics import Code as DiagnosticCode, GenerationError
from minidoc.formatting import format_rendered
from minidoc.gate import check_init, check_module
from minidoc.pages import read_page
from minidoc.pipeline import forget, generate, model
from minidoc.python import calls, data, deprecation
from minidoc.python.code import Code, Text, is_hidden

PAGE = """
## Value
/** A value. */
class Value {
/** The text. */
final String text;
final List<int> numbers;
final Map<String, int> map;
}

## Color
enum Color {
/** It is red. */
red, green }

## Ref
/** A reference. */
class Ref {
/** The id. */
final String id;
/** Acts. @deprecated not any more */
Future<void> act({int? times, int most = 3});
}

## find
/** Finds it. */
Future<Ref> find(String name, Lost lost)
"""


@pytest.fixture(scope="module")
def text() -> str:
    return source(PAGE)


def problems(text: str) -> list[str]:
    """Return what the gate says about a file."""
    with pytest.raises(GenerationError) as caught:
        check_module(module(PAGE), text)
    found = caught.value.diagnostics
    assert {d.code for d in found} == {DiagnosticCode.UNSAFE_OUTPUT}
    return [d.message for d in found]


def test_what_the_templates_make_passes(text: str) -> None:
    check_module(module(PAGE), text)


ACT = "        raise NotImplementedError("
END = "# end\n"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        # Statements and expressions.
        (END, "if True:\n    pass\n", "holds a If"),
        (END, "for x in ():\n    pass\n", "holds a For"),
        (END, "while False:\n    pass\n", "holds a While"),
        (END, "try:\n    pass\nfinally:\n    pass\n", "holds a Try"),
        (END, "with open('x'):\n    pass\n", "holds a With"),
        (END, "del Value\n", "holds a Delete"),
        (END, "assert True\n", "holds a Assert"),
        (END, "raise ValueError\n", "Raise in the wrong place"),
        (END, "pass\n", "Pass in the wrong place"),
        (ACT, f"        global x\n{ACT}", "holds a Global"),
        (ACT, f"        yield 1\n{ACT}", "holds a Yield"),
        (ACT, f"        import os\n{ACT}", "Import in the wrong place"),
        (ACT, f"        def f() -> None: ...\n{ACT}", "FunctionDef in the wrong place"),
        ('"red"', 'f"red"', "holds a JoinedStr"),
        ('"red"', "(lambda: 1)", "holds a Lambda"),
        ('"red"', '(x := "red")', "holds a NamedExpr"),
        ('"red"', '"r" + "ed"', "holds a Add"),
        ('"red"', '"red" if 1 else 2', "holds a IfExp"),
        ('"red"', "[x for x in ()]", "holds a ListComp"),
        ('"red"', '{"red"}', "holds a Set"),
        ('"red"', 'str.__class__', "reaches for __class__"),
        # Imports.
        (END, "import os\n", "holds the line import os"),
        (END, "from os import system\n", "holds the line from os import system"),
        (END, "from ._runtime import *\n", "holds the line from ._runtime import *"),
        (END, "from ._runtime import feed\n", "the line from ._runtime import feed"),
        (END, "from . import feed\n", "holds the line from . import feed"),
        ("from __future__ import annotations\n", "", "evaluates its annotations"),
        (END, "from __future__ import division\n", "does not compile"),
        # What runs at import time.
        (END, "print(1)\n", "calls print when it is imported"),
        ('"red"', 'str("red")', "calls str when it is imported"),
        ("most: int = 3", "most: int = int(3)", "calls int when it is imported"),
        ("    def act(", "    @str\n    def act(", "is decorated with str"),
        ("class Ref:", "@Value\nclass Ref:", "is decorated with Value"),
        ("class Ref:", "class Ref(str('x')):", "calls str when it is imported"),
        ("(frozen=True", "(frozen=exec('1')", "calls exec when it is imported"),
        # Names.
        (END, "class Other:\n    pass\n", "names of the model: Other"),
        (END, "def other() -> None:\n    return None\n", "names of the model: other"),
        (END, "x: int = 1\n", "names of the model: x"),
        (END, "x = 1\n", "names of the model: x"),
        (END, "Value = 1\n", "names of the model: one twice"),
        ("    text: str", "    more: int\n    text: str", "model: Value.more"),
        ("    GREEN =", "    BLUE = 1\n    GREEN =", "model: Color.BLUE"),
        ("    most: int\n", "    most: int\n    x: int\n", "model: RefActParams.x"),
        ("    def act(", f"    def x(self) -> None:\n{ACT}'')\n\n    def act(",
         "model: Ref.x"),
        ("    numbers: tuple[int, ...] = ()\n", "", "model: Value.numbers"),
        ('"find"]', '"found"]', "another `__all__`"),
        ("self.text,", "eval,", "uses the name eval"),
        ("self.text,", "__import__('os'),", "uses the name __import__"),
        ("self.text,", "json,", "uses the name json"),
        ("self.text,", "self._text.__dict__,", "reaches for __dict__"),
        # Annotations, which `get_type_hints` evaluates.
        ("    text: str", "    text: eval", "uses the name eval"),
        ("    text: str", "    text: print(1)", "holds a Call in an annotation"),
        ("    text: str", "    text: 'print(1)'", "holds a Constant in an annotation"),
        ("    text: str", "    text: str + int", "holds a BinOp in an annotation"),
        ("    text: str", "    text: str.__x__", "holds a Attribute in an annotation"),
        ("    text: str", "    text: tuple[(yield)]", "holds a Yield in an annotation"),
        ("most: int", "most: int[lambda: 1]", "holds a Lambda in an annotation"),
        ("(self, *,", "(self: eval, *,", "uses the name eval"),
        (") -> Ref:", ") -> Ref[exec]:", "uses the name exec"),
        # Docstrings.
        ("A value.", "Another value.", "another docstring than the model at Value"),
        ("The text.", "Another.", "something else than the model about text"),
        ("It is red.", "Another.", "something else than the model about RED"),
        ("The id.", "Another.", "something else than the model about self.id"),
        ("Finds it.", "Another.", "another docstring than the model at find"),
        ("Acts.", "Another.", "another docstring than the model at Ref.act"),
        ('"""Page.', '"""Another.', "another docstring than the model at page"),
        ('    GREEN = "green"\n', '    GREEN = "green"\n    """More."""\n',
         "something else than the model about GREEN"),
        ("        self._session = session\n",
         '        """More."""\n        self._session = session\n',
         "another docstring than the model at Ref.__init__"),
        # Characters and escapes.
        ("A value.", "A \u202evalue.", "the raw character U+202E"),
        ("A value.", "A \tvalue.", "the raw character U+0009"),
        ("A value.", "A \xa0value.", "the raw character U+00A0"),
        ('"red"', '"red\u200b"', "the raw character U+200B"),
        ('"red"', '"\\N{NOT A NAME}"', "does not compile"),
        ('"red"', '"\\d"', "does not compile"),
        ('"red"', '"red', "does not compile"),
        ('"red"', '"a" is "b"', "does not compile"),
        ('"red"', "\x00", "does not compile"),
    ],
)  # fmt: skip
def test_refused(text: str, old: str, new: str, problem: str) -> None:
    text += END
    assert old in text, old
    found = problems(text.replace(old, new, 1))
    assert any(problem in message for message in found), found


def test_python_calls_the_same_characters_hidden() -> None:
    # The gate asks Python about whole texts, which is a hundred times as fast.
    odd = [
        c
        for c in map(chr, range(sys.maxunicode + 1))
        if is_hidden(c) == c.isprintable()
    ]
    assert odd == []


@pytest.mark.parametrize("source", ["'\\d'", "x = (", "\x00", "1 is 1", "return"])
def test_what_does_not_compile_cleanly(source: str) -> None:
    with pytest.raises(GenerationError, match="does not compile"):
        check_init(whole(PAGE), source)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Typed Python SDK", "Another", "another docstring"),
        ('    "Ref",\n', "", "another `__all__`"),
        ("# Names", "# \u202eNames", "the raw character U+202E"),
        ("_MODULES = {", "_MODULES = {{", "does not compile"),
    ],
)
def test_init_is_looked_at_too(old: str, new: str, problem: str) -> None:
    package = whole(PAGE)
    text = format_rendered(render.render_init(package))
    check_init(package, text)
    assert old in text
    with pytest.raises(GenerationError, match=re.escape(problem)):
        check_init(package, text.replace(old, new, 1))


# Encoders that fail: what the gate is for.
HOSTILE = Path(__file__).parents[1] / "golden" / "hostile" / "pages" / "Hostile.md"


def _bare_docstring(text: Text, indent: int) -> Code:
    return Code(f'"""{text.value}"""')


def _half_escaped(text: Text, indent: int) -> Code:
    body = text.value.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return Code(f'"""{body}\n"""')


def _shorter(text: Text, indent: int) -> Code:
    return Code('"""' + text.value[:9].encode("ascii", "ignore").decode() + '"""')


def _bare_string(text: str) -> Code:
    return Code(f'"{text}"')


def hostile() -> None:
    generate(model([read_page(HOSTILE)]), "hostile")


@pytest.fixture
def fresh_templates() -> object:
    """Make everything anew for a changed encoder, and again behind it."""
    forget()
    yield
    forget()


@pytest.mark.parametrize("encoder", [_bare_docstring, _half_escaped, _shorter])
@pytest.mark.usefixtures("fresh_templates")
def test_a_failing_docstring_encoder(
    monkeypatch: pytest.MonkeyPatch, encoder: Callable[[Text, int], Code]
) -> None:
    monkeypatch.setattr(render, "docstring_literal", encoder)
    with pytest.raises(GenerationError, match="generated"):
        hostile()


@pytest.mark.usefixtures("fresh_templates")
def test_a_failing_string_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    for user in (calls, data, deprecation):
        monkeypatch.setattr(user, "string_literal", _bare_string)
    monkeypatch.setattr(render, "string_literal", _bare_string)
    with pytest.raises(GenerationError, match="generated"):
        hostile()


INJECTED = """
## Ref
class Ref {
/** @deprecated x") + __import__("os").getcwd() + str("y */
void act();
/** @deprecated a", category=print, stacklevel="b */
void other();
}
"""


def test_a_failing_string_encoder_whose_text_compiles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deprecation, "string_literal", _bare_string)
    with pytest.raises(GenerationError) as caught:
        source(INJECTED)
    said = str(caught.value)
    assert "calls __import__" in said or "uses the name __import__" in said
    assert "uses the name print" in said
