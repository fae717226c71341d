"""ETag and Last-Modified by address: a cache that may be lost at any time.

It is no part of the lock: servers change these headers without changing a page, and
every such change would be a change to commit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from minidoc.values import frozen

_MOST_CHARACTERS = 1000


@frozen
class Validators:
    """What a server said of the bytes that it sent; empty texts where it did not."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for a page only if it has changed."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


NOTHING = Validators()
"""What is known of a page that was never asked for."""


@frozen
class Remembered:
    """Validators, and the SHA-256 of the bytes that they speak of."""

    validators: Validators
    sha256: str


def remembered_text(pages: Mapping[str, Remembered]) -> str:
    """Return the cache's text."""
    data = {
        address: [each.sha256, each.validators.etag, each.validators.last_modified]
        for address, each in sorted(pages.items())
        if each.validators
    }
    return json.dumps(data, indent=2) + "\n"


def parse_remembered(text: str) -> dict[str, Remembered]:
    """Read the cache's text; what is not understood is forgotten."""
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    found: dict[str, Remembered] = {}
    for address, entry in cast("dict[str, object]", data).items():
        texts = _texts(entry)
        if texts is not None:
            found[address] = Remembered(Validators(texts[1], texts[2]), texts[0])
    return found


def _texts(entry: object) -> tuple[str, str, str] | None:
    if not isinstance(entry, list):
        return None
    match cast("list[object]", entry):
        case [str(one), str(two), str(three)] if all(
            _is_header(text) for text in (two, three)
        ):
            return one, two, three
        case _:
            return None


def _is_header(text: str) -> bool:
    return len(text) <= _MOST_CHARACTERS and text.isascii() and text.isprintable()
