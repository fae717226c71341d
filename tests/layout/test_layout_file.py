"""Which lines of a file are split, and when black is asked for the whole of it."""

from __future__ import annotations

import pytest

from minidoc.diagnostics import Code, GenerationError
from minidoc.formatting import format_python, format_rendered
from minidoc.layout import UncertainError, lay_out

LONG = "n" * 50
CALL = f"f({LONG}, {LONG})"
FILES = {
    "a long line": f"{CALL}\n",
    "long lines in docstrings": f'"""{LONG * 2}\n\n{CALL}\n"""\n\n\ndef f() -> None:\n'
    f'    """Quotes \\"\\"\\" and "" and \\\\.\n\n    {CALL}\n    """\n    {CALL}\n',
    "a docstring on one line": f'class A:\n    """{CALL}"""\n\n    a = {CALL}\n',
    "quotes in a string": f'f(\'"""\')\n{CALL}\nf(\'"""\')\n',
    "wide, and few characters": f'f("{"漢字" * 20}", {"n" * 30})\n',
    "wide, and short enough": f'f("{"漢字" * 20}")\n',
}


@pytest.mark.parametrize("source", FILES.values(), ids=FILES)
def test_a_file(source: str) -> None:
    assert lay_out(source) == format_python(source)


def test_one_line_that_is_not_certain() -> None:
    source = f"{CALL}\nreturned = {LONG} if {LONG} else {LONG}\n"
    with pytest.raises(UncertainError):
        lay_out(source)
    assert format_rendered(source) == format_python(source)


def test_what_black_cannot_read_either() -> None:
    with pytest.raises(GenerationError, match="cannot be parsed") as caught:
        format_rendered(f"f({LONG}, {LONG}\n")
    assert [found.code for found in caught.value.diagnostics] == [Code.UNSAFE_OUTPUT]
