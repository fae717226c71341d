"""What one entry of the catalogue says, and the small pages that its examples are."""

from __future__ import annotations

from minidoc.values import frozen

PAGE_NAME = "Users.md"
"""Name of every example page; the overlay of an example speaks of it by this name."""

_FRONT_MATTER = """\
---
url: https://talkjs.com/docs/Data_APIs/Flutter/Users
title: 'Users'
minidoc-source: dart
---

"""


@frozen
class Example:
    """Input that provokes the diagnostic.

    Attributes:
        page: Text of a complete page, front matter included.
        overlay: Text of an overlay for it, or an empty string.
    """

    page: str
    overlay: str = ""


@frozen
class Explanation:
    """What a code means.

    Attributes:
        title: What was found, in a few words.
        meaning: Two to four sentences: what it is, and why it is reported.
        example: Input that provokes it; where only the file system, a configuration or
            the bytes of a file can, a sentence that says how.
        fix: What to do about it.
    """

    title: str
    meaning: str
    example: Example | str
    fix: str


def page(body: str) -> Example:
    """Make an example of what follows the front matter."""
    return Example(_FRONT_MATTER + body)


def page_with_overlay(body: str, overlay: str) -> Example:
    """Make an example of what follows the front matter, and of an overlay."""
    return Example(_FRONT_MATTER + body, overlay)


def snapshot(member: str) -> Example:
    """Make an example of one more member of a class of values."""
    return page(f"""\
## UserSnapshot
/** A user at one moment */
class UserSnapshot {{
/** Identifies the user */
final String id;

{member}

Map<String, dynamic>toJson()
}}
""")


def reference(method: str) -> Example:
    """Make an example of a method of a class of handles."""
    return page(reference_body(method))


def reference_body(method: str) -> str:
    """Return a class of handles with one method."""
    return f"""\
## UserRef
/** References a user */
class UserRef {{
/** Identifies the user */
final String id;

{method}
}}
"""
