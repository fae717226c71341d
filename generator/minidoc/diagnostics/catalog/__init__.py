"""What each diagnostic code means, with an example that tests run."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from minidoc.diagnostics.catalog.entry import PAGE_NAME, Example, Explanation
from minidoc.diagnostics.catalog.fetching import FETCHING
from minidoc.diagnostics.catalog.model import MODEL
from minidoc.diagnostics.catalog.output import OUTPUT
from minidoc.diagnostics.catalog.pages import PAGES
from minidoc.diagnostics.catalog.syntax import SYNTAX
from minidoc.diagnostics.codes import Code

__all__ = ["CATALOG", "PAGE_NAME", "Example", "Explanation", "explain"]

CATALOG: Mapping[Code, Explanation] = MappingProxyType(
    {**PAGES, **SYNTAX, **MODEL, **FETCHING, **OUTPUT}
)
"""The explanation of every code."""

_WIDTH = 80


def explain(code: str) -> str:
    """Return what a code means as text for a terminal.

    Raises:
        KeyError: If there is no such code; its argument is a sentence that names the
            closest ones.
    """
    if code not in {known.value for known in Code}:
        raise KeyError(_unknown(code))
    known = Code(code)
    entry = CATALOG[known]
    paragraphs = [
        f"{known.severity.value}[{known.value}]: {entry.title}",
        _wrapped(entry.meaning),
        *_example(entry.example),
        _wrapped(f"What to do: {entry.fix}"),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _unknown(code: str) -> str:
    close = get_close_matches(code.lower(), [known.value for known in Code])
    likely = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"there is no diagnostic called {code!r}{likely}"


def _example(example: Example | str) -> Iterator[str]:
    if isinstance(example, str):
        yield _wrapped(f"For example: {example}")
        return
    yield f"For example, {PAGE_NAME}:"
    yield _indented(example.page)
    if example.overlay:
        yield "with the overlay:"
        yield _indented(example.overlay)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _indented(text: str) -> str:
    lines = (_shortened(line) for line in text.rstrip("\n").split("\n"))
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _shortened(line: str) -> str:
    room = _WIDTH - len("    ")
    return line if len(line) <= room else f"{line[: room - 1]}…"
