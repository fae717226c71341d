"""Rows of the table that break callers by a name that is gone or another one."""

from __future__ import annotations

from pair_table import (
    OBJECT,
    PARAMETERS,
    Pair,
    body,
    named,
    of_handle,
    of_import,
    of_value,
)

from minidoc.changes.catalog.entry import PUT, State, entry, enum, handle, value


def _row(name: str, before: State, after: State, codes: str, program: str) -> Pair:
    return Pair(name, before, after, tuple(codes.split()), "major", program)


_UNTIL = 'name = "{}"\nuntil = "2.0"'
_FUNCTION = "/** Finds a user by name */\nFuture<String>findUser(String name)\n"
_REF = """\
## {name}
/** References a user, wherever it is */
class {name} {{
/** Identifies the user */
final String id;

/** Fetches the user */
Future<{name}Data?>get()

/** Says that the user is there */
Future<void>touch()
}}

## {name}Data
/** What is known of a user */
class {name}Data {{
final String id;

final String email;

final String phone;

{name}Data(Map<String, dynamic>json)

Map<String, dynamic>toJson()
}}
"""
_TEAM = """\
## UserRef
class UserRef {
final String id;

Future<void>touch()

FIRST}

## TeamRef
class TeamRef {
final String id;

Future<void>close()

SECOND}
"""
_INVITE = "/** Invites somebody by mail */\nFuture<void>invite(String email)\n"
_TOLD = """\
/** Changes it
@param name Shown. Default = the id
@param age How old. Default = unknown */
"""
_TEXTS = """\
/** Changes it
@param name Shown. Default = the id
@param custom A patch. To clear a key, pass null.
@param email Where to write to. Default = nowhere */"""
_BEHIND = PUT + entry("correct", 'clearable = ["name", "age"]')
_WATCHED = "void watch(void Function(String name) seen)"
_PHOTO = """\
/** A picture, see [UserRef.photoUrl] */
final String photoUrl;

Future<void>touch()"""
_READS_PHOTO = """\
from PACKAGE import UserRef


def use(user: UserRef) -> str:
    return user.photo_url
"""
_GIVES_OBJECT = """\
from PACKAGE import SetUserParams, UserRef
from PACKAGE._runtime import Session


def main(session: Session) -> None:
    UserRef(session, id="u").set(SetUserParams(name="x"))
"""


