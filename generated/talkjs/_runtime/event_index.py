"""Which watched topics an event is about, found without looking at all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from .json_types import JSONValue
from .states import subject_of
from .topics import Apply
from .watched import Watched

_Names: TypeAlias = tuple[str, ...]


class EventIndex:
    """Watched topics by the ids that events carry; a tuple takes the least room."""

    __slots__ = ("_by_names", "_kinds")

    def __init__(self) -> None:
        self._by_names: dict[_Names, dict[_Names, tuple[Watched, ...]]] = {}
        self._kinds: dict[str, dict[_Names, None]] = {}
        """Every kind of event that ever meant anything, and which ids it carries."""

    def add(self, watched: Watched) -> None:
        """Find this topic from now on."""
        names, values = _subject(watched)
        for event in watched.topic.events:
            self._kinds.setdefault(event.type, {})[names] = None
        by_values = self._by_names.setdefault(names, {})
        by_values[values] = (*by_values.get(values, ()), watched)

    def remove(self, watched: Watched) -> None:
        """Do not find this topic any more."""
        names, values = _subject(watched)
        by_values = self._by_names[names]
        left = tuple(each for each in by_values.pop(values) if each is not watched)
        if left:
            by_values[values] = left

    def knows(self, event: Mapping[str, JSONValue]) -> bool:
        """Tell whether some topic ever changes by this kind of event."""
        kind = event.get("type")
        return isinstance(kind, str) and kind in self._kinds

    def find(self, event: Mapping[str, JSONValue]) -> list[tuple[Watched, Apply]]:
        """Return the topics that the event changes, and how."""
        kind = event.get("type")
        found: list[tuple[Watched, Apply]] = []
        if not isinstance(kind, str):
            return found
        for names in self._kinds.get(kind, ()):
            ids = [value for name in names if isinstance(value := event.get(name), str)]
            if len(ids) == len(names):
                for watched in self._by_names[names].get(tuple(ids), ()):
                    found += _changes(watched, kind)
        return found


def _changes(watched: Watched, kind: str) -> list[tuple[Watched, Apply]]:
    return [(watched, each.apply) for each in watched.topic.events if each.type == kind]


def _subject(watched: Watched) -> tuple[_Names, _Names]:
    pairs = subject_of(watched.topic)
    return tuple(name for name, _ in pairs), tuple(value for _, value in pairs)
