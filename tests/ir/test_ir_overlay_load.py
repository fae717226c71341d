"""Mistakes of the overlay's text, each at its line and column."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from minidoc.diagnostics import Code, GenerationError
from minidoc.ir.overlay import load_overlay

BIND = '[[bind]]\npage = "P.md"\nreason = "r"\ntarget = "A.m"\n'
CORRECT = '[[correct]]\npage = "P.md"\nreason = "r"\ntarget = "A.m"\n'
TOPIC = (
    '[[topic]]\npage = "P.md"\nreason = "r"\nname = "t"\npath = "/t"\nsnapshot = "T"\n'
)
ENUM = '[[enum]]\npage = "P.md"\nreason = "r"\nname = "E"\n'
ADD = '[[add]]\npage = "P.md"\nreason = "r"\ntarget = "f"\n'

MISTAKES = {
    "syntax": "[[bind]]\npage = \n",
    "syntax at the end": "[[bind]\n",
    "unclosed string": 'a = "x',
    "key twice": BIND + 'page = "Q.md"\n',
    "unknown table": "[[bnd]]\n",
    "table instead of tables": "[bind]\n",
    "value instead of tables": "bind = 1\n",
    "no page": '[[bind]]\nreason = "r"\ntarget = "A.m"\nopen = {}\n',
    "no reason": '[[bind]]\npage = "P.md"\ntarget = "A.m"\nopen = {}\n',
    "empty reason": BIND.replace('"r"', '" \\n "') + "open = {}\n",
    "no binding": BIND,
    "two bindings": BIND + 'open = {}\nread = { topic = "t" }\n',
    "unknown key": BIND + "oven = {}\n",
    "near key": CORRECT + "clearabel = []\nasync = true\n",
    "attribute for a key": CORRECT + "is_async = true\n",
    "unknown inner key": BIND + 'read = { topics = "t" }\n',
    "bad verb": BIND + 'write = { method = "GET", path = "/x" }\n',
    "bad status": BIND + 'write = { method = "PUT", path = "/x", accept = ["no"] }\n',
    "bad session value": BIND + 'session = { value = "token" }\n',
    "bad target": BIND.replace("A.m", "A.m.n") + "open = {}\n",
    "parameter as target": BIND.replace("A.m", "A.m(x)") + "open = {}\n",
    "nothing corrected": CORRECT,
    "async is no word": CORRECT + 'async = "yes"\n',
    "empty list": CORRECT + "clearable = []\n",
    "bad name in a list": CORRECT + 'clearable = ["ok", "a b"]\n',
    "bad name": CORRECT + 'rename = "_x"\n',
    "bad role": CORRECT + 'role = "boss"\n',
    "float on the wire": ENUM + 'constants = [{ name = "a", wire = 1.0 }]\n',
    "no wire": ENUM + 'constants = [{ name = "a" }]\n',
    "no constants": ENUM + "constants = []\n",
    "bad event": TOPIC + 'events = [{ type = "x", apply = "merge" }]\n',
    "bad query": TOPIC + "query = { a = [1] }\n",
    "required and optional": ADD
    + 'parameter = { name = "x", type = "int", kind = "optional", required = true }\n',
    "positional and not required": ADD
    + 'parameter = { name = "x", type = "int", kind = "positional" }\n',
    "required with a default": ADD
    + 'parameter = { name = "x", type = "int", required = true, default = "1" }\n',
    "two mistakes": BIND + "\n" + CORRECT.replace('reason = "r"\n', ""),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(name: str, snapshot: SnapshotAssertion) -> None:
    text = MISTAKES[name]
    with pytest.raises(GenerationError) as raised:
        load_overlay(text, "overlay.toml")
    lines = text.split("\n")
    shown: list[str] = []
    for found in raised.value.diagnostics:
        assert found.code is Code.INVALID_OVERLAY
        assert found.span is not None
        assert found.hint
        span = found.span
        assert span.file == "overlay.toml"
        place = lines[span.line - 1][span.column - 1 :]
        shown.append(f"{span.line}:{span.column} at {place!r}")
        shown.append(f"  {found.message}")
        shown.append(f"  {found.hint}")
    assert "\n".join(shown) == snapshot


def test_correct_texts() -> None:
    text = "\ufeff" + (BIND + "open = {}\n" + CORRECT + "async = false\n")
    overlay = load_overlay(text.replace("\n", "\r\n"), "o.toml")
    assert overlay.tables.bind[0].open is not None
    assert overlay.tables.correct[0].is_async is False
    assert overlay.span(("correct", 0, "async")).line == 10
    assert overlay.span(("correct", 0, "nothing")).line == 6
    assert overlay.span(("nothing",)).line == 1


def test_the_empty_overlay() -> None:
    overlay = load_overlay("# nothing yet\n", "o.toml")
    assert overlay.tables.bind == ()


def test_deep_nesting_is_a_mistake_and_no_crash() -> None:
    with pytest.raises(GenerationError):
        load_overlay("a = " + "[" * 5000 + "]" * 5000, "o.toml")
