"""The names of all pages and entries: from the index where it knows them, else read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from minidoc.ir.lower import declared_names
from minidoc.pages import Page
from minidoc.pipeline.connect import Naming, words_of
from minidoc.pipeline.entries import TOPIC, EntryNames, EntryText, read_names
from minidoc.pipeline.halves import Half
from minidoc.pipeline.index import Index, digest_of
from minidoc.pipeline.parsed import ParsedPages
from minidoc.values import frozen


@frozen
class Names:
    """Every name of a run.

    Attributes:
        pages: Naming of each page by its name, its entries included.
        declared: Every type, function and topic, and whether it is a type.
        index: What is to be known the next time.
        read_here: Names of all pages that were parsed here.
    """

    pages: Mapping[str, Naming]
    declared: Mapping[str, bool]
    index: Index
    read_here: set[str]

    def page_of(self, entry: EntryText) -> str:
        """Return the page that an entry is for."""
        return self.index.entries[entry.sha256].page

    def forget_tables(self) -> None:
        """Let go of what only the making of units needs."""
        for sha256, names in self.index.entries.items():
            self.index.entries[sha256] = replace(names, table=None)

    def topics(self, entries: Iterable[EntryText]) -> list[str]:
        """Return the topics that entries declare, in the entries' order."""
        declared = (self.index.entries[entry.sha256].declared for entry in entries)
        names = (name for each in declared for name in each)
        return [name.removeprefix(TOPIC) for name in names if name.startswith(TOPIC)]


def read_all_names(
    pages: Sequence[Page],
    entries: Sequence[EntryText],
    index: Index,
    half: Half,
    parsed: ParsedPages,
) -> Names | None:
    """Read the names of a run.

    Args:
        pages: All pages.
        entries: All entries of the overlay.
        index: What is known of some of them.
        half: Reads one half of what is not known.
        parsed: Keeps the pages that are parsed for that.

    Returns:
        The names; None if an entry has a mistake, or is for a page that is not given.
    """
    reading = _Reading(index, parsed)
    new_pages = [page for page in pages if page.sha256 not in index.pages]
    new_entries = [each for each in entries if each.sha256 not in index.entries]
    numbers = {page.name: number for number, page in enumerate(new_pages)}
    reading.read(
        (page for page in new_pages if half.has(numbers[page.name])),
        (e for e in new_entries if half.has(numbers.get(e.likely_page, e.line))),
    )
    reading.add(Index.of_text(half.exchange(reading.fresh.text())))
    # What the other one was to read, if it has died.
    reading.read(new_pages, new_entries)
    given = {page.name for page in pages}
    if not all(reading.is_for(each, given) for each in entries):
        return None
    return reading.names(pages, entries, half)


@dataclass(slots=True)
class _Reading:
    """What is known, and what has been read."""

    index: Index
    parsed: ParsedPages
    fresh: Index = field(default_factory=Index)
    read_here: set[str] = field(default_factory=set[str])

    def read(self, pages: Iterable[Page], entries: Iterable[EntryText]) -> None:
        """Read what has not been read; a mistake leaves an entry out."""
        for page in pages:
            if page.sha256 not in self.fresh.pages:
                document = self.parsed.parse(page).document
                self.read_here.add(page.name)
                declared = declared_names(document) if document is not None else {}
                self.fresh.pages[page.sha256] = Naming(declared, frozenset())
        for entry in entries:
            if entry.sha256 not in self.fresh.entries:
                names = read_names(entry)
                if names is not None:
                    self.fresh.entries[entry.sha256] = names

    def add(self, other: Index) -> None:
        """Take what the other one has read."""
        self.fresh.pages |= other.pages
        self.fresh.entries |= other.entries

    def is_for(self, entry: EntryText, pages: set[str]) -> bool:
        """Tell whether an entry was read and is for one of the pages."""
        found = self.fresh.entries.get(entry.sha256) or self.index.entries.get(
            entry.sha256
        )
        return found is not None and found.page in pages

    def names(
        self, pages: Sequence[Page], entries: Sequence[EntryText], half: Half
    ) -> Names:
        """Put everything together; of the words only those that are names count."""
        known = Index()
        known.pages = {
            sha256: self.fresh.pages.get(sha256) or self.index.pages[sha256]
            for sha256 in (page.sha256 for page in pages)
        }
        known.entries = {
            sha256: self.fresh.entries.get(sha256) or self.index.entries[sha256]
            for sha256 in (entry.sha256 for entry in entries)
        }
        declared = _declared(known)
        known.names = digest_of(f"{n} {declared[n]}" for n in sorted(declared))
        # Under other names, words that were kept may lack some of today's.
        is_same = known.names == self.index.names
        words = Index()
        read = [
            page for page in pages if not (is_same and page.sha256 in self.index.pages)
        ]
        own = [page for page in read if page.name in self.read_here]
        _read_words(words, own, known, declared)
        words.pages |= Index.of_text(half.exchange(words.text())).pages
        _read_words(words, read, known, declared)
        known.pages |= words.pages
        for entry in entries:
            if not (is_same and entry.sha256 in self.index.entries):
                known.entries[entry.sha256] = self._entry(entry, declared)
        merged = _merged(known, pages, entries)
        return Names(merged, declared, known, self.read_here)

    def _entry(self, entry: EntryText, declared: Mapping[str, bool]) -> EntryNames:
        names = self.fresh.entries.get(entry.sha256) or read_names(entry)
        assert names is not None, "it was read before"
        return replace(names, words=names.words & declared.keys())


def _declared(known: Index) -> dict[str, bool]:
    found = {name: True for each in known.entries.values() for name in each.declared}
    for naming in known.pages.values():
        found |= naming.declared
    return found


def _read_words(
    words: Index, pages: Iterable[Page], known: Index, declared: Mapping[str, bool]
) -> None:
    """Look for declared names in pages that nobody has looked through yet."""
    for page in pages:
        if page.sha256 not in words.pages:
            naming = known.pages[page.sha256]
            found = words_of(page.text) & declared.keys()
            words.pages[page.sha256] = Naming(naming.declared, found)


def _merged(
    known: Index, pages: Iterable[Page], entries: Iterable[EntryText]
) -> dict[str, Naming]:
    """Return the naming of each page, its entries included."""
    named = {page.name: known.pages[page.sha256] for page in pages}
    declared = {page: dict(naming.declared) for page, naming in named.items()}
    words = {page: set(naming.words) for page, naming in named.items()}
    for entry in entries:
        names = known.entries[entry.sha256]
        declared[names.page] |= dict.fromkeys(names.declared, True)
        words[names.page] |= names.words
    return {page: Naming(declared[page], frozenset(words[page])) for page in declared}
