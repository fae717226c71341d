"""Wire bindings: what a method does on the wire. Pages never say it; the overlay does.

Paths are templates such as `/users/{id}`: a placeholder names a field of the class or a
parameter of the method, or one of `SESSION_VALUES`.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal, TypeAlias

from minidoc.ir.record import ByKind, record

WireValue: TypeAlias = bool | int | str | None

SESSION_VALUES = ("session.appId", "session.userId")


@record
class TopicEvent:
    """A pushed event and what it does to the state: replace it, patch it, drop it."""

    type: str
    apply: Literal["replace", "patch", "remove"]


@record
class Join:
    """A field of the snapshot that another topic provides."""

    field: str
    topic: str


@record
class Topic:
    """State that the service keeps and pushes changes of.

    Attributes:
        name: Name inside the overlay.
        page: Page that the entry belongs to.
        path: Where it is read and subscribed.
        batch: Template of the id when many are read in one request (`{id}`), else None.
        query: Fixed parameters of the read.
        snapshot: Class that the state is decoded into.
        events: What the service pushes.
        joins: Fields that come from other topics.
        absent: Error codes that mean that there is nothing to read.
    """

    name: str
    page: str
    path: str
    batch: str | None = None
    query: dict[str, WireValue] = field(default_factory=dict[str, WireValue])
    snapshot: str
    events: tuple[TopicEvent, ...] = ()
    joins: tuple[Join, ...] = ()
    absent: tuple[str, ...] = ()


@record
class ReadBinding:
    """Reads the present state of a topic."""

    kind: Literal["read"] = "read"
    topic: str


@record
class SubscribeBinding:
    """Follows a topic; the method's callback gets each new state."""

    kind: Literal["subscribe"] = "subscribe"
    topic: str


@record
class WriteBinding:
    """Sends the method's named parameters as a body.

    Attributes:
        method: Verb of the request.
        path: Template of the path.
        accept: Statuses besides 200 that mean success (409 on a create).
        defaults: Values of body fields that the caller leaves out.
        resets: Values that a cleared field is sent with instead of null.
    """

    kind: Literal["write"] = "write"
    method: Literal["POST", "PUT", "PATCH", "DELETE"]
    path: str
    accept: tuple[int, ...] = ()
    defaults: dict[str, WireValue] = field(default_factory=dict[str, WireValue])
    resets: dict[str, WireValue] = field(default_factory=dict[str, WireValue])


@record
class ClearBinding:
    """Resets the fields that the method's only parameter names.

    Attributes:
        method: Verb of the request.
        path: Template of the path.
        like: Method whose parameters are the fields that exist (`UserRef.set`).
        nested: Fields whose keys can be reset one by one (`custom.KEY`).
        resets: Values that a field is reset with instead of null.
    """

    kind: Literal["clear"] = "clear"
    method: Literal["PUT", "PATCH"]
    path: str
    like: str
    nested: tuple[str, ...] = ()
    resets: dict[str, WireValue] = field(default_factory=dict[str, WireValue])


@record
class ReferenceBinding:
    """Makes a handle without asking the service; `arguments` are its fields."""

    kind: Literal["reference"] = "reference"
    arguments: dict[str, str]


@record
class SessionBinding:
    """Answers from the session itself."""

    kind: Literal["session"] = "session"
    value: Literal["appId", "userId"]


@record
class ListenBinding:
    """Hands errors of the session to the method's callback, until `unsubscribe`."""

    kind: Literal["listen"] = "listen"


@record
class OpenBinding:
    """Opens the session, or finds the one that is open already."""

    kind: Literal["open"] = "open"


Binding: TypeAlias = Annotated[
    ReadBinding
    | SubscribeBinding
    | WriteBinding
    | ClearBinding
    | ReferenceBinding
    | SessionBinding
    | ListenBinding
    | OpenBinding,
    ByKind(),
]
