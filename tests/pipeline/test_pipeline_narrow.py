"""A comparison without what is the same on both sides finds the same."""

from __future__ import annotations

import pytest
from pair_table import Pair
from test_changes_table import EXAMPLES, PAIRS

from minidoc.changes import compare
from minidoc.changes.catalog.entry import State as TableState
from minidoc.diagnostics import Diagnostic
from minidoc.pages import page_from_text
from minidoc.pipeline import Source, model_to_compare
from minidoc.pipeline.narrow import State, models_to_compare

ZOO = """---
url: https://example.org/docs/Zoo
title: Zoo
minidoc-source: dart
---

/** A {0}, see [Nowhere]. */
class {0} {{
  final String name;
}}
"""
KEEPER = '[[type]]\npage = "Zoo.md"\nname = "Keeper"\nreason = "r"\n'


def state_of(given: TableState, *, overlay: str = "") -> State:
    pages = [page_from_text(name, text) for name, text in given.pages.items()]
    pages.append(page_from_text("Zoo.md", ZOO.format("Zebra")))
    text = given.overlay + overlay
    return State(pages, Source("overlay.toml", text) if text else None)


def news(old: tuple[Diagnostic, ...], new: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """What `minidoc diff` says of the new side: what was not so on the old one."""
    known = {(each.code, each.message) for each in old}
    found = [each for each in new if (each.code, each.message) not in known]
    return sorted(set(found), key=Diagnostic.sort_key)


@pytest.mark.parametrize("pair", [*EXAMPLES, *PAIRS], ids=lambda pair: pair.name)
def test_the_same_is_found(pair: Pair) -> None:
    old, new = state_of(pair.before), state_of(pair.after)
    narrow = models_to_compare(old, new)
    assert narrow is not None
    whole = [model_to_compare(each.pages, each.overlay) for each in (old, new)]
    assert compare(narrow[0].api, narrow[1].api) == compare(whole[0].api, whole[1].api)
    kept = [{page.name for page in each.api.pages} for each in narrow]
    assert "Zoo.md" not in kept[0] | kept[1]
    assert news(narrow[0].diagnostics, narrow[1].diagnostics) == news(
        whole[0].diagnostics, whole[1].diagnostics
    )


def test_two_pages_that_change_names() -> None:
    """The same texts under each other's names: their spans are not the same."""
    one, other = (
        page_from_text(name, ZOO.format(name[:-3])) for name in ("A.md", "B.md")
    )
    swapped = [page_from_text("A.md", other.text), page_from_text("B.md", one.text)]
    narrow = models_to_compare(State([one, other], None), State(swapped, None))
    assert narrow is not None
    whole = model_to_compare(swapped)
    assert narrow[1].api == whole.api


def test_an_entry_that_changed_is_a_change() -> None:
    pages = TableState(ZOO.format("Ape"))
    zoo = "String name"
    page = page_from_text("Zoo.md", ZOO.format("Zebra").replace(zoo, "Keeper name"))
    text = KEEPER + 'is = "String"\n'
    states = [
        State([*state_of(pages).pages[:1], page], Source("overlay.toml", each))
        for each in (text, text.replace("String", "int"))
    ]
    narrow = models_to_compare(*states)
    assert narrow is not None
    assert {page.name for page in narrow[0].api.pages} == {"Zoo.md"}
    assert len(compare(narrow[0].api, narrow[1].api)) > 0


def test_what_cannot_be_told_apart_is_not() -> None:
    pages = state_of(TableState(ZOO.format("Ape"))).pages
    elsewhere = KEEPER.replace("Zoo.md", "Elsewhere.md")
    for text in (elsewhere, "x = 1\n", "[[type"):
        state = State(pages, Source("overlay.toml", text))
        assert models_to_compare(state, state) is None
