"""A project to release: a page before and after renames, its overlay, a program."""

from __future__ import annotations

PAGE = """\
---
url: https://example.org/docs/API/Members
title: 'Members'
minidoc-source: dart
---

## openSession
/** Opens the team of a member, who sees it from then on */
Team openSession({required String appId, required String userId})

## Team
/** A team, as one of its members sees it */
class Team {
/** The member's place */
MemberRef member(String id)
}

## MemberRef
/** References one member of the team */
class MemberRef {
/** Identifies the member */
final String id;

/** Changes what is known of the member
@param photoUrl A picture of the member
@param nickname How others call the member */
Future<void>set({String? photoUrl, String? nickname})

/** Forgets some of what is known
@param fields What to forget */
Future<void>deleteFields(List<String>fields)

/** Fetches what is known of the member now */
Future<MemberSnapshot?>get()
}

## MemberSnapshot
/** A member at one moment */
class MemberSnapshot {
/** Identifies the member */
final String id;

/** A picture of the member, if there is one */
final String? photoUrl;

MemberSnapshot(Map<String, dynamic>json)

Map<String, dynamic>toJson()
}

## Access
/** What a member may do */
enum Access {
/** May look at everything */
read,

/** May change everything */
write
}
"""
OVERLAY = """\
# Kept as it is: comments,   spaces and all.

[[bind]]
page = "Members.md"
target = "openSession"
reason = "Seen on the wire."
open = {}

[[bind]]
page = "Members.md"
target = "Team.member"
reason = "Seen on the wire."
reference = { arguments = { id = "{id}" } }
"""
WRITES = """
[[bind]]
page = "Members.md"
target = "MemberRef.set"
reason = "Seen on the wire."
write = { method = "PUT", path = "/members/{id}" }

[[correct]]
page = "Members.md"
target = "MemberRef.set"
reason = "Seen on the wire."
clearable = ["photoUrl"]

[[bind]]
page = "Members.md"
target = "MemberRef.deleteFields"
reason = "Seen on the wire."
clear = { method = "PUT", path = "/members/{id}", like = "MemberRef.set", nested = [] }
"""
"""More of the overlay: what two of the methods do."""

CONFIG = """\
[tool.minidoc]
pages = ["docs/*.md"]
overlay = "docs/overlay.toml"
output = "made/teamwork"
package = "teamwork"
distribution = "made"
distribution-name = "teamwork"
distribution-version = "VERSION"
"""
OUTER = {
    "openSession": "enterTeam",
    "MemberRef": "PersonRef",
    "MemberSnapshot": "PersonSnapshot",
}
"""Declarations that get another name."""

INNER = {
    "photoUrl": "avatarUrl",
    "deleteFields": "clearFields",
    "List<String>fields": "List<String>names",
    "@param fields": "@param names",
    "nickname": "alias",
}
"""Members and parameters that get another name."""


def renamed(text: str, names: dict[str, str]) -> str:
    """Give things another name throughout."""
    for old, new in names.items():
        text = text.replace(old, new)
    return text
