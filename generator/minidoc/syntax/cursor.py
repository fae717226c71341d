"""How far the recovery has come in a page: offset, pending comment, findings."""

from __future__ import annotations

from lark import Token

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.syntax.complaints import Complaint
from minidoc.syntax.docs import read_comment
from minidoc.syntax.grammars import terminal
from minidoc.syntax.nodes import DocComment
from minidoc.syntax.pieces import BLANK, OPENING, resume_after
from minidoc.syntax.places import Context, Source

# How far the end of a `/* ... */` is looked for.
_LOOKED_AT = 2_000


class Cursor:
    """A place in the page that moves on, piece by piece.

    Attributes:
        source: The page.
        text: Its text.
        at: Offset of what comes next.
        comment: Start and end of a doc comment that waits for its declaration.
        found: Everything reported so far.
    """

    def __init__(self, source: Source, at: int) -> None:
        """Begin at an offset, with nothing found."""
        self.source = source
        self.text = source.text
        self.at = at
        self.comment: tuple[int, int] | None = None
        self.found: list[Diagnostic] = []

    def skip_blank(self) -> bool:
        """Move past blank lines; tell whether anything is left."""
        blank = BLANK.match(self.text, self.at)
        self.at = blank.end() if blank is not None else self.at
        if not self.text[self.at : self.source.line_end(self.at)].strip():
            self.at = len(self.text)
        return self.at < len(self.text)

    def report(self, code: Code, message: str, start: int, end: int, hint: str) -> None:
        """Report something about `text[start:end]`."""
        span = self.source.span(start, end)
        self.found.append(Diagnostic(code, message, span, hint))

    def complain(self, complaint: Complaint, start: int) -> None:
        """Report a complaint about the piece that begins at `start`."""
        begin, end = start + complaint.start, start + complaint.end
        self.report(complaint.code, complaint.message, begin, end, complaint.hint)

    def take_opening(self) -> bool:
        """Read a comment of any kind if one begins here; tell whether one did."""
        opening = OPENING.match(self.text, self.at)
        if opening is None:
            return False
        start = opening.start("mark")
        if opening["mark"] != "/**":
            self._refuse_comment(start, opening["mark"])
            return True
        self.drop_comment()
        whole = terminal("COMMENT").match(self.text, start)
        if whole is not None:
            self.comment = (start, whole.end())
            self.at = whole.end()
            return True
        message = "this comment is never closed"
        hint = "end it with `*/`, before the next line that begins with `/**`"
        self.report(Code.UNTERMINATED_COMMENT, message, start, start + 3, hint)
        self.at = resume_after(self.text, start)
        return True

    def _refuse_comment(self, start: int, mark: str) -> None:
        end = self.source.line_end(start)
        if mark == "/*":
            closing = self.text.find("*/", start + 2, start + _LOOKED_AT)
            end = closing + 2 if closing >= 0 else end
        message = "a comment that is no `/** ... */` cannot be read"
        hint = "write it as `/** ... */`, or remove it"
        line_end = min(end, self.source.line_end(start))
        self.report(Code.UNSUPPORTED_CONSTRUCT, message, start, line_end, hint)
        self.at = end

    def drop_comment(self) -> None:
        """Report the comment that waits for a declaration in vain, if there is one."""
        if self.comment is None:
            return
        start = self.comment[0]
        self.comment = None
        message = "nothing is declared behind this comment"
        hint = "put it right before a class, a function or a member, or remove it"
        self.report(Code.SYNTAX_ERROR, message, start, start + 3, hint)

    def take_doc(self) -> DocComment | None:
        """Return the waiting comment as a node; it waits no longer."""
        if self.comment is None:
            return None
        start, end = self.comment
        self.comment = None
        text = self.text[start:end]
        lines = text.split("\n")
        token = Token(
            "COMMENT",
            text,
            line=1,
            column=1,
            end_line=len(lines),
            end_column=len(lines[-1]) + 1,
        )
        context = Context(self.source.place(start), text, self.found)
        return read_comment(token, context)

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`."""
        return self.source.span(start, end)
