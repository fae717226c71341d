"""Rows of the table that no caller sees. Each program works before and now."""

from __future__ import annotations

from pair_table import Pair, body, named, of_handle, of_import, of_value

from minidoc.changes import Bump
from minidoc.changes.catalog.entry import State, entry, enum, handle, value


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


def _other_title(state: State) -> State:
    return State(state.page.replace("'Users'", "'All users'"))


FORMAT = named(
    [
        _row(
            "none",
            (
                State(
                    body(_PAGE).page,
                    second=body(_TEAM).page,
                ),
                State(
                    body(_PAGE.replace(_TWO, "")).page,
                    second=body(_TEAM + _TWO).page,
                ),
            ),
            "moved-declaration",
            "declaration on another page",
            of_import("Two"),
        ),
        _row(
            "none",
            (
                State(body(_PAGE).page),
                State(body(_PAGE).page.replace("/docs/Data_APIs", "/documentation")),
            ),
            "moved-page",
            "another address",
            of_import("Two"),
        ),
        _row(
            "none",
            (body(_PAGE), body(_PAGE.replace("/Guide", "/Manual"))),
            "moved-link",
            "a link in prose",
            of_import("Two"),
        ),
        _row(
            "none",
            (
                handle(_TEXT.format("See [this](/a)")),
                handle(_TEXT.format("See [this](/b)")),
            ),
            "moved-link",
            "a link in a comment",
            of_handle("WAITuser.touch()"),
        ),
        _row(
            "none",
            (body(_PAGE), _other_title(body(_PAGE))),
            "changed-front-matter",
            "another title",
            of_import("Two"),
        ),
        _row(
            "none",
            (
                body(_PAGE),
                State(
                    body(_PAGE).page.replace(
                        "minidoc-source: dart",
                        "minidoc-source: dart\nminidoc-lib: data-api",
                    )
                ),
            ),
            "changed-front-matter",
            "another key",
            of_import("Two"),
        ),
        _row(
            "none",
            (body(_ONE + _TWO), body(_TWO + "\n" + _ONE)),
            "reordered",
            "declarations in another order",
            of_import("Two"),
        ),
        _row(
            "none",
            (enum("read, write"), enum("write, read")),
            "reordered",
            "constants in another order",
            of_import("Access", "Access.READ"),
        ),
        _row(
            "none",
            (enum("read, readWrite"), enum("Read, ReadWrite")),
            "respelled",
            "constants respelled",
            of_import("Access", "Access.READ_WRITE"),
        ),
        _row(
            "none",
            (
                handle("Future<void>set({double? size})"),
                handle("Future<void>set({num? size})"),
            ),
            "respelled",
            "two names of a type",
            of_handle("WAITuser.set(size=1.5)"),
        ),
        _row(
            "none",
            (value("final int age;"), value("int age;")),
            "weak-evidence",
            "`final` lost",
            of_value("print(snapshot.age)", '{"age": 3}'),
        ),
        _row(
            "none",
            (
                body(
                    value("int? age;")
                    .page.partition("---\n\n")[2]
                    .replace("UserSnapshot(Map", "UserSnapshot.fromJson(Map")
                ),
                value("int? age;"),
            ),
            "weak-evidence",
            "name of a constructor lost",
            of_value("print(snapshot.age)", '{"age": 3}'),
        ),
        Pair(
            "brackets lost",
            handle(_WATCH.format("[", "?", "]")),
            handle(_WATCH.format("", "", "")),
            ("weak-evidence",),
            "none",
            of_handle("user.watch()"),
            handle(_WATCH.format("", "", ""), _LOST_BRACKETS),
        ),
        _row(
            "none",
            (body(_PAGE), body(_PAGE.replace("\n\n", "\n\n\n"))),
            "",
            "blank lines",
            of_import("Two"),
        ),
        _row(
            "none",
            (body(_PAGE), State(body(_PAGE).page.replace("\n", "\r\n"))),
            "",
            "other line ends",
            of_import("Two"),
        ),
        _row(
            "none",
            (
                handle("Future<void>set(List<String>names)"),
                handle("Future<void> set( List<String>  names )"),
            ),
            "",
            "spaces in a signature",
            of_handle('WAITuser.set(["a"])'),
        ),
        _row(
            "none",
            (handle(_TEXT.format("Says  it.")), handle(_TEXT.format("Says it."))),
            "",
            "spaces in a text",
            of_handle("WAITuser.touch()"),
        ),
        _row(
            "none",
            (
                handle("Future<void>set({String? a, int? b})"),
                handle("Future<void>set({int? b, String? a})"),
            ),
            "",
            "named parameters in another order",
            of_handle('WAITuser.set(a="x")'),
        ),
        _row(
            "none",
            (
                handle("void watch(void Function(String name) seen)"),
                handle("void watch(void Function(String title) seen)"),
            ),
            "",
            "argument of a callback renamed",
            of_handle(
                "def seen(name: str) -> None:\n    print(name)\n\nuser.watch(seen)"
            ),
        ),
        _row(
            "none",
            (
                handle("/** Says it */\nFuture<void>touch()\n\nFuture<void>leave()"),
                handle("Future<void>leave()\n\n/** Says it */\nFuture<void>touch()"),
            ),
            "reordered",
            "methods in another order",
            of_handle("WAITuser.touch()"),
        ),
    ]
)
