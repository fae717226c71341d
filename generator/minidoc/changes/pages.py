"""What no caller sees: addresses, front matter, order, weak evidence; and the prose.

In: two models. Out: changes of class `format`, and `docs` for the prose of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Place
from minidoc.changes.matching import Members
from minidoc.changes.pairing import Placed
from minidoc.changes.texts import moved_links, unmatched
from minidoc.changes.words import sentences_of_blocks
from minidoc.ir.model import ClassDecl, FieldDecl, PageDecl


def compare_pages(c: Comparison, pages: Mapping[str, str]) -> None:
    """Compare pages; `pages` says which one of now each one of before is."""
    theirs = {page.name: page for page in c.new.api.pages}
    for page in c.old.api.pages:
        partner = theirs.get(pages.get(page.name, ""))
        if partner is not None:
            _page(c, page, partner)
    for old, new in c.paired.pairs:
        if pages.get(old.page, old.page) != new.page:
            message = (
                f"`{new.name}` is declared on {new.page}: its module is another one,"
                " the package's own name for it stays"
            )
            place = c.new.declaration(new)
            c.report(ChangeCode.MOVED_DECLARATION, place, message, (old.page, new.page))


def page_partners(
    pairs: Sequence[tuple[Placed, Placed]],
    old: Sequence[PageDecl],
    new: Sequence[PageDecl],
) -> dict[str, str]:
    """Find the page of now for each of before: by name, else by what it declares."""
    names = {page.name for page in new}
    if len(old) == len(new) == 1:
        return {old[0].name: new[0].name}
    partners = {page.name: page.name for page in old if page.name in names}
    for page in old:
        if page.name in partners:
            continue
        targets = [b.page for a, b in pairs if a.page == page.name]
        fresh = set(targets) - set(partners.values())
        if targets and len(set(targets)) == 1 and fresh:
            partners[page.name] = targets[0]
    return partners


def _page(c: Comparison, old: PageDecl, new: PageDecl) -> None:
    python = c.new.spelling.module(new.name)
    place = Place(new.name, python, new.name, new.span)
    if old.url != new.url:
        message = f"the page {new.name} has moved to another address"
        c.report(ChangeCode.MOVED_PAGE, place, message, (old.url, new.url))
    if old.name != new.name and not _is_lone(c):
        message = f"the page {old.name} is called {new.name}"
        c.report(ChangeCode.MOVED_PAGE, place, message, (old.name, new.name))
    if (old.title, old.extra) != (new.title, new.extra):
        message = f"the front matter of {new.name} says something else"
        values = (_front_matter(old), _front_matter(new))
        c.report(ChangeCode.FRONT_MATTER, place, message, values)
    _prose(c, old, new, place)
    ours = [d.name for d in old.declarations]
    theirs = [d.name for d in new.declarations]
    _order(c, place, [(c.paired.renamed.get(n, n)) for n in ours], theirs)


def _is_lone(c: Comparison) -> bool:
    """Tell whether two files were compared, whose names say nothing."""
    return len(c.old.api.pages) == len(c.new.api.pages) == 1


def _front_matter(page: PageDecl) -> str:
    extra = "".join(f"; {key}: {value}" for key, value in sorted(page.extra.items()))
    return f"title: {page.title}{extra}"


def _prose(c: Comparison, old: PageDecl, new: PageDecl, place: Place) -> None:
    ours, theirs = unmatched(
        sentences_of_blocks(old.prose, old.span),
        sentences_of_blocks(new.prose, new.span),
        c.words,
    )
    before = " ".join(sentence.text for sentence in ours)
    after = " ".join(sentence.text for sentence in theirs)
    if before or after:
        message = f"the prose of {new.name} changed"
        values = (before or None, after or None)
        c.report(ChangeCode.CHANGED_PROSE, place, message, values)
    elif moved := moved_links(old.prose, new.prose):
        message = f"a link in the prose of {new.name} leads elsewhere"
        c.report(ChangeCode.MOVED_LINK, place, message, moved)


def _order(c: Comparison, place: Place, old: Sequence[str], new: Sequence[str]) -> None:
    """Report an order that differs among what both have."""
    ours = [name for name in old if name in new]
    theirs = [name for name in new if name in old]
    if ours != theirs:
        message = f"`{place.path}` has the same contents in another order"
        values = (", ".join(ours), ", ".join(theirs))
        c.report(ChangeCode.REORDERED, place, message, values)


def compare_order(c: Comparison, members: Members) -> None:
    """Compare the order of members, and of what is named inside them."""
    for old, new in c.paired.pairs:
        place = c.new.declaration(new)
        ours, theirs = old.declared, new.declared
        if isinstance(ours, ClassDecl) and isinstance(theirs, ClassDecl):
            pairs = [(a.name, b.name) for a, b in members.pairs if a.owner is old]
            _order(c, place, [_renamed(pairs, n) for n in _names(ours)], _names(theirs))
        elif ours.kind == "enum" and theirs.kind == "enum":
            _order(
                c,
                place,
                [constant.name for constant in ours.constants],
                [constant.name for constant in theirs.constants],
            )


def _names(cls: ClassDecl) -> list[str]:
    # How fields and methods are mixed is not kept by the model.
    return [*(field.name for field in cls.fields), *(m.name for m in cls.methods)]


def _renamed(pairs: Sequence[tuple[str, str]], name: str) -> str:
    return next((b for a, b in pairs if a == name), name)


def compare_weak(c: Comparison, members: Members) -> None:
    """Report `final` and constructors that came or went, once for each class."""
    for old, new in c.paired.pairs:
        ours, theirs = old.declared, new.declared
        if not isinstance(ours, ClassDecl) or not isinstance(theirs, ClassDecl):
            continue
        told = [*_finals(members, old), *_constructors(ours, theirs)]
        if told:
            message = (
                f"`{new.name}` differs in what these pages lose: {', '.join(told)}"
            )
            c.report(ChangeCode.WEAK_EVIDENCE, c.new.declaration(new), message)


def _finals(members: Members, owner: Placed) -> Iterator[str]:
    for old, new in members.pairs:
        ours, theirs = old.declared, new.declared
        if old.owner is not owner:
            continue
        if isinstance(ours, FieldDecl) and isinstance(theirs, FieldDecl):
            if ours.is_final and not theirs.is_final:
                yield f"`{new.name}` lost `final`"
            elif theirs.is_final and not ours.is_final:
                yield f"`{new.name}` got `final`"


def _constructors(old: ClassDecl, new: ClassDecl) -> Iterator[str]:
    ours = sorted(constructor.name or "" for constructor in old.constructors)
    theirs = sorted(constructor.name or "" for constructor in new.constructors)
    if ours == theirs:
        return
    if len(ours) == len(theirs):
        yield "the name of a constructor"
    else:
        yield "a constructor"
