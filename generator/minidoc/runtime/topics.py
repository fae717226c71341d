"""Topics: state of the service that can be read and watched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import lru_cache
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from .json_types import FrozenDict, JSONValue

T_co = TypeVar("T_co", covariant=True)

Apply: TypeAlias = Literal["replace", "patch", "remove"]
"""What an event does to the state: replaces it by the event's `state`, or by a `diff`
that is the whole; merges the event's `diff` into it; or takes it away."""


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of event that changes the state of a topic."""

    type: str
    """The wire name, such as `user.edited`."""

    apply: Apply


@lru_cache(maxsize=256)
def _one(value: Any) -> Any:
    """Return the first value that was equal to this one, so that the rest can go."""
    return value


@dataclass(frozen=True, slots=True)
class Topic(Generic[T_co]):
    """State that can be read and watched; a `T_co` when it is there."""

    path: tuple[str, ...]
    """The segments of the path, not encoded."""

    decode: Callable[[Mapping[str, JSONValue]], T_co]
    """Reads the state; raises `DecodeError`."""

    _: KW_ONLY
    batch: str | None = None
    """The id, if the path is read for many ids at once; the answer is a map by id, in
    which an id that does not exist is missing or null."""

    query: Mapping[str, JSONValue] = field(default_factory=FrozenDict[str, JSONValue])
    """Parameters of the GET."""

    events: tuple[Event, ...] = ()
    joins: Mapping[str, Topic[object]] = field(
        default_factory=FrozenDict[str, "Topic[object]"]
    )
    """Topics whose state is inserted as a field of this one, before it is decoded.
    Without it there is no state at all."""

    absent: tuple[str, ...] = ()
    """Error codes of the GET that mean: there is no state."""

    def __post_init__(self) -> None:
        """Share what is equal in all topics of a kind: there may be thousands."""
        object.__setattr__(self, "events", _one(self.events))
        object.__setattr__(self, "decode", _one(self.decode))
