"""The overlay's text becomes checked tables that know where they stand.

In: TOML text and the name to call it by. Out: an `Overlay`. Pages are not known here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from minidoc.diagnostics import GenerationError, Span
from minidoc.ir.overlay.accept import accept
from minidoc.ir.overlay.positions import KeyPath, find_positions
from minidoc.ir.overlay.tables import OverlayTables
from minidoc.values import frozen

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


@frozen
class Entry(Generic[T]):
    """One table of the overlay and where its keys stand."""

    table: T
    path: KeyPath
    overlay: Overlay

    def span(self, *keys: int | str) -> Span:
        """Return where a key of the entry stands, or what there is of the way to it."""
        return self.overlay.span((*self.path, *keys))


@frozen
class Overlay:
    """A checked overlay. The default one is empty.

    Attributes:
        name: What diagnostics call the file.
        tables: Its contents.
        positions: Where each key stands.
        line: Tells which line of the file one of the positions is, None for the same.
    """

    name: str = "overlay.toml"
    tables: OverlayTables = field(default_factory=OverlayTables)
    positions: Mapping[KeyPath, Span] = field(default_factory=dict[KeyPath, Span])
    line: Callable[[int], int] | None = None

    def entries(self, kind: str, tables: tuple[T, ...]) -> list[Entry[T]]:
        """Return the tables of one kind with their places."""
        return [Entry(t, (kind, n), self) for n, t in enumerate(tables)]

    def pages(self) -> Iterator[tuple[str, Span]]:
        """Yield the page that each entry belongs to, and where it says so."""
        for kind in fields(self.tables):
            for number, table in enumerate(getattr(self.tables, kind.name)):
                yield table.page, self.span((kind.name, number, "page"))

    def span(self, path: KeyPath) -> Span:
        """Return where the longest part of `path` that the file has stands."""
        for length in range(len(path), 0, -1):
            found = self.positions.get(path[:length])
            if found is not None:
                return found if self.line is None else _moved(found, self.line)
        return Span(self.name, 1, 1, 1, 1)

    def reasons(self) -> Iterator[tuple[str, str, Span]]:
        """Yield page, reason and place of the reason of each entry."""
        for kind in fields(self.tables):
            for number, table in enumerate(getattr(self.tables, kind.name)):
                place = self.span((kind.name, number, "reason"))
                yield table.page, table.reason, place


def load_overlay(
    text: str,
    name: str,
    line: Callable[[int], int] | None = None,
    data: dict[str, Any] | None = None,
    *,
    is_placed: bool = True,
) -> Overlay:
    """Read an overlay.

    Args:
        text: The TOML text.
        name: What to call it in diagnostics.
        line: Tells from a line of a text that was put together which one of the file
            it is.
        data: What `tomllib` makes of the text, if that is known.
        is_placed: Find out where each key stands; else every span is the first line.

    Raises:
        GenerationError: With INVALID_OVERLAY for each mistake, at its line and column.
    """
    normal = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        data = tomllib.loads(normal) if data is None else data
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        from minidoc.ir.overlay.complaints import syntax_error

        raise GenerationError([syntax_error(normal, name, str(error))]) from None
    positions = find_positions(normal, name) if is_placed else {}
    empty = Overlay(name, OverlayTables(), positions, line)
    tables = accept(data, OverlayTables)
    return replace(empty, tables=_judged(data, empty) if tables is None else tables)


def _judged(data: dict[str, Any], empty: Overlay) -> OverlayTables:
    """Let pydantic say what is wrong, or that nothing is.

    Raises:
        GenerationError: With each mistake.
    """
    # Late: few overlays have mistakes, and loading it takes longer than a page.
    from pydantic import ValidationError

    from minidoc.ir.overlay.complaints import complaints

    try:
        return _adapter().validate_python(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise GenerationError(complaints(details, empty.span)) from None


def _moved(span: Span, line: Callable[[int], int]) -> Span:
    first, last = line(span.line), line(span.end_line)
    return replace(span, line=first, end_line=last)


@cache
def _adapter() -> TypeAdapter[OverlayTables]:
    from pydantic import TypeAdapter

    return TypeAdapter(OverlayTables)
