"""Pages before and after a change, for the tests of `minidoc diff`."""

from __future__ import annotations

PAGE = """\
---
url: https://talkjs.com/docs/Data_APIs/Flutter/Users
title: 'Users'
minidoc-source: dart
---

## UserRef
class UserRef {
final String id;

/** Changes the user
@param name Shown. Default = the id */
Future<void>set({String? name, int? age})

Future<void>touch()
}
"""
REMOVED = PAGE.replace("Future<void>touch()\n", "")
OTHER_DEFAULT = PAGE.replace("the id", "no name")
MORE = PAGE.replace("int? age", "int? age, int? size")
BIND = """\
[[bind]]
page = "Users.md"
target = "UserRef.touch"
reason = "Seen on the wire."
write = { method = "%s", path = "/users/{id}" }
"""
