"""`minidoc fetch` from a site on this machine: what is stored, said and answered."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from socket import socket
from typing import Any, TypeAlias

import pytest
from cli_project import Minidoc, WriteFile
from fetch_site import Request, Site, answer, hang_up, page, redirect, running, status

from minidoc.cli import fetch as command
from minidoc.fetch import Settings
from minidoc.lock import LockedPage, parse_lock
from minidoc.pages import page_from_text

Run: TypeAlias = Callable[..., Any]
OVERLAY = "# mine\n"
TWICE = '{ "spec/A.md" = "https://[::1]:1/x", "spec/B.md" = "https://[::1]:1/x" }'


async def _at_once(_: float) -> None:
    """Wait for nothing: the server is ours."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Generator[Site]:
    """A site with two pages, asked without patience."""
    monkeypatch.setattr(command, "SETTINGS", Settings(sleep=_at_once))
    with running() as started:
        for name in ("Room", "Hall"):
            publish(started, name)
        yield started


def publish(site: Site, name: str, text: str = "", **more: str) -> str:
    """Put a page on the site; returns its text."""
    written = page(site.url(f"/docs/{name}s"), name, text)
    site.replies[f"/docs/{name}s.md"] = answer(written, **more)
    return written


@pytest.fixture
def project(site: Site, tmp_path: Path, write_file: WriteFile) -> Path:
    """A project with both pages, an older text of one of them, and other files."""
    write_file("spec/Rooms.md", page(site.url("/docs/Rooms"), "Room", "Old."))
    write_file("spec/Halls.md", page(site.url("/docs/Halls"), "Hall"))
    write_file("spec/overlay.toml", OVERLAY)
    write_file("spec/notes/mine.txt", "mine\n")
    configure(write_file)
    return tmp_path


def configure(write_file: WriteFile, more: str = "") -> None:
    write_file(
        "pyproject.toml",
        '[tool.minidoc]\npages = ["spec/*.md"]\noverlay = "spec/overlay.toml"\n'
        f'output = "made/rooms"\n{more}',
    )


def spec_of(project: Path) -> dict[str, bytes]:
    """Return every file of the folder of the pages."""
    spec = project / "spec"
    return {
        path.relative_to(spec).as_posix(): path.read_bytes()
        for path in sorted(spec.rglob("*"))
        if path.is_file()
    }


def beside(project: Path) -> set[str]:
    return {path.name for path in project.iterdir()}


# What is stored.


def test_changed_pages_and_a_lock(minidoc: Minidoc, project: Path, site: Site) -> None:
    before = spec_of(project)
    ran = minidoc("fetch")
    assert ran.code == 0
    assert ran.out == ("changed: spec/Rooms.md\nspec: 0 new, 1 changed, 1 unchanged\n")
    assert ran.err == "run `minidoc generate` to bring the package in step\n"
    text = page(site.url("/docs/Rooms"), "Room")
    after = spec_of(project)
    lock = after.pop("spec.lock").decode()
    assert after == before | {"Rooms.md": text.encode()}
    assert parse_lock(lock)["Rooms.md"] == LockedPage(
        "Rooms.md", site.url("/docs/Rooms.md"), page_from_text("Rooms.md", text).sha256
    )
    assert list(parse_lock(lock)) == ["Halls.md", "Rooms.md"]
    assert beside(project) == {"spec", "pyproject.toml", ".minidoc"}
    assert minidoc("generate").code == 0
    again = minidoc("fetch")
    assert (again.code, again.out) == (0, "spec: 0 new, 0 changed, 2 unchanged\n")
    assert again.err == ""


def test_the_lock_is_made_for_diffs(minidoc: Minidoc, project: Path) -> None:
    minidoc("fetch")
    lines = (project / "spec/spec.lock").read_text().splitlines()
    assert lines[2:5] == ["version = 1", "", "[[page]]"]
    assert [line.partition(" =")[0] for line in lines[5:8]] == [
        "name", "address", "sha256",
    ]  # fmt: skip
    assert lines[0].startswith("# Written by `minidoc fetch`")


def test_pages_are_stored_byte_for_byte(
    minidoc: Minidoc, project: Path, site: Site
) -> None:
    text = page(site.url("/docs/Rooms"), "Room", "Ein Café.")
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode().removesuffix(b"\r\n")
    site.serve("/docs/Rooms.md", data)
    assert minidoc("fetch").code == 0
    assert (project / "spec/Rooms.md").read_bytes() == data


