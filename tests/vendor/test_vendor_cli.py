"""`minidoc vendor` as it is used: into a host, through its formatters, in its CI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Minidoc: TypeAlias = Callable[..., Any]

INTO = ("vendor", "src", "--package", "acme.chat.talkjs")
CHECK = (*INTO, "--check")
PLACE = "src/acme/chat/talkjs"


@pytest.fixture
def host(minidoc: Minidoc, tmp_path: Path) -> Path:
    """The vendored package's folder in a repository that is not ours."""
    (tmp_path / ".git").mkdir()
    assert minidoc(*INTO).code == 0
    return tmp_path / PLACE


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_into_an_empty_folder(minidoc: Minidoc, tmp_path: Path) -> None:
    ran = minidoc(*INTO)
    assert (ran.code, ran.err) == (0, "")
    first, _, rest = ran.out.partition("\n")
    assert first.startswith(f"{PLACE}: acme.chat.talkjs, ")
    assert first.endswith(" written, 0 removed, 0 unchanged")
    assert "[tool.ruff]" in rest
    done = subprocess.run(
        ["sha256sum", "--strict", "--warn", "--quiet", "--check", "_manifest.sha256"],
        cwd=tmp_path / PLACE,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    ran = minidoc(*CHECK)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"in step: {PLACE} (acme.chat.talkjs)\n"
    # The folder knows its name.
    assert minidoc("vendor", PLACE, "--check", "--bytes").code == 0


@pytest.mark.usefixtures("host")
def test_it_is_imported_under_its_name(
    tmp_path: Path, clean_env: dict[str, str]
) -> None:
    program = "from acme.chat.talkjs import UserSnapshot as U; print(U.__module__)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path / "src",
        env=clean_env,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "acme.chat.talkjs.users\n"


@pytest.mark.slow
@pytest.mark.usefixtures("host")
def test_it_type_checks_where_it_is(tmp_path: Path, clean_env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "acme"],
        cwd=tmp_path / "src",
        env=clean_env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def formatted(host: Path, tmp_path: Path, clean_env: dict[str, str]) -> Path:
    """The host after isort, ruff format at 100 columns and a licence hook."""
    for command in (
        ["isort", "--quiet", "--profile=black", "--line-length=100", "src"],
        ["ruff", "format", "--quiet", "--line-length=100", "src"],
    ):
        subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,
            env=clean_env,
            check=True,
            timeout=120,
        )
    for path in host.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"# Copyright ACME\n#\n# Ours.\n\n{text}", encoding="utf-8")
    return host


EDITS = {
    "a name": ("users.py", "async def get(self)", "async def fetch(self)"),
    "an operator": ("_runtime/wire.py", ") if isinstance", ") if not isinstance"),
    "a number": ("_runtime/wire.py", "SUCCESS = 200", "SUCCESS = 201"),
    "a string": ("_runtime/wire.py", '"SUBSCRIBE"', '"SUBSCRIBED"'),
    "a word of a docstring": ("users.py", "Usually, they", "Sometimes, they"),
    "a decorator": ("users.py", "@dataclass(frozen=True", "@dataclass(frozen=False"),
    "an import": ("users.py", "    AsyncSession,\n", ""),
    "a comment": ("users.py", "# What travels", "# Whatever travels"),
    "an order to a tool": (
        "users.py",
        "import asyncio",
        "import asyncio  # type: ignore",
    ),
    "statements": (
        "_runtime/wire.py",
        "TRANSIENT = frozenset({500, 502, 503, 504})\n",
        "",
    ),
}


@pytest.mark.slow
def test_formatters_change_nothing_and_a_token_does(
    formatted: Path, minidoc: Minidoc
) -> None:
    ran = minidoc(*CHECK)
    assert (ran.code, ran.out) == (0, f"in step: {PLACE} (acme.chat.talkjs)\n")
    assert minidoc(*CHECK, "--bytes").code == 1
    for name, (path, before, after) in EDITS.items():
        there = (formatted / path).read_bytes()
        _edit(formatted / path, before, after)
        ran = minidoc(*CHECK)
        assert ran.code == 1, name
        assert ran.out.startswith(f"changed: {PLACE}/{path}\n"), name
        (formatted / path).write_bytes(there)
    # What formatters did is no change by hand: an update goes through.
    assert minidoc(*INTO).code == 0
    assert minidoc(*CHECK, "--bytes").code == 0


