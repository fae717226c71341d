"""What the service holds: apps, users, who is connected, who watches what. No I/O.

A change goes to the store first, then into memory, then to those who watch; so nobody
ever sees what could still be lost. Apps exist from their first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from minidoc.emulator.clock import Clock
from minidoc.emulator.frames import Events
from minidoc.emulator.json_values import Json, JsonObject
from minidoc.emulator.store import AppRecord, Store
from minidoc.emulator.users import User, changed_fields, merged, public_view

Topic: TypeAlias = tuple[str, str]
"""What can be watched: `("user", id)` or `("online", id)`."""

Event: TypeAlias = dict[str, Json]


class Watcher(Protocol):
    """A logged-in connection, as the state sees it."""

    def publish(self, events: list[Event]) -> None:
        """Push events, in one frame."""
        ...


@dataclass(slots=True)
class App:
    """One app. Nothing of it is visible in another.

    Attributes:
        user_sync: Whether sessions may write users; None is what the service says.
    """

    id: str
    user_sync: bool | None = None
    users: dict[str, User] = field(default_factory=dict[str, User])
    online: dict[str, dict[Watcher, None]] = field(
        default_factory=dict[str, "dict[Watcher, None]"]
    )
    watchers: dict[Topic, dict[Watcher, None]] = field(
        default_factory=dict[Topic, "dict[Watcher, None]"]
    )


class State:
    """All apps. `public` names the fields of a user that everybody may read."""

    def __init__(
        self, store: Store, clock: Clock, public: tuple[str, ...], *, user_sync: bool
    ) -> None:
        self.public = public
        self.user_sync = user_sync
        self.apps: dict[str, App] = {}
        self._store = store
        self._clock = clock
        for record in store.load():
            self.apps[record.id] = _app(record)

    def app(self, app_id: str) -> App:
        """Return an app, from now on if it was not there."""
        found = self.apps.get(app_id)
        if found is None:
            found = self.apps[app_id] = App(app_id)
        return found

    # Users

    def write(self, app_id: str, bodies: Mapping[str, JsonObject]) -> None:
        """Merge bodies into users, all of them or none, and tell those who watch.

        Raises:
            StoreError: If the store refuses; then nothing has changed.
        """
        app, now = self.app(app_id), self._clock.now_ms()
        after = {
            user_id: merged(app.users.get(user_id), user_id, body, now)
            for user_id, body in bodies.items()
        }
        self._store.save(app_id, app.user_sync, list(after.values()))
        before = {user_id: app.users.get(user_id) for user_id in after}
        app.users.update(after)
        for user_id, user in after.items():
            self._tell(app, before[user_id], user)

    def may_sync(self, app_id: str) -> bool:
        """Tell whether sessions of an app may create and change users."""
        own = self.app(app_id).user_sync
        return self.user_sync if own is None else own

    def set_user_sync(self, app_id: str, on: bool) -> None:
        """Turn client-side user syncing of one app on or off."""
        app = self.app(app_id)
        self._store.save(app_id, on, [])
        app.user_sync = on

    def replace(self, records: Iterable[AppRecord]) -> None:
        """Put other apps in the place of all that are there; nobody is told."""
        records = list(records)
        self._store.replace(records)
        self.apps = {record.id: _app(record) for record in records}

    def replace_app(self, record: AppRecord, *, keep: bool) -> None:
        """Put one app back to a record, or out of the way; nobody is told."""
        self._store.replace_app(record, keep=keep)
        self.apps.pop(record.id, None)
        if keep:
            self.apps[record.id] = _app(record)

    def records(self) -> list[AppRecord]:
        """Return everything that would be stored."""
        return [
            AppRecord(app.id, app.user_sync, tuple(app.users.values()))
            for app in self.apps.values()
        ]

    # Presence and subscriptions

    def connect(self, app_id: str, user_id: str, watcher: Watcher) -> None:
        """Note a logged-in connection of a user."""
        app = self.app(app_id)
        present = app.online.setdefault(user_id, {})
        first = not present
        present[watcher] = None
        if first:
            self._tell_online(app, user_id)

    def disconnect(self, app_id: str, user_id: str, watcher: Watcher) -> None:
        """Forget a connection, and all that it watches; harmless when it is unknown."""
        app = self.apps.get(app_id)
        if app is None:
            return
        for topic in [topic for topic, who in app.watchers.items() if watcher in who]:
            self.unwatch(app_id, topic, watcher)
        present = app.online.get(user_id, {})
        if present.pop(watcher, watcher) is None and not present:
            del app.online[user_id]
            self._tell_online(app, user_id)

    def is_online(self, app_id: str, user_id: str) -> bool:
        """Tell whether a user has a logged-in connection."""
        return user_id in self.app(app_id).online

    def watch(self, app_id: str, topic: Topic, watcher: Watcher) -> None:
        """Subscribe; a second time changes nothing."""
        self.app(app_id).watchers.setdefault(topic, {})[watcher] = None

    def unwatch(self, app_id: str, topic: Topic, watcher: Watcher) -> None:
        """Unsubscribe; harmless without a subscription."""
        watchers = self.app(app_id).watchers
        present = watchers.get(topic, {})
        present.pop(watcher, None)
        if not present:
            watchers.pop(topic, None)

    def _tell(self, app: App, before: User | None, after: User) -> None:
        """Push a written user; one frame for each connection (realtime.md 6)."""
        if before is not None:
            diff = changed_fields(before, after, self.public)
            if diff:
                event: Event = {"type": "user.edited", "userId": after.id, "diff": diff}
                _publish(app, {("user", after.id): event})
            return
        state = public_view(after, self.public)
        _publish(
            app,
            {
                ("user", after.id): {
                    "type": "user.created",
                    "userId": after.id,
                    "state": state,
                },
                ("online", after.id): _online_event(app, after.id),
            },
        )

    def _tell_online(self, app: App, user_id: str) -> None:
        """Push a user's presence; a user who does not exist has none to be seen."""
        if user_id in app.users:
            _publish(app, {("online", user_id): _online_event(app, user_id)})


def _online_event(app: App, user_id: str) -> Event:
    diff: dict[str, Json] = {"isConnected": user_id in app.online}
    return {"type": "user.online.changed", "userId": user_id, "diff": diff}


def _publish(app: App, events: Mapping[Topic, Event]) -> None:
    topics: dict[Watcher, tuple[Topic, ...]] = {}
    for topic in events:
        for watcher in app.watchers.get(topic, {}):
            topics[watcher] = (*topics.get(watcher, ()), topic)
    # Those who watch the same share the list, whose text is then made once.
    batches: dict[tuple[Topic, ...], Events] = {}
    for watcher, watched in topics.items():
        batch = batches.get(watched)
        if batch is None:
            batch = batches[watched] = Events(events[topic] for topic in watched)
        watcher.publish(batch)


def _app(record: AppRecord) -> App:
    users = {user.id: user for user in record.users}
    return App(record.id, record.user_sync, users)
