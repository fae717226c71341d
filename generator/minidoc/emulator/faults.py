"""Faults on purpose: which frame meets which, decided by rules and seeds alone.

Comes in: rules, and each frame before it is handled. Goes out: the fault that meets it.
What a fault then does to a socket is not known here. The same rules give the same
faults for the same frames of a user, in whatever order others take their turns.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, fields
from fnmatch import fnmatchcase
from typing import Any, Literal, TypeAlias, TypedDict, get_args

from minidoc.emulator.journal import Origin
from minidoc.emulator.json_values import Json, as_object, visible
from minidoc.emulator.shapes import Shape, problems

Kind: TypeAlias = Literal[
    "drop",
    "reset",
    "blackhole",
    "delay",
    "duplicate",
    "reorder",
    "garbage",
    "oversize",
    "close",
    "status",
]
Side: TypeAlias = Literal["in", "out"]

KINDS: tuple[Kind, ...] = get_args(Kind)
# Only a rule that names one of these meets it: losing an ACK or refusing a connection
# is a scenario of its own.
_BY_NAME_ONLY = frozenset({"CONNECT", "ACK"})
# Official clients do not survive 429 or 500 on a renewal (realtime.md, trap 1).
_SPARED = frozenset({"/session/renew", "/ping"})


class FaultFields(TypedDict, total=False):
    """What a rule may say beside its kind and its app; see `Fault`."""

    on: Side
    user_id: str | None
    method: str | None
    path: str | None
    times: int | None
    skip: int
    probability: float
    seed: int
    status: int
    code: int
    delay: float
    size: int
    text: str | None


class FaultError(Exception):
    """A rule makes no sense; the message names the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One rule. What it leaves open meets every frame.

    Attributes:
        kind: What happens. `status` answers a request without performing it; `garbage`
            and `oversize` come before the frame; `close`, `reset` and `blackhole` come
            instead of it and end the connection.
        on: `in` for requests before they are performed, `out` for answers and pushes;
            None is `in` for `status`, and `out` for all others.
        method: Verb of the request, also for its answer; `PUBLISH` for pushes,
            `CONNECT` for handshakes, `ACK` for acknowledgements.
        path: Pattern of the path, with `*`.
        times: How often it happens; None for ever.
        skip: How many matching frames pass before.
        probability: Chance of each matching frame, decided by `seed`.
        status: For `status`.
        code: For `close`.
        delay: Seconds of the service's clock, for `delay`; for `blackhole` until the
            connection is reset.
        size: Bytes, for `oversize`.
        text: For `garbage`; None picks something by `seed`.
    """

    kind: Kind
    on: Side | None = None
    app_id: str | None = None
    user_id: str | None = None
    method: str | None = None
    path: str | None = None
    times: int | None = 1
    skip: int = 0
    probability: float = 1.0
    seed: int = 0
    status: int = 500
    code: int = 1011
    delay: float = 1.0
    size: int = 64 * 1024 * 1024
    text: str | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            FaultError: If a field cannot be what it is.
        """
        if self.on is None:
            side: Side = "in" if self.kind == "status" else "out"
            object.__setattr__(self, "on", side)
        for test, message in (
            (self.kind in KINDS, "kind: must be one of " + ", ".join(KINDS)),
            (self.on in {"in", "out"}, "on: must be in or out"),
            (self.on == "in" or self.kind != "status", "on: status is for requests"),
            (self.on == "out" or self.kind != "reorder", "on: reorder is for answers"),
            (0 <= self.probability <= 1, "probability: must be 0 to 1"),
            (self.times is None or self.times > 0, "times: must be above 0, or null"),
            (self.skip >= 0, "skip: must not be negative"),
            (0 <= self.delay <= 86400, "delay: must be 0 to 86400 seconds"),
            (0 < self.size <= 256 * 1024 * 1024, "size: must be 1 to 268435456"),
            (400 <= self.status <= 599, "status: must be 400 to 599"),
            (1000 <= self.code <= 4999, "code: must be 1000 to 4999"),
        ):
            if not test:
                raise FaultError(message)

    def matches(self, side: Side, origin: Origin, method: str, path: str) -> bool:
        """Tell whether the rule is about a frame."""
        if self.on != side or self.app_id not in {None, origin.app_id}:
            return False
        if self.user_id not in {None, origin.user_id}:
            return False
        if self.method != method and (self.method or method in _BY_NAME_ONLY):
            return False
        if self.path is None:
            return self.kind != "status" or path not in _SPARED
        return fnmatchcase(path, self.path)


