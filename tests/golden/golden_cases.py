"""The golden packages: which pages make them, and what is accepted as their text.

Each is stored without the manifest, and without `_runtime`, which is compared with
generator/minidoc/runtime instead. `make snapshots`, or `pytest --snapshot-update`,
accepts what the generator gives today; read the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from minidoc.pages import read_page, read_pages
from minidoc.pipeline import Generated, Source, generate, model
from minidoc.resources import runtime_files

GOLDEN = Path(__file__).resolve().parent
ROOT = GOLDEN.parents[1]
RUNTIME = "_runtime/"
MANIFEST = "_manifest.json"


@dataclass(frozen=True, slots=True)
class Case:
    """One golden package; its name is the package's too.

    Attributes:
        name: Name of the case.
        folders: Where its pages are, or single pages, relative to the repository.
        overlay: Relative to the repository, if it has one.
        expected: The accepted package, relative to the repository.
    """

    name: str
    folders: tuple[str, ...]
    overlay: str | None
    expected: str

    @property
    def pages(self) -> tuple[Path, ...]:
        """Paths of the pages, sorted."""
        paths = (ROOT / folder for folder in self.folders)
        return tuple(
            page
            for path in paths
            for page in (sorted(path.glob("*.md")) if path.is_dir() else [path])
        )

    @property
    def is_accepted_by_generate(self) -> bool:
        """Whether `minidoc generate` writes the expected files, not the tests."""
        return not self.expected.startswith("tests/")


def _case(name: str, *folders: str, overlay: str | None = None) -> Case:
    return Case(name, folders, overlay, f"tests/golden/{name}/expected")


CASES = (
    _case("users", "spec/Users.md"),
    _case("family", "spec", "tests/golden/family/pages", overlay="spec/overlay.toml"),
    _case("deprecated", "tests/golden/deprecated/pages"),
    _case("future", "tests/golden/future/pages"),
    _case("hostile", "tests/golden/hostile/pages"),
    _case(
        "renamed",
        "tests/golden/renamed/pages",
        overlay="tests/golden/renamed/overlay.toml",
    ),
    _case("undeclared", "tests/golden/undeclared/pages"),
    Case("talkjs", ("spec",), "spec/overlay.toml", "generated/talkjs"),
)
BY_NAME = {case.name: case for case in CASES}


@cache
def generated(case: Case) -> Generated:
    """Generate the package in memory."""
    overlay = None
    if case.overlay is not None:
        page = read_page(ROOT / case.overlay)
        overlay = Source(page.name, page.text)
    return generate(model(read_pages(case.pages), overlay), case.name)


def generated_files(case: Case) -> dict[str, str]:
    """Return what the generator gives today, without the runtime."""
    files = generated(case).files
    return {path: files[path] for path in files if not path.startswith(RUNTIME)}


def expected_files(case: Case) -> dict[str, str]:
    """Return the accepted files."""
    folder = ROOT / case.expected
    found = ((path, path.relative_to(folder).as_posix()) for path in _files(folder))
    return {
        name: path.read_bytes().decode()
        for path, name in found
        if name != MANIFEST and not name.startswith(RUNTIME)
    }


def accept(case: Case) -> None:
    """Make today's files the accepted ones; files that are gone are removed."""
    folder = ROOT / case.expected
    wanted = generated_files(case)
    for name in expected_files(case).keys() - wanted.keys():
        (folder / name).unlink()
    for name, text in wanted.items():
        _write(folder / name, text)


def lay_out(case: Case, folder: Path) -> Path:
    """Write the accepted package, with the runtime, as a folder of its own.

    Returns:
        The package's folder, `folder` itself.
    """
    for name, text in expected_files(case).items():
        _write(folder / name, text)
    for name, text in runtime_files():
        _write(folder / RUNTIME / name, text)
    return folder


def _files(folder: Path) -> Iterable[Path]:
    paths = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [p for p in paths if p.is_file() and "__pycache__" not in p.parts]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
