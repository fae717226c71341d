"""Changes that somebody has read and accepted: shown, but no longer fatal.

In: the text of an accepted.toml, changes, and today's date. Out: which change is
accepted by which entry. An entry that accepts nothing, or whose time has passed, is an
error: it would hide the next change.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Sequence
from typing import Any, cast

from minidoc.changes.codes import ChangeCode
from minidoc.changes.model import Change
from minidoc.diagnostics import Code, Diagnostic, GenerationError, Span
from minidoc.values import frozen

_KEYS = ("code", "path", "reason", "until")


@frozen
class Acceptance:
    """One entry.

    Attributes:
        code: Code of the changes that it accepts.
        path: Their path, exactly.
        reason: Why they are accepted.
        until: Last day on which it counts, None for ever.
        span: Where the entry stands.
    """

    code: ChangeCode
    path: str
    reason: str
    until: dt.date | None
    span: Span

    def accepts(self, change: Change) -> bool:
        """Tell whether it is about a change."""
        return change.code is self.code and change.path == self.path


def load_accepted(text: str, file: str) -> tuple[Acceptance, ...]:
    """Read the entries.

    Raises:
        GenerationError: `invalid-accepted`, with everything that is wrong.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GenerationError([_invalid(str(error), Span(file, 1, 1, 1, 1))]) from error
    spans = _spans(text, file)
    found: list[Acceptance] = []
    problems = [
        _invalid(f"unknown table {name!r}; entries are [[accept]]", spans[0])
        for name in data
        if name != "accept"
    ]
    entries: object = data.get("accept", [])
    if not isinstance(entries, list):
        problems.append(_invalid("`accept` must be written [[accept]]", spans[0]))
        entries = []
    for index, entry in enumerate(cast("list[object]", entries)):
        span = spans[min(index, len(spans) - 1)]
        made, problem = _entry(entry, span)
        if made is not None:
            found.append(made)
        else:
            problems.append(_invalid(problem, span))
    if problems:
        raise GenerationError(problems)
    return tuple(found)


def check_accepted(
    entries: Sequence[Acceptance], changes: Iterable[Change], today: dt.date
) -> list[Diagnostic]:
    """Return an error for each entry that is past its time or accepts nothing."""
    known = list(changes)
    found: list[Diagnostic] = []
    for entry in entries:
        what = f"{entry.code.value} of {entry.path}"
        if entry.until is not None and entry.until < today:
            message = f"the acceptance of {what} ended on {entry.until.isoformat()}"
            hint = "look at the change again; then remove the entry or move its end"
            found.append(Diagnostic(Code.ACCEPTED_EXPIRED, message, entry.span, hint))
        elif not any(entry.accepts(change) for change in known):
            message = f"there is no {what} to accept"
            hint = "remove the entry, or correct its code or its path"
            found.append(Diagnostic(Code.ACCEPTED_UNUSED, message, entry.span, hint))
    return found


def _entry(entry: object, span: Span) -> tuple[Acceptance | None, str]:
    if not isinstance(entry, dict):
        return None, "an entry must be a table"
    table = cast("dict[str, Any]", entry)
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        return None, f"unknown key {unknown[0]!r} (known: {', '.join(_KEYS)})"
    for key in ("code", "path", "reason"):
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            return None, f"`{key}` is missing, or no text"
    if table["code"] not in {code.value for code in ChangeCode}:
        return None, f"there is no change called {table['code']!r}"
    until = _date(table.get("until"))
    if "until" in table and until is None:
        return None, "`until` must be a date, such as 2026-12-31"
    code = ChangeCode(table["code"])
    return Acceptance(code, table["path"], table["reason"], until, span), ""


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _spans(text: str, file: str) -> list[Span]:
    """Find where the entries begin; tomllib does not tell."""
    lines = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.replace(" ", "").startswith("[[accept]]")
    ]
    return [Span(file, line, 1, line, 11) for line in lines] or [Span(file, 1, 1, 1, 1)]


def _invalid(problem: str, span: Span) -> Diagnostic:
    hint = "an [[accept]] entry has `code`, `path`, `reason` and perhaps `until`"
    return Diagnostic(Code.INVALID_ACCEPTED, problem, span, hint)
