"""Rows of the table that break nobody. Each program works before and now."""

from __future__ import annotations

from pair_table import Pair, body, named, of_handle, of_import, of_value, with_more

from minidoc.changes import Bump
from minidoc.changes.catalog.entry import PUT, State, entry, enum, handle, value


def _row(
    bump: Bump, states: tuple[State, State], codes: str, name: str, program: str = ""
) -> Pair:
    return Pair(name, *states, tuple(codes.split()), bump, program)


_TOUCH = "/** Says that somebody is there */\nFuture<void>touch()"
_TEXT = "/** {} */\nFuture<void>touch()"
_ONE = "## One\nclass One {\nfinal int size;\n}\n\n"
_TWO = "## Two\n/** Two of them */\nclass Two {\nfinal One one;\n}\n"
_TEAM = "## Team\nclass Team {\nfinal int size;\n\nfinal int age;\n}\n\n"
_PAGE = "Users send messages, see [the guide](/Guide).\n\n" + _ONE + _TWO
_ASYNC = "/** Finds a user by name */\nFuture<String>findUser(String name)\n"
_SYNC = _ASYNC.replace("Future<String>", "String ")
_LOST_BRACKETS = entry("correct", "optional = true", "UserRef.watch(seen)")
_WATCH = "void watch({0}void Function(String name){1} seen{2})"


_KEPT = entry("alias", 'name = "fields"\nuntil = "2.0"', "UserRef.drop(names)")


ADDITIVE = named(
    [
        _row(
            "minor",
            (
                handle("Future<void>drop(List<String>fields)"),
                handle("Future<void>drop(List<String>names)", _KEPT),
            ),
            "renamed-and-kept",
            "parameter renamed, its old name kept",
            of_handle('WAITuser.drop(fields=["a"])'),
        ),
        _row(
            "minor",
            (
                handle("Future<void>drop(List<String>names)"),
                handle("Future<void>drop(List<String>names)", _KEPT),
            ),
            "added-old-name",
            "old name of a parameter given later",
            of_handle('WAITuser.drop(names=["a"])'),
        ),
        _row(
            "minor",
            (body(f"## findUser\n{_SYNC}"), body(f"## findUser\n{_ASYNC}")),
            "added-declaration",
            "function with an async twin",
            of_import("find_user"),
        ),
        _row(
            "minor",
            (
                handle("/** Says it */\nFuture<void>touch()"),
                handle(
                    "/** Says it\n@deprecated Use [UserRef.id] */\nFuture<void>touch()"
                ),
            ),
            "newly-deprecated",
            "deprecated by a tag",
        ),
        _row(
            "minor",
            (
                value("final int age;"),
                value("/** Deprecated: use `birthday` */\nfinal int age;"),
            ),
            "newly-deprecated",
            "deprecated in words",
        ),
        _row(
            "minor",
            (body(_ONE), body(_ONE + _TWO)),
            "added-declaration",
            "new class",
            of_import("One"),
        ),
        _row(
            "minor",
            (
                enum("read"),
                with_more(enum("read"), "## Kind\nenum Kind { a, b }\n"),
            ),
            "added-declaration",
            "new enum",
            of_import("Access"),
        ),
        _row(
            "minor",
            (handle(_TOUCH), handle(f"final String appId;\n\n{_TOUCH}")),
            "added-member",
            "new field of a handle",
            "from PACKAGE import UserRef\n\n\n"
            "def use(user: UserRef) -> None:\n    user.touch()\n",
        ),
        _row(
            "minor",
            (
                value("final int age;"),
                value("final int age;\n\nfinal List<String>content;"),
            ),
            "added-member",
            "new field of a snapshot",
            of_value("print(snapshot.age)", '{"age": 3, "content": []}'),
        ),
        _row(
            "minor",
            (enum("read, write"), enum("read, write, own")),
            "added-constant",
            "new constant",
            of_import("Access"),
        ),
        _row(
            "minor",
            (
                handle("Future<void>load([int? count])"),
                handle("Future<void>load([int? count, int? from])"),
            ),
            "added-parameter",
            "new optional positional parameter",
            of_handle("WAITuser.load(3)"),
        ),
        _row(
            "minor",
            (
                handle("Future<void>set({String? name})"),
                handle("Future<void>set({int age = 3, String? name})"),
            ),
            "added-parameter",
            "new parameter with a default",
            of_handle('WAITuser.set(name="x")'),
        ),
        _row(
            "minor",
            (
                handle("Future<void>set({required String name})"),
                handle('Future<void>set({String name = "x"})'),
            ),
            "now-optional",
            "a default for what had to be given",
            of_handle('WAITuser.set(name="x")'),
        ),
        _row(
            "minor",
            (
                handle("Future<void>load({int count = 3})"),
                handle("Future<void>load([int count = 3])"),
            ),
            "positional-too",
            "a named parameter by its place",
            of_handle("WAITuser.load(count=3)"),
        ),
        _row(
            "minor",
            (
                handle("Future<void>set({required String locale})"),
                handle("Future<void>set({required String? locale})"),
            ),
            "widened-parameter",
            "parameter may be null",
            of_handle('WAITuser.set(locale="x")'),
        ),
        _row(
            "minor",
            (
                handle("Future<void>set(List<int>sizes)"),
                handle("Future<void>set(List<num>sizes)"),
            ),
            "widened-parameter",
            "parameter of a list takes more",
            of_handle("WAITuser.set([1])"),
        ),
        _row(
            "minor",
            (
                handle("void watch(void Function(String? name) seen)"),
                handle("void watch(void Function(String name) seen)"),
            ),
            "widened-parameter",
            "callback is given less",
            of_handle(
                "def seen(name: str | None) -> None:\n    print(name)\n\n"
                "user.watch(seen)"
            ),
        ),
        _row(
            "minor",
            (handle("Future<String?>name()"), handle("Future<String>name()")),
            "narrowed-result",
            "result is never null",
            of_handle("name: str | None = WAITuser.name()\nprint(name)"),
        ),
        _row(
            "minor",
            (
                value("final Map<String, String?>custom;"),
                value("final Map<String, String>custom;"),
            ),
            "narrowed-result",
            "values of a map are never null",
            of_value('print(snapshot.custom["a"])', '{"custom": {"a": "b"}}'),
        ),
        _row(
            "minor",
            (handle("Future<void>touch()"), handle("Future<String?>touch()")),
            "gained-result",
            "a result where none was",
            of_handle("WAITuser.touch()"),
        ),
        _row(
            "minor",
            (
                handle("Future<Access>access()"),
                with_more(
                    handle("Future<Access>access()"),
                    "## Access\nenum Access { read, write }\n",
                ),
            ),
            "declared-type",
            "type of a result declared",
            of_handle("print(WAITuser.access())"),
        ),
        _row(
            "minor",
            (
                handle("Future<void>set({String? a, String? b})", PUT),
                handle(
                    "Future<void>set({String? a, String? b})",
                    PUT + entry("correct", 'clearable = ["a", "b"]'),
                ),
            ),
            "now-clearable now-clearable",
            "two fields can be cleared",
            of_handle('WAITuser.set(a="x")'),
        ),
        _row(
            "minor",
            (
                handle("Future<void>touch()"),
                handle(
                    "Future<void>touch()", PUT.replace("UserRef.set", "UserRef.touch")
                ),
            ),
            "gained-binding",
            "binding of a method without parameters",
        ),
        _row(
            "minor",
            (
                handle("Future<void>set({String? name})"),
                handle("Future<void>set({String? name})", PUT),
            ),
            "gained-binding",
            "binding of a method with parameters",
        ),
    ]
)

