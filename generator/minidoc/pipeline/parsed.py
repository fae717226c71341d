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
        is_packing: Whether pages beyond the first are packed, for most of them will be
            wanted, or else forgotten.
    """

    is_packing: bool = True
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
        """Return a page; whoever asks for it again has it parsed again."""
        key = _key(page)
        if key in self._packed:
            # It never left this process.
            found: Parsed = pickle.loads(self._packed.pop(key))  # noqa: S301
            return found
        return self._open.pop(key, None) or parse(page)


def _key(page: Page) -> tuple[str, str]:
    """Name a page and its text: the same text elsewhere has other spans."""
    return page.name, page.sha256
