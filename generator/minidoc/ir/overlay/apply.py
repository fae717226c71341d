"""The overlay meets the pages: types, corrections, topics, bindings, then old names.

In: what lowering gave, and a checked overlay. Out: the same, completed. Entries whose
page is not given are left aside, so that one page alone can be generated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from minidoc.ir.docs import ReferenceText
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import Api, PageDecl
from minidoc.ir.names import KnownNames, Names, names_of
from minidoc.ir.overlay.add import add_parameters
from minidoc.ir.overlay.alias import old_names
from minidoc.ir.overlay.aside import set_aside
from minidoc.ir.overlay.bind import bind
from minidoc.ir.overlay.correct import check_order, correct
from minidoc.ir.overlay.declare import check_used, declare_types
from minidoc.ir.overlay.draft import Draft, ParseType
from minidoc.ir.overlay.load import Entry, Overlay
from minidoc.ir.overlay.tables import (
    AddTable,
    AliasTable,
    BindTable,
    CorrectTable,
    EnumTable,
    TypeTable,
)
from minidoc.ir.overlay.topics import Topics, read_topics
from minidoc.ir.overlay.unchecked import unchecked
from minidoc.ir.types import NamedType
from minidoc.ir.unbound import unbound_diagnostics
from minidoc.ir.unresolved import Loose, loose_of, with_unresolved
from minidoc.ir.walk import rewrite

T = TypeVar("T", AddTable, AliasTable, BindTable, CorrectTable, EnumTable, TypeTable)


def apply_overlay(
    lowered: Lowered,
    overlay: Overlay,
    *,
    parse_type: ParseType,
    is_complete: bool = False,
    known: KnownNames | None = None,
) -> Lowered:
    """Apply an overlay to the lowered pages.

    Args:
        lowered: The pages that are given, and what was found in them.
        overlay: What to apply; the empty one only reports what is unbound.
        parse_type: Parses the types that the overlay writes as text.
        is_complete: All pages of the project are given, so that an entry for another
            page is a mistake and not merely for another run.
        known: Names of pages that are not given, but that hints may name.

    Returns:
        The completed model and all findings. Warnings about types and references that
        the overlay declares are gone; mistakes of the overlay are errors, none raised.
    """
    draft = Draft({page.name: page for page in lowered.api.pages}, parse_type)
    topics = _apply_all(draft, overlay)
    aliases = _given(draft, overlay.entries("alias", overlay.tables.alias))
    api = replace(
        lowered.api,
        pages=tuple(draft.pages.values()),
        topics=tuple(topics.active.values()),
        old_names=old_names(draft, aliases),
    )
    api, loose = _resolved(api, names_of(api))
    aside = set_aside(overlay, list(draft.pages), is_complete=is_complete)
    found = [*lowered.diagnostics, *draft.found, *aside, *unbound_diagnostics(api)]
    found += unchecked(overlay, draft.pages)
    return with_unresolved(api, found, known, loose)


def _apply_all(draft: Draft, overlay: Overlay) -> Topics:
    tables = overlay.tables
    enums = _given(draft, overlay.entries("enum", tables.enum))
    types = _given(draft, overlay.entries("type", tables.type))
    declared = declare_types(draft, enums, types)
    corrections = _given(draft, overlay.entries("correct", tables.correct))
    correct(draft, corrections)
    add_parameters(draft, _given(draft, overlay.entries("add", tables.add)))
    check_order(draft, corrections)
    check_used(draft, declared)
    topics = read_topics(draft, overlay)
    bind(draft, _given(draft, overlay.entries("bind", tables.bind)), topics)
    return topics


def _given(draft: Draft, entries: list[Entry[T]]) -> list[Entry[T]]:
    return [entry for entry in entries if entry.table.page in draft.pages]


def _resolved(api: Api, names: Names) -> tuple[Api, dict[str, Loose]]:
    """Resolve what named nothing until the overlay declared it; return what is left."""
    pages: list[PageDecl] = []
    loose: dict[str, Loose] = {}
    for before in api.pages:
        page, loose[before.name] = _resolved_page(before, names)
        pages.append(page)
    return replace(api, pages=tuple(pages)), loose


def _resolved_page(page: PageDecl, names: Names) -> tuple[PageDecl, Loose]:
    def resolve(node: object) -> object:
        match node:
            case NamedType(page=None, name=name) if page := names.type_page(name):
                return replace(node, page=page)
            case ReferenceText(symbol=None, text=text):
                name, _, member = text.partition(".")
                symbol = names.symbol(name, member or None)
                return replace(node, symbol=symbol) if symbol else node
            case _:
                return node

    loose = loose_of(page)
    # Most pages have nothing to resolve, and copying one is slow.
    if all(resolve(node) is node for node in (*loose.types, *loose.references)):
        return page, loose
    resolved = rewrite(page, resolve)
    return resolved, loose_of(resolved)
