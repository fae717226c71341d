"""Doc text into its pieces: words, code spans, links, references, fences, line ends.

Comes in: a comment's token or a run of prose. Goes out: nodes whose raw text, put
together, is the text again. What a tag means and what a reference names is not known
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from lark import Token, Tree

from minidoc.diagnostics import Code, Span
from minidoc.syntax.grammars import ParseTree, parse_doc
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
_ARGUMENT_TAGS = {"PARAM": "PARAMETER", "THROWS": "EXCEPTION"}


def read_comment(token: Token, outer: Context) -> DocComment:
    """Turn one `/** ... */` into a comment node; findings go to `outer`."""
    inner = token[3:-2]
    text = inner.strip()
    before = str(token[: 3 + len(inner) - len(inner.lstrip())])
    context = Context(_place_after(before, outer.place.span(token)), text)
    tree = parse_doc(text, start="comment")
    tags = [child for child in tree.children if isinstance(child, Tree)]
    pieces = [child for child in tree.children if isinstance(child, Token)]
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
    tree = parse_doc(text, start="prose")
    pieces = [child for child in tree.children if isinstance(child, Token)]
    parts = _parts(pieces, context, in_comment=False)
    _check_depth(context)
    outer.extend(context.found)
    return parts


def _place_after(text: str, start: Span) -> Place:
    """Return where the text behind `text` stands, if `text` begins at `start`."""
    lines = text.count("\n")
    if not lines:
        return Place(start.file, start.line, start.column + len(text))
    return Place(start.file, start.line + lines, len(text) - text.rindex("\n"))


def _tag(tree: ParseTree, context: Context) -> DocTag:
    """Build one tag; the argument is a token of its own only where one is due."""
    tokens = [child for child in tree.children if isinstance(child, Token)]
    head, rest = tokens[0], tokens[1:]
    name = head.strip().removeprefix("@")
    sign = _trimmed(head)
    argument = None
    if rest and rest[0].type == _ARGUMENT_TAGS.get(head.type):
        argument = _trimmed(rest.pop(0))
    last = next((t for t in reversed(rest) if t.type != "NEWLINE"), argument or sign)
    span = context.place.span(sign, last)
    _check_tag(name, argument, context.place.span(sign), context)
    return DocTag(
        name,
        str(argument) if argument is not None else None,
        context.place.span(argument) if argument is not None else None,
        _parts(rest, context, in_comment=True),
        span,
    )


def _trimmed(token: Token) -> Token:
    """Return the token without the blanks around it, its columns adjusted."""
    text = token.strip()
    start = (token.column or 1) + len(token) - len(token.lstrip())
    return Token(
        token.type,
        text,
        line=token.line,
        column=start,
        end_line=token.line,
        end_column=start + len(text),
    )


def _check_tag(name: str, argument: str | None, span: Span, context: Context) -> None:
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
    tokens: Iterable[Token], context: Context, *, in_comment: bool
) -> tuple[DocPart, ...]:
    """Build the parts of one text; neighbouring plain pieces become one `Words`."""
    parts: list[DocPart] = []
    plain: list[Token] = []
    for token in tokens:
        build = _BUILDERS.get(token.type)
        if build is None:
            if token.type == "OPEN_FENCE":
                _report_fence(token, context)
            plain.append(token)
            continue
        _flush(plain, parts, context, in_comment)
        parts.append(build(token, context.place.span(token)))
    _flush(plain, parts, context, in_comment)
    return tuple(parts)


def _flush(
    plain: list[Token], parts: list[DocPart], context: Context, in_comment: bool
) -> None:
    """Add the collected plain pieces as one `Words`."""
    if not plain:
        return
    words = Words("".join(plain), context.place.span(plain[0], plain[-1]))
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


def _report_fence(token: Token, context: Context) -> None:
    message = "this fence is never closed"
    hint = "end the block with a line of as many marks; until then it is read as text"
    context.report(Code.UNCLOSED_FENCE, message, context.place.span(token), hint)


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


def _code_span(token: Token, span: Span) -> DocPart:
    marks = len(token) - len(token.lstrip("`"))
    text = str(token[marks:-marks])
    # One blank on both sides keeps backticks of the code apart from the marks.
    if text.startswith(" ") and text.endswith(" ") and text.strip():
        text = text[1:-1]
    return CodeSpan(text, str(token), span)


def _link(token: Token, span: Span) -> DocPart:
    cut = _link_text_end(token)
    text = str(token[1:cut])
    target = token[cut + 2 : -1]
    title = _LINK_TITLE.search(target)
    if title is not None:
        target = target[: title.start()]
    return Link(text, target.removeprefix("<").removesuffix(">"), str(token), span)


def _link_text_end(token: str) -> int:
    """Return the index of the bracket that ends the text; one level nests inside."""
    depth = 0
    index = 0
    while True:
        char = token[index]
        if char == "\\":
            index += 1
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
            if depth == 0:
                return index
        index += 1


def _reference(token: Token, span: Span) -> DocPart:
    name, _, member = token[1:-1].partition(".")
    return Reference(name, member or None, str(token), span)


def _fence(token: Token, span: Span) -> DocPart:
    first, _, rest = token.partition("\n")
    body = rest.rpartition("\n")[0]
    return Fence(first.strip().lstrip("`~").strip(), body, str(token), span)


def _line_break(token: Token, span: Span) -> DocPart:
    del token
    return LineBreak(span)


_BUILDERS: Mapping[str, Callable[[Token, Span], DocPart]] = {
    "CODE": _code_span,
    "LINK": _link,
    "REFERENCE": _reference,
    "FENCE": _fence,
    "NEWLINE": _line_break,
}
