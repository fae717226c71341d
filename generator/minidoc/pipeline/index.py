"""What earlier runs know of pages and entries: names, so that nothing must be parsed.

In and out: one text on the shelf. What it says of a text, it says by the text's hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from minidoc.pipeline.connect import Naming
from minidoc.pipeline.entries import EntryNames
from minidoc.pipeline.shelf import Shelf

_NAME = "index"


@dataclass(slots=True)
class Index:
    """What is known.

    Attributes:
        names: Digest of all declared names that the words were looked for.
        pages: Naming of pages by their hash; of the words only declared names.
        entries: The same of entries.
        together: Pages that belong together although no name says so.
    """

    names: str = ""
    pages: dict[str, Naming] = field(default_factory=dict[str, Naming])
    entries: dict[str, EntryNames] = field(default_factory=dict[str, EntryNames])
    together: list[list[str]] = field(default_factory=list[list[str]])

    @classmethod
    def read(cls, shelf: Shelf) -> Index:
        """Take the index from the shelf; an empty one if there is none."""
        return cls.of_text(shelf.read(_NAME) or "")

    @classmethod
    def of_text(cls, text: str) -> Index:
        """Read what `text` wrote; an empty index for anything else."""
        try:
            return _index(json.loads(text))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            return cls()

    def write(self, shelf: Shelf) -> None:
        """Put the index on the shelf."""
        shelf.write(_NAME, self.text())

    def text(self) -> str:
        """Write the index."""
        data = {
            "names": self.names,
            "pages": {
                sha256: [dict(naming.declared), sorted(naming.words)]
                for sha256, naming in self.pages.items()
            },
            "entries": {
                sha256: [names.page, names.declared, sorted(names.words)]
                for sha256, names in self.entries.items()
            },
            "together": self.together,
        }
        return json.dumps(data)


def digest_of(texts: Iterable[str]) -> str:
    """Return one hash, hex, for texts in their order."""
    found = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


def _index(data: Any) -> Index:
    pages = {
        sha256: Naming({str(k): bool(v) for k, v in declared.items()}, frozenset(words))
        for sha256, (declared, words) in data["pages"].items()
    }
    entries = {
        sha256: EntryNames(page, tuple(declared), frozenset(words))
        for sha256, (page, declared, words) in data["entries"].items()
    }
    together = [[str(page) for page in pages] for pages in data["together"]]
    return Index(str(data["names"]), pages, entries, together)
