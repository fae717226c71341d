"""Rows of the table that break callers. Each program works before and fails now."""

from __future__ import annotations

from pair_table import Pair, body, named, of_handle, of_import, of_value, with_more

from minidoc.changes.catalog.entry import PUT, State, entry, enum, handle, value


def _row(name: str, before: State, after: State, codes: str, program: str) -> Pair:
    return Pair(name, before, after, tuple(codes.split()), "major", program)


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
_METADATA = """\
## FileData
class FileData {{
String name;

{field}

FileData({{required String name{parameter}}})
}}

## UserRef
class UserRef {{
final String id;

Future<void>upload(FileData data)
}}
"""
_PARAMETERS = """\
## UserRef
class UserRef {
final String id;

/** Changes it */
Future<void>set({String? name, Map<String, String?>? custom, List<String>? email})
}
"""
_OBJECT = """\
## UserRef
class UserRef {
final String id;

/** Changes it */
Future<void>set(SetUserParams data)
}

## SetUserParams
/** What to change */
class SetUserParams {
String? name;

Map<String, String?>? custom;

List<String>? email;

SetUserParams({String? name, Map<String, String?>? custom, List<String>? email})
}
"""
_MAKE = """\
from PACKAGE import FileData


def main(session: object) -> None:
    FileData(name="a")
"""
_USES_FILE = """\
from PACKAGE import FileData


def main(session: object) -> None:
    FileData(name="a", size=3)
"""
_TAKES_ENUM = """\
from PACKAGE import UserRef
from PACKAGE._runtime import Session


def main(session: Session) -> None:
    UserRef(session, id="u").grant("read")
"""
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
_DECLARED = "Future<void>grant({Access? access})"
_UNTIL = 'name = "{}"\nuntil = "2.0"'

