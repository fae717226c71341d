"""The members of a broken class, one piece after the other."""

from __future__ import annotations

from lark.exceptions import UnexpectedInput

from minidoc.diagnostics import Code
from minidoc.syntax.complaints import complain
from minidoc.syntax.cursor import Cursor
from minidoc.syntax.declarations import read_members
from minidoc.syntax.grammars import parse_code
from minidoc.syntax.limits import MAX_ERRORS
from minidoc.syntax.nodes import Member
from minidoc.syntax.pieces import (
    CLOSING,
    logical_lines,
    paragraph_end,
    starts_section,
)
from minidoc.syntax.places import Context
from minidoc.syntax.types import subtrees


def read_class_body(cursor: Cursor, owner: str) -> tuple[list[Member], bool]:
    """Read members from the cursor to the closing brace.

    Returns:
        The intact members, and whether the brace was there.
    """
    members: list[Member] = []
    while len(cursor.found) <= MAX_ERRORS and cursor.skip_blank():
        if starts_section(cursor.text, cursor.at):
            break
        if cursor.take_opening():
            continue
        if CLOSING.match(cursor.text, cursor.at):
            cursor.drop_comment()
            cursor.at = cursor.text.index("}", cursor.at) + 1
            return members, True
        members.extend(_read_paragraph(cursor, owner))
    cursor.drop_comment()
    # Who gives up has not seen the brace, so it is not said to be missing.
    return members, len(cursor.found) > MAX_ERRORS


def _read_paragraph(cursor: Cursor, owner: str) -> list[Member]:
    """Read the members up to the next blank line, together or else line by line."""
    code = cursor.at
    end = paragraph_end(cursor.text, code)
    start = cursor.comment[0] if cursor.comment is not None else code
    cursor.comment = None
    # A stray brace at the very beginning would stop the cursor from moving on.
    cursor.at = max(end, code + 1)
    whole = _parse(cursor, start, end, owner)
    if whole is not None:
        return whole
    lines = list(logical_lines(cursor.text, code, end))
    if len(lines) == 1:
        _complain(cursor, start, end, code - start)
        return []
    members: list[Member] = []
    for begin, line_end in lines:
        if len(cursor.found) > MAX_ERRORS:
            break
        first = start if begin == code else begin
        found = _parse(cursor, first, line_end, owner)
        if found is None:
            _complain(cursor, first, line_end, begin - first)
        members.extend(found or [])
    return members


def _parse(cursor: Cursor, start: int, end: int, owner: str) -> list[Member] | None:
    text = cursor.text[start:end]
    try:
        tree = parse_code(text, start="members")
    except UnexpectedInput:
        return None
    context = Context(cursor.source.place(start), text, cursor.found)
    return list(read_members(subtrees(tree), owner, context))


def _complain(cursor: Cursor, start: int, end: int, skip: int) -> None:
    text = cursor.text[start:end]
    try:
        parse_code(text, start="members")
    except UnexpectedInput as error:
        cursor.complain(complain(text, error, skip), start)
        return
    message = "this comment stands before no member"
    cursor.report(Code.SYNTAX_ERROR, message, start, end, "remove it")
