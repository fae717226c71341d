"""All that a session watches: who uses it, what is to be asked, what pushes change.

In: feeds and reads that come and go, answers, events, lost connections. Out: effects on
feeds, topics to ask for, topics to let go. Knows no ids and sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from .calls import Call
from .effects import Deliver, Effect, End
from .errors import DecodeError, TalkJSError
from .event_index import EventIndex
from .feed import Feed
from .jobs import PlainJob
from .json_types import JSONValue
from .reads import unsubscribe_request, with_joins
from .states import changed
from .topics import Topic
from .watched import TopicKey, View, ViewKey, Watched, topic_key, view_key
from .wire import MOST_FAILURES, PASSES, TRANSIENT

MOST_UNUSED = 5000
"""So many topics that nobody uses are kept for a while; beyond, the oldest go."""


class Store:
    """The topics that a session watches."""

    def __init__(self, linger: float, effects: list[Effect]) -> None:
        self._linger = linger
        self._effects = effects
        self._watched: dict[TopicKey, Watched] = {}
        self._views: dict[ViewKey, View] = {}
        self._unused: dict[View, float] = {}  # until when; the oldest first
        self._index = EventIndex()
        self._changed: dict[View, None] = {}
        self.new: dict[Watched, None] = {}
        """What is to be asked: SUBSCRIBE, then GET."""
        self.orphans: list[PlainJob] = []
        """UNSUBSCRIBEs of what this connection still pushes, and nobody wants."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is watched."""
        return not self._watched

    @property
    def is_used(self) -> bool:
        """Whether anybody uses what is watched."""
        return len(self._unused) < len(self._views)

    @property
    def next_expiry(self) -> float:
        """When the next topic that nobody uses goes; infinite: never."""
        return next(iter(self._unused.values())) if self._unused else inf

    def watch(self, feed: Feed[Any], now: float) -> None:
        """Deliver to a feed from now on."""
        view = self._use(feed.topic)
        view.feeds = (*view.feeds, feed)
        if view.is_current and view.has_snapshot:
            self._effects.append(Deliver(feed, view.snapshot))
        else:  # other views may keep its parts current
            self._changed[view] = None
            self.publish(now)

    def unwatch(self, feed: Feed[Any], now: float) -> None:
        """Deliver to a feed no more."""
        view = self._views.get(view_key(feed.topic))
        if view is not None and feed in view.feeds:
            view.feeds = tuple(each for each in view.feeds if each is not feed)
            self._leave(view, now)

    def read(self, call: Call, now: float) -> None:
        """Give a read its snapshot, at once or when it is there."""
        view = self._use(call.operation.topics[0])
        if view.is_current and view.has_snapshot:
            call.give(view.snapshot)
            self._leave(view, now)
        else:
            view.calls = (*view.calls, call)
            self._changed[view] = None
            self.publish(now)

    def forget(self, call: Call, now: float) -> None:
        """Let go of a read that nobody waits for any more."""
        view = self._views.get(view_key(call.operation.topics[0]))
        if view is not None and call in view.calls:
            view.calls = tuple(each for each in view.calls if each is not call)
            self._leave(view, now)

    def knows(self, event: Mapping[str, JSONValue]) -> bool:
        """Tell whether this kind of event means anything here."""
        return self._index.knows(event)

    def push(self, event: Mapping[str, JSONValue]) -> None:
        """Change what an event is about."""
        for found, apply in self._index.find(event):
            for watched in found:
                if watched.is_fresh:
                    watched.state = changed(watched.state, apply, event)
                    self._note_change(watched)
                else:
                    watched.precede(apply, event)

    def publish(self, now: float) -> None:
        """Tell everybody who looks at something that has changed."""
        views, self._changed = self._changed, {}
        for view in views:
            if view.is_current and view.parts:
                self._publish(view, now)

    def _publish(self, view: View, now: float) -> None:
        try:
            is_news = view.update()
        except DecodeError as error:
            self.fail(view, error)
            return
        if is_news or view.is_stale:
            self._effects += [Deliver(feed, view.snapshot) for feed in view.feeds]
        view.is_stale = False
        calls, view.calls = view.calls, ()
        for call in calls:
            call.give(view.snapshot)
        if calls:
            self._leave(view, now)

    def mark(self, watched: Watched) -> None:
        """Note that a topic was answered."""
        if watched.is_current:
            watched.failures = watched.refusals = 0
            self._note_change(watched)

    def _note_change(self, watched: Watched) -> None:
        for view in watched.views:
            self._changed[view] = None

    def again(self, watched: Watched) -> None:
        """Ask for a topic anew, if it is still wanted."""
        if watched.views:
            watched.restart()
            self.new[watched] = None

    def take_new(self) -> list[Watched]:
        """Return what is to be asked, which then counts as asked."""
        taken = list(self.new)
        self.new.clear()
        for watched in taken:
            watched.is_asked = True
        return taken

    def restart(self, *, connection_lost: bool) -> None:
        """Ask for everything anew; after a lost connection only what is used."""
        if connection_lost:
            self.orphans.clear()
            for watched in self._watched.values():
                watched.is_asked = False
            for view in tuple(self._unused):
                self._drop(view)
        for watched in self._watched.values():
            self.again(watched)

    def expire(self, now: float) -> None:
        """Let go of what nobody has used for a while."""
        while self.next_expiry <= now:
            self._drop(next(iter(self._unused)))

    def fail(self, view: View, error: TalkJSError) -> None:
        """End everything that looks at a view by an error."""
        self._effects += [End(feed, error) for feed in view.fail(error)]
        self._drop(view)

    def fail_calls(self, error: TalkJSError, now: float) -> None:
        """Let every read fail; who watches goes on waiting."""
        for view in tuple(self._views.values()):
            calls, view.calls = view.calls, ()
            for call in calls:
                call.fail(error)
            if calls:
                self._leave(view, now)

    def end_all(self, error: TalkJSError | None) -> None:
        """End every feed: by an error, or without one; there are no calls any more."""
        for view in tuple(self._views.values()):
            self._effects += [End(feed, error) for feed in view.feeds]
            view.feeds = ()
            self._drop(view)
        self.orphans.clear()

    def _use(self, topic: Topic[object]) -> View:
        key = view_key(topic)
        view = self._views.get(key)
        if view is None:
            view = self._views[key] = View(key, topic)
            view.parts = tuple(
                self._part(each, part_key, view)
                for each, (part_key, _) in zip(with_joins(topic), key, strict=True)
            )
        self._unused.pop(view, None)
        return view

    def _part(self, topic: Topic[object], key: TopicKey, view: View) -> Watched:
        watched = self._watched.get(key)
        if watched is None:
            watched = self._watched[key] = Watched(topic)
            self._index.add(watched)
            watched.restart()
            self.new[watched] = None
        if view not in watched.views:
            watched.views = (*watched.views, view)
        return watched

    def _leave(self, view: View, now: float) -> None:
        """Keep a view for a while that nobody looks at: somebody may come back."""
        if view.is_used:
            return
        self._unused[view] = now + self._linger
        if len(self._unused) > MOST_UNUSED:
            self._drop(next(iter(self._unused)))

    def _drop(self, view: View) -> None:
        self._views.pop(view.key, None)
        self._unused.pop(view, None)
        parts, view.parts = view.parts, ()
        for watched in parts:
            watched.views = tuple(each for each in watched.views if each is not view)
            key = topic_key(watched.topic)
            if not watched.views and self._watched.get(key) is watched:
                del self._watched[key]
                self._index.remove(watched)
                self.new.pop(watched, None)
                if watched.is_asked:
                    request = unsubscribe_request(watched.topic)
                    self.orphans.append(PlainJob(request, watched.topic))

    def holds_on(self, job: PlainJob, status: int) -> bool:
        """Tell whether the service could not let go of a topic, and is asked anew."""
        if job.orphan is None or topic_key(job.orphan) in self._watched:
            return False  # somebody has come back to it
        job.failures += status in TRANSIENT
        if status not in PASSES or job.failures >= MOST_FAILURES:
            return False
        self.orphans.append(job)
        return True
