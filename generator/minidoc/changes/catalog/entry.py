"""What one entry of the catalogue says, and the small pages that its examples are."""

from __future__ import annotations

from minidoc.values import frozen

PAGE_NAME = "Users.md"
"""Name of the page of every example."""

SECOND_NAME = "Teams.md"
"""Name of the second page, where there is one."""

FRONT_MATTER = """\
---
url: https://talkjs.com/docs/Data_APIs/Flutter/Users
title: 'Users'
minidoc-source: dart
---

"""


@frozen
class State:
    """Everything that a package is made from.

    Attributes:
        page: Text of the page.
        overlay: Text of the overlay, or nothing.
        second: Text of a second page, or nothing.
    """

    page: str
    overlay: str = ""
    second: str = ""

    @property
    def pages(self) -> dict[str, str]:
        """The pages by name."""
        second = {SECOND_NAME: self.second} if self.second else {}
        return {PAGE_NAME: self.page, **second}


@frozen
class Meaning:
    """What a kind of change means.

    Attributes:
        title: What happened, in a few words.
        meaning: Two to four sentences: what it is, and what callers notice.
        before: What the package was made from.
        after: What it is made from now; the two differ in this one change.
        fix: What to do about it, in one sentence.
    """

    title: str
    meaning: str
    before: State
    after: State
    fix: str


def page(body: str) -> State:
    """Make a state of what follows the front matter."""
    return State(FRONT_MATTER + body)


def handle(member: str, overlay: str = "") -> State:
    """Make a state of one more member of a class of handles."""
    body = f"""\
## UserRef
/** References a user */
class UserRef {{
/** Identifies the user */
final String id;

{member}
}}
"""
    return State(FRONT_MATTER + body, overlay)


def value(member: str, more: str = "") -> State:
    """Make a state of one more member of a class of values."""
    return page(f"""\
## UserSnapshot
/** A user at one moment */
class UserSnapshot {{
/** Identifies the user */
final String id;

{member}

UserSnapshot(Map<String, dynamic>json)

Map<String, dynamic>toJson()
}}
{more}""")


def enum(constants: str) -> State:
    """Make a state of an enum."""
    return page(
        f"## Access\n/** What a user may do */\nenum Access {{ {constants} }}\n"
    )


def entry(kind: str, keys: str, target: str = "UserRef.set") -> str:
    """Write an overlay entry."""
    return (
        f'[[{kind}]]\npage = "{PAGE_NAME}"\ntarget = "{target}"\n'
        f'reason = "The service works like this."\n{keys}\n'
    )


PUT = entry("bind", 'write = { method = "PUT", path = "/users/{id}" }')
"""Binds `UserRef.set` to a request."""


def topic(event: str) -> str:
    """Write a topic of the overlay, and the method that reads it."""
    return (
        '[[topic]]\npage = "Users.md"\nname = "user"\nreason = "Seen on the wire."\n'
        'path = "/users/{id}"\nsnapshot = "UserSnapshot"\n'
        f'events = [{{ type = "{event}", apply = "replace" }}]\n'
        + entry("bind", 'read = { topic = "user" }', "UserRef.get")
    )