@pytest.mark.parametrize("variant", ["crlf", "cr", "bom"])
def test_line_ends_and_byte_order_marks_are_no_change(
    minidoc: Minidoc, project: Path, site: Site, variant: str
) -> None:
    minidoc("fetch")
    before = spec_of(project)
    plain = before["Rooms.md"]
    site.serve(
        "/docs/Rooms.md",
        {
            "crlf": plain.replace(b"\n", b"\r\n"),
            "cr": plain.replace(b"\n", b"\r"),
            "bom": b"\xef\xbb\xbf" + plain,
        }[variant],
    )
    assert minidoc("fetch", "--check").code == 0
    assert "2 unchanged" in minidoc("fetch").out
    assert spec_of(project) == before


def test_a_checkout_with_other_line_ends_is_as_fetched(
    minidoc: Minidoc, project: Path
) -> None:
    minidoc("fetch")
    path = project / "spec/Rooms.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "lock-mismatch" not in minidoc("generate").err


# All or nothing.


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<html>Log in</html>", "not-a-page"),
        ("# Not a page\n", "missing-front-matter"),
        ("{}", "missing-front-matter"),
        ("", "missing-front-matter"),
        (b"---\nurl: \xff\n---\n", "wrong-encoding"),
        (b"---\nurl: \0\n---\n", "wrong-encoding"),
        (page("https://e.org/x").replace("dart", "js"), "unsupported-minidoc-source"),
        (page("https://e.org/x").replace("String id;", "String id"), "syntax-error"),
    ],
)
def test_one_bad_page_changes_nothing(
    minidoc: Minidoc, project: Path, site: Site, body: str | bytes, code: str
) -> None:
    before = spec_of(project)
    site.serve("/docs/Halls.md", body)
    for option in ([], ["--check"], ["--force"]):
        ran = minidoc("fetch", *option)
        assert ran.code == 2
        assert f"error[{code}]" in ran.err
        assert "Halls.md" in ran.err
        assert ran.err.endswith("no page was changed\n")
        assert ran.out == ""
    assert spec_of(project) == before
    assert beside(project) == {"spec", "pyproject.toml"}


def test_an_error_points_into_the_fetched_page(
    minidoc: Minidoc, project: Path, site: Site
) -> None:
    text = publish(site, "Hall").replace("String id;", "String id")
    address = site.url("/docs/Halls.md")
    site.serve("/docs/Halls.md", text)
    line = text.split("\n").index("final String id") + 1
    assert f"{address}:{line}:" in minidoc("fetch").err


def test_everything_that_is_wrong_is_said_at_once(
    minidoc: Minidoc, project: Path, site: Site
) -> None:
    site.replies["/docs/Rooms.md"] = hang_up
    site.replies["/docs/Halls.md"] = redirect("file:///etc/passwd")
    ran = minidoc("fetch")
    assert ran.code == 2
    assert "error[cannot-fetch]: Rooms.md: " in ran.err
    assert "error[refused-redirect]: Halls.md: " in ran.err
    assert "2 errors\n" in ran.err


def test_a_vanished_page_is_kept(minidoc: Minidoc, project: Path, site: Site) -> None:
    before = spec_of(project)
    site.replies["/docs/Halls.md"] = status("404 Not Found")
    assert minidoc("fetch").code == 2
    assert spec_of(project) == before
    # The others can be had by name.
    ran = minidoc("fetch", "spec/Rooms.md")
    assert (ran.code, ran.out.split("\n")[0]) == (0, "changed: spec/Rooms.md")


# --check.


def test_check_writes_nothing_and_says_what_moved(
    minidoc: Minidoc, project: Path, site: Site
) -> None:
    before = spec_of(project)
    ran = minidoc("fetch", "--check")
    assert ran.code == 1
    assert ran.out.startswith("changed: spec/Rooms.md\n--- a/spec/Rooms.md\n")
    assert "-Old.\n" in ran.out
    assert "Halls" not in ran.out
    assert ran.err == "run `minidoc fetch` to store the pages\n"
    assert spec_of(project) == before
    assert beside(project) == {"spec", "pyproject.toml"}
    minidoc("fetch")
    ran = minidoc("fetch", "--check")
    assert (ran.code, ran.out, ran.err) == (0, "as published: spec\n", "")


