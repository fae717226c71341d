"""Which pages belong together: those that name what another one declares.

In: what each page declares and every name in its text. Out: groups of pages that can be
generated one without the other. A word of prose counts like a reference: to put too
many pages together costs time, to part two that need each other would be a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from minidoc.values import frozen

_NAME = re.compile(r"[\w$]+")


@frozen
class Naming:
    """The names of one page, its entries in the overlay included.

    Attributes:
        declared: What it declares for all pages, and whether that is a type.
        words: Whatever may name something of another page.
    """

    declared: Mapping[str, bool]
    words: frozenset[str]


def words_of(text: str) -> frozenset[str]:
    """Return every name that stands in a text, also behind Markdown's escapes."""
    found = set(_NAME.findall(text))
    if "\\" in text:
        found.update(_NAME.findall(text.replace("\\", "")))
    return frozenset(found)


def connected(
    pages: Mapping[str, Naming], together: Iterable[Iterable[str]] = ()
) -> tuple[tuple[str, ...], ...]:
    """Group pages, so that no name leads from one group to another.

    Args:
        pages: Naming by page.
        together: Pages that belong together for another reason; unknown ones count
            for nothing.

    Returns:
        The names of the pages of each group, sorted, as the groups are.
    """
    groups = _Groups(pages)
    owners: dict[str, str] = {}
    for page, naming in pages.items():
        for name in naming.declared:
            groups.join(page, owners.setdefault(name, page))
    for page, naming in pages.items():
        for name in naming.words & owners.keys():
            groups.join(page, owners[name])
    for others in together:
        known = [page for page in others if page in pages]
        for page in known[1:]:
            groups.join(known[0], page)
    return groups.all()


class _Groups:
    """Disjoint sets of pages."""

    def __init__(self, pages: Iterable[str]) -> None:
        self._above = {page: page for page in pages}

    def join(self, one: str, other: str) -> None:
        self._above[self._top(one)] = self._top(other)

    def all(self) -> tuple[tuple[str, ...], ...]:
        found: dict[str, list[str]] = {}
        for page in sorted(self._above):
            found.setdefault(self._top(page), []).append(page)
        return tuple(sorted(map(_as_tuple, found.values())))

    def _top(self, page: str) -> str:
        above = self._above
        while above[page] != page:
            above[page] = page = above[above[page]]
        return page


def _as_tuple(pages: Sequence[str]) -> tuple[str, ...]:
    return tuple(pages)
