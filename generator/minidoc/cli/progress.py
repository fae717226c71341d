"""How far a run over many pages is: a bar on a terminal, nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def progress(total: int) -> Generator[Callable[[str], object]]:
    """Show a bar on standard error while the block runs.

    Yields:
        A function to call with each page that is done with.
    """
    if total < 2 or not sys.stderr.isatty():
        yield _nothing
        return
    # Late: most runs have no terminal.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("fetching"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("fetching", total=total)
        yield lambda _: bar.advance(task)


def _nothing(_: str) -> None:
    """Leave a log or a pipe as it is."""
