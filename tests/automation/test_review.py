"""The step that looks at a pull request: red, green, no answer, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hosts import Host, Ran, step

REVIEW = step("action.yml", "runs", "steps", 2, "run")
MARK = "<!-- minidoc: what this changes for callers -->"
BREAKING = ("Users.md", "String? locale;", "String? language;")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Host:
    made = Host(tmp_path_factory.mktemp("host"))
    made.begin()
    return made


@pytest.fixture(autouse=True)
def fresh(host: Host) -> None:
    (host.runner / "github.json").unlink(missing_ok=True)
    host.clone()


def review(host: Host, **env: str) -> Ran:
    defaults = {
        "MINIDOC_OLD": "origin/main:spec", "MINIDOC_NEW": "spec",
        "MINIDOC_FAIL_ON": "breaking", "MINIDOC_CHECK": "true",
        "MINIDOC_PULL_REQUEST": "7",
    }  # fmt: skip
    return host.run(REVIEW, **(defaults | env))


def test_a_breaking_change_is_red(host: Host) -> None:
    host.edit(*BREAKING)
    ran = review(host)
    assert ran.code == 1
    assert "UserSnapshot.language" in ran.summary
    assert "reaking" in ran.summary
    assert "The package is what the pages give." in ran.summary
    assert Path(ran.outputs["report"]).read_text("utf-8") == ran.summary
    [comment] = ran.github["comments"].values()
    assert comment == f"{MARK}\n{ran.summary}"


def test_no_change_is_green(host: Host) -> None:
    ran = review(host)
    assert (ran.code, ran.err) == (0, "")
    assert "::error" not in ran.out


def test_the_comment_is_edited_in_place(host: Host) -> None:
    review(host)
    host.edit(*BREAKING)
    ran = review(host)
    assert list(ran.github["comments"]) == ["100"]
    assert "UserSnapshot.language" in ran.github["comments"]["100"]


def test_a_token_that_may_only_read_costs_the_comment_alone(host: Host) -> None:
    host.edit(*BREAKING)
    ran = review(host, FAKE_GH_READ_ONLY="1")
    assert ran.code == 1
    assert "UserSnapshot.language" in ran.summary
    assert ran.github["comments"] == {}
    assert "::notice" in ran.out


def test_a_shallow_clone_gives_no_answer(host: Host) -> None:
    host.edit(*BREAKING)
    host.git("push", "--quiet", "origin", "HEAD:change")
    host.clone("--depth=1", "--branch=change")
    ran = review(host)
    assert ran.code == 2
    assert "git fetch" in ran.err
    assert "::error title=minidoc::" in ran.out
    assert "could not be compared" in ran.summary
    host.git("push", "--quiet", "--delete", "origin", "change")


def test_a_package_that_was_not_generated_is_red(host: Host) -> None:
    page = host.folder / "spec" / "Users.md"
    page.write_text(page.read_text("utf-8").replace(*BREAKING[1:]), "utf-8")
    ran = review(host, MINIDOC_FAIL_ON="")
    assert ran.code == 1
    assert "not what the pages give" in ran.summary
    assert "::error" in ran.out


def test_without_a_base_only_the_package_is_checked(host: Host) -> None:
    ran = review(host, MINIDOC_OLD="", MINIDOC_PULL_REQUEST="")
    assert ran.code == 0
    assert ran.summary.strip() == "The package is what the pages give."
    assert ran.github == {}
