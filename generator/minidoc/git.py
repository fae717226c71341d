"""Reading from git: a file or the files of a folder, as a revision has them.

In: `REV:PATH`. Out: names and bytes. Nothing is checked out or written; no hook, no
filter, no pager and no network is involved, and nothing of the text becomes an option.
"""

from __future__ import annotations

import os
import posixpath
import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.values import frozen

_SECONDS = 60
# Above every page and every model; git gives the size before the content is asked for.
_MOST_BYTES = 64 * 1024 * 1024
_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=",
    # A partial clone would fetch what it lacks; the user is told to do that instead.
    "protocol.allow=never",
)
_ENVIRONMENT = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


@frozen
class Entry:
    """A file or a folder of a revision; `size` is None for a folder."""

    name: str
    id: str
    size: int | None


@frozen
class Revision:
    """One commit of the repository that a folder belongs to.

    Attributes:
        folder: Where git is asked.
        text: The revision as it was written.
        commit: Its full name.
        prefix: The folder inside the repository, with a slash at its end, or nothing.
    """

    folder: Path
    text: str
    commit: str
    prefix: str

    def find(self, path: str) -> tuple[str, Entry]:
        """Find what is at a path: from the root, or with `./` from the folder.

        Returns:
            The path from the root, and the entry.

        Raises:
            GenerationError: `cannot-read`, if the commit has nothing there.
        """
        whole = self._from_root(path)
        if whole == ".":
            return "", Entry("", self.commit, None)
        found = list(self._list(self.commit, whole))
        if len(found) != 1:
            message = f"{self.text} has no {path!r}"
            hint = "paths count from the root of the repository, with ./ from here"
            raise GenerationError([Diagnostic(Code.CANNOT_READ, message, None, hint)])
        return whole, found[0]

    def children(self, folder: Entry) -> list[Entry]:
        """Return what is in a folder; links and submodules are left out."""
        return list(self._list(folder.id))

    def read(self, file: Entry) -> bytes:
        """Return the content of a file, as it is stored.

        Raises:
            GenerationError: `file-too-large`, or `missing-base` for a partial clone.
        """
        if file.size is None or file.size > _MOST_BYTES:
            message = f"{file.name} in {self.text} is too large, or no file"
            raise GenerationError([Diagnostic(Code.FILE_TOO_LARGE, message, None)])
        done = _git(self.folder, ["cat-file", "blob", file.id])
        if done is None:
            raise GenerationError([_missing(self.folder, self.text)])
        return done

    def _from_root(self, path: str) -> str:
        relative = path.startswith(("./", "../")) or path in (".", "..")
        return posixpath.normpath(self.prefix + path if relative else path or ".")

    def _list(self, tree: str, *paths: str) -> Iterator[Entry]:
        command = ["ls-tree", "-z", "-l", "--full-tree", "--end-of-options", tree]
        done = _git(self.folder, [*command, "--", *paths] if paths else command)
        if done is None:
            raise GenerationError([_missing(self.folder, self.text)])
        for line in done.split(b"\0"):
            facts, _, name = line.decode("utf-8", "surrogateescape").partition("\t")
            if facts:
                mode, kind, id_, size = facts.split()
                if kind == "tree":
                    yield Entry(posixpath.basename(name), id_, None)
                elif kind == "blob" and mode != "120000":
                    yield Entry(posixpath.basename(name), id_, int(size))


def find_revision(folder: Path, text: str) -> Revision:
    """Find a commit by whatever names it.

    Raises:
        GenerationError: `missing-base`, if there is no git, no repository or no such
            commit; the hint has the command that gets it.
    """
    prefix = _git(folder, ["rev-parse", "--show-prefix"])
    if prefix is None:
        message = f"{text!r} cannot be looked up: this is not a git repository"
        hint = "run it inside the repository, or give a path that exists"
        raise GenerationError([Diagnostic(Code.MISSING_BASE, message, None, hint)])
    wanted = f"{text}^{{commit}}"
    found = _git(
        folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", wanted]
    )
    # `rev-parse` repeats the marker before what it was given.
    names = (found or b"").decode().split()
    if not names:
        raise GenerationError([_missing(folder, text)])
    return Revision(folder, text, names[-1], prefix.decode().strip())


def _missing(folder: Path, text: str) -> Diagnostic:
    shallow = _git(folder, ["rev-parse", "--is-shallow-repository"])
    is_shallow = (shallow or b"").strip() == b"true"
    clone = "this shallow clone" if is_shallow else "this repository"
    message = f"{clone} does not have the revision {text!r}"
    return Diagnostic(
        Code.MISSING_BASE, message, None, f"get it: {_command(text, is_shallow)}"
    )


def _command(text: str, is_shallow: bool) -> str:
    """Return the command that gets a revision; what is counted back needs them all."""
    if re.search(r"[~^@:{]", text) or text == "HEAD" or text.startswith("-"):
        return "git fetch --unshallow origin" if is_shallow else "git fetch origin"
    depth = "--depth=1 " if is_shallow else ""
    name = text.removeprefix("origin/")
    if name != text:
        quoted = shlex.quote(f"{name}:refs/remotes/origin/{name}")
    elif _COMMIT.fullmatch(text):
        quoted = shlex.quote(text)
    else:
        quoted = shlex.quote(f"{text}:{text}")
    return f"git fetch {depth}origin {quoted}"


def _git(folder: Path, arguments: Sequence[str]) -> bytes | None:
    """Run git; None if it fails."""
    settings = [part for each in _SETTINGS for part in ("-c", each)]
    command = ["git", "--no-pager", "--no-replace-objects", *settings, *arguments]
    # Variables of a hook that runs us would lead to another repository.
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and options end before texts
            command,
            cwd=folder,
            env=kept | _ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        message, hint = "git is not installed", "install git, or give a path"
        raise GenerationError(
            [Diagnostic(Code.MISSING_BASE, message, None, hint)]
        ) from error
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        message = f"git could not be asked: {type(error).__name__}"
        hint = "run `git status` here, and see what keeps it"
        raise GenerationError(
            [Diagnostic(Code.MISSING_BASE, message, None, hint)]
        ) from error
    return done.stdout if done.returncode == 0 else None
