"""Imports a package as a stranger would, and watches what it touches.

Run as `python -I -S -B probe.py FOLDER PACKAGE LIBRARIES`, in a process of its own; the
last is the folder that has `websockets`. Prints the problems, one a line; none of them
is a success.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

LATER = (
    "._runtime.async_socket",
    "._runtime.thread_socket",
    "._runtime.whole_messages",
)
"""They extend classes of `websockets`, which all others have to do without."""

FORBIDDEN = (
    "ctypes.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.putenv",
    "os.remove",
    "os.rename",
    "os.spawn",
    "os.startfile",
    "os.system",
    "pty.",
    "shutil.",
    "socket.",
    "subprocess.",
    "urllib.",
    "webbrowser.",
)

problems: list[str] = []


def watch(allowed: tuple[str, ...]) -> None:
    """Report every file opened elsewhere, every write, socket and process."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(FORBIDDEN):
            problems.append(f"{event} {arguments!r}")
        if event == "open":
            path, mode, flags = arguments
            name = os.path.realpath(path) if isinstance(path, str | bytes) else path
            if not str(name).startswith(allowed):
                problems.append(f"opens {name!r}")
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
            if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
                problems.append(f"writes {name!r}")

    sys.addaudithook(hook)


def forget(package: str) -> None:
    """Make the next import of the package a first one."""
    for name in list(sys.modules):
        if name == package or name.startswith(f"{package}."):
            del sys.modules[name]


def load_library(folder: str) -> None:
    """Import `websockets`; what that touches is not the package's doing."""
    before = len(problems)
    sys.path.append(folder)
    for module in ("websockets.asyncio.client", "websockets.sync.client"):
        importlib.import_module(module)
    sys.path.remove(folder)
    del problems[before:]


def module_names(folder: Path, package: str) -> list[str]:
    """Return every module of the package, by its full name."""
    found = [
        path.relative_to(folder).with_suffix("").parts for path in folder.rglob("*.py")
    ]
    parts = [part[:-1] if part[-1] == "__init__" else part for part in found]
    return sorted(".".join((package, *part)) for part in parts)


def check_public_names(package: ModuleType) -> None:
    """Every public name is listed and resolves; another one is an AttributeError."""
    shown, public = set(dir(package)), set(package.__all__)
    problems.extend(f"dir() lacks {name}" for name in sorted(public - shown))
    for name in package.__all__:
        value = getattr(package, name)
        home = getattr(value, "__module__", "")
        # An opaque type stands for `object`.
        is_own = value is object or home.startswith(package.__name__)
        if isinstance(value, type) and not is_own:
            problems.append(f"{name} comes from {home}")
    odd = ("", "UserReff", "__path", "nothing", "os", "sys")
    problems.extend(f"has {n!r}, not public" for n in odd if hasattr(package, n))


def main() -> None:
    """Probe one package."""
    folder, name = Path(sys.argv[1]).resolve(), sys.argv[2]
    own = folder.joinpath(*name.split("."))
    modules = module_names(own, name)
    sys.path.insert(0, str(folder))
    # What the standard library loads late is not the package's doing.
    stdlib = tuple(os.path.realpath(path) for path in sys.path[1:])
    watch((str(own), *stdlib))
    later = [module for module in modules if module.endswith(LATER)]
    for module in [name, *(each for each in modules if each not in later)]:
        forget(name)
        importlib.import_module(module)
    if later:
        load_library(sys.argv[3])
    for module in later:
        forget(name)
        importlib.import_module(module)
    forget(name)
    package = importlib.import_module(name)
    loaded = [module for module in sys.modules if module.startswith(f"{name}.")]
    problems.extend(f"import loads {module} at once" for module in loaded)
    check_public_names(package)
    for module in modules:
        found = importlib.import_module(module)
        for public in getattr(found, "__all__", ()):
            getattr(found, public)
    sys.stdout.write("\n".join(dict.fromkeys(problems)))


if __name__ == "__main__":
    main()
