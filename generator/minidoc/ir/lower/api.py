"""The stage's entry: documents in any order become one API model.

In: one document per page. Out: the model and what was found. The overlay is not known
here; neither is Python as a target.
"""

from __future__ import annotations

from collections.abc import Sequence

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.docs import Block, Section
from minidoc.ir.lower.declarations import lower_declaration, report_private
from minidoc.ir.lower.prose import lower_markup, lower_prose
from minidoc.ir.lower.scope import Scope
from minidoc.ir.lower.types import BUILT_IN
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import Api, Declaration, PageDecl
from minidoc.ir.names import Declared, Names
from minidoc.ir.unresolved import with_unresolved
from minidoc.syntax import nodes


def lower(documents: Sequence[nodes.Document], *, is_final: bool = True) -> Lowered:
    """Build one API from the parsed pages.

    Names are resolved across pages, so the order of `documents` does not matter.

    Args:
        documents: The pages.
        is_final: Nothing is applied to the model: say now what leads nowhere.

    Returns:
        The model, and every finding, errors included: nothing is raised here.
    """
    found: list[Diagnostic] = []
    ordered = sorted(documents, key=lambda document: document.file)
    names, kept = _collect(ordered, found)
    pages = tuple(
        _lower_page(document, kept[document.file], names, found) for document in ordered
    )
    api = Api(pages=pages)
    if not is_final:
        return Lowered(api, tuple(sorted(found, key=Diagnostic.sort_key)))
    return with_unresolved(api, found)


def declared_names(document: nodes.Document) -> dict[str, bool]:
    """Return what a page declares for all pages, and which of it are types."""
    return {
        node.name: not isinstance(node, nodes.Function)
        for node in document.items
        if isinstance(node, nodes.Class | nodes.Enum | nodes.Function)
        and not node.name.startswith("_")
        and (node.name not in BUILT_IN or isinstance(node, nodes.Function))
    }


_Kept = dict[str, list[nodes.Declaration]]


def _collect(
    documents: Sequence[nodes.Document], found: list[Diagnostic]
) -> tuple[Names, _Kept]:
    """Build the namespace; of two declarations with one name the first is kept."""
    names = Names({})
    kept: _Kept = {document.file: [] for document in documents}
    for document in documents:
        scope = Scope(names, document.file, "", found)
        for node in document.items:
            if not isinstance(node, nodes.Class | nodes.Enum | nodes.Function):
                continue
            if node.name.startswith("_"):
                report_private(node.name, node.name_span, scope)
            elif _is_free(node, scope):
                names.declared[node.name] = _declared(node, document.file)
                kept[document.file].append(node)
    return names, kept


def _is_free(node: nodes.Declaration, scope: Scope) -> bool:
    first = scope.names.declared.get(node.name)
    if first is not None:
        place = f"{first.span.file}:{first.span.line}:{first.span.column}"
        message = f"`{node.name}` is declared twice, first at {place}"
        hint = "rename one of them, or generate the pages into two packages"
    elif node.name in BUILT_IN and not isinstance(node, nodes.Function):
        message = f"`{node.name}` is declared, but is a type of Dart"
        hint = "wherever the name is used it means Dart's type; rename it on the page"
    else:
        return True
    scope.report(Code.DUPLICATE_DECLARATION, message, node.name_span, hint)
    return False


def _declared(node: nodes.Declaration, page: str) -> Declared:
    members = frozenset(name for name in _inside(node) if not name.startswith("_"))
    is_type = not isinstance(node, nodes.Function)
    return Declared(page, node.name, is_type, members, node.name_span)


def _inside(node: nodes.Declaration) -> list[str]:
    match node:
        case nodes.Class():
            return [member.name for member in node.members if member.name]
        case nodes.Enum():
            return [constant.name for constant in node.constants]
        case nodes.Function():
            return []


def _lower_page(
    document: nodes.Document,
    declarations: list[nodes.Declaration],
    names: Names,
    found: list[Diagnostic],
) -> PageDecl:
    front = {entry.key: entry.value for entry in document.front_matter.entries}
    url = front.pop("url", "")
    title = front.pop("title", "")
    front.pop("minidoc-source", None)
    scope = Scope(names, document.file, url, found)
    lowered: tuple[Declaration, ...] = tuple(
        lower_declaration(node, scope) for node in declarations
    )
    return PageDecl(
        name=document.file,
        url=url,
        title=title,
        source="dart",
        extra=front,
        sha256=document.sha256,
        prose=_lower_prose(document, scope),
        declarations=lowered,
        span=document.front_matter.span,
    )


def _lower_prose(document: nodes.Document, scope: Scope) -> tuple[Block, ...]:
    """Lower what stands outside declarations, their own headings left out."""
    own = {
        item.name
        for item in document.items
        if isinstance(item, nodes.Class | nodes.Enum | nodes.Function)
    }
    blocks: list[Block] = []
    for item in document.items:
        if isinstance(item, nodes.Prose):
            blocks.extend(lower_prose(item.parts, scope))
        elif isinstance(item, nodes.Markup):
            blocks.extend(lower_markup(item, scope))
        elif isinstance(item, nodes.Heading) and item.text not in own:
            blocks.append(Section(level=item.level, text=item.text))
    return tuple(blocks)