def dice_of(*parts: str | int) -> random.Random:
    """Return dice that fall the same way for the same parts."""
    return random.Random(repr(parts))  # noqa: S311


class _Rule:
    def __init__(self, number: int, fault: Fault) -> None:
        self.number = number
        self.fault = fault
        self.happened = 0
        self._seen: dict[tuple[str, str], int] = {}

    def happens(self, origin: Origin) -> bool:
        fault = self.fault
        if fault.times is not None and self.happened >= fault.times:
            return False
        who = (origin.app_id, origin.user_id)
        count = self._seen[who] = self._seen.get(who, 0) + 1
        if count <= fault.skip:
            return False
        dice = dice_of(fault.seed, fault.kind, origin.user_id, count)
        if dice.random() >= fault.probability:
            return False
        self.happened += 1
        return True


class Faults:
    """All rules of a service, oldest first; the first that applies happens."""

    def __init__(self) -> None:
        self._rules: list[_Rule] = []
        self._numbers = 0

    def add(self, fault: Fault) -> int:
        """Add a rule; return its number."""
        self._numbers += 1
        self._rules.append(_Rule(self._numbers, fault))
        return self._numbers

    @property
    def has_rules(self) -> bool:
        """Whether any frame can meet a fault."""
        return bool(self._rules)

    def clear(self, app_id: str | None = None) -> None:
        """Remove the rules of an app, or all."""
        self._rules = [
            rule for rule in self._rules if app_id not in {None, rule.fault.app_id}
        ]

    def meeting(
        self, side: Side, origin: Origin, method: str, path: str
    ) -> Fault | None:
        """Return the fault that meets a frame, and count it."""
        for rule in self._rules:
            if rule.fault.matches(side, origin, method, path) and rule.happens(origin):
                return rule.fault
        return None

    def as_json(self) -> list[Json]:
        """Return the rules, and how often each has happened."""
        return [
            {
                "number": rule.number,
                "happened": rule.happened,
                **{_camel(key): value for key, value in asdict(rule.fault).items()},
            }
            for rule in self._rules
        ]


def read_fault(value: Json) -> Fault:
    """Make a rule of JSON; its fields are spelled `appId`, `userId`.

    Raises:
        FaultError: If it is none.
    """
    given = as_object(value)
    if given is None:
        raise FaultError("a fault must be an object")
    if "kind" not in given:
        raise FaultError("kind: is required")
    for name, item in given.items():
        if name not in _SHAPES:
            raise FaultError(f"{visible(name)}: no such field")
        for reason in problems(item, _SHAPES[name], name):
            raise FaultError(reason)
    names = {_camel(field.name): field.name for field in fields(Fault)}
    arguments: dict[str, Any] = {names[name]: item for name, item in given.items()}
    return Fault(**arguments)


_TEXT, _OPTIONAL_TEXT = Shape("String"), Shape("String", nullable=True)
_WHOLE, _NUMBER = Shape("int"), Shape("num")
_SHAPES: dict[str, Shape] = {
    "kind": _TEXT,
    "on": _TEXT,
    "appId": _OPTIONAL_TEXT,
    "userId": _OPTIONAL_TEXT,
    "method": _OPTIONAL_TEXT,
    "path": _OPTIONAL_TEXT,
    "times": Shape("int", nullable=True),
    "skip": _WHOLE,
    "probability": _NUMBER,
    "seed": _WHOLE,
    "status": _WHOLE,
    "code": _WHOLE,
    "delay": _NUMBER,
    "size": _WHOLE,
    "text": _OPTIONAL_TEXT,
}


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
