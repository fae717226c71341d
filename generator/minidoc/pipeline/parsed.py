"""Parsed pages between two uses: the first as they are, all others packed.

A parsed page takes a tenth of a megabyte and parsing it once more some four
milliseconds; packed it takes a third of that and one millisecond there and back.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field

from minidoc.pages import Page
from minidoc.syntax import Parsed, parse

# Pages that stay as they are.
_OPEN = 100


@dataclass(slots=True)
class ParsedPages:
    """What this process has parsed.

    Attributes:
        is_packing: Whether each page will be wanted just once more, by whoever parses
            it: those beyond the first are packed. Or else few will, and more than once:
            those beyond the first are forgotten.
        earlier: What was parsed before for the same comparison.
    """

    is_packing: bool = True
    earlier: ParsedPages | None = None
    _open: dict[tuple[str, str], Parsed] = field(
        default_factory=dict[tuple[str, str], Parsed]
    )
    _packed: dict[tuple[str, str], bytes] = field(
        default_factory=dict[tuple[str, str], bytes]
    )

    def parse(self, page: Page) -> Parsed:
        """Parse a page that will be wanted once more."""
        parsed = parse(page)
        if len(self._open) < _OPEN:
            self._open[_key(page)] = parsed
        elif self.is_packing:
            self._packed[_key(page)] = pickle.dumps(parsed, pickle.HIGHEST_PROTOCOL)
        return parsed

    def take(self, page: Page) -> Parsed:
        """Return a page; packing, whoever asks for it again has it parsed again."""
        key = _key(page)
        if key in self._packed:
            # It never left this process.
            found: Parsed = pickle.loads(self._packed.pop(key))  # noqa: S301
            return found
        if self.is_packing:
            return self._open.pop(key, None) or parse(page)
        return self.kept(page) or parse(page)

    def kept(self, page: Page) -> Parsed | None:
        """Return a page that is there as it is, here or from before."""
        found = self._open.get(_key(page))
        return found or (self.earlier.kept(page) if self.earlier else None)


def _key(page: Page) -> tuple[str, str]:
    """Name a page and its text: the same text elsewhere has other spans."""
    return page.name, page.sha256
