"""What CI systems read of `minidoc check`: valid by schema, and nothing breaks out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema
from cli_project import BROKEN, ROOMS, WARNED, WriteFile

Minidoc: TypeAlias = Callable[..., Any]

SCHEMAS = Path(__file__).parent / "schemas"
CHECK = ("check", "Rooms.md", "--output", "sdk")


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Write a file of the test's folder."""

    def write(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
        return file

    return write


@pytest.fixture
def made(minidoc: Minidoc, write_file: WriteFile, tmp_path: Path) -> Path:
    """A package that is in step with its page, in a repository."""
    (tmp_path / ".git").mkdir()
    write_file("Rooms.md", ROOMS)
    assert minidoc("generate", "Rooms.md", "--output", "sdk").code == 0
    return tmp_path / "sdk"


# Readers of the formats, each as its consumer reads it.


def _code_quality(text: str) -> list[dict[str, Any]]:
    report: list[dict[str, Any]] = json.loads(text)
    schema = json.loads((SCHEMAS / "code_quality.json").read_text("utf-8"))
    jsonschema.validate(report, schema)
    prints = [entry["fingerprint"] for entry in report]
    assert len(set(prints)) == len(prints)
    return report


def _suite(text: str) -> ET.Element:
    assert text.isascii()
    xmlschema.XMLSchema(SCHEMAS / "junit.xsd").validate(text)
    suite = ET.fromstring(text).find("testsuite")
    assert suite is not None
    for name, tag in (("tests", "."), ("failures", "failure"), ("errors", "error")):
        cases = suite.findall("testcase")
        found = [case for case in cases if tag == "." or case.find(tag) is not None]
        assert suite.get(name) == str(len(found))
    return suite


# https://github.com/actions/runner: ActionCommand.TryParseV2, and its escapes.
_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def _annotations(text: str) -> list[tuple[str, dict[str, str], str]]:
    found: list[tuple[str, dict[str, str], str]] = []
    for line in text.splitlines():
        match = _COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in match[2].split(","))
        values = {name: _unescaped(value) for name, value in pairs}
        found.append((match[1], values, _unescaped(match[3])))
    return found


def _unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n")):
        text = text.replace(code, char)
    return text.replace("%25", "%")


