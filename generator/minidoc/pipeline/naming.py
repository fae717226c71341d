"""The names of all pages and entries: from the index where it knows them, else read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from minidoc.ir.lower import declared_names
from minidoc.pages import Page
from minidoc.pipeline.connect import Naming, words_of
from minidoc.pipeline.entries import TOPIC, EntryNames, EntryText, read_names
from minidoc.pipeline.index import Index, digest_of
from minidoc.syntax import Parsed, parse


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of a run.

    Attributes:
        pages: Naming of each page by its name, its entries included.
        declared: Every type, function and topic, and whether it is a type.
        index: What is to be known the next time.
        parsed: Pages that had to be parsed, by name.
    """

    pages: Mapping[str, Naming]
    declared: Mapping[str, bool]
    index: Index
    parsed: dict[str, Parsed]

    def page_of(self, entry: EntryText) -> str:
        """Return the page that an entry is for."""
        return self.index.entries[entry.sha256].page

    def topics(self, entries: Iterable[EntryText]) -> list[str]:
        """Return the topics that entries declare, in the entries' order."""
        declared = (self.index.entries[entry.sha256].declared for entry in entries)
        names = (name for each in declared for name in each)
        return [name.removeprefix(TOPIC) for name in names if name.startswith(TOPIC)]


def read_all_names(
    pages: Sequence[Page], entries: Sequence[EntryText], index: Index
) -> Names | None:
    """Read the names of a run.

    Returns:
        The names; None if an entry has a mistake, or is for a page that is not given.
    """
    of_entries = {
        e.sha256: index.entries.get(e.sha256) or read_names(e) for e in entries
    }
    given = {page.name for page in pages}
    sound = {k: each for k, each in of_entries.items() if each and each.page in given}
    if len(sound) < len(of_entries):
        return None
    parsed = {
        page.name: parse(page) for page in pages if page.sha256 not in index.pages
    }
    own = {page.sha256: _declared(page, parsed, index) for page in pages}
    reading = _Reading(pages, entries, index, own, sound)
    known = reading.known()
    return Names(reading.merged(known), reading.declared(), known, parsed)


def _declared(
    page: Page, parsed: Mapping[str, Parsed], index: Index
) -> Mapping[str, bool]:
    if page.sha256 in index.pages:
        return index.pages[page.sha256].declared
    document = parsed[page.name].document
    return declared_names(document) if document is not None else {}


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a run has read; pages and entries by their hashes."""

    pages: Sequence[Page]
    entries: Sequence[EntryText]
    index: Index
    of_pages: Mapping[str, Mapping[str, bool]]
    of_entries: Mapping[str, EntryNames]

    def declared(self) -> dict[str, bool]:
        found = {
            name: True for each in self.of_entries.values() for name in each.declared
        }
        for own in self.of_pages.values():
            found |= own
        return found

    def known(self) -> Index:
        """Make the next index. Of the words only those that are names are kept."""
        declared = self.declared()
        digest = digest_of(f"{name} {declared[name]}" for name in sorted(declared))
        # Other names of before: the words that are kept may lack some of today's.
        old = self.index if self.index.names == digest else Index()
        known = Index(digest)
        for page in self.pages:
            before = old.pages.get(page.sha256)
            words = before.words if before else words_of(page.text) & declared.keys()
            known.pages[page.sha256] = Naming(self.of_pages[page.sha256], words)
        for entry in self.entries:
            names = old.entries.get(entry.sha256) or read_names(entry)
            assert names is not None, "it was read before"
            kept = replace(names, words=names.words & declared.keys())
            known.entries[entry.sha256] = kept
        return known

    def merged(self, known: Index) -> dict[str, Naming]:
        """Return the naming of each page, its entries included."""
        declared = {p.name: dict(self.of_pages[p.sha256]) for p in self.pages}
        words = {p.name: set(known.pages[p.sha256].words) for p in self.pages}
        for entry in self.entries:
            names = known.entries[entry.sha256]
            declared[names.page] |= dict.fromkeys(names.declared, True)
            words[names.page] |= names.words
        return {p: Naming(declared[p], frozenset(words[p])) for p in declared}
