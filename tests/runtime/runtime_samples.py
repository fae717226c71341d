"""What a generated module would hold, and transports that answer from a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from minidoc.runtime import (
    AsyncSession,
    Event,
    JSONValue,
    OpenEnum,
    Operation,
    Reader,
    Request,
    Response,
    Session,
    Topic,
    boolean,
    encode,
    map_of,
    record,
    string,
)

T = TypeVar("T")


class Access(OpenEnum):
    """One value of each kind that the service uses."""

    READ = "Read"
    WRITE = "ReadWrite"
    YES = True
    NO = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A snapshot, as it would be generated."""

    id: str
    name: str
    custom: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    photo_url: str | None = None
    _unknown: Mapping[str, JSONValue] = field(
        default_factory=dict[str, JSONValue], repr=False, compare=False
    )

    @classmethod
    def from_json(cls, json: Mapping[str, JSONValue]) -> Person:
        wire = Reader("Person", json)
        return cls(
            id=wire.required("id", string),
            name=wire.required("name", string),
            custom=wire.required("custom", map_of(string)),
            photo_url=wire.optional("photoUrl", string),
            _unknown=wire.unknown(),
        )

    def to_json(self) -> dict[str, JSONValue]:
        return {
            "id": self.id,
            "name": self.name,
            "custom": encode(self.custom),
            "photoUrl": self.photo_url,
            **self._unknown,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Online:
    """A snapshot that contains another."""

    user: Person
    is_connected: bool

    @classmethod
    def from_json(cls, json: Mapping[str, JSONValue]) -> Online:
        wire = Reader("Online", json)
        return cls(
            user=wire.required("user", record(Person.from_json)),
            is_connected=wire.required("isConnected", boolean),
        )


class HasState(Protocol):
    """A feed or a subscription."""

    @property
    def state(self) -> object: ...


def state_of(watched: HasState) -> object:
    """The state, of a type that no checker narrows."""
    return watched.state


def person_topic(user_id: str) -> Topic[Person]:
    """The topic of one user, read in batches."""
    return Topic(
        ("users",),
        Person.from_json,
        batch=user_id,
        query={"includePrivateFields": False},
        events=(Event("user.created", "replace"), Event("user.edited", "patch")),
    )


def online_topic(user_id: str) -> Topic[Online]:
    """A topic with another joined to it."""
    return Topic(
        ("users", user_id, "online"),
        Online.from_json,
        events=(Event("user.online.changed", "replace"),),
        joins={"user": person_topic(user_id)},
        absent=("USER_NOT_FOUND",),
    )


def person(user_id: str = "bob", name: str = "Bob") -> dict[str, JSONValue]:
    """The wire form of a user."""
    return {"id": user_id, "name": name, "custom": {}, "photoUrl": None}


class Script:
    """Answers, in their order, and what was asked."""

    def __init__(self, answers: Sequence[Response | Exception] = ()) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []
        self.closed = 0

    def answer(self, request: Request) -> Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class ScriptedTransport(Script):
    """The script for threads."""

    def request(self, request: Request) -> Response:
        return self.answer(request)

    def close(self) -> None:
        self.closed += 1


class AsyncScriptedTransport(Script):
    """The script for asyncio."""

    async def request(self, request: Request) -> Response:
        return self.answer(request)

    async def close(self) -> None:
        self.closed += 1


def call_sync(operation: Operation[T], answers: Sequence[Response | Exception]) -> T:
    """Carry out `operation` in the world of threads; every answer must be used."""
    transport = ScriptedTransport(answers)
    session = Session(app_id="app", user_id="me", transport=transport)
    return _finished(transport, lambda: session.call(operation))


def call_async(operation: Operation[T], answers: Sequence[Response | Exception]) -> T:
    """Carry out `operation` in the world of asyncio; every answer must be used."""
    import asyncio

    transport = AsyncScriptedTransport(answers)
    session = AsyncSession(app_id="app", user_id="me", transport=transport)
    return _finished(transport, lambda: asyncio.run(session.call(operation)))


def _finished(script: Script, call: Callable[[], T]) -> T:
    try:
        return call()
    finally:
        assert script.answers == []
