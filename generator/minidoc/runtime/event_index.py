"""Which watched topics an event is about, found without looking at all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from .json_types import JSONValue
from .states import subject_of
from .topics import Apply
from .watched import Watched

_Names: TypeAlias = tuple[str, ...]
_Found: TypeAlias = dict[Watched, Apply]


class EventIndex:
    """Watched topics by kind of event, and by the ids that an event carries."""

    __slots__ = ("_by_type",)

    def __init__(self) -> None:
        self._by_type: dict[str, dict[_Names, dict[_Names, _Found]]] = {}

    def add(self, watched: Watched) -> None:
        """Find this topic from now on."""
        names, values = _subject(watched)
        for event in watched.topic.events:
            by_names = self._by_type.setdefault(event.type, {})
            by_values = by_names.setdefault(names, {})
            by_values.setdefault(values, {})[watched] = event.apply

    def remove(self, watched: Watched) -> None:
        """Do not find this topic any more."""
        names, values = _subject(watched)
        for event in watched.topic.events:
            by_values = self._by_type[event.type][names]
            by_values[values].pop(watched)
            if not by_values[values]:
                del by_values[values]

    def knows(self, event: Mapping[str, JSONValue]) -> bool:
        """Tell whether some topic ever changes by this kind of event."""
        kind = event.get("type")
        return isinstance(kind, str) and kind in self._by_type

    def find(self, event: Mapping[str, JSONValue]) -> Iterator[tuple[Watched, Apply]]:
        """Give the topics that the event changes, and how."""
        kind = event.get("type")
        if not isinstance(kind, str):
            return
        for names, by_values in self._by_type.get(kind, {}).items():
            values = [event.get(name) for name in names]
            ids = tuple(value for value in values if isinstance(value, str))
            if len(ids) == len(names):
                yield from tuple(by_values.get(ids, {}).items())


def _subject(watched: Watched) -> tuple[_Names, _Names]:
    pairs = subject_of(watched.topic)
    return tuple(name for name, _ in pairs), tuple(value for _, value in pairs)