def test_a_long_diff_is_cut(minidoc: Minidoc, project: Path, site: Site) -> None:
    publish(site, "Room", "\n\n".join(f"Line {n}." for n in range(100)))
    out = minidoc("fetch", "--check").out
    assert len(out.splitlines()) < 50
    assert "more" in out.splitlines()[-1]


def test_json(minidoc: Minidoc, project: Path, site: Site) -> None:
    for arguments, code in [(["--check"], 1), ([], 0)]:
        ran = minidoc("fetch", "--format", "json", *arguments)
        assert ran.code == code
        assert json.loads(ran.out) == {
            "new": [],
            "changed": ["spec/Rooms.md"],
            "unchanged": ["spec/Halls.md"],
            "diagnostics": [],
        }
        assert ran.err == ""
    site.replies["/docs/Rooms.md"] = hang_up
    ran = minidoc("fetch", "--format", "json")
    assert (ran.code, ran.err) == (2, "")
    assert json.loads(ran.out)["diagnostics"][0]["code"] == "cannot-fetch"


# Edits by hand.


def test_an_edited_page_is_not_lost(
    minidoc: Minidoc, project: Path, site: Site, write_file: WriteFile
) -> None:
    minidoc("fetch")
    publish(site, "Room", "New.")
    edited = page(site.url("/docs/Rooms"), "Room", "Mine.")
    write_file("spec/Rooms.md", edited)
    before = spec_of(project)
    warned = minidoc("generate")
    assert warned.code == 0
    assert "spec/Rooms.md:1:1: warning[lock-mismatch]" in warned.err
    assert minidoc("check", "--strict").code == 2
    ran = minidoc("fetch")
    assert ran.code == 2
    assert "error[edited-page]: Rooms.md was edited since it was fetched" in ran.err
    assert spec_of(project) == before
    # A comparison loses nothing.
    assert minidoc("fetch", "--check").code == 1
    assert minidoc("fetch", "--force").code == 0
    assert b"New." in (project / "spec/Rooms.md").read_bytes()
    assert "lock-mismatch" not in minidoc("generate").err


def test_a_page_that_is_edited_while_it_is_asked_for(
    minidoc: Minidoc, project: Path, site: Site
) -> None:
    reply = site.reply_to("/docs/Rooms.md")

    def edited_meanwhile(connection: socket, request: Request, here: Site) -> None:
        (project / "spec/Rooms.md").write_text("Mine.\n")
        reply(connection, request, here)

    site.replies["/docs/Rooms.md"] = edited_meanwhile
    ran = minidoc("fetch", "--force")
    assert ran.code == 2
    assert "error[edited-page]: Rooms.md" in ran.err
    assert (project / "spec/Rooms.md").read_text() == "Mine.\n"


def test_an_edit_that_was_published_meanwhile(
    minidoc: Minidoc, project: Path, site: Site, write_file: WriteFile
) -> None:
    minidoc("fetch")
    write_file("spec/Rooms.md", publish(site, "Room", "Both."))
    ran = minidoc("fetch")
    assert (ran.code, ran.out) == (0, "spec: 0 new, 0 changed, 2 unchanged\n")
    assert "lock-mismatch" not in minidoc("generate").err


def test_a_locked_page_that_is_gone(minidoc: Minidoc, project: Path) -> None:
    minidoc("fetch")
    (project / "spec/Halls.md").unlink()
    ran = minidoc("generate")
    assert "warning[lock-mismatch]: Halls.md was fetched from " in ran.err
    assert "lock-mismatch" not in minidoc("generate", "spec/Rooms.md").err
    minidoc("fetch")
    assert "lock-mismatch" not in minidoc("generate").err


def test_a_lock_after_a_merge(minidoc: Minidoc, project: Path) -> None:
    minidoc("fetch")
    lock = project / "spec/spec.lock"
    whole = lock.read_bytes()
    lock.write_bytes(b"<<<<<<< ours\n" + whole)
    assert "warning[invalid-lock]" in minidoc("generate").err
    ran = minidoc("fetch")
    assert ran.code == 0
    assert "warning[invalid-lock]" in ran.err
    assert lock.read_bytes() == whole


# Where pages come from.


