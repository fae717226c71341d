"""Where each key of a TOML text stands, which `tomllib` does not tell.

In: text that `tomllib` has accepted. Out: a span for each path of keys and indices.
What the keys mean is not known here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from minidoc.diagnostics import Span

KeyPath = tuple[int | str, ...]

_BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")
_STRING = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SIMPLE_STRING = re.compile(
    r"""\"(?P<basic>(?:[^"\\\n]|\\.)*)\"|'(?P<literal>[^'\n]*)'"""
)


def find_positions(text: str, file: str) -> dict[KeyPath, Span]:
    """Return where every key, table header and array element of `text` begins.

    A path that `tomllib` would give a value for has an entry; the second `[[bind]]` is
    `("bind", 1)`, its keys are `("bind", 1, "target")` and so on, inline tables and
    arrays included.
    """
    return _Scanner(text, file).scan()


@dataclass(slots=True)
class _Scanner:
    text: str
    file: str
    at: int = 0
    found: dict[KeyPath, Span] = field(default_factory=dict[KeyPath, Span])
    counts: dict[KeyPath, int] = field(default_factory=dict[KeyPath, int])
    line_starts: list[int] = field(default_factory=list[int])

    def scan(self) -> dict[KeyPath, Span]:
        ends = re.finditer("\n", self.text)
        self.line_starts = [0, *(match.end() for match in ends)]
        table: KeyPath = ()
        self._skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()
        return self.found

    def _header(self) -> KeyPath:
        start = self.at
        is_array = self.text.startswith("[[", start)
        self.at += 2 if is_array else 1
        path = self._inside(self._key())
        self._skip_blanks()
        self.at += 2 if is_array else 1
        if is_array:
            number = self.counts.get(path, 0)
            self.counts[path] = number + 1
            path = (*path, number)
        self.found.setdefault(path, self._span(start, self.at))
        return path

    def _inside(self, keys: tuple[str, ...]) -> KeyPath:
        """Resolve a header below an array of tables: it means the array's last one."""
        path: KeyPath = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return (*path, keys[-1])

    def _pair(self, table: KeyPath) -> None:
        start = self.at
        path = (*table, *self._key())
        self.found[path] = self._span(start, self.at)
        self._skip_blanks()
        self.at += 1
        self._skip_blanks()
        self._value(path)

    def _key(self) -> tuple[str, ...]:
        keys: list[str] = []
        while True:
            self._skip_blanks()
            keys.append(self._simple_key())
            end = self.at
            self._skip_blanks()
            if self.text[self.at] != ".":
                self.at = end
                return tuple(keys)
            self.at += 1

    def _simple_key(self) -> str:
        match = _BARE_KEY.match(self.text, self.at)
        if match:
            self.at = match.end()
            return match.group()
        match = _SIMPLE_STRING.match(self.text, self.at)
        if match is None:
            raise AssertionError("tomllib accepts no such key")
        self.at = match.end()
        return match["basic"] if match["literal"] is None else match["literal"]

    def _value(self, path: KeyPath) -> None:
        match self.text[self.at]:
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._take(_STRING)
            case _:
                self._take(_BARE_VALUE)

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        self._skip()
        while self.text[self.at] != "]":
            start = self.at
            element = (*path, number)
            self._value(element)
            self.found[element] = self._span(start, self.at)
            number += 1
            self._skip_comma()
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        self._skip()
        while self.text[self.at] != "}":
            self._pair(path)
            self._skip_comma()
        self.at += 1

    def _skip_comma(self) -> None:
        self._skip()
        if self.text[self.at] == ",":
            self.at += 1
            self._skip()

    def _skip(self) -> None:
        """Skip blanks, line ends and comments."""
        self._take(_BLANK)

    def _skip_blanks(self) -> None:
        while self.text[self.at : self.at + 1] in (" ", "\t"):
            self.at += 1

    def _take(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise AssertionError("tomllib accepts no such value")
        self.at = match.end()

    def _span(self, start: int, end: int) -> Span:
        line, column = self._place(start)
        end_line, end_column = self._place(end)
        return Span(self.file, line, column, end_line, end_column)

    def _place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1