BREAKING = named(
    [
        # Names.
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
        # Calls.
        _row(
            "parameter object inlined",
            body(_OBJECT),
            body(_PARAMETERS),
            "parameter-object-inlined",
            _GIVES_OBJECT,
        ),
        _row(
            "parameter object introduced",
            body(_PARAMETERS),
            body(_OBJECT),
            "parameter-object-introduced",
            of_handle('WAITuser.set(name="x")'),
        ),
        _row(
            "required positional parameter",
            handle("Future<void>move(String to)"),
            handle("Future<void>move(String to, int at)"),
            "added-required-parameter",
            of_handle('WAITuser.move("a")'),
        ),
        _row(
            "required field of a value that callers make",
            body(_METADATA.format(field="int? size;", parameter=", int? size")),
            body(
                _METADATA.format(
                    field="int? size;\n\nString type;",
                    parameter=", int? size, required String type",
                )
            ),
            "added-required-parameter",
            _MAKE,
        ),
        _row(
            "field that has to be given now",
            body(_METADATA.format(field="int? size;", parameter=", int? size")),
            body(_METADATA.format(field="int size;", parameter=", required int size")),
            "now-required",
            _MAKE,
        ),
        _row(
            "named parameter that has to be given",
            handle("Future<void>set({String? name})"),
            handle("Future<void>set({required String? name})"),
            "now-required",
            of_handle("WAITuser.set()"),
        ),
        _row(
            "positional parameter by name only",
            handle("Future<void>load(int count)"),
            handle("Future<void>load({required int count})"),
            "keyword-only",
            of_handle("WAITuser.load(3)"),
        ),
        _row(
            "positional parameters swapped",
            handle("Future<void>move(int at, List<String>to)"),
            handle("Future<void>move(List<String>to, int at)"),
            "reordered-parameters",
            of_handle('WAITuser.move(3, ["a"])'),
        ),
        _row(
            "named parameter takes less",
            handle("Future<void>set({required num age})"),
            handle("Future<void>set({required int age})"),
            "narrowed-parameter",
            of_handle("WAITuser.set(age=1.5)"),
        ),
        _row(
            "callback is given more",
            handle("void watch(void Function(String name) seen)"),
            handle("void watch(void Function(String? name) seen)"),
            "narrowed-parameter",
            of_handle(
                "def seen(name: str) -> None:\n    print(name)\n\nuser.watch(seen)"
            ),
        ),
        _row(
            "callback has to answer",
            handle("void watch(void Function(String name) seen)"),
            handle("void watch(bool Function(String name) seen)"),
            "narrowed-parameter",
            of_handle(
                "def seen(name: str) -> None:\n    print(name)\n\nuser.watch(seen)"
            ),
        ),
        _row(
            "parameter of a list takes less",
            handle("Future<void>set(List<String?>names)"),
            handle("Future<void>set(List<String>names)"),
            "narrowed-parameter",
            of_handle('names: list[str | None] = ["a", None]\nWAITuser.set(names)'),
        ),
        _row(
            "field may be null",
            value("final String locale;\n\nfinal int age;"),
            value("final String? locale;\n\nfinal int age;"),
            "widened-result",
            of_value(
                "locale: str = snapshot.locale\nprint(locale)",
                '{"locale": "de", "age": 3}',
            ),
        ),
        _row(
            "result may be null",
            handle("Future<String>name()"),
            handle("Future<String?>name()"),
            "widened-result",
            of_handle("name: str = WAITuser.name()"),
        ),
        _row(
            "values of a map may be null",
            value("final Map<String, String>custom;"),
            value("final Map<String, String?>custom;"),
            "widened-result",
            of_value(
                'text: str = snapshot.custom["a"]\nprint(text)',
                '{"custom": {"a": "b"}}',
            ),
        ),
        _row(
            "a result of another type",
            handle("Future<String>name()"),
            handle("Future<List<String>>name()"),
            "changed-type",
            of_handle("name: str = WAITuser.name()"),
        ),
        _row(
            "a parameter of another type",
            handle("Future<void>load(int count)"),
            handle("Future<void>load(String count)"),
            "changed-type",
            of_handle("WAITuser.load(3)"),
        ),
        _row(
            "callback with another argument",
            handle("void watch(void Function(String name) seen)"),
            handle("void watch(void Function(String name, bool all) seen)"),
            "changed-type",
            of_handle(
                "def seen(name: str) -> None:\n    print(name)\n\nuser.watch(seen)"
            ),
        ),
        _row(
            "no result any more",
            handle("Future<String>name()"),
            handle("Future<void>name()"),
            "lost-result",
            of_handle("name: str = WAITuser.name()"),
        ),
        _row(
            "method has to be awaited",
            handle("String name()"),
            handle("Future<String>name()"),
            "became-async",
            of_handle("name: str = user.name()"),
        ),
        _row(
            "function without an async twin",
            body("## findUser\n" + _FUNCTION),
            body("## findUser\n" + _FUNCTION.replace("Future<String>", "String ")),
            "removed-declaration",
            of_import("async_find_user"),
        ),
        _row(
            "subscription at once",
            handle("Future<bool>subscribe()"),
            handle("bool subscribe()"),
            "became-sync",
            of_handle("WAITuser.subscribe()"),
        ),
        _row(
            "two fields can no longer be cleared",
            handle(
                "Future<void>set({String? name, String? locale})",
                PUT + entry("correct", 'clearable = ["name", "locale"]'),
            ),
            handle("Future<void>set({String? name, String? locale})", PUT),
            "no-longer-clearable no-longer-clearable",
            of_handle("from PACKAGE import CLEAR\n\nWAITuser.set(name=CLEAR)"),
        ),
        _row(
            "binding lost",
            handle("Future<void>touch()", PUT.replace("UserRef.set", "UserRef.touch")),
            handle("Future<void>touch()"),
            "lost-binding",
            of_handle("WAITuser.touch()"),
        ),
        _row(
            "type of a named parameter declared",
            handle(_DECLARED),
            with_more(handle(_DECLARED), "## Access\nenum Access { read, write }\n"),
            "declared-parameter-type",
            _TAKES_ENUM.replace('"read"', 'access="read"'),
        ),
        _row(
            "field removed from a value that callers make",
            body(_METADATA.format(field="int? size;", parameter=", int? size")),
            body(_METADATA.format(field="String? type;", parameter=", String? type")),
            "removed-member added-member",
            _USES_FILE,
        ),
    ]
)
