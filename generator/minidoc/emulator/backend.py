"""What every request is answered from: the state and the rules beside it."""

from __future__ import annotations

from dataclasses import dataclass

from minidoc.emulator.clock import Clock
from minidoc.emulator.contract import Contract
from minidoc.emulator.state import State
from minidoc.emulator.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Backend:
    """The parts that the socket and the REST API share."""

    state: State
    contract: Contract
    tokens: Tokens
    clock: Clock
