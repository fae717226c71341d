"""Rows of the table where the same signature means something else."""

from __future__ import annotations

from pair_table import Pair, body, named

from minidoc.changes.catalog.entry import (
    PUT,
    State,
    entry,
    enum,
    handle,
    topic,
    value,
)


def _row(name: str, before: State, after: State, codes: str) -> Pair:
    return Pair(name, before, after, tuple(codes.split()), "major")


def _said(text: str) -> State:
    return handle(f"/** {text} */\nFuture<void>set({{String? name}})")


def _count(text: str) -> State:
    return handle(
        f"/** Loads some\n@param count {text} */\nFuture<void>load(int count)"
    )


_GET = """\
## UserRef
class UserRef {
final String id;

Future<UserSnapshot?>get()
}

## UserSnapshot
class UserSnapshot {
final String id;

UserSnapshot(Map<String, dynamic>json)

Map<String, dynamic>toJson()
}
"""
_CLEARS = (
    "Properties that are `null` will not be changed. To clear / reset a property, call"
    " [UserRef.deleteFields] instead."
)

BEHAVIOUR = named(
    [
        _row(
            "default of a positional parameter",
            handle("Future<void>load([int count = 20])"),
            handle("Future<void>load([int count = 30])"),
            "changed-default",
        ),
        _row(
            "default given up",
            handle("Future<void>load([int? count = 20])"),
            handle("Future<void>load([int? count])"),
            "changed-default",
        ),
        _row(
            "default in words",
            _count("How many. Default = 20"),
            _count("How many. Default = 30"),
            "changed-default-text",
        ),
        _row(
            "default glued to the sentence before",
            _count("See the [guide](/docs/Guide) Default = no photo"),
            _count("See the [guide](/docs/Guide) Default = the app's logo"),
            "changed-default-text",
        ),
        _row(
            "null no longer clears",
            _said("Changes it. To clear a property, pass null."),
            _said(f"Changes it. {_CLEARS}"),
            "changed-null-meaning",
        ),
        _row(
            "null result means something else",
            handle(
                "/** Fetches it\n@return A name, or null if the user does not exist. */"
                "\nFuture<String?>name()"
            ),
            handle(
                "/** Fetches it\n@return A name, or null if the user is blocked. */"
                "\nFuture<String?>name()"
            ),
            "changed-null-meaning",
        ),
        _row(
            "null of a field",
            value(
                "/** When `locale` is null, the app's is used */\nfinal String? locale;"
            ),
            value(
                "/** When `locale` is null, English is used */\nfinal String? locale;"
            ),
            "changed-null-meaning",
        ),
        _row(
            "required in other cases",
            _said("`name` is required when creating a user."),
            _said("`name` is required unless the user exists."),
            "changed-requirement",
        ),
        _row(
            "requirement dropped",
            _said("Changes it. `name` is required when creating a user."),
            _said("Changes it."),
            "changed-requirement",
        ),
        _row(
            "rejects in other cases",
            _said("Rejects if you are no participant."),
            _said("Rejects if you have no write access."),
            "changed-failure",
        ),
        _row(
            "another error is thrown",
            handle(
                "/** Changes it\n@throws StateError if closed */\nFuture<void>touch()"
            ),
            handle(
                "/** Changes it\n@throws StateError if offline */\nFuture<void>touch()"
            ),
            "changed-failure",
        ),
        _row(
            "a failure is documented",
            _said("Changes it."),
            _said("Changes it. The function will throw if the user does not exist."),
            "changed-failure",
        ),
        _row(
            "no-op in other cases",
            _said("If the subscription has ended, this is a no-op."),
            _said("If the subscription has failed, this is a no-op."),
            "changed-no-op",
        ),
        _row(
            "ignored in other cases",
            _said("`name` is ignored when the user exists."),
            _said("`name` is ignored when the user is new."),
            "changed-no-op",
        ),
        _row(
            "another range",
            _count("Must be between 1 and 100."),
            _count("Must be between 1 and 50."),
            "changed-range",
        ),
        _row(
            "another bound",
            _count("Must be at most 100."),
            _count("Must be at most 50."),
            "changed-range",
        ),
        _row(
            "another address",
            handle("Future<void>set({String? name})", PUT),
            handle(
                "Future<void>set({String? name})", PUT.replace("/users/", "/people/")
            ),
            "changed-binding",
        ),
        _row(
            "another status is success",
            handle("Future<void>set({String? name})", PUT),
            handle(
                "Future<void>set({String? name})",
                PUT.replace('{id}"', '{id}", accept = [409]'),
            ),
            "changed-binding",
        ),
        _row(
            "another address of a topic",
            State(body(_GET).page, topic("user.updated")),
            State(
                body(_GET).page, topic("user.updated").replace("/users/", "/people/")
            ),
            "changed-topic",
        ),
        _row(
            "another event of a topic",
            State(body(_GET).page, topic("user.updated")),
            State(body(_GET).page, topic("user.seen")),
            "changed-topic",
        ),
        _row(
            "a parameter travels under another name",
            handle("Future<void>set({String? photoUrl})", PUT),
            handle("Future<void>set({String? photoURL})", PUT),
            "changed-wire-name",
        ),
        _row(
            "a field travels under another name",
            value("final int? maxAge;"),
            value("final int? max_age;"),
            "changed-wire-name",
        ),
        _row(
            "another wire value",
            State(enum("yes, no").page, entry("correct", "wire = true", "Access.yes")),
            State(enum("yes, no").page, entry("correct", "wire = 1", "Access.yes")),
            "changed-wire-value",
        ),
        _row(
            "a wire value given up",
            State(enum("yes, no").page, entry("correct", "wire = true", "Access.yes")),
            enum("yes, no"),
            "changed-wire-value",
        ),
    ]
)