def test_a_table_of_addresses(
    minidoc: Minidoc, project: Path, site: Site, write_file: WriteFile
) -> None:
    site.serve("/raw/source", page("https://example.org/docs/Rooms", "Room", "Raw."))
    more = f'[tool.minidoc.fetch]\n"spec/Rooms.md" = "{site.url("/raw/source")}"\n'
    configure(write_file, more)
    ran = minidoc("fetch")
    assert (ran.code, ran.err.count("warning")) == (0, 0)
    assert b"Raw." in (project / "spec/Rooms.md").read_bytes()
    assert sorted(site.paths()) == ["/docs/Halls.md", "/raw/source"]


def test_a_list_of_addresses_into_an_empty_folder(
    minidoc: Minidoc, site: Site, tmp_path: Path, write_file: WriteFile
) -> None:
    addresses = [site.url("/docs/Rooms"), site.url("/docs/Halls.md")]
    configure(write_file, f"fetch = {json.dumps(addresses)}\n")
    assert minidoc("fetch", "--check").code == 1
    ran = minidoc("fetch")
    assert ran.code == 0
    assert ran.out == (
        "new: spec/Halls.md\nnew: spec/Rooms.md\nspec: 2 new, 0 changed, 0 unchanged\n"
    )
    write_file("spec/overlay.toml", "")
    assert minidoc("generate").code == 0


@pytest.mark.parametrize(
    ("fetch", "problem"),
    [
        ('"https://example.org/a"', "fetch: must be a list of addresses"),
        ("[1]", "fetch: must be a list of addresses"),
        ('{ "/abs.md" = "https://example.org/a" }', "fetch: must be a list"),
        ('["http://example.org/a"]', "is not https"),
        ('["https://example.org/"]', "does not end in a name for a page"),
        ('{ "spec/a.txt" = "https://example.org/a" }', "is no name of a page"),
        ('{ "other/a.md" = "https://example.org/a" }', "in several folders"),
        (TWICE, "have one address"),
    ],
)
@pytest.mark.usefixtures("project")
def test_wrong_settings(
    minidoc: Minidoc, site: Site, write_file: WriteFile, fetch: str, problem: str
) -> None:
    configure(write_file, f"fetch = {fetch}\n")
    ran = minidoc("fetch")
    assert ran.code == 2
    assert problem in ran.err
    assert site.requests == []


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        ("url: http://example.org/docs/Rooms", "is not https"),
        ("url: https://10.0.0.1/docs/Rooms", "10.0.0.1, which is not a public address"),
        ("title: x", "its front matter has no url"),
    ],
)
@pytest.mark.usefixtures("project")
def test_a_page_without_a_usable_address(
    minidoc: Minidoc, write_file: WriteFile, front: str, problem: str
) -> None:
    text = page("https://x.example/y").replace("url: https://x.example/y", front)
    write_file("spec/Rooms.md", text)
    ran = minidoc("fetch")
    assert ran.code == 2
    assert problem in ran.err
    assert "error[invalid-address]" in ran.err


def test_no_project_at_all(minidoc: Minidoc, tmp_path: Path) -> None:
    ran = minidoc("fetch")
    assert ran.code == 2
    assert "no pages are configured" in ran.err


def test_a_page_that_is_not_there(minidoc: Minidoc, project: Path) -> None:
    ran = minidoc("fetch", "Nobody.md")
    assert ran.code == 2
    assert "there is no page called Nobody.md" in ran.err


# Pages beside the pages.


def test_a_linked_page_is_named_and_can_be_added(
    minidoc: Minidoc, project: Path, site: Site
) -> None:
    publish(site, "Door")
    away = "[w](https://www.example.org/x) [up](/docs/More/Walls) [own](/docs/Halls/#x)"
    away += f" [again]({site.url('/docs/Doors')})"
    publish(site, "Room", f"See [doors]({site.url('/docs/Doors')}/#Door__id). {away}")
    ran = minidoc("fetch")
    assert ran.code == 0
    assert ran.err.count("note[linked-page]") == 1
    address = site.url("/docs/Doors")
    assert f"Rooms.md links to {address}, which is not among the pages" in ran.err
    assert f"hint: minidoc fetch {address} adds it" in ran.err
    # Also when nothing changed.
    assert "note[linked-page]" in minidoc("fetch", "--check").err
    added = minidoc("fetch", address)
    assert (added.code, added.out.split("\n")[0]) == (0, "new: spec/Doors.md")
    assert list(parse_lock((project / "spec/spec.lock").read_text())) == [
        "Doors.md", "Halls.md", "Rooms.md",
    ]  # fmt: skip
    assert "linked-page" not in minidoc("fetch").err


