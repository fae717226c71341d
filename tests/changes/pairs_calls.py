"""Rows of the table that break callers by what a call takes or gives."""

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
    with_more,
)

from minidoc.changes.catalog.entry import PUT, State, entry, handle, value


def _row(name: str, before: State, after: State, codes: str, program: str) -> Pair:
    return Pair(name, before, after, tuple(codes.split()), "major", program)


_FUNCTION = "/** Finds a user by name */\nFuture<String>findUser(String name)\n"
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
_GIVES_OBJECT = """\
from PACKAGE import SetUserParams, UserRef
from PACKAGE._runtime import Session


def main(session: Session) -> None:
    UserRef(session, id="u").set(SetUserParams(name="x"))
"""
_DECLARED = "Future<void>grant({Access? access})"


CALLS = named(
    [
        _row(
            "parameter object inlined",
            body(OBJECT),
            body(PARAMETERS),
            "parameter-object-inlined",
            _GIVES_OBJECT,
        ),
        _row(
            "parameter object introduced",
            body(PARAMETERS),
            body(OBJECT),
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