# In step, drift, warnings, errors: the same exit codes in every form.


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "junit"])
def test_exit_codes(form: str, minidoc: Minidoc, write_file: WriteFile) -> None:
    ran = minidoc(*CHECK, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    write_file("Rooms.md", WARNED)
    assert minidoc(*CHECK, "--format", form).code == 1
    ran = minidoc(*CHECK, "--strict", "--format", form)
    assert ran.code == 2
    assert "undeclared-type" in ran.out + ran.err
    write_file("Rooms.md", BROKEN)
    ran = minidoc(*CHECK, "--format", form)
    assert ran.code == 2
    assert "syntax-error" in ran.out + ran.err
    assert (ran.err == "") == (form != "text")


@pytest.mark.usefixtures("made")
def test_json(minidoc: Minidoc, write_file: WriteFile) -> None:
    schema = json.loads((SCHEMAS / "check.json").read_text("utf-8"))
    for page in (ROOMS, WARNED, BROKEN):
        write_file("Rooms.md", page)
        report = json.loads(minidoc(*CHECK, "--format", "json").out)
        jsonschema.validate(report, schema)
        assert report["in_sync"] == (page == ROOMS)


def test_github(made: Path, minidoc: Minidoc, write_file: WriteFile) -> None:
    assert minidoc(*CHECK, "--format", "github").out == ""
    write_file("Rooms.md", WARNED)
    (made / "py.typed").unlink()
    found = _annotations(minidoc(*CHECK, "--format", "github").out)
    kind, values, message = found[0]
    assert kind == "warning"
    assert values == {
        "file": "Rooms.md",
        "line": "11",
        "endLine": "11",
        "col": "7",
        "endColumn": "12",
        "title": "minidoc: undeclared-type",
    }
    assert "RoomId" in message
    assert "\nhint: " in message
    drift = {values["file"]: values for _, values, _ in found[1:]}
    assert {kind for kind, _, _ in found[1:]} == {"error"}
    assert drift["sdk/rooms.py"]["title"] == "minidoc: drift"
    assert drift["sdk/py.typed"]["line"] == "1"
    # The first line that differs.
    line = int(drift["sdk/rooms.py"]["line"])
    old = (made / "rooms.py").read_text("utf-8").split("\n")
    assert minidoc("generate", "Rooms.md", "--output", "sdk").code == 0
    new = (made / "rooms.py").read_text("utf-8").split("\n")
    assert old[: line - 1] == new[: line - 1]
    assert old[line - 1] != new[line - 1]


def test_gitlab(made: Path, minidoc: Minidoc, write_file: WriteFile) -> None:
    assert _code_quality(minidoc(*CHECK, "--format", "gitlab").out) == []
    write_file("Rooms.md", WARNED)
    (made / "py.typed").unlink()
    found = _code_quality(minidoc(*CHECK, "--format", "gitlab").out)
    assert found[0]["check_name"] == "undeclared-type"
    assert found[0]["severity"] == "minor"
    assert found[0]["location"] == {
        "path": "Rooms.md",
        "lines": {"begin": 11, "end": 11},
    }
    drift = {e["location"]["path"]: e for e in found if e["check_name"] == "drift"}
    assert drift["sdk/py.typed"]["severity"] == "critical"
    assert {"sdk/rooms.py", "sdk/_opaque.py", "sdk/_manifest.json"} <= set(drift)


@pytest.mark.usefixtures("made")
def test_fingerprints_survive_moved_lines(
    minidoc: Minidoc, write_file: WriteFile
) -> None:
    twice = WARNED.replace("Map<", "final RoomId other;\n\nfinal Hall hall;\n\nMap<")
    prints: list[set[str]] = []
    lines: list[set[int]] = []
    moved = twice.replace("## Room", "Some words.\n\nAnd more.\n\n## Room")
    for page in (twice, moved):
        write_file("Rooms.md", page)
        found = _code_quality(minidoc(*CHECK, "--format", "gitlab").out)
        about = [e for e in found if e["location"]["path"] == "Rooms.md"]
        assert len(about) > 1
        prints.append({entry["fingerprint"] for entry in about})
        lines.append({entry["location"]["lines"]["begin"] for entry in about})
    assert prints[0] == prints[1]
    assert {line + 4 for line in lines[0]} == lines[1]
    write_file("Rooms.md", twice.replace("RoomId", "Room_Id"))
    found = _code_quality(minidoc(*CHECK, "--format", "gitlab").out)
    assert prints[0] != {e["fingerprint"] for e in found if "Rooms.md" in str(e)}


def test_junit(made: Path, minidoc: Minidoc, write_file: WriteFile) -> None:
    suite = _suite(minidoc(*CHECK, "--format", "junit").out)
    cases = [case.get("classname") for case in suite.findall("testcase")]
    assert {"sdk/rooms.py", "sdk/_manifest.json", "sdk/py.typed"} <= set(cases)
    assert (suite.get("failures"), suite.get("skipped")) == ("0", "0")

    write_file("Rooms.md", WARNED)
    (made / "py.typed").unlink()
    suite = _suite(minidoc(*CHECK, "--format", "junit").out)
    failed = {
        str(case.get("classname")): case.findtext("failure") or ""
        for case in suite.findall("testcase")
        if case.find("failure") is not None
    }
    assert "sdk/py.typed" in failed
    assert "\n-" in failed["sdk/rooms.py"]
    skipped = suite.findall("testcase/skipped")
    assert len(skipped) == 1
    assert "RoomId" in str(skipped[0].get("message"))
    [warned] = _suite(minidoc(*CHECK, "--strict", "--format", "junit").out).findall(
        "testcase/failure"
    )
    assert warned.get("type") == "undeclared-type"

    write_file("Rooms.md", BROKEN)
    suite = _suite(minidoc(*CHECK, "--format", "junit").out)
    [error] = suite.findall("testcase/error")
    assert error.get("type") == "syntax-error"


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("form", ["github", "gitlab", "junit"])
def test_what_has_no_place(form: str, minidoc: Minidoc) -> None:
    ran = minidoc("check", "--format", form)
    assert ran.code == 2
    assert "no pages are given" in ran.out
    reader: dict[str, Callable[[str], object]] = {
        "github": _annotations,
        "gitlab": _code_quality,
        "junit": _suite,
    }
    assert reader[form](ran.out)
    if form == "github":
        [(_, values, _)] = _annotations(ran.out)
        assert values == {"title": "minidoc: invalid-config"}


def test_paths_start_at_the_repository(
    made: Path, minidoc: Minidoc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (made / "py.typed").unlink()
    (tmp_path / "ci").mkdir()
    monkeypatch.chdir(tmp_path / "ci")
    ran = minidoc("check", "../Rooms.md", "--output", "../sdk", "--format", "github")
    [(_, values, _)] = _annotations(ran.out)
    assert values["file"] == "sdk/py.typed"


HOSTILE = ROOMS.replace(
    "final String id;",
    "/** ::error::owned\n::stop-commands::x */\nfinal O\x1b[2J%0A::error::a,b:c id;",
)


@pytest.mark.usefixtures("made")
def test_a_page_cannot_give_commands(minidoc: Minidoc, write_file: WriteFile) -> None:
    """Neither by an error on the page nor by what a file on disk says."""
    write_file("Rooms.md", HOSTILE)
    ran = minidoc(*CHECK, "--format", "github")
    assert ran.code == 2
    assert all(kind == "error" for kind, _, _ in _annotations(ran.out))
    assert "\x1b" not in ran.out
    _code_quality(minidoc(*CHECK, "--format", "gitlab").out)
    _suite(minidoc(*CHECK, "--format", "junit").out)


def test_a_file_cannot_give_commands(made: Path, minidoc: Minidoc) -> None:
    text = "::error::owned\n\x1b[2J\x00]]> & < \ufffe %0A\n\u2028::x::"
    (made / "rooms.py").write_text(text, encoding="utf-8")
    [(_, _, message)] = _annotations(minidoc(*CHECK, "--format", "github").out)
    assert "owned" not in message
    suite = _suite(minidoc(*CHECK, "--format", "junit").out)
    [failure] = suite.findall("testcase/failure")
    assert "\\x1b[2J\\x00]]> & < \\ufffe %0A" in (failure.text or "")
    _code_quality(minidoc(*CHECK, "--format", "gitlab").out)


def test_odd_names(made: Path, minidoc: Minidoc, tmp_path: Path) -> None:
    (made / "py.typed").unlink()
    made.rename(tmp_path / "s,d:k %0A")
    arguments = ("check", "Rooms.md", "--output", "s,d:k %0A", "--package", "sdk")
    [(_, values, _)] = _annotations(minidoc(*arguments, "--format", "github").out)
    assert values["file"] == "s,d:k %0A/py.typed"
    assert values["line"] == "1"
