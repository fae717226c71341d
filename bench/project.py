"""A project on disk that minidoc works on: its pages, its package, its caches."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NamedTuple

from bench.corpus import OVERLAY, corpus, page_name
from minidoc.tree import MANIFEST

PACKAGE = "talkjs"
_SETTINGS = f"""\
[tool.minidoc]
pages = ["spec/*.md"]
overlay = "spec/{OVERLAY}"
output = "{PACKAGE}"
"""
# Folders that may be lost at any time, with no effect but time.
_CACHES = (".minidoc", ".cache")
# Files of the package that speak of all pages.
_OF_ALL = frozenset({"__init__.py", "_api.json", MANIFEST})
_SENTENCE = "Fetches a snapshot of the user."


class Seen(NamedTuple):
    """A file at one moment; a file that was left alone keeps all of it."""

    sha256: str
    inode: int
    written: int


Look = dict[str, Seen]


def _seen(file: Path) -> Seen:
    status = file.stat()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Seen(digest, status.st_ino, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Project:
    """N pages, what they are to become, and one page that is edited again and again."""

    folder: Path
    copies: int
    _editions: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def made(cls, folder: Path, copies: int, *, session: bool = False) -> Project:
        """Write the pages and settings into a new folder."""
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "spec").mkdir(parents=True)
        for name, text in corpus(copies, session=session).items():
            (folder / "spec" / name).write_text(text, encoding="utf-8")
        (folder / "pyproject.toml").write_text(_SETTINGS, encoding="utf-8")
        return cls(folder, copies)

    @property
    def package(self) -> Path:
        """Where the package is, once it is generated."""
        return self.folder / PACKAGE

    def forget(self) -> None:
        """Remove the package and every cache: the next run is a cold one."""
        for name in (PACKAGE, *_CACHES):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit(self) -> None:
        """Change a sentence of one page, to what no run has seen before."""
        page = self.folder / "spec" / page_name(self._edited)
        text = corpus(self.copies)[page.name]
        edition = f"{_SENTENCE[:-1]}, edition {next(self._editions)}."
        page.write_text(text.replace(_SENTENCE, edition, 1), encoding="utf-8")

    @property
    def _edited(self) -> int:
        return self.copies // 2

    def look(self) -> Look:
        """Return what the package's files are, and when each was written."""
        files = (each for each in self.package.rglob("*") if each.is_file())
        return {
            each.relative_to(self.package).as_posix(): _seen(each) for each in files
        }

    def rewritten_needlessly(self, before: Look) -> list[str]:
        """Return the files that an edit of one page had no reason to touch.

        A file has a reason when its bytes have changed, and it is either the module of
        that page or one that speaks of all of them.
        """
        module = page_name(self._edited).replace(".md", ".py").lower()
        allowed = _OF_ALL | {module}
        return [
            name
            for name, now in self.look().items()
            if (then := before.get(name)) != now
            and (name not in allowed or (then and then.sha256 == now.sha256))
        ]
