"""A page that does not parse, taken apart: every error reported, intact members kept.

The page is cut at its headings, comments, braces and blank lines, and each piece goes
through the same grammar from another start. The cutting only has to be right about
where a piece ends; what a piece means is still the grammar's business.
"""

from __future__ import annotations

import re

from lark.exceptions import UnexpectedInput

from minidoc.diagnostics import Code, Diagnostic
from minidoc.syntax.complaints import complain, refusal
from minidoc.syntax.cursor import Cursor
from minidoc.syntax.declarations import too_many_members
from minidoc.syntax.grammars import parse_code, terminal
from minidoc.syntax.items import read_items
from minidoc.syntax.limits import MAX_ERRORS
from minidoc.syntax.members import read_class_body
from minidoc.syntax.nodes import Class, Item
from minidoc.syntax.pieces import (
    CLOSING,
    HEADER,
    OTHER_HEADER,
    PLAIN_HEADER,
    STRICT_HEADER,
    block_end,
    paragraph_end,
)
from minidoc.syntax.places import Context, Source
from minidoc.syntax.unsupported import find_unsupported

_KEPT = ("PROSE_FENCE", "HEADING", "MARKUP")


def recover(source: Source, start: int) -> tuple[list[Item], list[Diagnostic]]:
    """Return the intact items of a page's body, and every error in the others."""
    items: list[Item] = []
    cursor = Cursor(source, start)
    while cursor.skip_blank():
        items.extend(_next_items(cursor))
        if len(cursor.found) > MAX_ERRORS:
            _give_up(cursor)
            break
    cursor.drop_comment()
    return items, cursor.found


def _give_up(cursor: Cursor) -> None:
    message = f"the page has more than {MAX_ERRORS} errors; the rest of it is not read"
    hint = "check that this is a page with Dart-style declarations"
    cursor.report(Code.TOO_MANY, message, cursor.at, cursor.at + 1, hint)


def _next_items(cursor: Cursor) -> list[Item]:
    """Read whatever begins at the cursor, and move it on."""
    if cursor.take_opening():
        return []
    if _kept(cursor) is not None:
        return _read_kept(cursor)
    header = HEADER.match(cursor.text, cursor.at)
    if header is not None and (
        STRICT_HEADER.match(cursor.text, cursor.at) or not _is_prose(cursor)
    ):
        return _read_block(cursor, header)
    if cursor.comment is not None:
        return _read_documented(cursor)
    if _is_prose(cursor):
        return _read_prose(cursor)
    return _refuse(cursor)


def _kept(cursor: Cursor) -> re.Match[str] | None:
    """Return the heading, fence or markup that begins at the cursor."""
    for name in _KEPT:
        match = terminal(name).match(cursor.text, cursor.at)
        if match is not None:
            return match
    return None


def _is_prose(cursor: Cursor) -> bool:
    return terminal("PROSE").match(cursor.text, cursor.at) is not None


def _read_kept(cursor: Cursor) -> list[Item]:
    """Read a heading, a fence or markup, or a heading together with its function."""
    match = _kept(cursor)
    assert match is not None, "the caller has looked"
    cursor.drop_comment()
    start, end = cursor.at, match.end()
    if terminal("FUNCTION_HEADING").match(cursor.text, start) is None:
        cursor.at = end
        return _parse(cursor, start, end)
    code = re.compile(r"\s*").match(cursor.text, end)
    begin = code.end() if code is not None else end
    cursor.at = paragraph_end(cursor.text, begin)
    heading = _parse(cursor, start, end)
    return _parse(cursor, start, cursor.at, skip=begin - start) or heading


def _read_prose(cursor: Cursor) -> list[Item]:
    """Read lines of prose up to the first line that is something else."""
    start = cursor.at
    while cursor.at < len(cursor.text) and _is_prose(cursor) and not _kept(cursor):
        cursor.at = min(cursor.source.line_end(cursor.at) + 1, len(cursor.text))
    return _parse(cursor, start, cursor.at)


def _read_documented(cursor: Cursor) -> list[Item]:
    """Read what stands behind a comment and is no class: a function, or an error."""
    comment = cursor.comment
    assert comment is not None, "the caller has looked"
    end = _unread_block(cursor) or paragraph_end(cursor.text, cursor.at)
    code, cursor.at = cursor.at, max(end, cursor.at + 1)
    cursor.comment = None
    start = comment[0]
    if _fits(cursor.text[start:end], "members") and not _fits(
        cursor.text[start:end], "body"
    ):
        message = "this member stands outside of a class"
        hint = "put a line `class Name {` before the first member, or remove a `}`"
        cursor.report(
            Code.SYNTAX_ERROR, message, code, cursor.source.line_end(code), hint
        )
        return []
    return _parse(cursor, start, end, skip=code - start)


def _unread_block(cursor: Cursor) -> int | None:
    """Return the end of a block that is refused as a whole, if one begins here."""
    header = OTHER_HEADER.match(cursor.text, cursor.at)
    if header is None:
        return None
    return block_end(cursor.text, header.end() - 1, terminal("COMMENT"))


