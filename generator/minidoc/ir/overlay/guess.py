"""Guesses at bindings, from the names that these pages give to the same things.

In: a method, its class and the API around it. Out: the keys of a `[[bind]]`, or words
that say why there is no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from minidoc.ir.model import Api, ClassDecl, FieldDecl, FunctionDecl, MethodDecl
from minidoc.ir.overlay.templates import placeholders
from minidoc.ir.overlay.toml import TomlValue
from minidoc.ir.types import (
    FunctionType,
    ListType,
    MapType,
    NamedType,
    PrimitiveType,
    TypeRef,
)
from minidoc.values import frozen

Table: TypeAlias = dict[str, TomlValue]
Call: TypeAlias = MethodDecl | FunctionDecl

_CHECK_WRITE = "TODO: check the method and the path, and say how the service answers"
_CHECK_TOPIC = "TODO: check the path, name the events, and say how the state is pushed"


@dataclass(slots=True)
class Guesses:
    """The API, and the topics that the guesses need and it does not have."""

    api: Api
    new_topics: list[Table] = field(default_factory=list[Table])

    def class_named(self, type_: TypeRef) -> ClassDecl | None:
        """Return the class that a type names, if a given page declares it."""
        name = type_.name if isinstance(type_, NamedType) else None
        for page in self.api.pages:
            for declared in page.declarations:
                if isinstance(declared, ClassDecl) and declared.name == name:
                    return declared
        return None

    def topic_of(self, wanted: _State) -> str:
        """Return the name of the topic with this state; make one if need be."""
        for topic in self.api.topics:
            is_filled = placeholders(topic.path + (topic.batch or "")) <= wanted.known
            if topic.snapshot == wanted.snapshot and is_filled:
                return topic.name
        state: Table = {"path": wanted.path, "snapshot": wanted.snapshot, "events": []}
        for made in self.new_topics:
            if made.items() >= state.items():
                return str(made["name"])
        name = self._free_name(wanted)
        table: Table = {"page": wanted.page, "name": name, "reason": _CHECK_TOPIC}
        self.new_topics.append(table | state)
        return name

    def _free_name(self, wanted: _State) -> str:
        stem = lower_first(wanted.snapshot.removesuffix("Snapshot")) or "topic"
        taken = {topic.name for topic in self.api.topics}
        taken |= {str(made["name"]) for made in self.new_topics}
        names = (f"{stem}{end}" for end in ("", *range(2, 999)))
        return next(name for name in names if name not in taken)


@frozen
class _State:
    """State that a method reads or follows; `known` are names that fill its path."""

    page: str
    path: str
    snapshot: str
    known: set[str]


def guess_binding(
    guesses: Guesses, page: str, owner: ClassDecl | None, method: Call
) -> Table | str:
    """Guess one binding."""
    made = guesses.class_named(method.returns)
    role = made.role if made else None
    if owner is None:
        return _guess_function(made)
    if role == "subscription" or method.name == "get":
        key = "subscribe" if role == "subscription" else "read"
        return _guess_state(guesses, page, owner, method, key)
    if reason := _no_guess(method, made):
        return reason
    if made is not None and role == "handle" and not _is_write(method):
        return _guess_reference(owner, method, made)
    return _guess_write(owner, method)


def _no_guess(method: Call, made: ClassDecl | None) -> str:
    """Return why nothing can be guessed, or an empty text."""
    if isinstance(method.returns, NamedType) and made is None:
        return f"no given page declares `{method.returns.name}`"
    if any(isinstance(p.type, FunctionType) for p in method.parameters):
        return "it takes a callback, and nothing tells what calls it"
    if not method.is_async and (made is None or made.role != "handle"):
        return "it answers at once, and nothing tells how"
    return ""


def _guess_function(made: ClassDecl | None) -> Table | str:
    if made is None or not made.name.endswith("Session"):
        return "nothing tells what this function does"
    return {"reason": "TODO: check that it opens a session", "open": {}}


def _guess_state(
    guesses: Guesses, page: str, owner: ClassDecl, method: Call, key: str
) -> Table | str:
    holder = method.returns
    if key == "subscribe":
        arguments = [
            argument
            for parameter in method.parameters
            if isinstance(parameter.type, FunctionType)
            for argument in parameter.type.arguments
        ]
        if len(arguments) != 1:
            return "no callback takes one snapshot and nothing else"
        holder = arguments[0].type
    if isinstance(holder, ListType):
        return "it gives a list, and topics give one snapshot"
    snapshot = guesses.class_named(holder)
    if snapshot is None or snapshot.role != "data":
        return "no given page declares a class for its snapshots"
    known = {field.name for field in owner.fields if _is_text(field.type)}
    state = _State(page, _path(owner, method), snapshot.name, known)
    topic = guesses.topic_of(state)
    reason = f"TODO: check that the topic `{topic}` is the right one"
    return {"reason": reason, key: {"topic": topic}}


def _guess_reference(owner: ClassDecl, method: Call, made: ClassDecl) -> Table | str:
    arguments: Table = {}
    fields = [wanted for wanted in made.fields if wanted.binding is None]
    for wanted in fields:
        source = _source_of(wanted, owner, method, made)
        if source is None:
            return f"nothing tells where `{made.name}.{wanted.name}` comes from"
        arguments[wanted.name] = "{" + source + "}"
    reason = "TODO: check that making it sends nothing, and the arguments"
    return {"reason": reason, "reference": {"arguments": arguments}}


def _source_of(
    wanted: FieldDecl, owner: ClassDecl, method: Call, made: ClassDecl
) -> str | None:
    """Find what fills a field: `conversationId` is the `id` of a ConversationRef."""
    parameters = [parameter.name for parameter in method.parameters]
    fields = [own.name for own in owner.fields]
    names = [wanted.name, wanted.name.removesuffix("Id")]
    if wanted.name == "id":
        stem = lower_first(made.name.removesuffix("Ref"))
        names = ["id", stem, f"{stem}Id"]
    for name in names:
        if name in parameters:
            return name
    owner_id = f"{lower_first(owner.name.removesuffix('Ref'))}Id"
    if wanted.name == owner_id and "id" in fields:
        return "id"
    return wanted.name if wanted.name in fields else None


_VERBS = {
    "set": "PUT",
    "edit": "PATCH",
    "create": "POST",
    "send": "POST",
    "mark": "POST",
    "add": "PUT",
    "delete": "DELETE",
    "remove": "DELETE",
}


def _verb(method: Call) -> str | None:
    word = re.match(r"[a-z]+", method.name)
    return _VERBS.get(word.group()) if word else None


def _is_write(method: Call) -> bool:
    return method.is_async and _verb(method) is not None


def _guess_write(owner: ClassDecl, method: Call) -> Table | str:
    verb = _verb(method)
    if verb is None:
        return "its name does not tell what it does"
    if method.name == "deleteFields":
        return _guess_clear(owner)
    path = _path(owner, method)
    write: Table = {"method": verb, "path": path}
    if method.name == "createIfNotExists":
        write["accept"] = [409]
    return {"reason": _CHECK_WRITE, "write": write}


def _guess_clear(owner: ClassDecl) -> Table | str:
    names = [method.name for method in owner.methods]
    name = next((name for name in ("set", "edit") if name in names), None)
    if name is None:
        return "no method `set` or `edit` tells which fields there are"
    like = next(method for method in owner.methods if method.name == name)
    maps = [p.name for p in like.parameters if isinstance(p.type, MapType)]
    clear: Table = {
        "method": "PUT" if name == "set" else "PATCH",
        "path": _path(owner, like),
        "like": f"{owner.name}.{name}",
        "nested": maps,
    }
    return {"reason": _CHECK_WRITE, "clear": clear}


def _path(owner: ClassDecl, method: Call) -> str:
    """Guess a path: the ids of the class, then whatever the method adds."""
    segments = list(_id_segments(owner))
    if rest := re.fullmatch(r"(?:subscribe|markAs|send)(\w+)", method.name):
        segments.append(rest[1].lower())
    return "/" + "/".join(segments or [method.name.lower()])


def _id_segments(owner: ClassDecl) -> Iterator[str]:
    stem = lower_first(owner.name.removesuffix("Ref"))
    ids = [own for own in owner.fields if own.binding is None and _is_text(own.type)]
    # `conversationId` stands before the `id` of what is inside the conversation.
    for own in sorted(ids, key=lambda own: _ID_ORDER.get(own.name, 2)):
        yield f"{own.name.removesuffix('Id') if own.name != 'id' else stem}s"
        yield "{" + own.name + "}"


_ID_ORDER = {"conversationId": 0, "messageId": 1}


def _is_text(type_: TypeRef) -> bool:
    is_text = isinstance(type_, PrimitiveType) and type_.name == "String"
    return is_text and not type_.nullable


def lower_first(name: str) -> str:
    """Return the name with its first letter in lower case."""
    return name[:1].lower() + name[1:]
