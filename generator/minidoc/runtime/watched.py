"""What a session watches: topics with their state, and views on them.

There may be ten thousand of each, so what mostly has one element or none is a tuple.

A view is what subscriptions and reads of one topic share: the topic, those joined to
it, and the newest snapshot. Nothing here knows of connections, ids or time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from sys import intern
from typing import Any, TypeAlias

from .calls import Call
from .errors import TalkJSError
from .feed import Feed
from .json_types import JSONValue
from .reads import with_joins
from .states import State, changed
from .topics import Apply, Topic

TopicKey: TypeAlias = tuple[tuple[str, ...], str | None, str]
ViewKey: TypeAlias = tuple[tuple[TopicKey, Callable[..., object]], ...]

_ALL = frozenset({"SUBSCRIBE", "GET"})
_STATE = frozenset({"GET"})
_NOTHING: frozenset[str] = frozenset()
_MOST_EARLY = 100
"""So many events that come before a state are kept; the state has the older ones."""


class Watched:
    """One topic at the service, without what is joined to it."""

    __slots__ = ("_early", "failures", "is_asked", "is_fresh", "missing", "refusals",
                 "round", "state", "topic", "views")  # fmt: skip

    def __init__(self, topic: Topic[object]) -> None:
        self.topic = topic
        self.state: State = None
        self.round = 0
        """Rises each time it is asked for anew; answers to older rounds are ignored."""
        self.missing = _NOTHING
        """Of SUBSCRIBE and GET: what was not answered yet in this round."""
        self.is_fresh = False
        """Whether the state is of this round, so that events may change it."""
        self.is_asked = False
        """Whether this connection has been asked to push changes of it."""
        self.failures = 0
        """Answers 500 in a row."""
        self.refusals = 0
        """Answers 401 in a row, each to another token."""
        self.views: tuple[View, ...] = ()
        self._early: tuple[tuple[Apply, Mapping[str, JSONValue]], ...] = ()

    def restart(self) -> None:
        """Begin a new round: nothing is asked, and nothing answered."""
        self.round += 1
        self.missing = _ALL
        self.is_fresh = False
        self._early = ()
        for view in self.views:
            view.is_stale = True

    def answered(self, method: str) -> None:
        """Note the answer to SUBSCRIBE or GET."""
        self.missing = (self.missing - {method}) or _NOTHING

    def precede(self, apply: Apply, event: Mapping[str, JSONValue]) -> None:
        """Keep an event that comes before the state, and perhaps after it was read.

        Only those after the answer to SUBSCRIBE, for from then on none is missing: what
        the state has of them is changed back only by events that come as well.
        """
        if self.missing == _STATE:
            self._early = (*self._early[1 - _MOST_EARLY :], (apply, event))

    def take(self, state: State) -> None:
        """Take the answer to GET, and what was pushed while it was on its way."""
        for apply, event in self._early:
            state = changed(state, apply, event)
        self.state, self._early, self.is_fresh = state, (), True
        self.answered("GET")

    @property
    def is_current(self) -> bool:
        """Whether it is subscribed, and its state kept up to date."""
        return self.is_fresh and not self.missing

    @property
    def is_wanted(self) -> bool:
        """Whether anybody looks at it, or may come back to."""
        return bool(self.views)


class View:
    """A topic with its joins, and who looks at it."""

    __slots__ = ("calls", "feeds", "has_snapshot", "is_stale", "key", "parts",
                 "snapshot", "topic")  # fmt: skip

    def __init__(self, key: ViewKey, topic: Topic[object]) -> None:
        self.key = key
        self.topic = topic
        self.parts: tuple[Watched, ...] = ()
        """The topic itself, then its joins, in the order of `with_joins`."""
        self.feeds: tuple[Feed[Any], ...] = ()
        self.calls: tuple[Call, ...] = ()
        self.snapshot: object = None
        self.has_snapshot = False
        self.is_stale = True
        """Whether a part was asked anew, and nobody has been told of the outcome."""

    @property
    def is_used(self) -> bool:
        """Whether anybody looks at it."""
        return bool(self.feeds or self.calls)

    @property
    def is_current(self) -> bool:
        """Whether the state of every part is kept up to date."""
        for part in self.parts:  # noqa: SIM110 - a third of the time of `all`
            if part.missing or not part.is_fresh:
                return False
        return True

    def update(self) -> bool:
        """Make the snapshot of the present state; tell whether it is another one.

        Raises:
            DecodeError: If the state has not the documented shape.
        """
        alone = len(self.parts) == 1
        whole = self.parts[0].state if alone else _joined(self.topic, iter(self.parts))
        made = None if whole is None else self.topic.decode(whole)
        if self.has_snapshot and made == self.snapshot:
            return False
        self.snapshot, self.has_snapshot = made, True
        return True

    def fail(self, error: TalkJSError) -> tuple[Feed[Any], ...]:
        """Let the waiting calls fail, and return the feeds, which end as well."""
        for call in self.calls:
            call.fail(error)
        feeds = self.feeds
        self.calls = self.feeds = ()
        return feeds


def _joined(topic: Topic[object], parts: Iterator[Watched]) -> State:
    state = next(parts).state
    joined = {name: _joined(join, parts) for name, join in topic.joins.items()}
    if state is None or None in joined.values():
        return None
    return {**state, **joined} if joined else state


def topic_key(topic: Topic[object]) -> TopicKey:
    """Return what two descriptions of the same topic have in common."""
    query = json.dumps(dict(topic.query), sort_keys=True) if topic.query else ""
    return topic.path, topic.batch, intern(query)


def view_key(topic: Topic[object]) -> ViewKey:
    """Return what two descriptions of the same view have in common."""
    return tuple((topic_key(each), each.decode) for each in with_joins(topic))
