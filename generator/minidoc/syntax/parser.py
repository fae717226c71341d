"""A page into its syntax tree, with everything that was found wrong on the way.

The whole page goes through one grammar. Only if that fails, `recovery` takes the page
apart, so that all its errors are found in one run and intact members survive.
"""

from __future__ import annotations

from lark.exceptions import UnexpectedInput

from minidoc.diagnostics import Code, Diagnostic, GenerationError, Span
from minidoc.pages import Page
from minidoc.syntax.front_matter import is_read, read_front_matter
from minidoc.syntax.grammars import parse_code
from minidoc.syntax.guards import check_items
from minidoc.syntax.items import read_items
from minidoc.syntax.limits import (
    MARKS,
    MAX_FINDINGS,
    MAX_LINES,
    MAX_MARKS,
    MAX_TYPE_LENGTH,
)
from minidoc.syntax.nodes import Document, Item, TypeNode
from minidoc.syntax.places import Context, Place, Source
from minidoc.syntax.types import read_type
from minidoc.values import frozen


@frozen
class Parsed:
    """What became of one page.

    Attributes:
        document: None only if nothing usable could be made of the page. With errors
            among the diagnostics it holds what was intact.
        diagnostics: Every finding, ordered by place.
    """

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]


def parse(page: Page) -> Parsed:
    """Parse one page; the same page always gives an equal result.

    Nothing is raised for bad input: errors are among the diagnostics.
    """
    source = Source(page.name, page.text)
    front_matter, start, found = read_front_matter(source)
    if front_matter is None or not is_read(front_matter):
        return Parsed(None, _ordered(found))
    absurd = _absurd_size(source, start)
    if absurd is not None:
        document = Document(page.name, page.sha256, front_matter, ())
        return Parsed(document, _ordered([*found, absurd]))
    items, more = _parse_body(source, start)
    found.extend(more)
    found.extend(check_items(items, found))
    document = Document(page.name, page.sha256, front_matter, tuple(items))
    return Parsed(document, _ordered(found))


def parse_type(text: str, span: Span) -> TypeNode:
    """Parse a type that stands in another file, such as the overlay.

    Every node gets the given span.

    Raises:
        GenerationError: If it is no type, with one MALFORMED_TYPE at `span`, or if it
            exceeds a limit.
    """
    context = Context(Place(span.file, fixed=span), text)
    if len(text) > MAX_TYPE_LENGTH:
        message = f"a type has {len(text)} characters, {MAX_TYPE_LENGTH} is the limit"
        found = Diagnostic(Code.MALFORMED_TYPE, message, span, "write a shorter type")
        raise GenerationError([found])
    try:
        tree = parse_code(text, start="type")
    except UnexpectedInput as error:
        from minidoc.syntax.complaints import describe

        what = describe(text, error)
        message = f"{text[:60]!r} is not a type: {what}"
        hint = "write for example `Map<String, int>?`"
        raise GenerationError(
            [Diagnostic(Code.MALFORMED_TYPE, message, span, hint)]
        ) from None
    node = read_type(tree, context)
    if context.found:
        raise GenerationError(context.found)
    return node


def _absurd_size(source: Source, start: int) -> Diagnostic | None:
    """Return an error if the page has more parts than anybody writes: none is read."""
    if len(source.text) < min(MAX_LINES, MAX_MARKS):
        return None
    counts = (
        (source.text.count("\n"), MAX_LINES, "lines"),
        (
            sum(map(source.text.count, MARKS)),
            MAX_MARKS,
            "brackets, backticks and commas",
        ),
    )
    for count, limit, what in counts:
        if count > limit:
            message = f"the page has more than {limit} {what}; it is not read"
            hint = "check that this is a documentation page; split it if it really is"
            span = source.span(start, start + 1)
            return Diagnostic(Code.TOO_MANY, message, span, hint)
    return None


def _parse_body(source: Source, start: int) -> tuple[list[Item], list[Diagnostic]]:
    body = source.text[start:]
    try:
        tree = parse_code(body, start="body")
    except UnexpectedInput:
        # Here and above: what only mistakes need is not loaded without one.
        from minidoc.syntax.recovery import recover

        return recover(source, start)
    context = Context(source.place(start), body)
    return read_items(tree, context), context.found


def _ordered(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort the findings; if there are too many, say so instead of telling them all."""
    ordered = sorted(dict.fromkeys(found), key=Diagnostic.sort_key)
    if len(ordered) > MAX_FINDINGS:
        rest = ordered[MAX_FINDINGS].span
        message = (
            f"the page has more than {MAX_FINDINGS} findings; the others are not told"
        )
        hint = "mend some of these and run again"
        ordered[MAX_FINDINGS:] = [Diagnostic(Code.TOO_MANY, message, rest, hint)]
    return tuple(ordered)
