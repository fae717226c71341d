"""What a vendored folder holds: licence lines, notice, provenance; and its place."""

from __future__ import annotations

import os
import shutil
import tomllib
from importlib.metadata import metadata, version
from pathlib import Path

import pytest

from minidoc import __version__, resources
from minidoc.diagnostics import Code, GenerationError
from minidoc.formatting import format_python
from minidoc.pages import read_page
from minidoc.pipeline import MODEL
from minidoc.resources import runtime_files
from minidoc.vendor import (
    Contents,
    Origin,
    carried,
    contents_of,
    host_of,
    place_of,
    put,
    recorded_name,
    settings_text,
)
from minidoc.vendor.notice import _LICENCES
from minidoc.vendor.origin import Input, requirements


@pytest.fixture(scope="module")
def sdk() -> Contents:
    """The carried package."""
    return contents_of(carried(), "acme.chat.talkjs")


def test_every_file_says_its_licence(sdk: Contents) -> None:
    line = "SPDX-License-Identifier: MIT"
    for path, text in sdk.files.items():
        if path not in {"LICENSE", MODEL}:
            assert line in text.split("\n")[0], path
    assert f"no line that says so: {MODEL}." in sdk.files["NOTICE"]
    assert line in sdk.manifest.text()
    users = sdk.files["users.py"].split("\n")[0]
    assert users == f"# {line} AND LicenseRef-Documentation"
    assert sdk.files["__init__.py"].split("\n")[0] == f"# {line}"


def test_the_rest_is_what_was_generated(sdk: Contents, repository: Path) -> None:
    assert sdk.files[MODEL] == carried().files[MODEL]
    for path, text in carried().files.items():
        if path != MODEL:
            assert sdk.files[path].partition("\n")[2] == text
    for path, text in runtime_files():
        assert sdk.files[f"_runtime/{path}"].partition("\n")[2] == text
    licence = (repository / "LICENSE").read_text(encoding="utf-8")
    assert sdk.files["LICENSE"] == licence


def test_it_is_formatted(sdk: Contents) -> None:
    for path in ("users.py", "__init__.py", "_opaque.py"):
        assert format_python(sdk.files[path]) == sdk.files[path]


def test_the_notice_names_the_source(sdk: Contents, repository: Path) -> None:
    notice = sdk.files["NOTICE"]
    for page in (repository / "spec").glob("*.md"):
        address = read_page(page).text.split("url: ")[1].split("\n")[0]
        assert f"  {page.name}  {address}\n" in notice
    assert "  websockets>=15,<18  BSD-3-Clause\n" in notice
    assert "They neither made nor endorse" in notice
    assert "acme.chat.talkjs" in notice


def test_files_without_comments_are_named() -> None:
    made = contents_of(Origin({"a.json": "{}\n"}, (), None, ""), "sdk")
    assert made.files["a.json"] == "{}\n"
    assert "no line that says so: a.json." in made.files["NOTICE"]


def test_licences_are_what_the_packages_say() -> None:
    for name, licence in _LICENCES.items():
        assert metadata(name)["License-Expression"] == licence


def test_provenance(sdk: Contents, repository: Path) -> None:
    facts = sdk.manifest.facts
    spec = repository / "spec"
    pages = [
        f"{page.sha256} {page.name} {page.text.split('url: ')[1].splitlines()[0]}"
        for page in (read_page(path) for path in sorted(spec.glob("*.md")))
    ]
    assert [value for name, value in facts if name == "page"] == pages
    overlay = read_page(spec / "overlay.toml")
    assert ("overlay", f"{overlay.sha256} overlay.toml") in facts
    assert ("package", "acme.chat.talkjs") in facts
    assert ("black", version("black")) in facts
    project = tomllib.loads((repository / "generated/pyproject.toml").read_text())
    named = "{name} {version}".format(**project["project"])
    assert ("distribution", named) in facts
    assert sdk.manifest.version == __version__
    assert set(sdk.manifest.files) == set(sdk.files)


def test_a_page_cannot_write_into_the_manifest() -> None:
    page = Input("A.md", "0" * 64, f"https://a/\n{'1' * 64}  evil.py")
    text = contents_of(Origin({}, (page,), None, "x\ny"), "sdk").manifest.text()
    assert "\\nevil" not in text
    assert not [line for line in text.split("\n") if line.endswith("  evil.py")][1:]
    assert "https://a/\\n1111" in text


