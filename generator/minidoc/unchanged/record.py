"""The record of one run: facts, and what each command says while they hold.

In: a record, or a text. Out: the other. Strings with their lengths, so that nothing has
to be escaped and nothing imported.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    Fact: TypeAlias = tuple[str, str, str]
    """Kind, path, and how it was."""

    Said: TypeAlias = tuple[str, str, str]
    """Command, its standard output, and its standard error."""


def record_text(facts: Sequence[Fact], said: Sequence[Said]) -> str:
    """Write a record."""
    fields = [str(len(facts)), *_flat(facts), *_flat(said)]
    return "".join(f"{len(field)}:{field}" for field in fields)


def read_record(text: str) -> tuple[list[Fact], list[Said]]:
    """Read a record.

    Raises:
        ValueError: If it is none.
    """
    fields = list(_fields(text))
    count = int(fields[0]) if fields else 0
    triples = list(zip(fields[1::3], fields[2::3], fields[3::3], strict=False))
    if len(triples) * 3 + 1 != len(fields) or not 0 < count <= len(triples):
        raise ValueError("this is no record")
    return triples[:count], triples[count:]


def _flat(triples: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    for triple in triples:
        yield from triple


def _fields(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        colon = text.index(":", at)
        end = colon + 1 + int(text[at:colon])
        if end > len(text):
            raise ValueError("this is no record")
        yield text[colon + 1 : end]
        at = end
