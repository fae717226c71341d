"""`ir`, `schema` and `overlay suggest`: output that other programs read."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from cli_project import BROKEN, ROOMS, WARNED, Minidoc, WriteFile

from minidoc.ir.codec import from_json, to_json
from minidoc.pages import read_page
from minidoc.pipeline import Source, model

PAGES = ("spec/TalkSession.md", "spec/Users.md")


def test_ir_loads_to_an_equal_model(minidoc: Minidoc, spec: Path) -> None:
    ran = minidoc("ir", *PAGES, "--overlay", "spec/overlay.toml")
    assert ran.code == 0
    assert "0 errors" not in ran.err
    overlay = Source("overlay.toml", (spec / "overlay.toml").read_text("utf-8"))
    pages = [read_page(spec.parent / page) for page in PAGES]
    assert from_json(ran.out) == model(pages, overlay).api
    assert to_json(from_json(ran.out)).rstrip("\n") == ran.out.rstrip("\n")


def test_ir_satisfies_the_schema(minidoc: Minidoc, spec: Path) -> None:
    schema = json.loads(minidoc("schema").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    data = json.loads(minidoc("ir", *PAGES, "--overlay", "spec/overlay.toml").out)
    assert list(_violations(data, schema, schema, "$")) == []
    # The checker below does see what is wrong.
    data["pages"][0]["declarations"][0]["kind"] = "nonsense"
    data["pages"][1].pop("sha256")
    assert list(_violations(data, schema, schema, "$"))


@pytest.mark.parametrize(("page", "code"), [(BROKEN, 2), (WARNED, 0), (ROOMS, 0)])
def test_ir_exit_codes(
    page: str, code: int, minidoc: Minidoc, write_file: WriteFile
) -> None:
    write_file("Rooms.md", page)
    ran = minidoc("ir", "Rooms.md")
    assert ran.code == code
    assert bool(ran.out) == (code == 0)
    strict = minidoc("ir", "Rooms.md", "--strict")
    assert strict.code == (0 if page == ROOMS else 2)
    assert bool(strict.out) == (strict.code == 0)


def _codes(minidoc: Minidoc, *arguments: str) -> list[tuple[str, str]]:
    ran = minidoc("check", *arguments, "--output", "sdk", "--format", "json")
    assert ran.code == 1, "nothing was generated yet, and nothing is an error"
    return [
        (each["code"], each["message"]) for each in json.loads(ran.out)["diagnostics"]
    ]


def _suggested(minidoc: Minidoc, *arguments: str) -> str:
    ran = minidoc("overlay", "suggest", *arguments)
    assert (ran.code, ran.err) == (0, "")
    assert set(tomllib.loads(ran.out)) <= {"topic", "bind", "enum", "type", "correct"}
    return str(ran.out)


@pytest.mark.usefixtures("spec")
def test_suggestions_end_the_warnings(minidoc: Minidoc, write_file: WriteFile) -> None:
    page, given = "spec/Users.md", ("--overlay", "mine.toml")
    before = {code for code, _ in _codes(minidoc, page)}
    assert {"unbound-method", "dangling-reference"} <= before
    suggested = _suggested(minidoc, page)
    write_file("mine.toml", suggested.replace("TODO", "known"))
    left = {code for code, _ in _codes(minidoc, page, *given)}
    assert left == {"dangling-reference"}
    assert tomllib.loads(_suggested(minidoc, page, *given)) == {}


@pytest.mark.usefixtures("spec")
def test_what_cannot_be_guessed_is_named(
    minidoc: Minidoc, write_file: WriteFile
) -> None:
    suggested = _suggested(minidoc, *PAGES)
    write_file("mine.toml", suggested.replace("TODO", "known"))
    left = _codes(minidoc, *PAGES, "--overlay", "mine.toml")
    missing = {"undeclared-type", "unbound-method"}
    assert {code for code, _ in left} == {"dangling-reference", *missing}
    unknown = {
        re.findall(r"`(.+?)`", message)[0] for code, message in left if code in missing
    }
    assert unknown == set(re.findall(r"^# (\S+) \(", suggested, re.MULTILINE))


@pytest.mark.usefixtures("spec")
def test_suggestions_ask_for_a_reason(minidoc: Minidoc) -> None:
    """A guess must not pass for a fact."""
    suggested = _suggested(minidoc, *PAGES)
    reasons = re.findall(r"^reason = (.*)$", suggested, re.MULTILINE)
    assert reasons
    assert all("TODO" in reason for reason in reasons)


def _violations(value: Any, schema: Any, root: Any, path: str) -> list[str]:
    """The part of JSON Schema that pydantic writes, checked without a library."""
    if "$ref" in schema:
        return _violations(value, _resolved(schema["$ref"], root), root, path)
    for alternatives in (schema.get("anyOf"), schema.get("oneOf")):
        if alternatives and all(
            _violations(value, each, root, path) for each in alternatives
        ):
            return [f"{path}: fits no alternative"]
    if "const" in schema and value != schema["const"]:
        return [f"{path}: {value!r} is not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is none of {schema['enum']}"]
    if "type" in schema and not _has_type(value, schema["type"]):
        return [f"{path}: {value!r} is no {schema['type']}"]
    return [
        *_in_object(value, schema, root, path),
        *_in_list(value, schema, root, path),
    ]


def _in_object(value: Any, schema: Any, root: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return []
    properties = schema.get("properties", {})
    entries = cast("Mapping[str, Any]", value)
    missing = set(schema.get("required", [])) - set(entries)
    found = [f"{path}: {name} is missing" for name in sorted(missing)]
    for name, item in entries.items():
        allowed = properties.get(name, schema.get("additionalProperties", True))
        if allowed is False:
            found.append(f"{path}: {name} is not known")
        elif isinstance(allowed, dict):
            found += _violations(item, allowed, root, f"{path}.{name}")
    return found


def _in_list(value: Any, schema: Any, root: Any, path: str) -> list[str]:
    if not isinstance(value, list):
        return []
    found: list[str] = []
    first = schema.get("prefixItems", [])
    for number, item in enumerate(cast("Sequence[Any]", value)):
        allowed = first[number] if number < len(first) else schema.get("items", {})
        found += _violations(item, allowed, root, f"{path}[{number}]")
    return found


def _resolved(reference: str, root: Any) -> Any:
    for part in reference.removeprefix("#/").split("/"):
        root = root[part]
    return root


def _has_type(value: object, name: str) -> bool:
    match name:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case _:
            raise AssertionError(f"a type that no schema of ours has: {name}")