def test_the_name_changes_nothing_but_itself(sdk: Contents) -> None:
    other = contents_of(carried(), "other")
    changed = [path for path in sdk.files if sdk.files[path] != other.files[path]]
    assert changed == ["NOTICE"]


def test_a_damaged_installation_is_noticed(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("generated", "spec"):
        shutil.copytree(repository / name, tmp_path / name)
    (tmp_path / "generated/talkjs/users.py").write_text("import evil\n")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "generator/minidoc")
    resources.resource_text.cache_clear()
    try:
        with pytest.raises(GenerationError, match=r"users\.py is not what was gen"):
            carried()
    finally:
        resources.resource_text.cache_clear()


# Where it goes.


@pytest.mark.parametrize(
    ("dest", "package", "folder"),
    [
        ("src", "acme.chat.talkjs", "src/acme/chat/talkjs"),
        ("src/acme/chat/talkjs", "acme.chat.talkjs", "src/acme/chat/talkjs"),
        ("src/acme", "acme.chat.talkjs", "src/acme/acme/chat/talkjs"),
        ("src", "talkjs", "src/talkjs"),
        ("src/talkjs", "talkjs", "src/talkjs"),
        (".", "talkjs", "talkjs"),
    ],
)
def test_places(
    dest: str,
    package: str,
    folder: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert place_of(Path(dest), package) == Path(folder)


def test_a_folder_of_ours_stays_one(tmp_path: Path, new: Contents) -> None:
    """Whatever its path: somebody moved it, or it is called otherwise."""
    put(new, tmp_path / "moved", force=False)
    assert recorded_name(tmp_path / "moved") == "acme.sdk"
    assert place_of(tmp_path / "moved", "acme.sdk") == tmp_path / "moved"
    assert recorded_name(tmp_path) is None


@pytest.mark.parametrize(
    "name", ["", "a..b", "a.class", "../a", "a/b", "a-b", ".a", "a b", "1a", "a\0"]
)
def test_names_that_cannot_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(GenerationError) as caught:
        place_of(tmp_path, name)
    assert caught.value.diagnostics[0].code is Code.INVALID_NAME


@pytest.mark.parametrize("kind", ["link", "file"])
@pytest.mark.parametrize("at", ["acme", "acme/chat"])
def test_nothing_leads_elsewhere(at: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    place = tmp_path / "src" / at
    place.parent.mkdir(parents=True)
    if kind == "link":
        os.symlink(tmp_path / "elsewhere", place)
    else:
        place.write_text("mine\n")
    with pytest.raises(GenerationError, match=f"{at} is ") as caught:
        place_of(tmp_path / "src", "acme.chat.talkjs")
    assert caught.value.diagnostics[0].code is Code.FOREIGN_OUTPUT


def test_what_the_user_names_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    os.symlink("real", tmp_path / "src")
    assert place_of(tmp_path / "src", "a.b") == tmp_path / "src/a/b"
    (tmp_path / "file").write_text("mine\n")
    with pytest.raises(GenerationError, match="not a folder"):
        place_of(tmp_path / "file", "a.b")


# Lines to paste.


def test_settings(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "src/pyproject.toml").write_text("")
    folder = tmp_path / "src/acme/chat it/talkjs"
    assert host_of(folder) == tmp_path
    text = settings_text("acme.chat.talkjs", folder, tmp_path)
    tool = tomllib.loads(text)["tool"]
    place = "src/acme/chat it/talkjs"
    assert tool["ruff"]["extend-exclude"] == [place]
    assert tool["coverage"]["run"]["omit"] == [f"{place}/*"]
    [mypy] = tool["mypy"]["overrides"]
    assert mypy["module"] == ["acme.chat.talkjs", "acme.chat.talkjs.*"]
    [contract] = tool["importlinter"]["contracts"]
    assert contract["protected_modules"] == ["acme.chat.talkjs._runtime"]
    assert f"vendor '{place}' --package acme.chat.talkjs --check\n" in text
    assert requirements()[0] in text


def test_the_host_without_version_control(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    assert host_of(tmp_path / "src/acme/sdk") == tmp_path


def test_the_host_without_any_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert host_of(tmp_path / "src/acme/sdk") == tmp_path
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert host_of(tmp_path / "src/acme/sdk") == tmp_path / "src/acme"
