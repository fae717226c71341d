"""`minidoc diff` with revisions of git: what is read, missing and refused."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_project import Minidoc, WriteFile
from diff_pages import BIND, PAGE, REMOVED

from minidoc.git import find_revision

IDENTITY = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | IDENTITY,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository_of_pages(tmp_path: Path, write_file: WriteFile) -> Path:
    """A repository: the page lost a method since `v1`."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write_file("docs/spec/Users.md", PAGE)
    write_file("docs/spec/overlay.toml", BIND % "PUT")
    commit(tmp_path, "v1")
    write_file("docs/spec/Users.md", REMOVED)
    write_file("docs/spec/overlay.toml", "")
    commit(tmp_path, "v2")
    return tmp_path


def commit(folder: Path, tag: str) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", tag)
    git(folder, "tag", tag)


def codes(minidoc: Minidoc, old: str, new: str) -> list[str]:
    ran = minidoc("diff", old, new, "--format", "json")
    assert ran.code == 0, ran.err
    return [each["code"] for each in json.loads(ran.out)["changes"]]


@pytest.mark.parametrize(
    "old",
    ["v1:docs/spec", "HEAD~1:docs/spec/", "v1:./docs/spec", "v1:docs/spec/Users.md"],
)
def test_a_revision_against_the_folder(
    old: str, minidoc: Minidoc, repository_of_pages: Path
) -> None:
    new = "docs/spec/Users.md" if old.endswith(".md") else "docs/spec"
    assert codes(minidoc, old, new) == ["removed-member"]
    assert codes(minidoc, new, old) == ["added-member"]


def test_two_revisions_each_with_its_overlay(
    minidoc: Minidoc, repository_of_pages: Path, write_file: WriteFile
) -> None:
    write_file("docs/spec/Users.md", PAGE)
    commit(repository_of_pages, "v3")
    assert codes(minidoc, "v1:docs/spec", "v3:docs/spec") == ["lost-binding"]


