"""Whatever is emitted, black has nothing to say about it."""

from __future__ import annotations

from pathlib import Path

import black
import pytest
from black.mode import TargetVersion
from black.report import NothingChanged

from minidoc.diagnostics import Code, GenerationError
from minidoc.formatting import format_python
from minidoc.pages import read_page, read_pages
from minidoc.pipeline import Source, generate, model

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_black_agrees_with_every_file() -> None:
    pages = [*(ROOT / "spec").glob("*.md"), *ROOT.glob("tests/golden/*/pages/*.md")]
    overlay = read_page(ROOT / "spec" / "overlay.toml")
    made = generate(model(read_pages(pages), Source(overlay.name, overlay.text)), "x")
    mode = black.Mode(target_versions={TargetVersion.PY311}, line_length=88)
    for path in made.files:
        if path.endswith(".py"):
            text = made.files[path]
            with pytest.raises(NothingChanged):
                black.format_file_contents(text, fast=False, mode=mode)


@pytest.mark.parametrize(
    "source",
    [
        "x=1",
        "def f(a,b)->None:\n  return None\n",
        'class A:\n    """x" """\n',
        "x = {'a':1,}\n",
    ],
)
def test_formatting_twice_changes_nothing(source: str) -> None:
    once = format_python(source)
    assert format_python(once) == once
    assert once != source or source.startswith("class")


@pytest.mark.parametrize("source", ["x = (", "def f(:", "  x\n y", "'", "\x00 ("])
def test_what_is_no_python_is_a_fault_of_the_generator(source: str) -> None:
    with pytest.raises(GenerationError, match="cannot be parsed") as caught:
        format_python(source)
    assert [d.code for d in caught.value.diagnostics] == [Code.UNSAFE_OUTPUT]
