"""Which watched topics an event is about, found without looking at all of them.

There may be thousands. What is read of each costs more than what is done with it, so
all that topics of a kind have in common stands with the kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from .json_types import JSONValue
from .states import subject_of
from .topics import Apply, Event
from .watched import Watched

_Key: TypeAlias = str | tuple[str, ...]


class EventIndex:
    """Watched topics by the ids that events carry."""

    __slots__ = ("_by_event", "_groups")

    def __init__(self) -> None:
        self._groups: dict[tuple[tuple[str, ...], tuple[Event, ...]], _Group] = {}
        self._by_event: dict[str, list[tuple[_Group, Apply]]] = {}
        """By every kind of event that ever meant anything."""

    def add(self, watched: Watched) -> None:
        """Find this topic from now on."""
        names, key = _subject(watched)
        group = self._group(names, watched.topic.events)
        group.topics[key] = (*group.topics.get(key, ()), watched)

    def remove(self, watched: Watched) -> None:
        """Do not find this topic any more."""
        names, key = _subject(watched)
        group = self._group(names, watched.topic.events)
        left = tuple(each for each in group.topics.pop(key) if each is not watched)
        if left:
            group.topics[key] = left

    def knows(self, event: Mapping[str, JSONValue]) -> bool:
        """Tell whether some topic ever changes by this kind of event."""
        kind = event.get("type")
        return isinstance(kind, str) and kind in self._by_event

    def find(
        self, event: Mapping[str, JSONValue]
    ) -> Sequence[tuple[Sequence[Watched], Apply]]:
        """Return the topics that the event changes, and how."""
        kind = event.get("type")
        groups = self._by_event.get(kind, ()) if isinstance(kind, str) else ()
        return [(group.find(event), apply) for group, apply in groups]

    def _group(self, names: tuple[str, ...], events: tuple[Event, ...]) -> _Group:
        group = self._groups.get((names, events))
        if group is None:
            group = self._groups[names, events] = _Group(names)
            for event in events:
                found = self._by_event.setdefault(event.type, [])
                found.append((group, event.apply))
        return group


class _Group:
    """Topics about the same kind of thing that change by the same events."""

    __slots__ = ("_names", "topics")

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self.topics: dict[_Key, tuple[Watched, ...]] = {}
        """By the id of the thing, or by its ids."""

    def find(self, event: Mapping[str, JSONValue]) -> tuple[Watched, ...]:
        """Return the topics about the thing that an event is about."""
        if len(self._names) == 1:
            value = event.get(self._names[0])
            return self.topics.get(value, ()) if isinstance(value, str) else ()
        values = [event.get(name) for name in self._names]
        ids = tuple([value for value in values if isinstance(value, str)])
        return self.topics.get(ids, ()) if len(ids) == len(values) else ()


def _subject(watched: Watched) -> tuple[tuple[str, ...], _Key]:
    pairs = subject_of(watched.topic)
    values = tuple(value for _, value in pairs)
    return tuple(name for name, _ in pairs), values[0] if len(values) == 1 else values
