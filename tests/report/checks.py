"""Checks for the page's tests: what a run may know, also with text that attacks it."""

from __future__ import annotations

from pathlib import Path

from minidoc.changes import Change, ChangeCode, Changes
from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.report.checked import Checked
from minidoc.tree import Comparison, Difference, Status

FOLDER = Path("made/rooms")
PAGE = "/** Identifies the room */\nfinal RoomId id;\n"

HOSTILE = (
    "</script><script>document.title='taken'</script>",
    "</style><style>*{display:none}</style>",
    "<img src=x onerror=\"document.title='taken'\">",
    "\"><svg onload=document.title='taken'>",
    "' onmouseover='document.title=1' x='",
    "</title></code></td></table></details><h1>taken",
    "<!-- ]]> --> <!doctype html> <base href=https://example.org/>",
    "<a href=javascript:alert(1)>x</a> <form action=//example.org>",
    "{{ 7 * 7 }} {% raw %} {# #} ${x} {x!r} %s &lt;&#60;&amp;",
    "left\u202eright \u2066 \u200b \x00 \x1b[31m \x7f \ud800 \ufeff \u2028 \x85",
    "`code` `open **bold** [x](javascript:x)",
    "e" + "\u0301" * 50,
)


def change(code: ChangeCode, text: str = "") -> Change:
    """Make a change, all of whose words are the text if there is one."""
    return Change(
        code,
        path=text or "RoomRef.open(name)",
        python=text or "RoomRef.open(name=...)",
        message=text or "`name` has to be given",
        before=text or "{String? name}",
        after=text or "{required String name}",
        page=text or "Rooms.md",
        line=12,
    )


def difference(
    path: str, old: str | None, new: str | None, status: Status = Status.CHANGED
) -> Difference:
    """Make a difference."""
    return Difference(path, status, old, new)


def checked(
    *differences: Difference, changes: tuple[Change, ...] | None = ()
) -> Checked:
    """Make what a check that came to its end knows."""
    return Checked(
        package=FOLDER.as_posix(),
        diagnostics=(),
        drift=((FOLDER, Comparison(differences)),),
        changes=None if changes is None else Changes(changes),
        unknown="`_api.json` is missing." if changes is None else "",
    )


def hostile(text: str) -> Checked:
    """Make a check in which everything that comes from outside is the text."""
    finding = Diagnostic(Code.SYNTAX_ERROR, text, Span(text, 1, 1, 1, 5), text)
    return Checked(
        package=text,
        diagnostics=(finding, Diagnostic(Code.CANNOT_READ, text, None, text)),
        sources={text: (text, text)},
        drift=(
            (
                Path(text.replace("\0", "0")),
                Comparison((difference(text, f"same\n{text} a\n", f"same\n{text} b"),)),
            ),
        ),
        changes=Changes(tuple(change(code, text) for code in ChangeCode)),
        unknown=text,
        addresses={text: text},
    )