def test_the_root_and_a_folder_inside(
    minidoc: Minidoc,
    repository_of_pages: Path,
    write_file: WriteFile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_file("Users.md", PAGE)
    commit(repository_of_pages, "v3")
    assert codes(minidoc, "v3:", "v3:.") == []
    monkeypatch.chdir(repository_of_pages / "docs")
    assert minidoc("diff", "v1:./spec", "spec").out.startswith(
        "breaking[removed-member]"
    )
    assert minidoc("diff", "v1:../docs/spec", "v1:docs/spec").out == "nothing changed\n"


def test_a_package_of_a_revision(minidoc: Minidoc, repository_of_pages: Path) -> None:
    assert minidoc("generate", "docs/spec/Users.md", "--output", "sdk").code == 0
    commit(repository_of_pages, "v3")
    assert codes(minidoc, "v1:docs/spec/Users.md", "v3:sdk") == ["removed-member"]
    assert codes(minidoc, "v3:sdk/_api.json", "v2:docs/spec") == []


def test_the_checkout_is_left_alone(
    minidoc: Minidoc, repository_of_pages: Path
) -> None:
    head, index = (
        git(repository_of_pages, "rev-parse", "HEAD"),
        repository_of_pages / ".git/index",
    )
    (repository_of_pages / "docs/spec/Users.md").write_text(
        PAGE + "\n", encoding="utf-8"
    )
    before = index.stat().st_mtime_ns, sorted(repository_of_pages.rglob("*"))
    codes(minidoc, "v1:docs/spec", "v2:docs/spec")
    assert (index.stat().st_mtime_ns, sorted(repository_of_pages.rglob("*"))) == before
    assert git(repository_of_pages, "rev-parse", "HEAD") == head


def test_no_program_of_the_repository_runs(
    minidoc: Minidoc, repository_of_pages: Path
) -> None:
    mark = repository_of_pages / "ran"
    script = repository_of_pages / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    (repository_of_pages / ".gitattributes").write_text(
        "*.md filter=x diff=x\n", encoding="utf-8"
    )
    for key in (
        "filter.x.smudge",
        "filter.x.clean",
        "diff.x.textconv",
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
    ):
        git(repository_of_pages, "config", key, str(script))
    mark.unlink(missing_ok=True)
    assert codes(minidoc, "v1:docs/spec", "v2:docs/spec") == ["removed-member"]
    assert not mark.exists()


def test_a_revision_that_nobody_has(
    minidoc: Minidoc, repository_of_pages: Path
) -> None:
    ran = minidoc("diff", "v9:docs/spec", "docs/spec")
    assert (ran.code, ran.out) == (2, "")
    assert (
        "error[missing-base]: this repository does not have the revision 'v9'"
        in ran.err
    )
    assert "git fetch origin v9:v9" in ran.err


@pytest.mark.parametrize("base", ["v1", "main~1", "COMMIT", "origin/old"])
def test_a_shallow_clone_says_how_to_get_the_base(
    base: str,
    minidoc: Minidoc,
    repository_of_pages: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    git(repository_of_pages, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(repository_of_pages, "branch", "old", "v1")
    base = base.replace("COMMIT", git(repository_of_pages, "rev-parse", "v1"))
    origin = f"file://{repository_of_pages}"
    git(
        repository_of_pages,
        "clone",
        "--quiet",
        "--depth=1",
        "--branch=main",
        origin,
        "clone",
    )
    clone = repository_of_pages / "clone"
    monkeypatch.chdir(clone)
    ran = minidoc("diff", f"{base}:docs/spec", "docs/spec")
    assert (ran.code, ran.out) == (2, "")
    found = re.search(r"error\[missing-base\].*\n.*get it: git (fetch .*)", ran.err)
    assert found is not None, ran.err
    assert "--depth=1" in found[1] or "--unshallow" in found[1]
    git(clone, *shlex.split(found[1]))
    assert codes(minidoc, f"{base}:docs/spec", "docs/spec") == ["removed-member"]


@pytest.mark.parametrize(
    "text",
    [
        "--output=made:docs/spec",
        "-h:docs/spec",
        "--help:x",
        "v1;touch made:docs/spec",
        "$(touch made):docs/spec",
        "v1\n--all:docs/spec",
        "v1^{tree}:docs/spec",
    ],
)
def test_a_revision_is_never_an_option(
    text: str, minidoc: Minidoc, repository_of_pages: Path
) -> None:
    ran = minidoc("diff", "--", text, "docs/spec")
    assert (ran.code, ran.out) == (2, "")
    assert "error[missing-base]" in ran.err
    assert not (repository_of_pages / "made").exists()


def test_what_comes_from_outside_stands_behind_the_end_of_options(
    minidoc: Minidoc, repository_of_pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    run: Callable[..., Any] = subprocess.run

    def recorded(command: list[str], **rest: Any) -> object:
        commands.append(command)
        assert rest["timeout"] > 0
        assert not rest.get("shell")
        return run(command, **rest)

    monkeypatch.setattr("minidoc.git.subprocess.run", recorded)
    assert codes(minidoc, "v1:docs/spec", "v2:docs/spec") == ["removed-member"]
    told = [c for c in commands if any("v1" in part or "docs" in part for part in c)]
    assert len(told) >= 2
    for command in told:
        start = command.index("--end-of-options")
        assert not any("v1" in part or "docs" in part for part in command[:start])
        paths = [part for part in command if part.startswith("docs")]
        assert all(command.index("--") < command.index(path) for path in paths)
        assert "core.fsmonitor=false" in command


def test_a_revision_may_hold_a_colon(
    minidoc: Minidoc, repository_of_pages: Path, write_file: WriteFile
) -> None:
    write_file("docs/spec/Users.md", PAGE)
    git(repository_of_pages, "commit", "--quiet", "--all", "--message", "fix: this")
    found = codes(minidoc, "HEAD^{/fix: this}:docs/spec", "v2:docs/spec")
    assert found == ["removed-member"]


@pytest.mark.parametrize(
    "path", ["--all", "docs/nothing", ":(glob)docs/*", "../../x", "docs/spec/../../.."]
)
def test_a_path_is_never_an_option(
    path: str, minidoc: Minidoc, repository_of_pages: Path
) -> None:
    ran = minidoc("diff", f"v1:{path}", "docs/spec")
    assert (ran.code, ran.out) == (2, "")
    assert "error[cannot-read]" in ran.err or "error[missing-base]" in ran.err


def test_links_are_not_followed(minidoc: Minidoc, repository_of_pages: Path) -> None:
    (repository_of_pages / "docs/spec/Other.md").symlink_to("/etc/passwd")
    commit(repository_of_pages, "v3")
    assert codes(minidoc, "v2:docs/spec", "v3:docs/spec") == []
    ran = minidoc("diff", "v3:docs/spec/Other.md", "v3:docs/spec")
    assert (ran.code, ran.out) == (2, "")


def test_names_that_git_would_quote(
    minidoc: Minidoc, repository_of_pages: Path, write_file: WriteFile
) -> None:
    write_file("docs/über uns/Users.md", PAGE)
    commit(repository_of_pages, "v3")
    assert codes(minidoc, "v3:docs/über uns", "v2:docs/spec") == ["removed-member"]


def test_outside_of_a_repository(
    minidoc: Minidoc,
    write_file: WriteFile,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    write_file("spec/Users.md", PAGE)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    ran = minidoc("diff", "HEAD:spec", "spec")
    assert (ran.code, ran.out) == (2, "")
    assert (
        "error[missing-base]: 'HEAD' cannot be looked up: this is not a git repository"
        in ran.err
    )


def test_without_git(
    minidoc: Minidoc, write_file: WriteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file("spec/Users.md", PAGE)
    monkeypatch.setenv("PATH", "")
    ran = minidoc("diff", "HEAD:spec", "spec")
    assert (ran.code, ran.out) == (2, "")
    assert "error[missing-base]: git is not installed" in ran.err


def test_variables_of_a_hook_do_not_lead_elsewhere(
    repository_of_pages: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    found = find_revision(repository_of_pages, "v1")
    monkeypatch.delenv("GIT_DIR")
    assert found.commit == git(repository_of_pages, "rev-parse", "v1^{commit}")
