"""Changes of behaviour: the same signature means something else."""

from __future__ import annotations

from minidoc.changes.catalog.entry import (
    PUT,
    Meaning,
    State,
    entry,
    handle,
    page,
    topic,
    value,
)
from minidoc.changes.codes import ChangeCode

_SET = "Future<void>set({String? name})"
_ENUM = "## Access\nenum Access { read, write }\n"
_SNAPSHOT = """\
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


def _said(text: str) -> str:
    return f"/** {text} */\n{_SET}"


def _wire(value_: str) -> str:
    return entry("correct", f'wire = "{value_}"', "Access.read")


BEHAVIOUR = {
    ChangeCode.CHANGED_DEFAULT: Meaning(
        title="A parameter has another default",
        meaning=(
            "Calls that leave the parameter out do something else from now on. No type"
            " checker notices."
        ),
        before=handle("Future<void>load({int count = 20})"),
        after=handle("Future<void>load({int count = 50})"),
        fix="Give the value wherever the old default was relied on.",
    ),
    ChangeCode.CHANGED_DEFAULT_TEXT: Meaning(
        title="The text states another default",
        meaning=(
            "The page says in words what happens without the parameter, and says"
            " otherwise now. The signature shows nothing of it."
        ),
        before=handle(
            f"/** Changes it\n@param name Shown. Default = no name */\n{_SET}"
        ),
        after=handle(f"/** Changes it\n@param name Shown. Default = the id */\n{_SET}"),
        fix="Give the value wherever the old default was relied on.",
    ),
    ChangeCode.CHANGED_NULL: Meaning(
        title="Null means something else",
        meaning=(
            "The page says otherwise what null does or stands for. The same call may"
            " stop clearing a field, or start to; it is the most dangerous change,"
            " since nothing else shows it."
        ),
        before=handle(_said("To clear a property, pass `null`.")),
        after=handle(_said("Properties that are `null` will not be changed.")),
        fix="Look at every call that gives None, and at every test for None.",
    ),
    ChangeCode.CHANGED_REQUIREMENT: Meaning(
        title="Something is required in other cases",
        meaning=(
            "The page says otherwise when a parameter that the signature leaves"
            " optional has to be given. Calls that were accepted may be rejected."
        ),
        before=handle(_said("`name` is required when creating a user.")),
        after=handle(_said("`name` is required when the user has no email.")),
        fix="Look at every call that leaves it out.",
    ),
    ChangeCode.CHANGED_FAILURE: Meaning(
        title="A call fails in other cases",
        meaning=(
            "The page says otherwise when the call fails. Whether it says that it"
            " throws or that it rejects does not count, only the condition does."
        ),
        before=handle(_said("The promise will reject if the user does not exist.")),
        after=handle(_said("The promise will reject if the user is offline.")),
        fix="Look at what is caught around these calls, and what is not.",
    ),
    ChangeCode.CHANGED_NO_OP: Meaning(
        title="A call does nothing in other cases",
        meaning=(
            "The page says otherwise when the call has no effect. Code may have relied"
            " on the effect, or on its absence."
        ),
        before=handle(_said("If the user exists already, this is a no-op.")),
        after=handle(_said("If the user is offline, this is a no-op.")),
        fix="Look at every call in such a case.",
    ),
    ChangeCode.CHANGED_RANGE: Meaning(
        title="Other values are allowed",
        meaning=(
            "The page states another range for a value that the type does not limit."
            " Values that were accepted may be rejected."
        ),
        before=handle(
            "/** Loads some\n@param count Must be between 1 and 50. */\n"
            "Future<void>load(int count)"
        ),
        after=handle(
            "/** Loads some\n@param count Must be between 1 and 30. */\n"
            "Future<void>load(int count)"
        ),
        fix="Keep the values that are given inside the new range.",
    ),
    ChangeCode.CHANGED_BINDING: Meaning(
        title="A call does something else on the wire",
        meaning=(
            "The overlay binds the method to another request. The signature is the"
            " same; what the service makes of it may not be."
        ),
        before=handle(_SET, PUT),
        after=handle(_SET, PUT.replace("PUT", "PATCH")),
        fix="Test what the calls do against the service.",
    ),
    ChangeCode.CHANGED_TOPIC: Meaning(
        title="A call reads or follows something else",
        meaning=(
            "The overlay describes the state behind the method otherwise: its address,"
            " its events, or what belongs to it. Reads and subscriptions may show"
            " something else."
        ),
        before=State(page(_SNAPSHOT).page, topic("user.updated")),
        after=State(page(_SNAPSHOT).page, topic("user.changed")),
        fix="Test what reads and subscriptions show.",
    ),
    ChangeCode.CHANGED_WIRE_NAME: Meaning(
        title="A field travels under another name",
        meaning=(
            "The page spells the name otherwise, and Python spells both alike. Code"
            " goes on working; stored JSON of the old name is not read any more."
        ),
        before=value("final String? photoUrl;"),
        after=value("final String? photoURL;"),
        fix="Convert what was stored with `to_json`.",
    ),
    ChangeCode.CHANGED_WIRE_VALUE: Meaning(
        title="A constant travels as another value",
        meaning=(
            "The overlay gives the constant another value on the wire. Code goes on"
            " working; the service and whatever was stored see another value."
        ),
        before=State(page(_ENUM).page, _wire("Read")),
        after=State(page(_ENUM).page, _wire("ReadOnly")),
        fix="Convert what was stored with the old value.",
    ),
}