def test_a_page_that_moved(minidoc: Minidoc, project: Path, site: Site) -> None:
    site.serve("/docs/Rooms.md", page("https://other.example/guide/Rooms", "Room"))
    ran = minidoc("fetch")
    assert ran.code == 0
    assert "warning[page-moved]: Rooms.md was found at" in ran.err
    assert "https://other.example/guide/Rooms" in ran.err


# What is asked.


def test_the_cache_saves_a_page_that_did_not_change(
    minidoc: Minidoc, project: Path, site: Site
) -> None:
    publish(site, "Room", ETag='"1"')
    minidoc("fetch")
    assert "if-none-match" not in site.requests[0].headers
    site.replies["/docs/Rooms.md"] = status("304 Not Modified")
    ran = minidoc("fetch")
    assert (ran.code, ran.out) == (0, "spec: 0 new, 0 changed, 2 unchanged\n")
    [last] = [each for each in site.requests if each.path == "/docs/Rooms.md"][1:]
    assert last.headers["if-none-match"] == '"1"'


@pytest.mark.parametrize("how", ["edited", "lost", "damaged"])
def test_the_cache_is_never_trusted_blindly(
    minidoc: Minidoc, project: Path, site: Site, how: str
) -> None:
    """What the server would compare with has to be what is on disk."""
    publish(site, "Room", ETag='"1"')
    minidoc("fetch")
    cache = project / ".minidoc/fetch.json"
    if how == "edited":
        path = project / "spec/Rooms.md"
        path.write_bytes(path.read_bytes() + b"\nMore.\n")
    elif how == "lost":
        cache.unlink()
    else:
        cache.write_text('{"' + site.url("/docs/Rooms.md") + '": ["x\\r\\ny", 1]}')
    minidoc("fetch", "--check")
    last = [each for each in site.requests if each.path == "/docs/Rooms.md"][-1]
    assert "if-none-match" not in last.headers


def test_git_ignores_the_cache(minidoc: Minidoc, project: Path) -> None:
    minidoc("fetch")
    assert {p.name for p in (project / ".minidoc").iterdir()} == {
        ".gitignore", "fetch.json",
    }  # fmt: skip
    assert (project / ".minidoc/.gitignore").read_text() == "*\n"


def test_a_cache_that_cannot_be_written_is_none(
    minidoc: Minidoc, project: Path
) -> None:
    (project / ".minidoc").write_text("not a folder")
    assert minidoc("fetch").code == 0


# Where it does not run.


def test_pages_in_the_project_s_own_folder(
    minidoc: Minidoc, site: Site, tmp_path: Path, write_file: WriteFile
) -> None:
    write_file("Rooms.md", page(site.url("/docs/Rooms"), "Room", "Old."))
    write_file("pyproject.toml", '[tool.minidoc]\npages = ["*.md"]\n')
    ran = minidoc("fetch")
    assert ran.code == 2
    assert "error[unsafe-output]" in ran.err
    assert site.requests == []
    # Nothing is written by a comparison.
    assert minidoc("fetch", "--check").code == 1


def test_inside_the_folder_of_the_pages(
    minidoc: Minidoc, project: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "spec")
    ran = minidoc("fetch")
    assert ran.code == 2
    assert "error[unsafe-output]" in ran.err
    assert site.requests == []


def test_without_the_library(
    minidoc: Minidoc, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("minidoc.fetch")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "minidoc.cli.fetch")
    monkeypatch.setitem(sys.modules, "httpx2", None)
    ran = minidoc("fetch")
    assert ran.code == 2
    assert ran.err == (
        "minidoc fetch needs a library that is not installed (httpx2):"
        " pip install 'minidoc-sdk[fetch]'\n"
    )


def test_other_commands_do_not_load_it(run_minidoc: Run, tmp_path: Path) -> None:
    script = tmp_path / "sitecustomize.py"
    script.write_text(
        "import atexit, sys\n"
        "loaded = lambda: {'httpx2', 'rich', 'asyncio'} & set(sys.modules)\n"
        "atexit.register(lambda: print(sorted(loaded()), file=sys.stderr))\n"
    )
    for arguments in (["schema"], ["check"], ["fetch", "--help"]):
        done = run_minidoc(*arguments, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
        assert done.stderr.endswith("[]\n"), done.stderr
