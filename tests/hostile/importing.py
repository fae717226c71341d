"""Imports packages under an audit hook: `python importing.py FIRST OTHER...`.

The first package loads whatever is needed of the runtime and the standard library; from
then on nothing outside of this folder may be opened, and nothing started or connected.
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType

FOLDER = os.path.dirname(os.path.abspath(__file__))
# What starts something, reaches the network, or goes around both.
REFUSED = (
    "ctypes.", "ftplib.", "http.client.", "os.", "pty.", "shutil.", "smtplib.",
    "socket.", "sqlite3.", "subprocess.", "tempfile.", "urllib.", "webbrowser.",
    "winreg.", "signal.", "sys.settrace", "sys.setprofile", "code.__new__",
    "builtins.input",
)  # fmt: skip
LISTED = ("os.listdir", "os.scandir")


class Watch:
    """The hook, which cannot be taken away, and is idle until a package is named."""

    def __init__(self) -> None:
        self.package = ""

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.package:
            return
        is_path = event == "open" or event in LISTED
        if is_path and _is_inside(arguments[0]):
            return
        if is_path or event.startswith(REFUSED):
            package, self.package = self.package, ""
            raise SystemExit(f"{package}: {event}{arguments!r}")


def _is_inside(path: object) -> bool:
    return isinstance(path, str) and os.path.abspath(path).startswith(FOLDER + os.sep)


def load(name: str) -> None:
    """Import a package and all that is public in it, but for the shared runtime's."""
    package = importlib.import_module(name)
    for public in package.__all__:
        if not package._MODULES[public].startswith(".."):
            getattr(package, public)
    for public in package.__all__:
        found = vars(package).get(public)
        assert not isinstance(found, ModuleType), f"{name}: {public} is a module"


def main(first: str, *others: str) -> None:
    """Import all of them, all but the first one under the hook."""
    sys.dont_write_bytecode = True
    load(first)
    watch = Watch()
    sys.addaudithook(watch)
    for name in others:
        watch.package = name
        load(name)
    watch.package = ""
    print(f"imported {len(others)}")  # noqa: T201 - what the test waits for


if __name__ == "__main__":
    main(*sys.argv[1:])
