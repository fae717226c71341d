"""Finds what a run would say that changes nothing."""

from __future__ import annotations

import os
import sys

from minidoc import __version__
from minidoc.unchanged.facts import digest, look
from minidoc.unchanged.folder import cache_folder, is_own, read_kept
from minidoc.unchanged.record import read_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minidoc.unchanged.record import Said

COMMANDS = ("check", "generate")
RECORDS = "runs"
"""Folder of the records inside the cache."""


def replay(arguments: Sequence[str], streams: Iterable[str]) -> Said | None:
    """Return what there is to say if nothing has changed since the last run.

    Args:
        arguments: The command line.
        streams: What output looks like here.

    Returns:
        What is to be said; None if the run has to be made.
    """
    name = record_name(arguments, streams)
    cache = cache_folder()
    if name is None or cache is None or not is_own(cache):
        return None
    text = read_kept(os.path.join(cache, RECORDS), name)
    if text is None:
        return None
    try:
        facts, said = read_record(text)
    except ValueError:
        return None
    if any(look(kind, path) != before for kind, path, before in facts):
        return None
    return next((each for each in said if each[0] == arguments[0]), None)


def record_name(arguments: Sequence[str], streams: Iterable[str]) -> str | None:
    """Name the record of a command line, the same for every one of `COMMANDS`.

    None where there is no record: for other commands, and without a working directory.
    What output looks like, and what the interpreter would import, belong to it.
    """
    if not arguments or arguments[0] not in COMMANDS:
        return None
    try:
        here = os.getcwd()
    except OSError:
        return None
    facts = [
        __version__,
        sys.version,
        here,
        *streams,
        *(os.path.abspath(each) for each in sys.path),
        "",
        *arguments[1:],
    ]
    return digest("\0".join(facts).encode("utf-8", "surrogateescape"))
