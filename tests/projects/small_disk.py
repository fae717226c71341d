"""A file system of a few kilobytes that only the processes in it see.

It lies in a mount namespace, which a process holds and takes with it: nothing of it is
left, however a test ends. Needs Linux, and root or namespaces for everybody.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_OTHERS = [] if os.name == "nt" or os.geteuid() == 0 else ["--user", "--map-root-user"]


@dataclass(frozen=True)
class SmallDisk:
    """A disk that is mounted at a folder, inside.

    Attributes:
        inside: Where its processes see it.
        outside: Where everybody else does.
    """

    inside: Path
    outside: Path
    holder: int

    def enter(self) -> list[str]:
        """Return what goes before a command that is to run inside."""
        users = ["--user", "--preserve-credentials"] if _OTHERS else []
        return ["nsenter", "--target", str(self.holder), "--mount", *users]

    def used(self) -> int:
        """Return how many bytes are in use."""
        facts = os.statvfs(self.outside)
        return (facts.f_blocks - facts.f_bfree) * facts.f_frsize

    def remount(self, options: str) -> None:
        """Mount it again, as `ro` or with another `size=`."""
        mount = ["mount", "-o", f"remount,{options}", str(self.inside)]
        subprocess.run([*self.enter(), *mount], check=True)


@contextmanager
def small_disk(folder: Path) -> Generator[SmallDisk]:
    """Mount one at a folder; a test is skipped where that is not possible."""
    folder.mkdir()
    mount = f"mount -t tmpfs -o size=64m small '{folder}' && echo ready && exec cat"
    try:
        holder = subprocess.Popen(
            ["unshare", *_OTHERS, "--mount", "sh", "-c", mount],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    except FileNotFoundError:
        pytest.skip("there is no unshare")
    try:
        assert holder.stdout is not None
        if holder.stdout.readline() != "ready\n":
            pytest.skip(f"no mounts here: {holder.communicate()[1]}")
        outside = Path(f"/proc/{holder.pid}/root{folder}")
        yield SmallDisk(folder, outside, holder.pid)
    finally:
        holder.kill()
        holder.communicate()
