"""Cross references in docstrings are live in an HTML reference, whatever the name is.

The site is built with mkdocstrings as generated/README.md tells its readers to.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

REFERENCE = re.compile(r"\[`([\w.]+)`\]\[\]")


class _Site(HTMLParser):
    """Collects anchors, and the targets of links to anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors.add(values.get("id") or "")
        target = values.get("href") or ""
        if tag == "a" and "autorefs" in (values.get("class") or ""):
            self.links.add(target.removeprefix("#"))


def _build(site: Path, name: str, env: Mapping[str, str]) -> str:
    options = {"scoped_crossrefs": True, "show_source": False}
    handlers = {"python": {"paths": ["."], "options": options}}
    settings = {
        "site_name": name,
        "docs_dir": "docs",
        "plugins": [{"mkdocstrings": {"handlers": handlers}}],
    }
    (site / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    (site / "docs").mkdir()
    (site / "docs/index.md").write_text(f"# Reference\n\n::: {name}\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=site,
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return (site / "site/index.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["talkjs", "acme._vendor.chat"])
def test_references_are_live(
    name: str, repository: Path, tmp_path: Path, clean_env: dict[str, str]
) -> None:
    package = tmp_path.joinpath(*name.split("."))
    package.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(repository / "generated/talkjs", package)
    for folder in package.relative_to(tmp_path).parents:
        if folder != Path():
            (tmp_path / folder / "__init__.py").touch()
    html = _build(tmp_path, name, clean_env)

    # --strict has refused dead references; none may stand there as plain text either.
    assert "][]" not in html
    site = _Site()
    site.feed(html)
    asked = {
        reference
        for path in package.glob("*.py")
        for reference in REFERENCE.findall(path.read_text(encoding="utf-8"))
    }
    assert asked
    assert site.links <= site.anchors
    for reference in asked:
        assert any(link.endswith(f".{reference}") for link in site.links), reference
