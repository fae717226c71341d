"""Doc text into its pieces: words, code spans, links, references, fences, line ends.

Comes in: a comment's token or a run of prose. Goes out: nodes whose raw text, put
together, is the text again. What a tag means and what a reference names is not known
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from lark import Token

from minidoc.diagnostics import Code, Span
from minidoc.syntax.limits import MAX_MARKUP_DEPTH
from minidoc.syntax.nodes import (
    CodeSpan,
    DocComment,
    DocPart,
    DocTag,
    Fence,
    LineBreak,
    Link,
    Reference,
    Words,
)
from minidoc.syntax.places import Context, Place
from minidoc.syntax.scan import TAGS, Piece, scan_comment, scan_prose

KNOWN_TAGS = frozenset(
    {
        "param",
        "return",
        "returns",
        "remarks",
        "deprecated",
        "throws",
        "see",
        "example",
    }
)

# A tag that slid into the middle of a line, or lost its `@`, is text from then on and
# nobody would miss it. Sentences of these pages begin with a capital letter, so a line
# that begins with such a word in lower case is no sentence.
_LOST_TAG = re.compile(
    r"@(?:param|returns?|remarks|deprecated|throws|see|example)(?=\s|$)"
)
_BARE_TAG = re.compile(
    r"[ \t]*(?:@(?=\s|$)|(?:param|returns?|remarks|throws|deprecated)(?=[ \t@]))"
)
_DEEP_MARKUP = re.compile(
    rf"(?m:^)(?:[ \t]*(?:>|[-*+][ \t])){{{MAX_MARKUP_DEPTH + 1}}}"
)
_LINK_TITLE = re.compile(r"[ \t]+\"[^\"\n]*\"$")


def read_comment(token: Token, outer: Context) -> DocComment:
    """Turn one `/** ... */` into a comment node; findings go to `outer`."""
    inner = token[3:-2]
    text = inner.strip()
    before = str(token[: 3 + len(inner) - len(inner.lstrip())])
    context = Context(_place_after(before, outer.place.span(token)), text)
    pieces: list[Piece] = []
    tags: list[list[Piece]] = []
    for piece in scan_comment(text, context.place):
        if piece.type in TAGS:
            tags.append([])
        (tags[-1] if tags else pieces).append(piece)
    comment = DocComment(
        text,
        _parts(pieces, context, in_comment=True),
        tuple(_tag(tag, context) for tag in tags),
        outer.place.span(token),
    )
    _check_depth(context)
    outer.extend(context.found)
    return comment


def read_prose(text: str, place: Place, outer: Context) -> tuple[DocPart, ...]:
    """Turn a run of prose into parts; prose has no tags."""
    context = Context(place, text)
    parts = _parts(scan_prose(text, place), context, in_comment=False)
    _check_depth(context)
    outer.extend(context.found)
    return parts


def _span(file: str, first: Piece, last: Piece) -> Span:
    return Span(file, first.line, first.column, last.end_line, last.end_column)


def _place_after(text: str, start: Span) -> Place:
    """Return where the text behind `text` stands, if `text` begins at `start`."""
    lines = text.count("\n")
    if not lines:
        return Place(start.file, start.line, start.column + len(text))
    return Place(start.file, start.line + lines, len(text) - text.rindex("\n"))


def _tag(pieces: list[Piece], context: Context) -> DocTag:
    """Build one tag; the argument is a piece of its own only where one is due."""
    file = context.place.file
    head, rest = pieces[0], pieces[1:]
    name = head.text.strip().removeprefix("@")
    sign = _trimmed(head)
    argument = None
    if rest and rest[0].type in ("PARAMETER", "EXCEPTION"):
        argument = _trimmed(rest.pop(0))
    last = next((p for p in reversed(rest) if p.type != "NEWLINE"), argument or sign)
    _check_tag(name, argument, _span(file, sign, sign), context)
    return DocTag(
        name,
        argument.text if argument is not None else None,
        _span(file, argument, argument) if argument is not None else None,
        _parts(rest, context, in_comment=True),
        _span(file, sign, last),
    )


def _trimmed(piece: Piece) -> Piece:
    """Return the piece without the blanks around it, its columns adjusted."""
    text = piece.text.strip()
    start = piece.column + len(piece.text) - len(piece.text.lstrip())
    return Piece(piece.type, text, piece.line, start, piece.line, start + len(text))


def _check_tag(name: str, argument: Piece | None, span: Span, context: Context) -> None:
    if name == "param" and argument is None:
        message = "@param is not followed by the name of a parameter"
        hint = "write `@param name text`; without a name the text has no place to go"
        context.report(Code.MALFORMED_TAG, message, span, hint)
    if name not in KNOWN_TAGS:
        message = f"the tag @{name} is not known"
        known = ", ".join(f"@{tag}" for tag in sorted(KNOWN_TAGS))
        hint = f"its text is kept as it is; known tags are {known}"
        context.report(Code.UNKNOWN_TAG, message, span, hint)


def _parts(
    pieces: Iterable[Piece], context: Context, *, in_comment: bool
) -> tuple[DocPart, ...]:
    """Build the parts of one text; neighbouring plain pieces become one `Words`."""
    parts: list[DocPart] = []
    plain: list[Piece] = []
    file = context.place.file
    for piece in pieces:
        build = _BUILDERS.get(piece.type)
        if build is None:
            if piece.type == "OPEN_FENCE":
                _report_fence(piece, context)
            plain.append(piece)
            continue
        _flush(plain, parts, context, in_comment)
        parts.append(build(piece.text, _span(file, piece, piece)))
    _flush(plain, parts, context, in_comment)
    return tuple(parts)


def _flush(
    plain: list[Piece], parts: list[DocPart], context: Context, in_comment: bool
) -> None:
    """Add the collected plain pieces as one `Words`."""
    if not plain:
        return
    text = "".join(piece.text for piece in plain)
    words = Words(text, _span(context.place.file, plain[0], plain[-1]))
    if in_comment:
        starts_line = not parts or isinstance(parts[-1], LineBreak | Fence)
        _check_lost_tag(words, starts_line, context)
    parts.append(words)
    plain.clear()


def _check_lost_tag(words: Words, starts_line: bool, context: Context) -> None:
    found = _BARE_TAG.match(words.text) if starts_line else None
    found = found or _LOST_TAG.search(words.text)
    if found is None:
        return
    if found.group().startswith("@") and found.start() > 0:
        message = f"{found.group()} does not stand at the beginning of a line"
    else:
        message = f"the line begins with `{found.group().strip()}`, which is no tag"
    span = words.span
    span = Span(
        span.file,
        span.line,
        span.column + found.start(),
        span.line,
        span.column + found.end(),
    )
    hint = "it is read as text; a tag is `@name` at the beginning of a line"
    context.report(Code.MALFORMED_TAG, message, span, hint)


def _report_fence(piece: Piece, context: Context) -> None:
    message = "this fence is never closed"
    hint = "end the block with a line of as many marks; until then it is read as text"
    span = _span(context.place.file, piece, piece)
    context.report(Code.UNCLOSED_FENCE, message, span, hint)


def _check_depth(context: Context) -> None:
    found = _DEEP_MARKUP.search(context.text)
    if found is None:
        return
    start = _place_after(context.text[: found.start()], _point(context.place))
    span = Span(start.file, start.line, start.column, start.line, start.column + 1)
    message = f"quotes or lists are nested more than {MAX_MARKUP_DEPTH} deep"
    hint = "this is hardly meant; remove the repeated marks"
    context.report(Code.NESTING_TOO_DEEP, message, span, hint)


def _point(place: Place) -> Span:
    return Span(place.file, place.line, place.column, place.line, place.column)


def _code_span(raw: str, span: Span) -> DocPart:
    marks = len(raw) - len(raw.lstrip("`"))
    text = raw[marks:-marks]
    # One blank on both sides keeps backticks of the code apart from the marks.
    if text.startswith(" ") and text.endswith(" ") and text.strip():
        text = text[1:-1]
    return CodeSpan(text, raw, span)


def _link(raw: str, span: Span) -> DocPart:
    cut = _link_text_end(raw)
    text = raw[1:cut]
    target = raw[cut + 2 : -1]
    title = _LINK_TITLE.search(target)
    if title is not None:
        target = target[: title.start()]
    return Link(text, target.removeprefix("<").removesuffix(">"), raw, span)


def _link_text_end(raw: str) -> int:
    """Return the index of the bracket that ends the text; one level nests inside."""
    depth = 0
    index = 0
    while True:
        char = raw[index]
        if char == "\\":
            index += 1
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
            if depth == 0:
                return index
        index += 1


def _reference(raw: str, span: Span) -> DocPart:
    name, _, member = raw[1:-1].partition(".")
    return Reference(name, member or None, raw, span)


def _fence(raw: str, span: Span) -> DocPart:
    first, _, rest = raw.partition("\n")
    body = rest.rpartition("\n")[0]
    return Fence(first.strip().lstrip("`~").strip(), body, raw, span)


def _line_break(raw: str, span: Span) -> DocPart:
    del raw
    return LineBreak(span)


_BUILDERS: Mapping[str, Callable[[str, Span], DocPart]] = {
    "CODE": _code_span,
    "LINK": _link,
    "REFERENCE": _reference,
    "FENCE": _fence,
    "NEWLINE": _line_break,
}
