"""What minidoc is made from and runs with: pinned, hashed, listed; builds repeat."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("run.txt", "dev.txt")
PIN = re.compile(r"^(\S+)==(\S+)", re.MULTILINE)

# Two machines as different as one can be made to look.
PLACES: list[tuple[str, str, dict[str, str]]] = [
    ("here", "umask 022", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}),
    (
        "a far/longer place",
        "umask 077",
        {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    ),
]


def lock_of(repository: Path, name: str) -> str:
    return (repository / "requirements" / name).read_text()


def pins_of(repository: Path, name: str) -> set[tuple[str, str]]:
    """Return names and versions; a name may have one for each of some systems."""
    return set(PIN.findall(lock_of(repository, name)))


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_and_hashed(repository: Path, name: str) -> None:
    lines = lock_of(repository, name).replace("\\\n", " ").splitlines()
    assert len(lines) > 20
    for line in lines:
        assert re.match(
            r"[\w.-]+==[\w.+!-]+(\s*;[^-]*)?(\s+--hash=sha256:[0-9a-f]{64})+$", line
        ), line


def test_the_locks_agree(repository: Path) -> None:
    run, dev = (pins_of(repository, name) for name in LOCKS)
    assert run < dev


@pytest.mark.parametrize("project", [".", "generated"])
def test_what_builds_and_runs_is_locked(repository: Path, project: str) -> None:
    """So that nothing comes in from outside the locks, the build backend included."""
    data = tomllib.loads((repository / project / "pyproject.toml").read_text())
    asked = [
        *data["build-system"]["requires"],
        *data["project"]["dependencies"],
        *(each for some in _extras(data) for each in some),
    ]
    run, dev = (pins_of(repository, name) for name in LOCKS)
    assert asked
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        locked = run if str(requirement) in data["build-system"]["requires"] else dev
        versions = [version for each, version in locked if each == name]
        assert versions, name
        assert all(map(requirement.specifier.contains, versions)), name


def _extras(data: dict[str, Any]) -> list[list[str]]:
    return list(data["project"].get("optional-dependencies", {}).values())


@pytest.mark.parametrize("project", [".", "generated"])
def test_builds_repeat_byte_for_byte(
    repository: Path, tmp_path: Path, clean_env: dict[str, str], project: str
) -> None:
    built = [
        _build(
            repository / project, tmp_path / name / "checkout", umask, clean_env | env
        )
        for name, umask, env in PLACES
    ]
    assert [*built[0]] == [*built[1]]
    assert len(built[0]) == 2
    assert built[0] == built[1]


def _build(
    project: Path, place: Path, umask: str, env: Mapping[str, str]
) -> dict[str, str]:
    """Build both archives from a copy with times and rights of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )
    age = 1_000_000_000 + len(place.parts[-2]) * 100_000
    for name in listed.stdout.split("\0"):
        if name and (project / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project / name, place / name)
            (place / name).chmod(0o600 if "077" in umask else 0o664)
            os.utime(place / name, (age, age))
    code = (
        "from hatchling.build import build_sdist as s, build_wheel as w;"
        "s('../out'); w('../out')"
    )
    done = subprocess.run(
        ["sh", "-c", f'{umask}; exec "$0" -c "$1"', sys.executable, code],
        cwd=place,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    out = place.parent / "out"
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.iterdir())
    }


@pytest.fixture(scope="module")
def bill(repository: Path, clean_env: dict[str, str]) -> dict[str, Any]:
    made = [
        subprocess.run(
            [sys.executable, repository / "automation" / "sbom.py"],
            env=clean_env | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    ]
    assert made[0] == made[1]
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(made[0])
    assert found is None
    data: dict[str, Any] = json.loads(made[0])
    return data


def test_the_bill_of_materials_is_the_locks(
    bill: dict[str, Any], repository: Path
) -> None:
    """Each package with its version and each of its hashes, and nothing else."""
    run, dev = (pins_of(repository, name) for name in LOCKS)
    listed = bill["components"]
    assert len(listed) == len(dev)
    assert {(each["name"], each["version"]) for each in listed} == dev
    needed = [each for each in listed if each["scope"] == "required"]
    assert {(each["name"], each["version"]) for each in needed} == run
    hashes = [h["content"] for each in listed for h in each["hashes"]]
    assert sorted(hashes) == sorted(
        re.findall(r"sha256:([0-9a-f]+)", lock_of(repository, "dev.txt"))
    )
    markers = [
        f"{each['name']}=={each['version']} ; {each['properties'][0]['value']}"
        for each in listed
        if "properties" in each
    ]
    assert markers
    assert all(each in lock_of(repository, "dev.txt") for each in markers)
