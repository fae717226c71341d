"""The entry: two API models in, all changes out, sorted, each event once."""

from __future__ import annotations

from collections.abc import Iterable

from minidoc.changes.context import Comparison, Side
from minidoc.changes.declarations import compare_declarations, compare_roles
from minidoc.changes.matching import (
    Call,
    Members,
    pair_constants,
    pair_members,
    pair_parameters,
)
from minidoc.changes.members import compare_members
from minidoc.changes.model import Change, Changes
from minidoc.changes.old_names import Rename, compare_old_names, partners_of
from minidoc.changes.pages import (
    compare_order,
    compare_pages,
    compare_weak,
    page_partners,
)
from minidoc.changes.pairing import Paired, names_on, pair_declarations
from minidoc.changes.words import Words
from minidoc.ir.model import Api, EnumDecl, FunctionDecl, MethodDecl


def compare(old: Api, new: Api) -> Changes:
    """Compare two API models.

    A page that one of the models lacks is no removal: what it declares, and what the
    other model declares nowhere else, is left out (see `vanished_pages`).
    """
    return Changes(tuple(sorted(_changes(old, new), key=Change.sort_key)))


def vanished_pages(old: Api, new: Api) -> tuple[str, ...]:
    """Return the pages of before that are not among those of now, under any name."""
    paired = pair_declarations(old, new)
    known = page_partners(paired.pairs, old.pages, new.pages)
    return tuple(page.name for page in old.pages if page.name not in known)


def _changes(old: Api, new: Api) -> list[Change]:
    c, members, pages = _matched(old, new)
    compare_members(c, members)
    compare_declarations(c)
    compare_roles(c)
    compare_pages(c, pages)
    compare_order(c, members)
    compare_weak(c, members)
    compare_old_names(c, partners_of(c, members))
    return c.found


def find_renames(old: Api, new: Api) -> tuple[Rename, ...]:
    """Return what callers write otherwise than before, constants left out."""
    c, members, _ = _matched(old, new)
    return tuple(partners_of(c, members).renames)


def _matched(old: Api, new: Api) -> tuple[Comparison, Members, dict[str, str]]:
    paired = pair_declarations(old, new)
    pages = page_partners(paired.pairs, old.pages, new.pages)
    paired = _without_vanished(
        paired, old, [p.name for p in old.pages if p.name not in pages]
    )
    renamed = paired.renamed
    c = Comparison(Side(old, renamed), Side(new, {}), paired, Words(renamed))
    members = pair_members(c)
    c.words = Words(_renamed_words(c, members))
    return c, members, pages


def _without_vanished(paired: Paired, old: Api, pages: Iterable[str]) -> Paired:
    """Leave out what stood on pages that are gone: it may still be there, unread."""
    unread = names_on(old, pages)
    removed = tuple(each for each in paired.removed if each.name not in unread)
    return Paired(paired.pairs, removed, paired.added)


def _renamed_words(c: Comparison, members: Members) -> dict[str, str]:
    """Collect every name that changed, since texts follow them."""
    found = dict(c.paired.renamed)
    for old, new in members.pairs:
        if old.name != new.name:
            found[old.name] = new.name
        ours, theirs = old.declared, new.declared
        if isinstance(ours, MethodDecl) and isinstance(theirs, MethodDecl):
            found |= _renamed_parameters(c, ours, theirs)
    for a, b in c.paired.pairs:
        if isinstance(a.declared, EnumDecl) and isinstance(b.declared, EnumDecl):
            pairs, _, _ = pair_constants(a.declared.constants, b.declared.constants)
            found |= {old.name: new.name for old, new in pairs if old.name != new.name}
        if isinstance(a.declared, FunctionDecl) and isinstance(
            b.declared, FunctionDecl
        ):
            found |= _renamed_parameters(c, a.declared, b.declared)
    return found


def _renamed_parameters(c: Comparison, old: Call, new: Call) -> dict[str, str]:
    return pair_parameters(c, old, new).renamed
