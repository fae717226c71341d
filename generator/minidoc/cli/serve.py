"""`minidoc serve`: the emulator as a process. Nothing that reads pages is loaded."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from minidoc.cli.output import write
from minidoc.diagnostics.terminal import visible

FINE, BAD = 0, 2
_LIBRARIES = frozenset({"starlette", "uvicorn", "websockets", "jwt"})
_MISSING = (
    "minidoc serve needs libraries that are not installed ({name}):"
    " pip install 'minidoc-sdk[emulator]'"
)


def serve_command(arguments: argparse.Namespace) -> int:
    """Serve until a signal ends it."""
    try:
        return _serve(arguments)
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in _LIBRARIES:
            raise
        write(_MISSING.format(name=name), sys.stderr)
        return BAD


def _serve(arguments: argparse.Namespace) -> int:
    from minidoc.emulator.process import Settings, StartError, run

    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("minidoc.emulator").setLevel(logging.INFO)
    settings = Settings(
        host=arguments.host,
        port=arguments.port,
        database=_path(arguments.db),
        secret=arguments.secret,
        seed=_path(arguments.seed),
        user_sync=not arguments.no_user_sync,
    )
    try:
        run(settings, _announce)
    except StartError as error:
        write(f"minidoc serve: {visible(str(error))}", sys.stderr)
        return BAD
    return FINE


def _announce(address: str) -> None:
    write(f"listening on {address}", sys.stdout)
    sys.stdout.flush()


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)