NAMES = named(
    [
        _row(
            "function gone",
            body(
                f"## findUser\n{_FUNCTION}\n## Some\nclass Some {{\nfinal int a;\n}}\n"
            ),
            body("## Some\nclass Some {\nfinal int a;\n}\n"),
            "removed-declaration",
            of_import("find_user"),
        ),
        _row(
            "field gone",
            value("final String email;\n\nfinal int age;"),
            value("final int age;"),
            "removed-member",
            of_value("print(snapshot.email)", '{"email": "e", "age": 3}'),
        ),
        _row(
            "method gone",
            handle("Future<void>touch()\n\nFuture<void>leave()"),
            handle("Future<void>leave()"),
            "removed-member",
            of_handle("WAITuser.touch()"),
        ),
        _row(
            "constant gone",
            enum("read, own"),
            enum("read"),
            "removed-constant",
            of_import("Access", "Access.OWN"),
        ),
        _row(
            "parameter gone with its text",
            handle(_TOLD + "Future<void>set({String? name, int? age})"),
            handle(
                _TOLD.replace("\n@param age How old. Default = unknown", "")
                + "Future<void>set({String? name})"
            ),
            "removed-parameter",
            of_handle("WAITuser.set(age=3)"),
        ),
        _row(
            "method renamed, the overlay is behind",
            handle(_TOLD + "Future<void>set({String? name, int? age})", _BEHIND),
            handle(_TOLD + "Future<void>update({String? name, int? age})", _BEHIND),
            "renamed-member",
            of_handle('WAITuser.set(name="x")'),
        ),
        _row(
            "the overlay no longer says that a parameter is optional",
            handle(
                _WATCHED, entry("correct", "optional = true", "UserRef.watch(seen)")
            ),
            handle(_WATCHED),
            "now-required",
            of_handle("user.watch()"),
        ),
        _row(
            "parameter object with texts inlined",
            body(OBJECT),
            body(PARAMETERS.replace("/** Changes it */", _TEXTS)),
            "parameter-object-inlined",
            _GIVES_OBJECT,
        ),
        _row(
            "named parameter gone",
            handle("Future<void>set({String? name, int? age})"),
            handle("Future<void>set({String? name})"),
            "removed-parameter",
            of_handle("WAITuser.set(age=3)"),
        ),
        _row(
            "positional parameter gone",
            handle("Future<void>move(String to, int at)"),
            handle("Future<void>move(String to)"),
            "removed-parameter",
            of_handle('WAITuser.move("a", 3)'),
        ),
        _row(
            "a family of classes renamed",
            body(_REF.format(name="UserRef")),
            body(_REF.format(name="PersonRef")),
            "renamed-declaration renamed-declaration",
            of_import("UserRef, UserRefData"),
        ),
        _row(
            "function renamed",
            body(f"## findUser\n{_FUNCTION}"),
            body(f"## searchUser\n{_FUNCTION.replace('findUser', 'searchUser')}"),
            "renamed-declaration",
            of_import("find_user"),
        ),
        _row(
            "field renamed, its text follows",
            handle(_PHOTO),
            handle(_PHOTO.replace("photoUrl", "avatar")),
            "renamed-member",
            _READS_PHOTO,
        ),
        _row(
            "method renamed by the overlay",
            handle("Future<void>set({String? name})", PUT),
            handle(
                "Future<void>set({String? name})",
                PUT + entry("correct", 'rename = "update"'),
            ),
            "renamed-member",
            of_handle('WAITuser.set(name="x")'),
        ),
        _row(
            "old name of a parameter gone",
            handle(
                "Future<void>drop(List<String>names)",
                entry("alias", _UNTIL.format("fields"), "UserRef.drop(names)"),
            ),
            handle("Future<void>drop(List<String>names)"),
            "removed-old-name",
            of_handle('WAITuser.drop(fields=["a"])'),
        ),
        _row(
            "parameter renamed in its place",
            handle("Future<void>drop(List<String>fields)"),
            handle("Future<void>drop(List<String>names)"),
            "renamed-parameter",
            of_handle('WAITuser.drop(fields=["a"])'),
        ),
        _row(
            "constant renamed, the same on the wire",
            State(
                enum("mentionsOnly, all").page,
                entry("correct", 'wire = "some"', "Access.mentionsOnly"),
            ),
            State(
                enum("mentions, all").page,
                entry("correct", 'wire = "some"', "Access.mentions"),
            ),
            "renamed-constant",
            of_import("Access", "Access.MENTIONS_ONLY"),
        ),
        _row(
            "method moved to another class",
            body(_TEAM.replace("FIRST", _INVITE).replace("SECOND", "")),
            body(_TEAM.replace("SECOND", _INVITE).replace("FIRST", "")),
            "moved-member",
            of_handle('WAITuser.invite("a")'),
        ),
        _row(
            "method became a field",
            handle("bool active()\n\nFuture<void>touch()"),
            handle("final bool active;\n\nFuture<void>touch()"),
            "changed-kind",
            of_handle("print(user.active())"),
        ),
        _row(
            "enum became a class",
            enum("read, write"),
            body(
                "## Access\n/** What a user may do */\n"
                "class Access {\nfinal bool read;\n}\n"
            ),
            "changed-kind",
            of_import("Access", "Access.READ"),
        ),
        _row(
            "value that acts now",
            value("final int age;"),
            body(
                value("final int age;")
                .page.partition("---\n\n")[2]
                .replace("Map<String, dynamic>toJson()", "Future<void>save()")
            ),
            "removed-member added-member",
            of_value("print(snapshot.to_json())", '{"age": 3}'),
        ),
    ]
)
