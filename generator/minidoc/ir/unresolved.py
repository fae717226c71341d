"""What the pages name and no page declares: types, and references in text.

In: the API model, before or after the overlay. Out: the same findings anew, so that an
overlay which declares a type also takes its warnings away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.docs import ReferenceText
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import Api, PageDecl, UndeclaredType
from minidoc.ir.names import KnownNames, Names, close_match, names_of
from minidoc.ir.types import NamedType
from minidoc.ir.walk import find
from minidoc.values import frozen

REPORTED_HERE = frozenset({Code.UNDECLARED_TYPE, Code.DANGLING_REFERENCE})


@frozen
class Loose:
    """What a page names that leads nowhere.

    Attributes:
        types: Uses of types.
        references: References in text.
    """

    types: tuple[NamedType, ...]
    references: tuple[ReferenceText, ...]


def loose_of(page: PageDecl) -> Loose:
    """Find it: a walk over all text, which is most of what a page has."""
    types = find(page.declarations, NamedType)
    texts = find(page, ReferenceText)
    return Loose(
        tuple(used for used in types if used.page is None),
        tuple(text for text in texts if text.symbol is None),
    )


def with_unresolved(
    api: Api,
    found: Iterable[Diagnostic],
    known: KnownNames | None = None,
    loose: Mapping[str, Loose] | None = None,
) -> Lowered:
    """Complete `api` and its findings by everything that resolves to nothing.

    Earlier findings of the same kinds in `found` are replaced.

    Args:
        api: The model.
        found: What was found so far.
        known: Names that somebody may have meant; those of `api` by default.
        loose: By page, where that is known already.
    """
    names = names_of(api)
    known = known or KnownNames.of(names)
    by_page = {p.name: loose_of(p) for p in api.pages} if loose is None else loose
    pages = [by_page[page.name] for page in api.pages]
    uses = _undeclared_uses(pages)
    undeclared = tuple(
        UndeclaredType(name=name, span=spans[0].span) for name, spans in uses.items()
    )
    diagnostics = [
        *(d for d in found if d.code not in REPORTED_HERE),
        *(_undeclared(name, spans, known) for name, spans in uses.items()),
        *_dangling(pages, names, known),
    ]
    diagnostics.sort(key=Diagnostic.sort_key)
    return Lowered(replace(api, undeclared=undeclared), tuple(diagnostics))


def _undeclared_uses(pages: Iterable[Loose]) -> dict[str, list[NamedType]]:
    """Return the uses of each undeclared type, by name, each in the order of places."""
    uses: dict[str, list[NamedType]] = {}
    for page in pages:
        for used in page.types:
            uses.setdefault(used.name, []).append(used)
    for found in uses.values():
        found.sort(key=lambda used: used.span)
    return dict(sorted(uses.items()))


def _undeclared(name: str, uses: list[NamedType], known: KnownNames) -> Diagnostic:
    count = "used once" if len(uses) == 1 else f"used {len(uses)} times"
    message = f"no given page declares the type `{name}`, {count}"
    hint = known.close_type(name) or (
        "add the page that declares it, or a `[[type]]` or `[[enum]]` entry to the "
        "overlay (`minidoc overlay suggest`)"
    )
    return Diagnostic(Code.UNDECLARED_TYPE, message, uses[0].span, hint)


def _dangling(
    pages: Sequence[Loose], names: Names, known: KnownNames
) -> Iterator[Diagnostic]:
    """Report each name that leads nowhere, once for each page."""
    hints: dict[str, str] = {}
    for page in pages:
        seen: dict[str, ReferenceText] = {}
        for reference in page.references:
            old = seen.setdefault(reference.text, reference)
            if reference.span < old.span:
                seen[reference.text] = reference
        for text, reference in seen.items():
            message = f"the reference [{text}] leads to nothing on the given pages"
            hint = hints.get(text) or hints.setdefault(text, _hint(text, names, known))
            yield Diagnostic(Code.DANGLING_REFERENCE, message, reference.span, hint)


def _hint(text: str, names: Names, known: KnownNames) -> str:
    owner, _, member = text.partition(".")
    declared = names.declared.get(owner)
    if member and declared is not None:
        near = close_match(member, declared.members).replace("`", f"`{owner}.", 1)
    else:
        near = known.close_name(owner)
    return near or "add the page that declares it; until then it is shown as code"
