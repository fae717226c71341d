"""The jobs of the GitLab template, and the hooks of pre-commit: red and green."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hosts import REPOSITORY, Host, Ran
from ruamel.yaml import YAML

BREAKING = ("Users.md", "String? locale;", "String? language;")


def jobs() -> dict[str, Any]:
    # `!reference [job, key]` is read as the list it is.
    text = (REPOSITORY / "automation/gitlab.yml").read_text("utf-8")
    yaml: Any = YAML(typ="safe")
    return dict(yaml.load(text.replace("!reference ", "")))


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Host:
    made = Host(tmp_path_factory.mktemp("host"))
    made.begin()
    return made


@pytest.fixture(autouse=True)
def fresh(host: Host) -> None:
    host.clone()


def job(host: Host, name: str) -> Ran:
    found = jobs()
    variables = {**found["variables"], **found[name].get("variables", {})}
    variables["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] = "main"
    return host.run("\n".join(found[name]["script"]), **variables)


def test_a_breaking_change(host: Host) -> None:
    host.edit(*BREAKING)
    ran = job(host, "minidoc-changes")
    assert ran.code == 1
    assert "UserSnapshot.language" in ran.out
    assert (host.folder / "minidoc-changes.md").read_text("utf-8") == ran.out
    assert job(host, "minidoc").code == 0


def test_no_change(host: Host) -> None:
    assert job(host, "minidoc-changes").code == 0
    ran = job(host, "minidoc")
    assert ran.code == 0
    report = host.folder / "gl-code-quality-report.json"
    assert isinstance(json.loads(report.read_text("utf-8")), list)


def test_a_package_that_was_not_generated(host: Host) -> None:
    page = host.folder / "spec" / "Users.md"
    page.write_text(page.read_text("utf-8").replace(*BREAKING[1:]), "utf-8")
    assert job(host, "minidoc").code == 1
    report = host.folder / "gl-code-quality-report.json"
    paths = [each["location"]["path"] for each in json.loads(report.read_text("utf-8"))]
    assert "src/talk/users.py" in paths


def test_a_base_without_the_pages(host: Host) -> None:
    """What the target branch does not have cannot be compared with."""
    found = jobs()["minidoc-changes"]["script"]
    script = "\n".join(found).replace("$MINIDOC_PAGES", "nowhere")
    env = {"MINIDOC_FAIL_ON": "breaking", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    assert host.run(script, **env).code == 2


@pytest.mark.parametrize(("number", "code"), [(0, 1), (1, 0)])
def test_the_hooks(host: Host, number: int, code: int) -> None:
    yaml: Any = YAML(typ="safe")
    hooks: Any = yaml.load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    page = host.folder / "spec" / "Users.md"
    page.write_text(page.read_text("utf-8").replace(*BREAKING[1:]), "utf-8")
    assert host.run(hooks[number]["entry"]).code == code
    module = Path(host.folder, "src/talk/users.py").read_text("utf-8")
    assert ("language: str | None" in module) is (number == 1)
