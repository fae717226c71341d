"""What pushed events do to the state of a topic, and which topics an event is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .json_types import FrozenDict, JSONValue
from .topics import Apply, Topic

State = Mapping[str, JSONValue] | None
"""The state of a topic as the service tells it; `None`: there is no such thing."""

Subject = tuple[tuple[str, str], ...]
"""Which thing an event is about: pairs such as `("userId", "bob")`."""

_ID_FIELDS = {
    "users": "userId",
    "participants": "userId",
    "conversations": "conversationId",
    "messages": "messageId",
}
_PATCHED_BY_KEY = frozenset({"custom"})
"""Fields whose value in a diff is itself a diff."""


def subject_of(topic: Topic[object]) -> Subject:
    """Return what events about this topic say they are about."""
    segments = topic.path if topic.batch is None else (*topic.path, topic.batch)
    return tuple(_subject(iter(segments)))


def _subject(segments: Iterator[str]) -> Iterator[tuple[str, str]]:
    for segment in segments:
        field = _ID_FIELDS.get(segment)
        identity = next(segments, None) if field else None
        if field and identity is not None:
            yield field, identity


def kept(state: State) -> State:
    """Return a state with its maps frozen, so that snapshots of it can share them."""
    if state is None:
        return None
    return {
        name: FrozenDict(value) if isinstance(value, Mapping) else value
        for name, value in state.items()
    }


def changed(state: State, apply: Apply, event: Mapping[str, JSONValue]) -> State:
    """Return the state after an event; the old one, if the event says nothing."""
    if apply == "remove":
        return None
    if apply == "replace":
        whole = event.get("state", event.get("diff"))
        return kept(whole) if isinstance(whole, Mapping) else state
    diff = event.get("diff")
    if state is None or not isinstance(diff, Mapping):
        return state
    patched = dict(state)
    for name, value in diff.items():
        inner = name in _PATCHED_BY_KEY
        patched[name] = _patched(patched.get(name), value) if inner else value
    return patched


def _patched(old: JSONValue, diff: JSONValue) -> JSONValue:
    """Change a map key by key; null takes a key away, or all of them."""
    before: Mapping[str, JSONValue] = old if isinstance(old, Mapping) else {}
    if not isinstance(diff, Mapping):
        return FrozenDict[str, JSONValue]() if diff is None else diff
    merged = {**before, **diff}
    return FrozenDict({k: value for k, value in merged.items() if value is not None})
