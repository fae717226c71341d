"""What validates frames is the API model that the package is generated from."""

from __future__ import annotations

import tomllib
from pathlib import Path

from minidoc.emulator.contract import carried, read_contract
from minidoc.emulator.operations import OPERATIONS
from minidoc.emulator.users import DEFAULTS
from minidoc.ir.carried import to_carried
from minidoc.ir.codec import to_json
from minidoc.pages import read_page
from minidoc.pipeline import Source, model


def test_the_carried_model_is_that_of_the_pages(repository: Path) -> None:
    spec = repository / "spec"
    pages = [read_page(path) for path in sorted(spec.glob("*.md"))]
    overlay = spec / "overlay.toml"
    modelled = model(pages, Source("overlay.toml", overlay.read_text("utf-8")))
    found = (repository / "generated/talkjs/_api.json").read_text("utf-8")
    assert found == to_carried(modelled.api), "run `make generate`"
    # What is left out of it says nothing to a contract.
    assert read_contract(found) == read_contract(to_json(modelled.api)) == carried()


def test_each_bound_operation_is_there_and_no_other() -> None:
    assert carried().operations.keys() == OPERATIONS.keys()


def test_each_field_can_be_stored_and_each_public_one_is_shown() -> None:
    fields = carried().operations["PUT", "/users/{id}"].fields
    assert fields.keys() == DEFAULTS.keys()
    assert {*carried().public} - {"id"} <= DEFAULTS.keys()


def test_null_on_the_wire() -> None:
    contract = carried()
    put = contract.operations["PUT", "/users/{id}"]
    nothing = dict.fromkeys(put.fields)
    assert put.problems(nothing) == ["name: must not be null"]
    post = contract.operations["POST", "/users/{id}"]
    assert post.problems(nothing) == ["name: must not be null"]
    assert post.problems({}) == ["name: is required"]
    assert put.problems({"custom": {"a": None}, "pushTokens": {"fcm:a": None}}) == []


def test_another_model_gives_another_contract(repository: Path) -> None:
    text = (repository / "generated/talkjs/_api.json").read_text("utf-8")
    renamed = read_contract(text.replace('"welcomeMessage"', '"greeting"'))
    put = renamed.operations["PUT", "/users/{id}"]
    assert put.problems({"welcomeMessage": "x"}) == ["welcomeMessage: no such field"]
    assert put.problems({"greeting": "x"}) == []
    assert "greeting" in renamed.public


def test_the_extra_and_the_tests_have_the_same_libraries(repository: Path) -> None:
    settings = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    groups = settings["dependency-groups"]
    extra = settings["project"]["optional-dependencies"]["emulator"]
    assert sorted(extra) == sorted([*groups["emulator"], *groups["runtime"]])