def _fits(text: str, rule: str) -> bool:
    try:
        parse_code(text, start=rule)
    except UnexpectedInput:
        return False
    return True


def _read_block(cursor: Cursor, header: re.Match[str]) -> list[Item]:
    """Read a class or an enum: as a whole if it is intact, else member by member."""
    start = cursor.comment[0] if cursor.comment is not None else cursor.at
    skip = header.start("head") - start
    brace = header.end() - 1 if header["brace"] else None
    end = None
    if brace is not None:
        end = block_end(cursor.text, brace, terminal("COMMENT"))
    if end is not None and _fits(cursor.text[start:end], "body"):
        cursor.comment, cursor.at = None, end
        return _parse(cursor, start, end) + _read_rest(cursor)
    if header["keyword"] == "enum" and brace is not None:
        return _read_broken_enum(cursor, start, skip, end)
    _check_header(cursor, header)
    return _read_class(cursor, header)


def _read_broken_enum(
    cursor: Cursor, start: int, skip: int, end: int | None
) -> list[Item]:
    cursor.comment = None
    if end is None:
        message = "this enum is never closed"
        cursor.report(
            Code.MISSING_BRACE,
            message,
            start + skip,
            start + skip + 4,
            "end it with `}`",
        )
        cursor.at = paragraph_end(cursor.text, start + skip)
        return []
    cursor.at = end
    return _parse(cursor, start, end, skip=skip)


def _check_header(cursor: Cursor, header: re.Match[str]) -> None:
    """Report what is wrong with the first line of a class, if anything is."""
    head = header["head"].rstrip()
    start = header.start("head")
    if PLAIN_HEADER.match(head) and header["brace"]:
        return
    if PLAIN_HEADER.match(head):
        end = start + len(head)
        message = f"`{head[:80]}` is not followed by `{{`"
        cursor.report(Code.MISSING_BRACE, message, end, end + 1, "write `class Name {`")
        return
    line = cursor.text[start : cursor.source.line_end(start)]
    unsupported = find_unsupported(line)
    if unsupported is not None:
        cursor.complain(refusal(unsupported), start)
        return
    message = f"`{head[:80]}` is not a class and its name"
    hint = "write `class Name {`"
    cursor.report(Code.SYNTAX_ERROR, message, start, start + len(head), hint)


def _read_class(cursor: Cursor, header: re.Match[str]) -> list[Item]:
    """Read the members of a class that is broken somewhere."""
    doc = cursor.take_doc()
    cursor.at = header.end() if header["brace"] else cursor.source.line_end(cursor.at)
    name = header["name"] or ""
    members, closed = read_class_body(cursor, name)
    start = header.start("head")
    if not closed:
        message = f"the class {name} is never closed"
        hint = "end it with a line `}`"
        cursor.report(Code.MISSING_BRACE, message, start, start + len("class"), hint)
    if not name:
        return []
    name_span = cursor.source.span(header.start("name"), header.end("name"))
    cursor.found.extend(too_many_members(name, len(members), name_span))
    span = cursor.source.span(start, cursor.at)
    made = Class(name, tuple(members), doc, span, name_span)
    return [made, *_read_rest(cursor)]


def _read_rest(cursor: Cursor) -> list[Item]:
    """Report what stands on the line of a closing brace, and read it nevertheless."""
    end = cursor.source.line_end(cursor.at)
    rest = cursor.text[cursor.at : end]
    if not rest.strip() or cursor.text[cursor.at - 1] == "\n":
        return []
    if HEADER.match(rest) or rest.lstrip().startswith("/*"):
        return []
    start, cursor.at = cursor.at, end
    message = f"after `}}`, `{rest.strip()[:60]}` does not begin on a line of its own"
    cursor.report(Code.SYNTAX_ERROR, message, start, end, "put a line end before it")
    begin = start + len(rest) - len(rest.lstrip())
    return _parse(cursor, begin, end) if _fits(cursor.text[begin:end], "body") else []


def _refuse(cursor: Cursor) -> list[Item]:
    """Report a line that is neither prose nor anything else."""
    start = cursor.at
    if CLOSING.match(cursor.text, start):
        cursor.at = cursor.text.index("}", start) + 1
        message = "this `}` closes nothing"
        hint = "remove it; if a class was meant to go on, an earlier `}` is too much"
        cursor.report(Code.MISSING_BRACE, message, cursor.at - 1, cursor.at, hint)
        return _read_rest(cursor)
    line_end = cursor.source.line_end(start)
    brace = cursor.text.find("{", start, line_end)
    end = block_end(cursor.text, brace, terminal("COMMENT")) if brace >= 0 else None
    cursor.at = end if end is not None else line_end
    return _parse(cursor, start, cursor.at)


def _parse(cursor: Cursor, start: int, end: int, skip: int = 0) -> list[Item]:
    """Parse a piece as part of a page; what does not parse is reported."""
    text = cursor.text[start:end]
    try:
        tree = parse_code(text, start="body")
    except UnexpectedInput as error:
        cursor.complain(complain(text, error, skip), start)
        return []
    context = Context(cursor.source.place(start), text, cursor.found)
    return read_items(tree, context)
