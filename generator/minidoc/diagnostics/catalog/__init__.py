"""What each diagnostic code means, with an example that tests run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from minidoc.diagnostics.catalog.comparing import COMPARING
from minidoc.diagnostics.catalog.entry import PAGE_NAME, Example, Explanation
from minidoc.diagnostics.catalog.fetching import FETCHING
from minidoc.diagnostics.catalog.layout import indented, wrapped
from minidoc.diagnostics.catalog.model import MODEL
from minidoc.diagnostics.catalog.output import OUTPUT
from minidoc.diagnostics.catalog.pages import PAGES
from minidoc.diagnostics.catalog.releasing import RELEASING
from minidoc.diagnostics.catalog.syntax import SYNTAX
from minidoc.diagnostics.codes import Code

__all__ = ["CATALOG", "PAGE_NAME", "Example", "Explanation", "explain"]

CATALOG: Mapping[Code, Explanation] = MappingProxyType(
    {
        **PAGES,
        **SYNTAX,
        **MODEL,
        **FETCHING,
        **OUTPUT,
        **COMPARING,
        **RELEASING,
    }
)
"""The explanation of every code."""


def explain(code: str, others: Iterable[str] = ()) -> str:
    """Return what a code means as text for a terminal.

    Args:
        code: The code.
        others: What else may have been meant, where the code is none.

    Raises:
        KeyError: If there is no such code; its argument is a sentence that names the
            closest ones.
    """
    if code not in {known.value for known in Code}:
        raise KeyError(_unknown(code, others))
    known = Code(code)
    entry = CATALOG[known]
    paragraphs = [
        f"{known.severity.value}[{known.value}]: {entry.title}",
        wrapped(entry.meaning),
        *_example(entry.example),
        wrapped(f"What to do: {entry.fix}"),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _unknown(code: str, others: Iterable[str]) -> str:
    known = [*(each.value for each in Code), *others]
    close = get_close_matches(code.lower(), known)
    likely = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"there is no diagnostic called {code!r}{likely}"


def _example(example: Example | str) -> Iterator[str]:
    if isinstance(example, str):
        yield wrapped(f"For example: {example}")
        return
    yield f"For example, {PAGE_NAME}:"
    yield indented(example.page)
    if example.overlay:
        yield "with the overlay:"
        yield indented(example.overlay)
