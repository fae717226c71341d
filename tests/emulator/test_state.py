"""State, clock, journal and snapshots on their own: no sockets, no waiting."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from minidoc.emulator.clock import Clock
from minidoc.emulator.contract import carried
from minidoc.emulator.frames import Events
from minidoc.emulator.journal import Journal, Origin, without_secrets
from minidoc.emulator.json_values import dump, parse
from minidoc.emulator.limits import JOURNAL_BYTES
from minidoc.emulator.snapshot import (
    SnapshotError,
    read_snapshot,
    snapshot_of,
    write_snapshot,
)
from minidoc.emulator.state import Event, State
from minidoc.emulator.store import AppRecord, MemoryStore, SqliteStore, StoreError
from minidoc.emulator.users import User, changed_fields, merged, public_view

PUBLIC = carried().public


class Watcher:
    def __init__(self) -> None:
        self.frames: list[list[Event]] = []

    def publish(self, events: list[Event]) -> None:
        self.frames.append(events)


class FullStore(MemoryStore):
    """A disk without room."""

    def save(self, app_id: str, user_sync: bool | None, users: list[User]) -> None:
        raise StoreError("database or disk is full")


def state_with(store: MemoryStore) -> State:
    return State(store, Clock(lambda: 5.0), PUBLIC, user_sync=True)


def test_what_cannot_be_stored_has_not_happened() -> None:
    state, watcher = state_with(FullStore()), Watcher()
    state.watch("app", ("user", "bob"), watcher)
    with pytest.raises(StoreError):
        state.write("app", {"bob": {"name": "Bob"}})
    assert state.app("app").users == {}
    assert watcher.frames == []


def test_nothing_is_left_of_a_watcher_that_has_gone() -> None:
    state, watcher, other = state_with(MemoryStore()), Watcher(), Watcher()
    state.connect("app", "alice", watcher)
    state.watch("app", ("user", "bob"), watcher)
    state.watch("app", ("online", "bob"), watcher)
    state.watch("app", ("user", "bob"), other)
    state.disconnect("app", "alice", watcher)
    state.disconnect("app", "alice", watcher)
    assert state.app("app").online == {}
    assert state.app("app").watchers == {("user", "bob"): {other: None}}
    state.unwatch("app", ("user", "bob"), other)
    assert state.app("app").watchers == {}


def test_a_setting_of_the_app_wins() -> None:
    state = state_with(MemoryStore())
    assert state.may_sync("app")
    state.set_user_sync("app", False)
    assert not state.may_sync("app")
    state.user_sync = False
    assert not state.may_sync("another")


VALUES = st.none() | st.text(max_size=3)
PATCHES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(max_size=3),
        "locale": VALUES,
        "role": VALUES,
        "custom": st.none() | st.dictionaries(st.sampled_from("abc"), VALUES),
    },
)


def patched(before: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    both = {**before, **patch}
    return {key: value for key, value in both.items() if value is not None}


@given(PATCHES, PATCHES)
def test_a_diff_makes_the_old_snapshot_the_new_one(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """A client that applies each diff holds what a fresh read gives (trap 11)."""
    before = merged(None, "u", {"name": "N", **first}, 1)
    after = merged(before, "u", second, 2)
    shown: dict[str, Any] = public_view(before, PUBLIC)
    for name, value in changed_fields(before, after, PUBLIC).items():
        if name == "custom":
            assert isinstance(value, dict)
            shown[name] = patched(shown[name], value)
        else:
            shown[name] = value
    assert shown == public_view(after, PUBLIC)
    assert after.created_at == 1


def test_the_clock() -> None:
    real = [100.0]
    clock, rung = Clock(lambda: real[0]), list[float]()
    for seconds in (30, 10, 20):
        clock.call_later(seconds, lambda: rung.append(clock.now()))
    clock.call_later(15, lambda: rung.append(-1)).cancel()
    clock.advance(25)
    assert rung == [110, 120]
    assert (clock.now(), clock.ahead, clock.wait_time()) == (125, 25, 5)
    real[0] += 5
    clock.run_due()
    assert rung == [110, 120, 130]
    assert clock.wait_time() is None
    clock.reset()
    assert clock.now() == 105
    for wrong in (-1, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="only goes forward"):
            clock.advance(wrong)


def test_cancelled_timers_do_not_pile_up() -> None:
    clock = Clock(lambda: 0.0)
    for _ in range(10_000):
        clock.call_later(86_400, lambda: None).cancel()
    assert len(clock._timers) < 100


def test_the_journal_is_bounded() -> None:
    journal = Journal(lambda: 0)
    for number in range(10_050):
        journal.add(Origin("a"), "in", [number])
    kept = journal.entries()
    assert (len(kept), kept[0].number, journal.count) == (10_000, 51, 10_050)
    journal.add(Origin("a"), "in", ["small"], 1)
    journal.add(Origin("a"), "in", ["large"], JOURNAL_BYTES)
    assert [entry.frame for entry in journal.entries()] == [["large"]]
    assert [entry.frame for entry in journal.last(5)] == [["large"]]


SECRETS = [
    '[0,"POST","/session/renew",{"token":"a.b.c"},{}]',
    '[0,"POST","/session/renew",{"to\\u006ben":"a.b.c"},{}]',
    '[0,"POST","/session/renew",{"token" : "a.b.c"},{}]',
    '[0,200,{"boken":"a.b.c","deep":[{"authToken":"a.b.c"}]}]',
]


@pytest.mark.parametrize("text", SECRETS)
def test_no_spelling_of_a_text_brings_a_secret_into_the_journal(text: str) -> None:
    journal = Journal(lambda: 0)
    entry = journal.add_text(Origin("a"), "in", parse(text), text)
    assert "a.b.c" not in repr(entry)
    assert "<token " in repr(entry)


def test_the_journal_keeps_what_has_no_secret_as_it_is() -> None:
    journal, frame = Journal(lambda: 0), parse('[1,"PUT","/users/a",{"name":"x"},{}]')
    entry = journal.add_text(Origin("a"), "in", frame, dump(frame))
    assert entry.frame is frame


def test_the_text_of_a_push_is_made_once_and_says_the_frame() -> None:
    state, watcher, other = state_with(MemoryStore()), Watcher(), Watcher()
    for each in (watcher, other):
        state.watch("demo", ("user", "bob"), each)
    state.watch("demo", ("online", "bob"), other)
    state.write("demo", {"bob": {"name": "Bøb"}})
    state.write("demo", {"bob": {"name": "Bob"}})
    created, edited = watcher.frames
    assert edited is other.frames[1]
    assert len(other.frames[0]) == 2
    for events in (created, edited, other.frames[0]):
        assert isinstance(events, Events)
        assert f'[7,"PUBLISH"{events.text}]' == dump([7, "PUBLISH", *events])


def test_secrets_are_replaced_wherever_they_are() -> None:
    frame: Any = [0, {"token": "a.b.c", "deep": [{"boken": "d.e.f", "authToken": "g"}]}]
    shown = repr(without_secrets(frame))
    assert not any(token in shown for token in ("a.b.c", "d.e.f", "'g'"))
    assert without_secrets([{"token": None, "name": "token"}]) == [
        {"token": None, "name": "token"}
    ]


STATE: Any = {
    "apps": {
        "a": {"userSync": False, "users": {}},
        "b": {"users": {"u": {"name": "U", "custom": {"k": "v"}, "createdAt": 3}}},
    }
}


def test_a_snapshot_comes_back(tmp_path: Any) -> None:
    snapshot = snapshot_of(STATE)
    exported = write_snapshot(snapshot.apps)
    assert snapshot_of(exported) == snapshot
    store = SqliteStore(tmp_path / "x.db")
    store.replace(snapshot.apps)
    assert write_snapshot(store.load()) == exported
    store.replace_app(AppRecord("b"), keep=False)
    store.save("c", True, [User("é\0", 1, snapshot.apps[1].users[0].fields)])
    assert [(app.id, app.user_sync) for app in store.load()] == [
        ("a", False),
        ("c", True),
    ]
    assert store.load()[1].users[0].id == "é\0"
    store.close()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is no JSON"),
        ("[]", 'must be {"apps": {...}}'),
        ('{"apps": {}, "more": 1}', 'must be {"apps": {...}}'),
        ('{"apps": {"a": 5}}', "apps.a: must be an object"),
        ('{"apps": {"": {}}}', "apps.: must be an object under an app's id"),
        ('{"apps": {"a": {"user": {}}}}', "apps.a.user: no such field"),
        ('{"apps": {"a": {"userSync": 1}}}', "apps.a.userSync: must be true or false"),
        ('{"apps": {"a": {"users": []}}}', "apps.a.users: must be an object"),
        (
            '{"apps": {"a": {"users": {"u": 1}}}}',
            "apps.a.users.u.id: must not be empty",
        ),
        ('{"apps": {"a": {"users": {"u": {}}}}}', "apps.a.users.u.name: is required"),
        (
            '{"apps": {"a": {"users": {"u": {"name": "U", "x": 1}}}}}',
            "apps.a.users.u.x: no such field",
        ),
        (
            '{"apps": {"a": {"users": {"u": {"name": "U", "createdAt": "x"}}}}}',
            "apps.a.users.u.createdAt: must be a whole number",
        ),
    ],
)
def test_seeds_that_are_none(text: str, reason: str) -> None:
    with pytest.raises(SnapshotError) as caught:
        read_snapshot(text)
    assert str(caught.value).startswith(reason)
