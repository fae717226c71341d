"""Two states of the pages, without what is the same in both.

In: the pages and the overlay of each state. Out: models of those groups of pages in
which something differs. Groups share no name, so that the others can neither have
changed nor change what is said of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minidoc.pages import Page
from minidoc.pipeline.connect import Naming, connected
from minidoc.pipeline.entries import EntryText, overlay_of, split_entries
from minidoc.pipeline.halves import Half
from minidoc.pipeline.index import Index
from minidoc.pipeline.naming import Names, read_all_names
from minidoc.pipeline.parsed import ParsedPages
from minidoc.pipeline.read import Modelled, Source, model_to_compare_some
from minidoc.values import frozen


@frozen
class State:
    """Pages and their overlay at one time."""

    pages: Sequence[Page]
    overlay: Source | None


def models_to_compare(old: State, new: State) -> tuple[Modelled, Modelled] | None:
    """Make the models of what differs.

    Returns:
        Both models; None if that cannot be told without making the whole ones.

    Raises:
        GenerationError: If there is an error; it may not be all that is wrong.
    """
    parsed = ParsedPages(is_packing=False)
    before = _Side.read(old, Index(), parsed)
    if before is None:
        return None
    later = ParsedPages(is_packing=False, earlier=parsed)
    after = _Side.read(new, before.names.index, later)
    if after is None:
        return None
    groups = connected(_merged(before.names.pages, after.names.pages))
    kept = {
        page for group in groups if not before.is_same(after, group) for page in group
    }
    if before.names_of(kept) != after.names_of(kept):
        # A page that has another name: a comparison of two files alone ignores names.
        return None
    return before.model(kept), after.model(kept)


@frozen
class _Side:
    state: State
    entries: Mapping[str, list[EntryText]]
    names: Names
    parsed: ParsedPages

    @classmethod
    def read(cls, state: State, index: Index, parsed: ParsedPages) -> _Side | None:
        """Read the names of a side; what the other side has parsed is not parsed."""
        text = state.overlay.text if state.overlay else ""
        entries = split_entries(text)
        if entries is None:
            return None
        names = read_all_names(state.pages, entries, index, Half(0, True), parsed)
        if names is None:
            return None
        of_pages: dict[str, list[EntryText]] = {}
        for entry in entries:
            of_pages.setdefault(names.page_of(entry), []).append(entry)
        return cls(state, of_pages, names, parsed)

    def is_same(self, other: _Side, group: Sequence[str]) -> bool:
        """Tell whether a group of pages is what it is on the other side."""
        return self._texts(group) == other._texts(group)

    def names_of(self, kept: set[str]) -> set[str]:
        """Return which of the pages this side has."""
        return {page.name for page in self.state.pages if page.name in kept}

    def model(self, kept: set[str]) -> Modelled:
        """Make the model of some of the pages."""
        pages = [page for page in self.state.pages if page.name in kept]
        entries = [each for page in kept for each in self.entries.get(page, ())]
        entries.sort(key=lambda entry: entry.line)
        name = self.state.overlay.name if self.state.overlay else ""
        parsed = [self.parsed.take(page) for page in pages]
        return model_to_compare_some(parsed, overlay_of(entries, name))

    def _texts(self, group: Sequence[str]) -> list[object]:
        pages = {page.name: page.sha256 for page in self.state.pages}
        return [
            (pages.get(page), [each.sha256 for each in self.entries.get(page, ())])
            for page in group
        ]


def _merged(
    one: Mapping[str, Naming], other: Mapping[str, Naming]
) -> dict[str, Naming]:
    nothing = Naming({}, frozenset())
    merged: dict[str, Naming] = {}
    for page in {*one, *other}:
        a, b = one.get(page, nothing), other.get(page, nothing)
        merged[page] = Naming({**a.declared, **b.declared}, a.words | b.words)
    return merged
