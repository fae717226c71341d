"""Suggested entries load, apply without an error, and leave less to be done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from minidoc.diagnostics import Code, has_errors
from minidoc.ir.lowered import Lowered
from minidoc.ir.overlay import load_overlay
from minidoc.ir.overlay.suggest import suggest
from minidoc.ir.overlay.toml import toml_table, toml_value

ApplyText = Callable[[Mapping[str, str], str], Lowered]

ROOT = Path(__file__).parents[2]
OVERLAY = (ROOT / "spec" / "overlay.toml").read_text("utf-8")
SPEC = sorted((ROOT / "spec").glob("*.md"))
GOLDEN = sorted((ROOT / "tests" / "golden").glob("[fh]*/pages/*.md"))

MISSING = {Code.UNBOUND_METHOD, Code.UNDECLARED_TYPE}


def bodies(*paths: Path) -> dict[str, str]:
    """Return the pages without their front matter."""
    return {path.name: path.read_text("utf-8").split("---\n", 2)[2] for path in paths}


@pytest.mark.parametrize(
    "paths",
    [[path] for path in (*SPEC, *GOLDEN)] + [SPEC, GOLDEN, [*SPEC, *GOLDEN]],
    ids=lambda paths: "+".join(path.stem for path in paths),
)
@pytest.mark.parametrize("overlay", ["", OVERLAY], ids=["alone", "with overlay"])
def test_suggestions_apply(
    apply_text: ApplyText, paths: list[Path], overlay: str
) -> None:
    pages = bodies(*paths)
    before = apply_text(pages, overlay)
    more = suggest(before.api)
    load_overlay(more, "suggested.toml")
    after = apply_text(pages, f"{overlay}\n{more}")
    assert not has_errors(after.diagnostics)
    left = [d for d in after.diagnostics if d.code in MISSING]
    commented = more.count("\n# ") + more.startswith("# ")
    assert len(left) == commented
    guessed = [d for d in after.diagnostics if d.code is Code.OVERLAY_UNCHECKED]
    assert len(guessed) == len(re.findall(r"^\[\[", more, re.MULTILINE))


def test_text(apply_text: ApplyText, snapshot: SnapshotAssertion) -> None:
    applied = apply_text(bodies(*SPEC, ROOT / GOLDEN_CONVERSATIONS), OVERLAY)
    assert suggest(applied.api) == snapshot


GOLDEN_CONVERSATIONS = "tests/golden/family/pages/Conversations.md"


def test_a_list_has_no_topic(apply_text: ApplyText) -> None:
    page = """\
## A
class A {
final String id;

Future<B>get()

Feed subscribe(void Function(List<B>all) f)
}

## B
class B {
final int x;
}

## Feed
class Feed {
final Future<void>connected;

final Future<void>terminated;

Future<void>unsubscribe()
}
"""
    overlay = """
[[topic]]
page = "P.md"
reason = "r"
name = "b"
path = "/b/{id}"
snapshot = "B"

[[bind]]
page = "P.md"
reason = "r"
target = "A.get"
read = { topic = "b" }
"""
    more = suggest(apply_text({"P.md": page}, overlay).api)
    reason = "it gives a list, and topics give one snapshot"
    assert more == f"# A.subscribe (P.md): {reason}.\n"


def test_nothing_is_missing(apply_text: ApplyText) -> None:
    assert suggest(apply_text({"P.md": "Prose."}, "").api) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (3, "3"),
        ('a "b" \\ \n\x7f\x00é😀', '"a \\"b\\" \\\\ \\n\\u007F\\u0000é😀"'),
        ([], "[]"),
        ({}, "{}"),
        ({"a b": [1, {"c": "d"}]}, '{ "a b" = [1, { c = "d" }] }'),
    ],
)
def test_values(value: str | int, text: str) -> None:
    assert toml_value(value) == text
    assert toml_table("t", {"k": value}) == f"[[t]]\nk = {text}\n"
