"""Bring users in step with a CSV file: `sync_users.py --app APP users.csv`.

The first line names the columns: `id`, and any of `name`, `email`, `photo_url`, `role`
and `custom.KEY`. An empty cell resets its field; a column that is not there leaves it
alone. Running it again changes nothing. A row that fails is named, and the others go
on. Exit code: 0; 1 when rows failed; 2 when the file or the service is of no use.
The token is taken from `TALKJS_TOKEN`; an emulator hands one out itself.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from talkjs import (
    CLEAR,
    AsyncTalkSession,
    AuthenticationError,
    NotConnectedError,
    SessionClosedError,
    TalkJSError,
    UserSetParams,
    get_async_talk_session,
)

AT_ONCE = 16
COLUMNS = {"id", "name", "email", "photo_url", "role"}
CUSTOM = "custom."
# After one of these every other row would fail as well, and slowly.
HOPELESS = (AuthenticationError, NotConnectedError, SessionClosedError)


class UnusableError(Exception):
    """Nothing can be done with this file."""


@dataclass(frozen=True)
class Row:
    """One line of the file by column, and what is wrong with it."""

    line: int
    cells: Mapping[str, str]
    problem: str | None


@dataclass
class Progress:
    """How many rows are done; prints a count now and then, and each failure."""

    total: int
    done: int = 0
    failed: int = 0

    def add(self, row: Row, problem: str | None) -> None:
        """Count a row."""
        self.done += 1
        if problem is not None:
            self.failed += 1
            print(f"line {row.line}: {problem}", file=sys.stderr)
        if self.done == self.total or self.done % 100 == 0:
            print(f"{self.done} of {self.total}", file=sys.stderr)


def main() -> int:
    """Sync one file; return the exit code."""
    parser = argparse.ArgumentParser(description="Bring users in step with a CSV file.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--app", required=True, help="the app's id")
    parser.add_argument("--as", dest="acting", default="sync", help="who does it")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds per user")
    arguments = parser.parse_args()
    try:
        rows = read_rows(arguments.file)
        session = get_async_talk_session(
            app_id=arguments.app,
            user_id=arguments.acting,
            token=os.environ.get("TALKJS_TOKEN"),
            timeout=arguments.timeout,
        )
        progress = asyncio.run(sync(rows, session))
    except (UnusableError, TalkJSError) as error:
        print(f"sync_users: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    print(f"{progress.done - progress.failed} in step, {progress.failed} failed")
    return 1 if progress.failed else 0


def read_rows(path: Path) -> list[Row]:
    """Read the whole file; a byte order mark, as spreadsheets write it, is no harm."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            lines = [(reader.line_num, cells) for cells in reader if cells]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableError(f"{path}: {error}") from error
    if not lines:
        raise UnusableError(f"{path}: it is empty")
    (_, columns), *rows = lines
    return list(checked_rows(checked_columns(columns), rows))


def checked_columns(columns: list[str]) -> list[str]:
    """Refuse columns that mean nothing here: a slip would leave fields behind."""
    unknown = [
        name for name in columns if name not in COLUMNS and not name.startswith(CUSTOM)
    ]
    if unknown or "id" not in columns or len(set(columns)) < len(columns):
        known = ", ".join([*sorted(COLUMNS), f"{CUSTOM}KEY"])
        raise UnusableError(f"the columns are {columns}: each once of {known}, and id")
    return columns


def checked_rows(
    columns: list[str], rows: list[tuple[int, list[str]]]
) -> Iterator[Row]:
    """Name what is wrong with a row; of two with one id only the first counts."""
    seen: set[str] = set()
    for line, found in rows:
        cells = dict(zip(columns, found, strict=False))
        user_id = cells.get("id", "")
        if len(found) != len(columns):
            problem = f"{len(found)} cells instead of {len(columns)}"
        elif not user_id:
            problem = "no id"
        elif user_id in seen:
            problem = f"{user_id}: stands further up as well"
        elif cells.get("name") == "":
            problem = f"{user_id}: no name"
        else:
            problem = None
            seen.add(user_id)
        yield Row(line, cells, problem)


async def sync(rows: list[Row], session: AsyncTalkSession) -> Progress:
    """Write all users, `AT_ONCE` at a time.

    Raises:
        TalkJSError: If there is no use in going on. What is done stays done; running it
            again does the rest.
    """
    progress, waiting = Progress(len(rows)), iter(rows)
    async with session:
        workers = [work(session, waiting, progress) for _ in range(AT_ONCE)]
        stopped = await asyncio.gather(*workers, return_exceptions=True)
    for error in stopped:
        if error is not None:
            raise error
    return progress


async def work(
    session: AsyncTalkSession, waiting: Iterator[Row], progress: Progress
) -> None:
    """Write one row after the other, of those that nobody has taken yet."""
    for row in waiting:
        problem = row.problem
        if problem is None:
            try:
                await session.user(row.cells["id"]).set(**parameters(row.cells))
            except HOPELESS:
                raise
            except TalkJSError as error:
                problem = f"{row.cells['id']}: {error}"
        progress.add(row, problem)


def parameters(cells: Mapping[str, str]) -> UserSetParams:
    """Say what `UserRef.set` is to change."""
    wanted: UserSetParams = {}
    if "name" in cells:
        wanted["name"] = cells["name"]
    if "email" in cells:
        wanted["email"] = cells["email"].split() or CLEAR
    if "photo_url" in cells:
        wanted["photo_url"] = cells["photo_url"] or CLEAR
    if "role" in cells:
        wanted["role"] = cells["role"] or CLEAR
    custom = {
        name.removeprefix(CUSTOM): value or None
        for name, value in cells.items()
        if name.startswith(CUSTOM)
    }
    if custom:
        wanted["custom"] = custom
    return wanted


if __name__ == "__main__":
    sys.exit(main())
