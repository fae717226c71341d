"""What the command line accepts."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn, Protocol, TypeAlias

from minidoc import __version__
from minidoc.diagnostics.terminal import visible

FORMATS = ("text", "json")
REPORTS = ("github", "gitlab", "junit")
"""Formats of a comparison that only CI systems read."""


def parser(line: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Build the argument parser.

    Args:
        line: What is going to be parsed. If it begins with a command, the others are
            left out.
    """
    top = _Parser(
        prog="minidoc",
        allow_abbrev=False,
        description=(
            "Reads documentation pages with Dart-style declarations and writes a typed"
            " Python SDK. Defaults come from [tool.minidoc] in pyproject.toml."
        ),
        epilog="Exit codes: 0 fine, 1 drift found, 2 bad input or usage.",
    )
    top.add_argument("--version", action="version", version=f"minidoc {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    meant = [each for each in _COMMANDS if each.name in line[:1]]
    for command in meant or _COMMANDS:
        _add(commands, command)
    return top


class _Parser(argparse.ArgumentParser):
    """Says what is wrong without doing to a terminal what was typed."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


Part: TypeAlias = Callable[[argparse.ArgumentParser], None]


class _Command(NamedTuple):
    """A command, what it does, and what it accepts."""

    name: str
    text: str
    parts: tuple[Part, ...]


class _Adder(Protocol):
    """What `add_subparsers` gives; argparse keeps the name of the class private."""

    def add_parser(
        self,
        name: str,
        *,
        help: str,  # noqa: A002
        description: str,
        allow_abbrev: bool,
    ) -> argparse.ArgumentParser: ...


def _add(commands: _Adder, command: _Command) -> None:
    text = command.text
    description = f"{text[0].upper()}{text[1:]}."
    made = commands.add_parser(
        command.name, help=text, description=description, allow_abbrev=False
    )
    for part in command.parts:
        part(made)


def _pages(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "pages", nargs="*", metavar="PAGE", help="pages to read (default: configured)"
    )


def _overlay(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--overlay", metavar="FILE", help="overlay.toml (default: configured, or none)"
    )


def _target(made: argparse.ArgumentParser) -> None:
    _overlay(made)
    made.add_argument(
        "--output", metavar="DIR", help="folder of the package; gets __init__.py"
    )
    made.add_argument(
        "--package", metavar="NAME", help="import name (default: the folder's name)"
    )


def _strict(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--strict", action="store_true", help="warnings count as errors: exit code 2"
    )


def _release(made: argparse.ArgumentParser) -> None:
    _strict(made)
    made.add_argument(
        "--dry-run", action="store_true", help="print what would be written"
    )
    made.add_argument(
        "--date",
        metavar="DATE",
        type=_date,
        help="date for the changelog, YYYY-MM-DD (default: none)",
    )
    # The whole project, as it is configured: nothing else can be released.
    made.set_defaults(pages=[], overlay=None, output=None, package=None)


def _date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: YYYY-MM-DD") from None


def _watch(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--watch",
        action="store_true",
        help="go on, and write again whenever a page or the overlay changes",
    )


def _fetch(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "pages",
        nargs="*",
        metavar="PAGE",
        help="name of a page, or an address: of a new page too (default: every page)",
    )
    made.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if a page changed"
    )
    made.add_argument(
        "--force", action="store_true", help="replace pages that were edited by hand"
    )


def _init(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--output",
        metavar="DIR",
        help="folder of the package (default: generated/NAME)",
    )
    made.add_argument(
        "--package", metavar="NAME", help="import name (default: this folder's name)"
    )
    made.add_argument(
        "pages", nargs="+", metavar="PAGE", help="a page's file, or its address"
    )


def _format(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--format", choices=FORMATS, default="text", help="for people or for programs"
    )


def _html(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--html",
        metavar="FILE",
        help="also write a page for people: what changed, what it means, side by side",
    )


def _sides(made: argparse.ArgumentParser) -> None:
    text = "a page, a folder of pages, a generated package, or REV:PATH of git"
    made.add_argument("old", metavar="OLD", help=f"before: {text}")
    made.add_argument("new", metavar="NEW", help=f"now: {text}")


def _diff(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--format",
        choices=("text", "json", "markdown"),
        default="text",
        help="for people, for programs, or as a section of a changelog",
    )
    made.add_argument(
        "--fail-on",
        choices=("breaking", "behaviour", "any"),
        help="exit code 1 if there is a change of this class or a stronger one",
    )
    made.add_argument(
        "--accepted",
        metavar="FILE",
        help="changes that were read and accepted (default: accepted.toml beside NEW)",
    )


def _check_format(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--format",
        choices=(*FORMATS, *REPORTS),
        default="text",
        help="for people, for programs, or for a CI system",
    )


def _vendor(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "dest",
        metavar="DEST",
        help="folder from which packages are imported there, or the package's own",
    )
    made.add_argument(
        "--package", metavar="NAME", help="import name there, at any depth (talkjs)"
    )
    made.add_argument(
        "--check",
        action="store_true",
        help="only compare: tokens and docstrings count, formatting does not",
    )
    made.add_argument(
        "--bytes", action="store_true", help="with --check: every byte counts"
    )
    made.add_argument(
        "--force", action="store_true", help="overwrite what was changed by hand"
    )


def _serve(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (%(default)s)"
    )
    made.add_argument(
        "--port", type=_port, default=7777, help="0 picks a free one (%(default)s)"
    )
    made.add_argument(
        "--db", metavar="FILE", help="keep everything in an SQLite file, not in memory"
    )
    made.add_argument(
        "--secret",
        metavar="KEY",
        help="check the signatures of tokens; without it only their claims are checked",
    )
    made.add_argument(
        "--seed", metavar="FILE", help="apps and users to begin with, as JSON"
    )
    made.add_argument(
        "--no-user-sync",
        action="store_true",
        help="sessions may not create or change users, as the app setting has it",
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


def _code(made: argparse.ArgumentParser) -> None:
    made.add_argument("code", metavar="CODE", help="for example undeclared-type")


def _actions(made: argparse.ArgumentParser) -> None:
    actions = made.add_subparsers(dest="action", required=True, metavar="ACTION")
    text = "print entries for what is unbound or undeclared"
    _add(actions, _Command("suggest", text, (_pages, _overlay)))


_COMMANDS = (
    # From pages to packages.
    _Command(
        "generate",
        "write the package",
        (_pages, _target, _strict, _format, _watch),
    ),
    _Command(
        "check",
        "compare the package on disk with what the pages give; never writes",
        (_pages, _target, _strict, _check_format, _html),
    ),
    _Command(
        "vendor",
        "put the package into another repository, or compare it with what is there",
        (_vendor, _pages, _overlay, _strict, _check_format),
    ),
    _Command(
        "fetch",
        "store the pages as they are published now, all of them or none",
        (_fetch, _format),
    ),
    _Command("init", "set up a project in this folder", (_init,)),
    # What the pages say, and what is said about them.
    _Command("ir", "print the API model as JSON", (_pages, _overlay, _strict)),
    _Command("schema", "print the JSON Schema of the API model", ()),
    _Command("explain", "say what a diagnostic or a change means", (_code,)),
    _Command("overlay", "work on the overlay", (_actions,)),
    # From one state of the pages to another.
    _Command(
        "diff",
        "say what changed between two states of the pages, and what it means",
        (_sides, _overlay, _diff),
    ),
    _Command(
        "release",
        "version and changelog from what changed since the last release",
        (_release,),
    ),
    _Command("serve", "run a local stand-in for the service", (_serve,)),
)
