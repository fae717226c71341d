"""Where apps and users are kept: nowhere but in memory, or in one SQLite file.

Comes in: records. Goes out: the records of an earlier run. With a file, `save` returns
when the change would survive the end of the process, so an acknowledged write does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from minidoc.emulator.json_values import Json, as_object, dump, parse
from minidoc.emulator.users import DEFAULTS, User

_FORMAT = 1
_TABLES = """
CREATE TABLE app (id TEXT PRIMARY KEY, user_sync INTEGER) WITHOUT ROWID;
CREATE TABLE user (
    app TEXT NOT NULL REFERENCES app (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (app, id)
) WITHOUT ROWID;
"""


class StoreError(Exception):
    """The store cannot be read or written; the message says why."""


@dataclass(frozen=True, slots=True)
class AppRecord:
    """One app as it is kept; without a setting of its own, `user_sync` is None."""

    id: str
    user_sync: bool | None = None
    users: tuple[User, ...] = ()


class Store(Protocol):
    """What the state needs of a store. Each call is done wholly or not at all."""

    def load(self) -> list[AppRecord]:
        """Return everything that is kept."""
        ...

    def save(self, app_id: str, user_sync: bool | None, users: list[User]) -> None:
        """Keep an app's setting and some of its users."""
        ...

    def replace(self, records: Iterable[AppRecord]) -> None:
        """Keep these apps and nothing else."""
        ...

    def replace_app(self, record: AppRecord, *, keep: bool) -> None:
        """Forget an app, and keep it as the record has it."""
        ...

    def close(self) -> None:
        """Let go of whatever is open."""
        ...


class MemoryStore:
    """Keeps nothing: the state's own memory is all there is."""

    def load(self) -> list[AppRecord]:
        """Return nothing."""
        return []

    def save(self, app_id: str, user_sync: bool | None, users: list[User]) -> None:
        """Do nothing."""

    def replace(self, records: Iterable[AppRecord]) -> None:
        """Do nothing."""

    def replace_app(self, record: AppRecord, *, keep: bool) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class SqliteStore:
    """Keeps everything in one file, with a write-ahead log beside it.

    A commit reaches the operating system before `save` returns, so it outlives a killed
    process. It is not forced onto the disk: a power cut may cost the last moments,
    never the file. A second service on the same file is refused.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._database = sqlite3.connect(
                path, isolation_level=None, timeout=0.5, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise StoreError(f"{path}: {error}") from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._database.close()
            locked = " by another emulator" if "locked" in str(error) else ""
            raise StoreError(f"{path}: {error}{locked}") from error

    def _prepare(self) -> None:
        for setting in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
        ):
            self._database.execute(f"PRAGMA {setting}")
        [version] = self._database.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._database.executescript(
                f"BEGIN; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;"
            )
        elif version != _FORMAT:
            raise sqlite3.DatabaseError(f"has format {version}, not {_FORMAT}")

    def load(self) -> list[AppRecord]:
        """Return everything that is kept."""
        with self._errors():
            apps = self._database.execute("SELECT id, user_sync FROM app").fetchall()
            return [
                AppRecord(app, _flag(sync), tuple(self._users(app)))
                for app, sync in apps
            ]

    def _users(self, app: str) -> Iterator[User]:
        rows = self._database.execute(
            "SELECT id, created_at, fields FROM user WHERE app = ?", (app,)
        )
        for user_id, created_at, text in rows:
            yield read_user(user_id, created_at, parse(text))

    def save(self, app_id: str, user_sync: bool | None, users: list[User]) -> None:
        """Keep an app's setting and some of its users."""
        with self._transaction():
            self._put(AppRecord(app_id, user_sync, tuple(users)))

    def replace(self, records: Iterable[AppRecord]) -> None:
        """Keep these apps and nothing else."""
        with self._transaction():
            self._database.execute("DELETE FROM app")
            for record in records:
                self._put(record)

    def replace_app(self, record: AppRecord, *, keep: bool) -> None:
        """Forget an app, and keep it as the record has it."""
        with self._transaction():
            self._database.execute("DELETE FROM app WHERE id = ?", (record.id,))
            if keep:
                self._put(record)

    def close(self) -> None:
        """Close the file; the log goes into it."""
        self._database.close()

    def _put(self, record: AppRecord) -> None:
        self._database.execute(
            "INSERT INTO app VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET user_sync = excluded.user_sync",
            (record.id, record.user_sync),
        )
        self._database.executemany(
            "INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?)",
            [
                (record.id, user.id, user.created_at, dump(dict(user.fields)))
                for user in record.users
            ],
        )

    @contextmanager
    def _transaction(self) -> Generator[None]:
        with self._errors():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def read_user(user_id: str, created_at: int, fields: Json) -> User:
    """Make a user of stored fields; those that are new since then get defaults."""
    kept = as_object(fields) or {}
    known = {name: kept.get(name, default) for name, default in DEFAULTS.items()}
    return User(user_id, created_at, MappingProxyType(known))
