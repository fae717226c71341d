"""Sessions under a load in virtual time, with the default times of the runtime.

What they are told is a name that only rises, so that what is lost, repeated or goes
back shows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenes import Load
from simulated_clients import Client
from simulation import Simulation

from talkjs._runtime.timing import Timing

WATCHED = {"idle": 0, "subscribed": 100, "calling": 5}
_CALLERS = {"idle": 0, "subscribed": 0, "calling": 6}
_AT_A_TIME = 5
_OTHERS = 0.3


class SimulatedScene:
    """One session under a load, with a token provider."""

    def __init__(self, seed: int, load: Load, **options: Any) -> None:
        self.all = Simulation(seed, **options)
        self.load: Load = load
        self.dice = self.all.dice
        self.number = 0
        self.ends = False
        timing = replace(Timing(), idle=1e6) if load == "idle" else Timing()
        self.client: Client = self.all.client("alice", timing)
        self.watched = [f"u{n}" for n in range(WATCHED[load])]
        self.publish()
        for user_id in self.watched:
            self.client.watch(user_id)
        self.client.set("alice", name="0")
        self.all.run(2.0)
        for n in range(_CALLERS[load]):
            self._call_again(f"c{n}", 0)

    def publish(self, most: int | None = None) -> None:
        """Let a back end change everybody who is watched, or so many of them."""
        self.number += 1
        chosen = self.watched
        if most is not None and most < len(chosen):
            chosen = self.dice.sample(chosen, most)
        for user_id in chosen:
            self.all.put_user(user_id, name=str(self.number))

    def let_pass(self, seconds: float) -> None:
        """Let time pass: somebody is changed every few seconds, and something asked."""
        end = self.all.now + seconds
        while self.all.now < end:
            self.publish(_AT_A_TIME)
            self.client.set("x", name=str(self.number))
            if self.dice.random() < _OTHERS:
                self.client.get(f"o{self.number}")
            self.all.run(
                min(self.dice.uniform(0.5, 8.0), max(0.01, end - self.all.now))
            )

    def _call_again(self, user_id: str, number: int) -> None:
        """Write one user: each call begins when the one before has ended."""

        def settled() -> None:
            wait = self.dice.uniform(0.2, 2.0)
            self.all.time.after(wait, lambda: self._call_again(user_id, number + 1))

        if not self.client.protocol.is_over:
            self.client.set(user_id, settled, name=str(number))
