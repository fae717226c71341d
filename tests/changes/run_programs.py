"""Runs programs of callers and prints how each ends; a process of its own.

In: a folder, and the names of modules in it. Out: a JSON object, name -> what ended it.
The session answers everything with None and sends nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import io
import json
import sys


class Session:
    """Takes every operation."""

    def call(self, operation: object) -> None:
        """Answer with nothing."""


class AsyncSession:
    """Takes every operation, in an event loop."""

    async def call(self, operation: object) -> None:
        """Answer with nothing."""


def outcome(name: str) -> str:
    """Run one program; return the name of the error that ended it, or nothing."""
    try:
        module = importlib.import_module(name)
        if hasattr(module, "main"):
            module.main(Session())
        if hasattr(module, "main_async"):
            asyncio.run(module.main_async(AsyncSession()))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the outcome
        return type(error).__name__
    return ""


def run(folder: str, names: list[str]) -> None:
    """Run all programs, and print how they ended."""
    sys.path.insert(0, folder)
    with contextlib.redirect_stdout(io.StringIO()):
        ended = {name: outcome(name) for name in names}
    print(json.dumps(ended))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    run(sys.argv[1], json.load(sys.stdin))