DOCS = named(
    [
        _row(
            "patch",
            (
                handle(_TEXT.format("The function will throw if it is closed.")),
                handle(_TEXT.format("The promise will reject if it is closed.")),
            ),
            "changed-text",
            "throws and rejects are the same",
            of_handle("WAITuser.touch()"),
        ),
        _row(
            "patch",
            (
                handle(_TEXT.format("Sets the behaviour.")),
                handle(_TEXT.format("Sets the behavior.")),
            ),
            "changed-text",
            "another spelling of a word",
            of_handle("WAITuser.touch()"),
        ),
        _row(
            "patch",
            (handle("Future<void>touch()"), handle(_TOUCH)),
            "changed-text",
            "first text",
            of_handle("WAITuser.touch()"),
        ),
        _row(
            "patch",
            (body(_PAGE), body(_PAGE.replace("send", "write"))),
            "changed-prose",
            "prose of a page",
            of_import("One"),
        ),
        _row(
            "patch",
            (body(_PAGE), body("Users exist.\n\n" + _PAGE)),
            "changed-prose",
            "more prose",
            of_import("One"),
        ),
        _row(
            "patch",
            (
                handle("/** Says it\n@deprecated Use another */\nFuture<void>touch()"),
                handle("/** Says it\n@deprecated Goes in May */\nFuture<void>touch()"),
            ),
            "deprecation-changed",
            "another advice",
        ),
        _row(
            "patch",
            (
                value("/** Deprecated: use a */\nfinal int age;"),
                value("/** Deprecated: use b */\nfinal int age;"),
            ),
            "deprecation-changed",
            "another advice in words",
            of_value("print(snapshot.age)", '{"age": 3}'),
        ),
        _row(
            "patch",
            (
                handle("/** Says it\n@deprecated Use another */\nFuture<void>touch()"),
                handle("/** Says it */\nFuture<void>touch()"),
            ),
            "deprecation-withdrawn",
            "no longer deprecated",
        ),
        _row(
            "patch",
            (
                value("/** Deprecated: use a */\nfinal int age;"),
                value("final int age;"),
            ),
            "deprecation-withdrawn",
            "no longer deprecated in words",
            of_value("print(snapshot.age)", '{"age": 3}'),
        ),
    ]
)
