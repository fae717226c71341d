"""Guards against silent loss: text that is accepted, but looks as if it once was code.

Almost any line may be prose, so a page from which one mark is lost can still parse,
with a declaration less. These checks read the finished items and only ever warn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from minidoc.diagnostics import Code, Diagnostic, Severity, Span
from minidoc.syntax.limits import MAX_MARKUP_DEPTH, MAX_NAME_LENGTH
from minidoc.syntax.nodes import (
    Class,
    Declaration,
    Enum,
    Fence,
    Function,
    Heading,
    Item,
    Markup,
    Prose,
)

_TYPE = r"[A-Za-z_$][\w$]*(?:[ \t]*<[^\n()]*>)?\??"
_CODE = re.compile(
    rf"""
    .*(?:\*/|/\*\*)                                     # a comment's end or beginning
    | .*[;{{][ \t]*$                                    # ends like a field or a class
    | [ \t]*[}})\]]+[ \t]*[,;]?[ \t]*$                  # closes something
    | [ \t]*@[A-Za-z]\w*(?:[ \t(]|$)                    # a tag or an annotation
    | [ \t]*(?:(?:final|static|late|const)[ \t]+)?
      (?:{_TYPE}[ \t]*(?<![\w$]))?[\w$]+(?:\.[\w$]+)?   # a method, a constructor
      \((?:[^\n]*\))?[ \t]*$
    | [ \t]*(?:final|late|static|const)[ \t]+{_TYPE}[ \t]*[\w$]*[ \t]*$
    | [ \t]*[A-Z][\w$]*(?:[ \t]*<[^\n()]*>\??|\?)[ \t]*[\w$]+[ \t]*$
    | [ \t]*(?:abstract[ \t]+|sealed[ \t]+)?(?:class|enum|typedef|mixin)[ \t]+[A-Z]
    | [ \t]*\w+[ \t]+\w+[ \t]*[{{](?![{{/])              # `Enum Kind {{ a, b }}`
    | [ \t]*\w+[ \t]*<[^\n()]*>\??[ \t]*\w+[ \t]*\(      # a method that goes on
    """,
    re.VERBOSE,
)
# Besides looking like code, it has a sign that no heading such as `Using get()` has.
_CODE_SIGN = re.compile(r"[<>{};=]|/\*|\w \w+\)")
# Not a heading in Markdown, but surely meant as one.
_GLUED_HEADING = re.compile(r"[ \t]*#{1,6}[A-Za-z_$]")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*$")
# A capital letter inside one word: no English heading, `Overview` or `Users`, has one.
_CAMEL_CASE = re.compile(r"[A-Za-z_$][\w$]*[a-z0-9][A-Z][\w$]*$")
_TAG = re.compile(r"<(?P<close>/)?(?P<name>[A-Za-z][\w.:-]*+)?[^<>]*+>")
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "source"})


def check_items(
    items: Sequence[Item], known: Sequence[Diagnostic] = ()
) -> list[Diagnostic]:
    """Return the warnings about a page's items.

    A section without a declaration is not reported again if `known` has an error in it.
    """
    found = list(_check_depth(items))
    for item in items:
        if isinstance(item, Prose | Markup):
            found.extend(_check_lines(item))
    errors = sorted(
        each.span
        for each in known
        if each.span is not None and each.severity is Severity.ERROR
    )
    sections = list(_sections(items))
    ends = [heading.span for heading, _ in sections[1:] if heading is not None]
    for (heading, below), end in zip(sections, [*ends, None], strict=True):
        explained = heading is not None and _holds_any(errors, heading.span, end)
        found.extend(
            each
            for each in _check_section(heading, below)
            if not (explained and heading is not None and each.span == heading.span)
        )
    return found


def _holds_any(spans: Sequence[Span], start: Span, end: Span | None) -> bool:
    """Tell whether one of the sorted spans lies behind `start` and before `end`."""
    first = bisect_right(spans, start)
    return first < len(spans) and (end is None or spans[first] < end)


def _sections(items: Sequence[Item]) -> Iterator[tuple[Heading | None, list[Item]]]:
    """Split the items at their headings."""
    heading: Heading | None = None
    below: list[Item] = []
    for item in items:
        if isinstance(item, Heading):
            yield heading, below
            heading, below = item, []
        else:
            below.append(item)
    yield heading, below


def _check_section(heading: Heading | None, below: list[Item]) -> Iterator[Diagnostic]:
    declared = [item for item in below if isinstance(item, Class | Enum | Function)]
    if heading is None:
        yield from (_without_heading(item) for item in declared)
        return
    if _CODE_SIGN.search(heading.text) and _CODE.match(heading.text):
        yield _swallowed(heading)
        return
    if not declared:
        yield from _check_empty(heading, below)
        return
    first, *more = declared
    if heading.text != first.name:
        yield _mismatch(heading, first)
    yield from (_without_heading(item) for item in more)
    before = below[: below.index(first)]
    prose = next((item for item in before if isinstance(item, Prose)), None)
    if prose is not None:
        message = (
            f"there is text between the heading and the declaration of {first.name}"
        )
        hint = "it is not part of the documentation; is a `/**` missing before it?"
        yield Diagnostic(Code.PROSE_BEFORE_DECLARATION, message, prose.span, hint)


def _check_empty(heading: Heading, below: list[Item]) -> Iterator[Diagnostic]:
    """Report a heading that names something of which there is no declaration."""
    if len(heading.text) > MAX_NAME_LENGTH or not _IDENTIFIER.match(heading.text):
        return
    looks_lost = _CAMEL_CASE.match(heading.text) or (
        any(isinstance(i, Prose) and next(_check_lines(i), None) for i in below)
    )
    if looks_lost:
        message = f"there is no declaration under the heading {heading.text}"
        hint = (
            "nothing is generated for it; is a line `class ... {` or a `/**` missing?"
        )
        yield Diagnostic(Code.HEADING_MISMATCH, message, heading.span, hint)


def _without_heading(item: Declaration) -> Diagnostic:
    message = f"{item.name} has no heading of its own"
    hint = f"put `## {item.name}` on the line before it"
    return Diagnostic(Code.HEADING_MISMATCH, message, item.name_span, hint)


def _swallowed(heading: Heading) -> Diagnostic:
    message = "this heading looks like code"
    hint = "put what it documents on a line of its own"
    return Diagnostic(Code.HEADING_MISMATCH, message, heading.span, hint)


def _mismatch(heading: Heading, item: Declaration) -> Diagnostic:
    message = (
        f"the heading says {heading.text!r}, the declaration under it {item.name!r}"
    )
    hint = "give both the same name; the declaration's name is used"
    return Diagnostic(Code.HEADING_MISMATCH, message, heading.span, hint)


def _check_lines(item: Prose | Markup) -> Iterator[Diagnostic]:
    """Report the lines of prose or markup that look like code; fences may hold code."""
    fenced = _fenced_lines(item)
    for number, line in enumerate(item.text.split("\n"), item.span.line):
        if number in fenced:
            continue
        text = _TAG.sub("", line) if isinstance(item, Markup) else line
        if _is_code(text, item):
            span = Span(item.span.file, number, 1, number, len(line) + 1)
            message = "this line looks like code, but is read as text"
            hint = "is a `/**`, a heading or a `class` line missing above it?"
            yield Diagnostic(Code.PROSE_LOOKS_LIKE_CODE, message, span, hint)


def _is_code(line: str, item: Prose | Markup) -> bool:
    if isinstance(item, Prose):
        return bool(_CODE.match(line) or _GLUED_HEADING.match(line))
    # What an MDX import holds is code of another kind, and a comment ends in `*/`.
    stripped = item.text.lstrip()
    if stripped.startswith(("import", "export")):
        return False
    end = r"(?!)" if stripped.startswith("{/*") else r".*\*/"
    held = r"[ \t]*(?:class|enum)[ \t]+[A-Z]|.*\bfinal[ \t].*;"
    return bool(re.match(f"{end}|{held}", line))


def _fenced_lines(item: Prose | Markup) -> set[int]:
    if isinstance(item, Markup):
        return set()
    fences = [part.span for part in item.parts if isinstance(part, Fence)]
    return {n for span in fences for n in range(span.line, span.end_line + 1)}


def _check_depth(items: Sequence[Item]) -> Iterator[Diagnostic]:
    """Report markup that is nested too deep, once."""
    depth = 0
    for item in items:
        if not isinstance(item, Markup):
            continue
        for tag in _TAG.finditer(item.text):
            if tag["close"]:
                depth = max(0, depth - 1)
            elif not tag.group().endswith("/>") and (tag["name"] or "") not in _VOID:
                depth += 1
            if depth > MAX_MARKUP_DEPTH:
                message = f"markup is nested more than {MAX_MARKUP_DEPTH} deep"
                hint = "close the elements, or take some of them out"
                yield Diagnostic(Code.NESTING_TOO_DEEP, message, item.span, hint)
                return
