"""`check --html FILE`: the page beside the output, which stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_project import BROKEN, FRONT, NOTED, ROOMS, WARNED, Minidoc, WriteFile

OPEN = ROOMS.replace("final String id;", "final String id;\n\nfinal int size;")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.html"


def _title(page: Path) -> str:
    return page.read_text("utf-8").partition("<title>")[2].partition("</title>")[0]


def test_in_step(project: Path, minidoc: Minidoc, page: Path) -> None:
    assert minidoc("generate").code == 0
    assert minidoc("check", "--html", page).code == 0
    assert _title(page) == "In step: made/acme_rooms is what the pages give."


@pytest.mark.parametrize(
    ("text", "options", "end"),
    [
        (ROOMS, (), (0, "In step")),
        (OPEN, (), (1, "The docs moved on: 1 addition")),
        (OPEN, ("--format", "json"), (1, "The docs moved on: 1 addition")),
        (NOTED, (), (1, "The docs moved on: 1 breaking change")),
        (BROKEN, (), (2, "The check stopped at 1 error")),
        (BROKEN, ("--format", "json"), (2, "The check stopped at 1 error")),
        (WARNED, ("--strict",), (2, "The check stopped at 1 warning, which counts")),
    ],
)
def test_it_changes_neither_exit_code_nor_output(
    project: Path,
    minidoc: Minidoc,
    text: str,
    options: tuple[str, ...],
    end: tuple[int, str],
) -> None:
    assert minidoc("generate").code == 0
    (project / "docs" / "Rooms.md").write_text(text, encoding="utf-8")
    plain = minidoc("check", *options)
    assert minidoc("check", *options, "--html", "page.html") == plain
    code, title = end
    assert plain.code == code
    assert _title(project / "page.html").startswith(title)


def test_it_says_what_changed_and_where(
    project: Path, minidoc: Minidoc, page: Path
) -> None:
    assert minidoc("generate").code == 0
    (project / "docs" / "Rooms.md").write_text(OPEN, encoding="utf-8")
    minidoc("check", "--html", page)
    text = page.read_text("utf-8")
    line = OPEN[: OPEN.index("final int size")].count("\n") + 1
    assert '<a href="https://example.org/docs/API/Rooms" rel=' in text
    assert f">Rooms.md:{line}</a>" in text
    assert "RoomSnapshot.size" in text
    assert '<span class="path">made/acme_rooms/rooms.py</span>' in text


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (None, "_api.json</code> is missing"),
        (b"{", "_api.json</code> is broken"),
        (b"[" * 100_000, "_api.json</code> is broken"),
        (b"\xff", "_api.json</code> cannot be read"),
    ],
    ids=["missing", "broken", "deep", "no text"],
)
def test_without_a_model_the_code_is_compared(
    project: Path, minidoc: Minidoc, page: Path, model: bytes | None, says: str
) -> None:
    assert minidoc("generate").code == 0
    path = project / "made" / "acme_rooms" / "_api.json"
    path.unlink()
    if model is not None:
        path.write_bytes(model)
    assert minidoc("check", "--html", page).code == 1
    text = page.read_text("utf-8")
    assert says in text
    assert "Nothing changed for callers" not in text
    assert '<span class="path">made/acme_rooms/_api.json</span>' in text


def test_no_package_yet(project: Path, minidoc: Minidoc, page: Path) -> None:
    assert minidoc("check", "--html", page).code == 1
    assert _title(page) == "There is no package in made/acme_rooms yet."


def test_an_overlay_that_is_behind_hides_nothing(
    project: Path, minidoc: Minidoc, page: Path, write_file: WriteFile
) -> None:
    settings = (project / "pyproject.toml").read_text("utf-8")
    write_file("pyproject.toml", f'{settings}overlay = "overlay.toml"\n')
    entry = '[[correct]]\npage = "Rooms.md"\ntarget = "RoomSnapshot.id"\n'
    write_file("overlay.toml", f'{entry}reason = "Seen."\ntype = "int"\n')
    made = minidoc("generate")
    assert made.code == 0, made.err
    write_file("docs/Rooms.md", NOTED)
    assert minidoc("check", "--html", page).code == 2
    text = page.read_text("utf-8")
    assert "The check stopped at" in text
    assert "overlay-no-match" in text
    assert 'id="breaking"' in text


def test_a_page_that_is_gone_is_named(
    project: Path, minidoc: Minidoc, page: Path, write_file: WriteFile
) -> None:
    write_file("docs/Halls.md", f"{FRONT}## Hall\n/** A hall */\nclass Hall {{ }}\n")
    assert minidoc("generate").code == 0
    (project / "docs" / "Halls.md").unlink()
    assert minidoc("check", "--html", page).code == 1
    assert "page-gone" in page.read_text("utf-8")


def test_it_overwrites_its_own_page_only(
    project: Path, minidoc: Minidoc, write_file: WriteFile
) -> None:
    assert minidoc("generate").code == 0
    before = (project / "docs" / "Rooms.md").read_bytes()
    ran = minidoc("check", "--html", "docs/Rooms.md")
    assert ran.code == 2
    assert "error[foreign-output]: docs/Rooms.md was not written by minidoc" in ran.err
    assert (project / "docs" / "Rooms.md").read_bytes() == before
    for _ in range(2):
        assert minidoc("check", "--html", "page.html").code == 0
    assert not [p.name for p in project.iterdir() if p.name.startswith(".")]


def test_a_missing_folder_is_an_error(project: Path, minidoc: Minidoc) -> None:
    assert minidoc("generate").code == 0
    ran = minidoc("check", "--format", "json", "--html", "no/page.html")
    assert ran.code == 2
    assert json.loads(ran.out)["in_sync"] is True
    assert (
        "error[cannot-write]: cannot write no/page.html: there is no folder" in ran.err
    )
    assert not (project / "no").exists()


def test_only_check_has_it(project: Path, minidoc: Minidoc, page: Path) -> None:
    assert minidoc("generate", "--html", page).code == 2
    assert not page.exists()
