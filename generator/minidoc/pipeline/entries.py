"""The overlay in pieces: each entry can be read without the others.

In: the text of an overlay. Out: its entries as texts, with their pages and the names in
them. Whatever is not plainly made of entries is for the whole file to be read.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import accumulate
from types import MappingProxyType
from typing import Any, cast

from minidoc.ir.overlay import Overlay, load_overlay
from minidoc.pipeline.connect import words_of
from minidoc.values import frozen

_HEADER = re.compile(r"(?m)^\[\[(?P<kind>[a-z]+)\]\][ \t]*(?:#[^\n]*)?$")
_EMPTY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:#[^\n]*)?")
_PAGE = re.compile(r'(?m)^page = "([^"\\]*)"')
_DECLARING = frozenset({"enum", "type"})

TOPIC = "topic:"
"""What stands before the name of a topic, which is no name of a page."""


@frozen
class EntryText:
    """One entry as it stands in the file.

    Attributes:
        kind: `topic`, `bind` and so on.
        line: The first line.
        text: From its header to the next one.
        sha256: Hash of the text, hex.
    """

    kind: str
    line: int
    text: str
    sha256: str

    @property
    def likely_page(self) -> str:
        """The page that it is for, as far as that can be seen without reading it."""
        found = _PAGE.search(self.text)
        return found[1] if found else ""


@frozen
class EntryNames:
    """What an entry says of pages and names.

    Attributes:
        page: The page that it is for.
        declared: The type that it declares, the topic after `TOPIC`, or nothing.
        words: Names that may mean something of another page, and topics after `TOPIC`.
        table: The entry itself, where it has just been read.
    """

    page: str
    declared: tuple[str, ...]
    words: frozenset[str]
    table: Mapping[str, Any] | None = field(default=None, compare=False)


def split_entries(text: str) -> tuple[EntryText, ...] | None:
    """Cut an overlay at the headers of its entries; None if that is not all it has."""
    normal = text.removeprefix("\ufeff").replace("\r\n", "\n")
    heads = list(_HEADER.finditer(normal))
    first = heads[0].start() if heads else len(normal)
    if not _EMPTY.fullmatch(normal, 0, first):
        return None
    starts = [head.start() for head in heads]
    line, at = 1, 0
    found: list[EntryText] = []
    for head, end in zip(heads, [*starts[1:], len(normal)], strict=False):
        line += normal.count("\n", at, head.start())
        at = head.start()
        piece = normal[at:end]
        digest = hashlib.sha256(piece.encode("utf-8", "surrogatepass")).hexdigest()
        found.append(EntryText(head["kind"], line, piece, digest))
    return tuple(found)


def read_names(entry: EntryText) -> EntryNames | None:
    """Read what an entry names; None if it is not one entry with a page and no more.

    A header inside a text of several lines ends that text too early, so that neither
    piece is TOML: whoever reads all pieces has read the file.
    """
    try:
        data = tomllib.loads(entry.text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    tables = cast("list[dict[str, Any]]", data.get(entry.kind, []))
    if len(data) != 1 or len(tables) != 1:
        return None
    table = tables[0]
    page, name = table.get("page"), table.get("name")
    if not isinstance(page, str):
        return None
    declared: tuple[str, ...] = ()
    if isinstance(name, str):
        declared = _declared(entry.kind, name)
    texts = [each for key, each in table.items() if key != "reason"]
    words = frozenset(word for text in _texts(texts) for word in words_of(text))
    # A topic has a name of everyday words, but is named in one place only.
    topics = frozenset(f"{TOPIC}{name}" for name in _topics(table))
    return EntryNames(page, declared, words | topics, table)


def overlay_of(
    entries: Sequence[EntryText],
    name: str,
    known: Mapping[str, EntryNames] = MappingProxyType({}),
    *,
    is_placed: bool = True,
) -> Overlay:
    """Read some of the entries; each finding stands where it is in the whole file.

    Args:
        entries: The entries.
        name: What to call the file in diagnostics.
        known: By the hashes of entries; what was read of them is not read again.
        is_placed: Find out where each key stands, which no good entry needs.

    Raises:
        GenerationError: If there is a mistake in them.
    """
    if not entries:
        return Overlay(name)
    starts = [0, *accumulate(entry.text.count("\n") for entry in entries)]

    def line(joined: int) -> int:
        number = min(bisect_right(starts, joined - 1), len(entries)) - 1
        return entries[number].line + joined - 1 - starts[number]

    text = "".join(entry.text for entry in entries)
    data = _data(entries, known)
    return load_overlay(text, name, line, data, is_placed=is_placed)


def _data(
    entries: Sequence[EntryText], known: Mapping[str, EntryNames]
) -> dict[str, Any] | None:
    data: dict[str, Any] = {}
    for entry in entries:
        names = known.get(entry.sha256)
        if names is None or names.table is None:
            return None
        data.setdefault(entry.kind, []).append(names.table)
    return data


def _declared(kind: str, name: str) -> tuple[str, ...]:
    if kind == "topic":
        return (f"{TOPIC}{name}",)
    return (name,) if kind in _DECLARING else ()


def _topics(value: object) -> Iterator[str]:
    """Yield what stands under a key `topic`, at any depth."""
    if isinstance(value, dict):
        for key, each in cast("dict[str, object]", value).items():
            if key == "topic" and isinstance(each, str):
                yield each
            yield from _topics(each)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _topics(each)


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a value, the keys of tables included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in cast("dict[str, object]", value).items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _texts(each)
