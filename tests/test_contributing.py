"""The map of the sources, and the reasons for dependencies, are complete."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path


def test_every_file_has_a_line(repository: Path) -> None:
    package = repository / "generator" / "minidoc"
    text = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- `([\w/]+\.py)`: \S", text, re.MULTILINE)
    files = {
        path.relative_to(package).as_posix(): path
        for path in sorted(package.rglob("*.py"))
        if path.name not in {"__init__.py", "__main__.py"}
    }
    missing = [
        f"- `{name}`: {_first_paragraph(path)}"
        for name, path in files.items()
        if name not in listed
    ]
    assert missing == [], "add these lines to CONTRIBUTING.md"
    assert [name for name in listed if name not in files] == []
    assert len(listed) == len(set(listed))


def _first_paragraph(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "?"
    return " ".join(docstring.split("\n\n")[0].split())


def test_every_dependency_has_a_reason(repository: Path) -> None:
    settings = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    asked = [*settings["project"]["dependencies"]]
    for group in settings["dependency-groups"].values():
        asked += [item for item in group if isinstance(item, str)]
    text = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text[text.index("## Dependencies") :]
    reasons = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    words = set(re.findall(r"[\w-]+", " ".join(reasons)))
    names = {re.split(r"[^\w-]", item)[0] for item in asked}
    assert names - words == set()


def test_the_locks_name_no_index(repository: Path) -> None:
    for lock in sorted((repository / "requirements").glob("*.txt")):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
