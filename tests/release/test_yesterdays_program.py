"""A program against names of before runs and type-checks, and is warned once of each.

Two releases rename everything that it uses: the declarations first, then members and
parameters. The program is not touched.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from checkers import run_mypy, run_pyright
from release_project import CONFIG, INNER, OUTER, OVERLAY, PAGE, WRITES, renamed

from minidoc.cli import main

PROGRAM = """\
from __future__ import annotations

from teamwork import (
    AsyncMemberRef,
    MemberRef,
    MemberSnapshot,
    async_open_session,
    open_session,
)


def touch(member: MemberRef) -> None:
    member.set(photo_url="a")
    member.set(photo_url="a", nickname="b")
    member.delete_fields(["photo_url"])
    member.delete_fields(fields=["photoUrl"])


async def touch_async(member: AsyncMemberRef) -> None:
    await member.set(nickname="b")
    await member.delete_fields(fields=["photo_url"])


def read(snapshot: MemberSnapshot) -> None:
    print(snapshot.photo_url)


def enter() -> None:
    open_session(app_id="demo-a", user_id="b").close()


async def enter_async() -> None:
    await async_open_session(app_id="demo-a", user_id="b").aclose()
"""
# What is warned of when it runs, by its line; nothing for all other lines.
WARNED = {
    "from teamwork import (": ["AsyncMemberRef", "MemberRef", "MemberSnapshot"],
    'member.set(photo_url="a")': ["photo_url"],
    'member.set(photo_url="a", nickname="b")': ["nickname", "photo_url"],
    'member.delete_fields(["photo_url"])': ["delete_fields"],
    'member.delete_fields(fields=["photoUrl"])': ["delete_fields", "fields"],
    'await member.set(nickname="b")': ["nickname"],
    'await member.delete_fields(fields=["photo_url"])': ["delete_fields", "fields"],
    "print(snapshot.photo_url)": ["photo_url"],
    'open_session(app_id="demo-a", user_id="b").close()': ["open_session"],
    'await async_open_session(app_id="demo-a", user_id="b").aclose()': [
        "async_open_session"
    ],
}
# Runs every function of the program; prints the warnings, and what was sent.
RUNNER = """\
import asyncio, json, warnings

found, sent = [], []
warnings.showwarning = lambda message, category, file, line, *_: found.append(
    [file.replace("\\\\", "/").rpartition("/")[2], line, str(message)]
)
warnings.simplefilter("always")


class Session:
    def call(self, operation):
        sent.extend([r.method, r.path, dict(r.data)] for r in operation.requests)


class AsyncSession:
    async def call(self, operation):
        Session().call(operation)


import program
from teamwork import AsyncPersonRef, PersonRef, PersonSnapshot

program.touch(PersonRef(Session(), id="m"))
asyncio.run(program.touch_async(AsyncPersonRef(AsyncSession(), id="m")))
program.read(PersonSnapshot(id="m", avatar_url="a picture"))
program.enter()
asyncio.run(program.enter_async())
assert program.MemberRef is PersonRef, "an alias, so that annotations still fit"
print(json.dumps([found, sent]))
"""
SET = ["PUT", "/members/m", {"avatarUrl": "a"}]
BOTH = ["PUT", "/members/m", {"avatarUrl": "a", "alias": "b"}]
ALIAS = ["PUT", "/members/m", {"alias": "b"}]
CLEARED = ["PUT", "/members/m", {"avatarUrl": None}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package after three releases, with the program beside it."""
    folder = tmp_path_factory.mktemp("yesterday")
    docs = folder / "docs"
    docs.mkdir()
    config = CONFIG.replace("VERSION", "1.4.0")
    (folder / "pyproject.toml").write_text(config)
    (docs / "Members.md").write_text(PAGE)
    (docs / "overlay.toml").write_text(OVERLAY + WRITES)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for names in ({}, OUTER, INNER):
            _rename(docs, names)
            assert main(["release"]) == 0
    (folder / "made" / "program.py").write_text(PROGRAM)
    return folder / "made"


def _rename(docs: Path, names: dict[str, str]) -> None:
    page, overlay = docs / "Members.md", docs / "overlay.toml"
    page.write_text(renamed(page.read_text(), names))
    # The entries of earlier releases keep their old names.
    parts = re.split(r'(?m)^(name = "\w+"|reason = .*)$', overlay.read_text())
    parts[::2] = [renamed(part, names) for part in parts[::2]]
    overlay.write_text("".join(parts))


def _lines(text: str) -> dict[int, str]:
    return {n: line.strip() for n, line in enumerate(text.splitlines(), start=1)}


@pytest.mark.slow
def test_it_runs_and_each_old_name_is_warned_of_once_where_it_is_used(
    folder: Path, clean_env: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        cwd=folder,
        env=clean_env
        | {"PYTHONPATH": str(folder), "TALKJS_EMULATOR_HOST": "127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed, _, report = done.stdout.strip().rpartition("\n")
    assert printed == "a picture"
    found, sent = json.loads(report)
    lines = _lines(PROGRAM)
    warned = Counter((lines[line], message.split("`")[1]) for _, line, message in found)
    assert {file for file, _, _ in found} == {"program.py"}
    assert warned == Counter((line, name) for line, ns in WARNED.items() for name in ns)
    assert all("goes in 2.0. The page called it" in message for _, _, message in found)
    assert sent == [SET, BOTH, CLEARED, CLEARED, ALIAS, CLEARED]


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_it_type_checks_and_each_use_is_reported_once(
    folder: Path, checker: str, request: pytest.FixtureRequest
) -> None:
    targets = ["teamwork", "program.py"]
    cache = Path(request.config.rootpath, ".mypy_cache", "yesterday")
    of = {
        "mypy": lambda: run_mypy(folder, targets, cache),
        "pyright": lambda: run_pyright(folder, targets),
    }
    found = of[checker]()
    lines = _lines(PROGRAM)
    wrong = [
        f for f in found if "deprecated" not in f.message or f.path != "program.py"
    ]
    assert wrong == []
    # To a checker the alias of a class is the class. The import of a function is a use
    # of it, to mypy the only one.
    imported = [f for f in found if "open_session," in lines[f.line] or f.line == 3]
    assert len({f.message for f in imported}) == len(imported) == 2
    calls = {line for line in WARNED if "open_session(" in line}
    told = calls if checker == "pyright" else set[str]()
    reported = Counter(lines[f.line] for f in found if f not in imported)
    others = {line for line in WARNED if not line.startswith("from ")} - calls
    assert reported == Counter(others | told)
