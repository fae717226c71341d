"""What the pages name and no page declares: types, and references in text.

In: the API model, before or after the overlay. Out: the same findings anew, so that an
overlay which declares a type also takes its warnings away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.docs import ReferenceText
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import Api, UndeclaredType
from minidoc.ir.names import KnownNames, Names, close_match, names_of
from minidoc.ir.types import NamedType
from minidoc.ir.walk import find

REPORTED_HERE = frozenset({Code.UNDECLARED_TYPE, Code.DANGLING_REFERENCE})


def with_unresolved(
    api: Api, found: Iterable[Diagnostic], known: KnownNames | None = None
) -> Lowered:
    """Complete `api` and its findings by everything that resolves to nothing.

    Earlier findings of the same kinds in `found` are replaced.

    Args:
        api: The model.
        found: What was found so far.
        known: Names that somebody may have meant; those of `api` by default.
    """
    names = names_of(api)
    known = known or KnownNames.of(names)
    uses = _undeclared_uses(api)
    undeclared = tuple(
        UndeclaredType(name=name, span=spans[0].span) for name, spans in uses.items()
    )
    diagnostics = [
        *(d for d in found if d.code not in REPORTED_HERE),
        *(_undeclared(name, spans, known) for name, spans in uses.items()),
        *_dangling(api, names, known),
    ]
    diagnostics.sort(key=Diagnostic.sort_key)
    return Lowered(replace(api, undeclared=undeclared), tuple(diagnostics))


def _undeclared_uses(api: Api) -> dict[str, list[NamedType]]:
    """Return the uses of each undeclared type, by name, each in the order of places."""
    uses: dict[str, list[NamedType]] = {}
    for page in api.pages:
        for used in find(page.declarations, NamedType):
            if used.page is None:
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


def _dangling(api: Api, names: Names, known: KnownNames) -> Iterator[Diagnostic]:
    """Report each name that leads nowhere, once for each page."""
    hints: dict[str, str] = {}
    for page in api.pages:
        seen: dict[str, ReferenceText] = {}
        for reference in find(page, ReferenceText):
            if reference.symbol is None:
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
