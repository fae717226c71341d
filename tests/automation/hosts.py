"""A repository with pages and a package, its origin, and the steps that run in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

REPOSITORY = Path(__file__).resolve().parents[2]
GIT = [
    "git", "-c", "user.name=Test", "-c", "user.email=test@localhost",
    "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always",
]  # fmt: skip
CONFIGURATION = """\
[tool.minidoc]
pages = ["spec/*.md"]
output = "src/talk"
package = "talk"
"""
OVERLAY = 'overlay = "spec/overlay.toml"\n'


def step(file: str, *path: str | int) -> str:
    """The shell text of a step in a YAML file of this repository."""
    yaml: Any = YAML(typ="safe")
    found: Any = yaml.load((REPOSITORY / file).read_text("utf-8"))
    for key in path:
        found = found[key]
    assert isinstance(found, str)
    return found


@dataclass(frozen=True)
class Ran:
    """What a step did."""

    code: int
    out: str
    err: str
    summary: str
    outputs: dict[str, str]
    github: dict[str, Any]


class Host:
    """A clone in which steps run, as on a runner."""

    def __init__(self, folder: Path) -> None:
        self.origin = folder / "origin.git"
        self.folder = folder / "clone"
        self.runner = folder / "runner"
        self.runner.mkdir()
        self._bin = folder / "bin"
        self._bin.mkdir()
        shutil.copy(Path(__file__).with_name("fake_gh.py"), self._bin / "gh")
        (self._bin / "gh").chmod(0o755)
        minidoc = self._bin / "minidoc"
        minidoc.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m minidoc "$@"\n')
        minidoc.chmod(0o755)

    def begin(self, pages: Mapping[str, str] | None = None) -> None:
        """Make the origin, with these pages or this repository's, and clone it."""
        first = self.folder.with_name("first")
        first.mkdir()
        overlay = OVERLAY if pages is None else ""
        (first / "pyproject.toml").write_text(CONFIGURATION + overlay)
        if pages is None:
            shutil.copytree(REPOSITORY / "spec", first / "spec")
        else:
            (first / "spec").mkdir()
            for name, text in pages.items():
                (first / "spec" / name).write_text(text, "utf-8")
        (first / ".gitignore").write_text(".minidoc/\n")
        subprocess.run([*GIT, "init", "--quiet", "--bare", self.origin], check=True)
        subprocess.run([*GIT, "init", "--quiet"], cwd=first, check=True)
        for command in ("generate",) if pages is None else ("fetch", "generate"):
            self._minidoc(command, first)
        self._commit(first, "first")
        subprocess.run(
            [*GIT, "push", "--quiet", self.origin, "main"], cwd=first, check=True
        )
        self.clone()

    def clone(self, *options: str) -> None:
        """Clone the origin, anew if it was cloned before."""
        shutil.rmtree(self.folder, ignore_errors=True)
        subprocess.run(
            [*GIT, "clone", "--quiet", *options, self.origin.as_uri(), self.folder],
            check=True,
        )

    def git(self, *arguments: str) -> str:
        """Run git in the clone."""
        return subprocess.run(
            [*GIT, *arguments], cwd=self.folder, check=True, capture_output=True,
            text=True,
        ).stdout  # fmt: skip

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a page, generate, and commit on a branch."""
        page = self.folder / "spec" / name
        text = page.read_text("utf-8")
        assert old in text
        page.write_text(text.replace(old, new), "utf-8")
        self._minidoc("generate", self.folder)
        self._commit(self.folder, "a change")

    def _minidoc(self, command: str, folder: Path) -> None:
        subprocess.run(
            ["minidoc", command], cwd=folder, env=self.env(), check=True,
            capture_output=True,
        )  # fmt: skip

    def _commit(self, folder: Path, message: str) -> None:
        subprocess.run([*GIT, "add", "--all"], cwd=folder, check=True)
        subprocess.run(
            [*GIT, "commit", "--quiet", "--message", message], cwd=folder, check=True
        )

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a step: nothing of the machine's but what tools need."""
        return {
            "PATH": f"{self._bin}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.runner),
            "PYTHONUTF8": "1",
            "RUNNER_TEMP": str(self.runner),
            "GITHUB_ACTION_PATH": str(REPOSITORY),
            "GITHUB_REPOSITORY": "owner/name",
            "GITHUB_STEP_SUMMARY": str(self.runner / "summary.md"),
            "GITHUB_OUTPUT": str(self.runner / "output"),
            "FAKE_GH": str(self.runner / "github.json"),
            **more,
        }

    def run(self, script: str, **env: str) -> Ran:
        """Run a step."""
        for name in ("summary.md", "output"):
            (self.runner / name).unlink(missing_ok=True)
        ran = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script], cwd=self.folder,
            env=self.env(**env), capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        outputs = self._text("output").splitlines()
        return Ran(
            ran.returncode, ran.stdout, ran.stderr, self._text("summary.md"),
            dict(line.split("=", 1) for line in outputs),
            json.loads(self._text("github.json") or "{}"),
        )  # fmt: skip

    def _text(self, name: str) -> str:
        path = self.runner / name
        return path.read_text("utf-8") if path.exists() else ""
