"""Row 29: a storm of subscriptions; what the service holds at its end is the intent."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, strategies
from leftovers import eventually
from runtime_samples import person
from virtual import Virtual
from worlds import world_of

from minidoc.emulator.testing import Emulator

USERS = tuple(f"s{n}" for n in range(4))


@pytest.mark.parametrize("is_async", [True, False], ids=["asyncio", "threads"])
def test_row_29_over_a_socket(
    talkjs_emulator: Emulator, is_async: bool, seed: int
) -> None:
    async def main() -> None:
        async with asyncio.timeout(30), world_of(talkjs_emulator, is_async, seed) as w:
            dice, talk = random.Random(seed), w.talk()
            held: dict[str, list[Any]] = {user_id: [] for user_id in USERS}
            for step in range(200):
                user_id = dice.choice(USERS)
                if held[user_id] and dice.random() < 0.5:
                    await w.do(held[user_id].pop().unsubscribe)
                else:
                    held[user_id].append(talk.user(user_id).subscribe())
                if step % 60 == 25:
                    talkjs_emulator.disconnect(code=dice.choice([None, 1012]))
                if dice.random() < 0.1:
                    await asyncio.sleep(0)
            intent = {("user", user_id): 1 for user_id in USERS if held[user_id]}
            await eventually(lambda: talkjs_emulator.subscriptions() == intent)
            for user_id in USERS:
                talkjs_emulator.put_user(user_id, name="last")
            for subscription in (each for some in held.values() for each in some):
                await eventually(lambda s=subscription: _name(s) == "last")  # type: ignore[misc]

    asyncio.run(main())


def _name(subscription: Any) -> str | None:
    snapshot = getattr(subscription.state, "latest_snapshot", None)
    return None if snapshot is None else str(snapshot.name)


class Service:
    """The other end, by hand: who is subscribed on the connection of this moment."""

    def __init__(self) -> None:
        self.virtual = Virtual()
        self.subscribed: Counter[str] = Counter()

    def answer(self) -> None:
        """Log in if there is a connection to, and answer everything."""
        virtual = self.virtual
        if virtual.state == "reconnecting":
            virtual.run(1.0)
        if virtual.state in ("connecting", "reconnecting"):
            virtual.new()  # what an older connection has sent, nobody answers
            self.subscribed.clear()
            virtual.log_in()
        while frames := virtual.answer_from({u: person(u) for u in USERS}):
            for _, method, path, data, _ in frames:
                if method == "SUBSCRIBE":
                    self.subscribed.update(data["ids"])
                elif method == "UNSUBSCRIBE":
                    self.subscribed[path.rpartition("/")[2]] -= 1

    def let_pass(self, seconds: int) -> None:
        """Let time pass, and answer what comes."""
        self.answer()
        for _ in range(seconds):
            self.virtual.run(1.0)
            self.answer()


ACTIONS = strategies.lists(
    strategies.one_of(
        strategies.tuples(strategies.just("watch"), strategies.sampled_from(USERS)),
        strategies.tuples(strategies.just("leave"), strategies.integers(0, 20)),
        strategies.tuples(strategies.just("pass"), strategies.sampled_from([0, 1, 40])),
        strategies.tuples(strategies.just("answer"), strategies.none()),
        strategies.tuples(strategies.just("lose"), strategies.none()),
    ),
    max_size=40,
)


@given(ACTIONS)
def test_row_29_whatever_the_order(actions: list[tuple[str, Any]]) -> None:
    service, held = Service(), list[Any]()
    virtual = service.virtual
    for action, what in actions:
        match action:
            case "watch":
                held.append(virtual.watch_user(what))
            case "leave" if held:
                virtual.unwatch(held.pop(what % len(held)))
            case "pass":
                service.let_pass(what)
            case "lose" if virtual.state == "ready":
                virtual.lose(ConnectionResetError())
            case "answer":
                service.answer()
            case _:
                pass
    service.let_pass(35)  # who is not used any more goes
    intent = {feed.topic.batch for feed in held}
    if held:
        assert +service.subscribed == Counter(intent)
    else:
        assert virtual.state == "idle"
    assert min(service.subscribed.values(), default=0) >= 0
    for feed in held:
        assert feed.state.latest_snapshot is not None