def test_the_diff_shows_the_change_and_no_formatting(
    host: Path, minidoc: Minidoc
) -> None:
    _edit(host / "users.py", "import asyncio\n", "import  asyncio\n\n\n\n")
    _edit(host / "users.py", "Usually, they", "Sometimes, they")
    ran = minidoc(*CHECK)
    assert ran.code == 1
    assert "-accounts" not in ran.out
    lines = [x for x in ran.out.split("\n") if x[:1] in "+-" and x[:3] not in "+++---"]
    assert [line for line in lines if "import" in line] == []
    assert [line for line in lines if "Sometimes" in line] != []


def test_a_change_by_hand(host: Path, minidoc: Minidoc) -> None:
    (host / "mine.py").write_text("mine = 1\n")
    _edit(host / "users.py", "Usually, they", "Sometimes, they")
    there = (host / "users.py").read_bytes()
    ran = minidoc(*INTO)
    assert ran.code == 1
    assert ran.out.startswith(f"changed by hand: {PLACE}/users.py\n--- a/users.py\n")
    assert "nothing was written" in ran.err
    assert "--force" in ran.err
    assert "changed-by-hand" in ran.err
    assert (host / "users.py").read_bytes() == there

    ran = minidoc(*INTO, "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out)["changed_by_hand"] == ["users.py"]

    ran = minidoc(*INTO, "--force", "--format", "json")
    assert ran.code == 0
    report = json.loads(ran.out)
    assert report["written"] == ["users.py"]
    assert (report["folder"], report["package"]) == (PLACE, "acme.chat.talkjs")
    assert (host / "mine.py").read_text() == "mine = 1\n"
    assert minidoc(*CHECK).code == 0


def test_stale_files_go(host: Path, minidoc: Minidoc) -> None:
    import hashlib

    (host / "rooms.py").write_text("x = 1\n")
    digest = hashlib.sha256(b"x = 1\n").hexdigest()
    manifest = host / "_manifest.sha256"
    manifest.write_text(f"{manifest.read_text()}{digest}  rooms.py\n")
    ran = minidoc(*CHECK)
    assert ran.code == 1
    assert f"surplus: {PLACE}/rooms.py\n" in ran.out
    ran = minidoc(*INTO)
    assert f"removed: {PLACE}/rooms.py\n" in ran.out
    assert not (host / "rooms.py").exists()


def test_nothing_is_there_yet(minidoc: Minidoc, tmp_path: Path) -> None:
    ran = minidoc(*CHECK)
    assert ran.code == 1
    assert f"missing: {PLACE}/users.py\n" in ran.out
    assert [*tmp_path.iterdir()] == []


# A project's own pages.


def test_the_pages_of_a_project(
    minidoc: Minidoc, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this checkout pages are configured: what they give is what is carried."""
    assert minidoc("vendor", "one", "--package", "acme.sdk").code == 0
    monkeypatch.chdir(repository)
    ran = minidoc("vendor", tmp_path / "two", "--package", "acme.sdk")
    assert ran.code == 0
    for path in sorted((tmp_path / "one").rglob("*")):
        if path.is_file():
            other = tmp_path / "two" / path.relative_to(tmp_path / "one")
            assert path.read_bytes() == other.read_bytes()
    assert minidoc("vendor", tmp_path / "two/acme/sdk", "--check").code == 0


FRONT = (
    "---\nurl: https://example.org/Rooms\ntitle: 'Rooms'\nminidoc-source: dart\n---\n"
)
ROOMS = f"""{FRONT}
## RoomSnapshot
/** A room at one moment */
class RoomSnapshot {{
/** Identifies the room */
final String id;

Map<String, dynamic>toJson()
}}
"""


def test_pages_on_the_command_line(minidoc: Minidoc, tmp_path: Path) -> None:
    (tmp_path / "Rooms.md").write_text(ROOMS, encoding="utf-8")
    ran = minidoc("vendor", "sdk/rooms_sdk", "Rooms.md")
    assert (ran.code, ran.err) == (0, "")
    manifest = (tmp_path / "sdk/rooms_sdk/_manifest.sha256").read_text()
    assert "# package: rooms_sdk\n" in manifest
    assert " Rooms.md https://example.org/Rooms\n" in manifest
    assert "# distribution:" not in manifest
    assert (tmp_path / "sdk/rooms_sdk/rooms.py").exists()
    # The carried package is another one.
    ran = minidoc("vendor", "sdk/rooms_sdk", "--check")
    assert ran.code == 1
    assert "surplus: sdk/rooms_sdk/rooms.py\n" in ran.out

    (tmp_path / "Rooms.md").write_text(ROOMS.replace("String id", "RoomId id"))
    assert minidoc("vendor", "sdk/rooms_sdk", "Rooms.md", "--strict").code == 2
    ran = minidoc("vendor", "sdk/rooms_sdk", "Rooms.md", "--check")
    assert ran.code == 1
    assert "warning[undeclared-type]" in ran.err


# What cannot be.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*INTO, "--bytes"), "--bytes is a way to compare"),
        ((*CHECK, "--force"), "--force is a way to write"),
        ((*INTO, "--format", "junit"), "needs --check"),
        (("vendor",), "DEST"),
        (("vendor", "src", "--package", "a-b"), "cannot be a package name"),
        (("vendor", "src", "--overlay", "x.toml"), "no pages that it could apply to"),
    ],
)
def test_wrong_usage(
    arguments: tuple[str, ...], said: str, minidoc: Minidoc, tmp_path: Path
) -> None:
    ran = minidoc(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert [*tmp_path.iterdir()] == []


def _link(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", tmp_path / "src/acme")


def _last_link(tmp_path: Path) -> None:
    (tmp_path / "src/acme/chat").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", tmp_path / PLACE)


def _file(tmp_path: Path) -> None:
    (tmp_path / "src").write_text("mine\n")


def _foreign(tmp_path: Path) -> None:
    (tmp_path / PLACE).mkdir(parents=True)
    (tmp_path / PLACE / "users.py").write_text("mine = 1\n")


def _mangled(tmp_path: Path) -> None:
    (tmp_path / PLACE).mkdir(parents=True)
    (tmp_path / PLACE / "_manifest.sha256").write_text("<<<<<<< HEAD\n")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_link, "src/acme is a symbolic link"),
        (_last_link, f"{PLACE} is a symbolic link"),
        (_file, "src is not a folder"),
        (_foreign, f"{PLACE}/users.py is not ours"),
        (_mangled, "is not a manifest that minidoc wrote"),
    ],
)
def test_what_is_not_ours(
    make: Callable[[Path], None], said: str, minidoc: Minidoc, tmp_path: Path
) -> None:
    make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    for force in ((), ("--force",)):
        ran = minidoc(*INTO, *force)
        assert (ran.code, ran.out) == (2, "")
        assert "error[foreign-output]" in ran.err
        assert said in ran.err
        assert "hint: " in ran.err
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a read-only place")
def test_a_folder_that_cannot_be_written(minidoc: Minidoc) -> None:
    ran = minidoc("vendor", "/proc/self/talkjs")
    assert (ran.code, ran.out) == (2, "")
    assert "error[cannot-write]: cannot write /proc/self/talkjs: " in ran.err


@pytest.mark.parametrize("form", ["github", "gitlab", "junit", "json"])
def test_reports(form: str, host: Path, minidoc: Minidoc) -> None:
    assert minidoc(*CHECK, "--format", form).code == 0
    _edit(host / "users.py", "Usually, they", "Sometimes, they")
    ran = minidoc(*CHECK, "--format", form)
    assert (ran.code, ran.err) == (1, "")
    assert "users.py" in ran.out
    (host / "_manifest.sha256").write_text("<<<<<<< HEAD\n")
    ran = minidoc(*CHECK, "--format", form)
    assert (ran.code, ran.err) == (2, "")
    assert "foreign-output" in ran.out
