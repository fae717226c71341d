"""What users and their fields should be, as simply as it can be said.

Each key of a user's `custom` has one session that writes it. Which of several writes
that were under way together comes last, nobody knows, nor whether one that failed was
carried out; everything else is certain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from talkjs import TalkJSError


class Write(Protocol):
    """A call that writes: whether it has ended, and how."""

    is_settled: bool

    def result(self) -> object:
        """Return nothing, or raise what the call failed with."""


def was_refused(write: Write) -> bool:
    """Tell whether a write that has ended has failed."""
    try:
        write.result()
    except TalkJSError:
        return True
    return False


@dataclass
class Together:
    """Writes of one key that were under way together."""

    before: frozenset[str | None] = frozenset({None})
    writes: list[tuple[Write, str]] = field(default_factory=list[tuple[Write, str]])

    @property
    def is_over(self) -> bool:
        """Whether all have ended."""
        return all(write.is_settled for write, _ in self.writes)

    @property
    def possible(self) -> frozenset[str | None]:
        """What the key may be, when all have ended."""
        is_sure = not all(was_refused(write) for write, _ in self.writes)
        values = frozenset[str | None](value for _, value in self.writes)
        return values if is_sure else values | self.before


@dataclass
class Model:
    """Users by id, and the writes of each key of theirs."""

    names: dict[str, str] = field(default_factory=dict[str, str])
    keys: dict[tuple[str, str], Together] = field(
        default_factory=dict[tuple[str, str], Together]
    )

    def writing(self, user_id: str, key: str, value: str, write: Write) -> None:
        """Note a write that begins."""
        together = self.keys.setdefault((user_id, key), Together())
        if together.is_over:
            together = self.keys[user_id, key] = Together(together.possible)
        together.writes.append((write, value))

    def allows(self, user_id: str, name: str, custom: dict[str, str]) -> bool:
        """Tell whether a user may look like this, when all writes have ended."""
        mine = {key: each for (of, key), each in self.keys.items() if of == user_id}
        fits = all(custom.get(key) in each.possible for key, each in mine.items())
        return name == self.names[user_id] and fits and custom.keys() <= mine.keys()
