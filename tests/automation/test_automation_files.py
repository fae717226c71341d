"""The files that other systems read are what those systems take."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

SCHEMAS = {
    "action.yml": ("vendor.github-actions",),
    ".github/workflows/ci.yml": ("vendor.github-workflows",),
    ".github/workflows/pages.yml": ("vendor.github-workflows",),
    "automation/gitlab.yml": ("vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_fits_its_schema(name: str) -> None:
    ran = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", *SCHEMAS[name], name],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout


def test_a_wrong_key_is_found(tmp_path: Path) -> None:
    text = (REPOSITORY / "action.yml").read_text().replace("using: ", "useing: ")
    (tmp_path / "action.yml").write_text(text)
    ran = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", *SCHEMAS["action.yml"],
         tmp_path / "action.yml"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1


def test_pre_commit_takes_the_hooks() -> None:
    subprocess.run(
        [BIN / "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml"],
        cwd=REPOSITORY, check=True,
    )  # fmt: skip


def test_the_scripts_are_clean() -> None:
    scripts: list[Path] = [*sorted((REPOSITORY / "automation").glob("*.sh"))]
    scripts.append(Path(".ci/run"))
    ran = subprocess.run(
        [BIN / "shellcheck", "--external-sources", *scripts],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout == ""
    assert ran.returncode == 0


def test_a_long_report_is_cut_at_a_line(tmp_path: Path) -> None:
    lines = [f"- {number} {'x' * 90}" for number in range(2000)]
    (tmp_path / "report.md").write_text("\n".join(lines))
    cut = subprocess.run(
        ["bash", "-c", 'source automation/github.sh && cut_report "$0"',
         tmp_path / "report.md"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert 59_000 < len(cut) <= 60_000
    kept = cut.splitlines()
    assert kept[-1].startswith("*This is not all of it")
    assert kept[:-2] == lines[: len(kept) - 2]


def test_a_short_report_stays_whole(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("a\nb\n")
    cut = subprocess.run(
        ["bash", "-c", 'source automation/github.sh && cut_report "$0"',
         tmp_path / "report.md"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert cut == "a\nb\n"
