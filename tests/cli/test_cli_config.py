"""`[tool.minidoc]`: every way to get it wrong is said, all at once; nothing runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_project import ROOMS, Minidoc, WriteFile

from minidoc.config import load_config

_SDK = 'pages = ["docs/*.md"]\noutput = "sdk"\npackage = "sdk"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'outputs = "made"',
            "unknown setting 'outputs' (known: pages, overlay, output",
        ),
        ('pages = "docs/*.md"', "pages: must be a list of relative paths or patterns"),
        ('pages = ["/docs/*.md"]', "pages: must be a list of relative paths"),
        ('pages = ["docs/*.md", 3]', "pages: must be a list of relative paths"),
        ('pages = ["none/*.md"]', "pages: 'none/*.md' matches no file"),
        ('pages = ["**x.md"]', "pages: '**x.md' matches no file"),
        ("output = 3", "output: must be a text that is not empty"),
        ('package = ""', "package: must be a text that is not empty"),
        ("output = ", "cannot be read: "),
        ('pages = ["docs/*.md"]\noverlay = "none.toml"\noutput = "sdk"', "none.toml"),
        (
            _SDK + 'distribution = "elsewhere"',
            "distribution does not hold output",
        ),
        (
            _SDK + 'distribution = "sdk"',
            "distribution does not hold output",
        ),
        ('pages = ["docs/*.md"]\noutput = "sdk"\npackage = "my-sdk"', "'my-sdk'"),
        ('pages = ["docs/*.md"]\noutput = "my-sdk"', "cannot be a package name"),
        ('output = "sdk"', "no pages are given"),
        ('pages = ["docs/*.md"]', "no output folder is given"),
    ],
)
def test_invalid(
    text: str, said: str, minidoc: Minidoc, tmp_path: Path, write_file: WriteFile
) -> None:
    write_file("docs/Rooms.md", ROOMS)
    write_file("pyproject.toml", f"[tool.minidoc]\n{text}\n")
    ran = minidoc("generate")
    assert (ran.code, ran.out) == (2, "")
    assert "error[" in ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert {path.name for path in tmp_path.iterdir()} == {"docs", "pyproject.toml"}


def test_everything_at_once(minidoc: Minidoc, write_file: WriteFile) -> None:
    text = '[tool.minidoc]\noutputs = "made"\npages = 1\npackage = 2\n'
    write_file("pyproject.toml", text)
    ran = minidoc("generate")
    assert ran.code == 2
    assert (
        ran.err.count("error[invalid-config]: [tool.minidoc] in pyproject.toml:") == 3
    )
    assert "3 errors" in ran.err


@pytest.mark.parametrize("text", ["[tool]\nminidoc = 3\n", "[[tool.minidoc]]\n"])
def test_no_table(text: str, minidoc: Minidoc, write_file: WriteFile) -> None:
    write_file("pyproject.toml", text)
    ran = minidoc("check")
    assert ran.code == 2
    assert "must be a table" in ran.err


def test_bytes_that_are_no_text(minidoc: Minidoc, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.minidoc]\noutput = '\xff'\n")
    ran = minidoc("check")
    assert ran.code == 2
    assert "error[invalid-config]" in ran.err


def test_the_nearest_table_counts(tmp_path: Path, write_file: WriteFile) -> None:
    """A pyproject.toml without the table is somebody else's."""
    write_file("pyproject.toml", '[tool.minidoc]\npackage = "outer"\n')
    write_file("a/pyproject.toml", '[project]\nname = "a"\n')
    write_file("b/pyproject.toml", '[tool.minidoc]\npackage = "inner"\n')
    outer = load_config(tmp_path / "a")
    assert (outer.root, outer.text("package")) == (tmp_path, "outer")
    inner = load_config(tmp_path / "b")
    assert (inner.root, inner.text("package")) == (tmp_path / "b", "inner")


def test_patterns_give_each_page_once(tmp_path: Path, write_file: WriteFile) -> None:
    for name in ("b/Two.md", "b/One.md", "a/Three.md"):
        write_file(name, ROOMS)
    write_file("pyproject.toml", '[tool.minidoc]\npages = ["b/*.md", "**/*.md"]\n')
    names = [path.name for path in load_config(tmp_path).pages]
    assert names == ["Three.md", "One.md", "Two.md"]


def test_nothing_configured(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert config.pages == ()
    assert config.path("output") is None
