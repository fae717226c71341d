"""The API model inside a package: whole but for places, and the same text again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from minidoc.diagnostics import Code, GenerationError, Span
from minidoc.ir.carried import from_carried, to_carried
from minidoc.ir.codec import to_json
from minidoc.ir.model import Api, PageDecl
from minidoc.ir.walk import find
from minidoc.pages import page_from_text, read_page, read_pages
from minidoc.pipeline import Source, model

NOWHERE = Span("", 0, 0, 0, 0)
# Places and hashes; everything else has to come back.
LOST = {"span", "sha256"}


def spec_model(repository: Path) -> Api:
    overlay = read_page(repository / "spec/overlay.toml")
    pages = read_pages(sorted((repository / "spec").glob("*.md")))
    return model(pages, Source(overlay.name, overlay.text)).api


def without_places(value: object) -> object:
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {key: without_places(each) for key, each in items if key not in LOST}
    if isinstance(value, list):
        return [without_places(each) for each in cast("list[object]", value)]
    return value


def test_nothing_is_lost_but_places(repository: Path) -> None:
    api = spec_model(repository)
    back = from_carried(to_carried(api))
    told, again = (json.loads(to_json(each)) for each in (api, back))
    assert without_places(told) == without_places(again)
    assert {page.span for page in find(back, PageDecl)} == {NOWHERE}


def test_the_text_is_stable(repository: Path) -> None:
    text = to_carried(spec_model(repository))
    assert to_carried(from_carried(text)) == text
    assert text.isascii()
    assert text.endswith("\n")


def test_moved_lines_make_no_difference(repository: Path) -> None:
    page = read_page(repository / "spec/Users.md")
    moved = page_from_text(page.name, page.text.replace("\n\n", "\n\n\n"))
    assert moved.sha256 != page.sha256
    assert to_carried(model([moved]).api) == to_carried(model([page]).api)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.CANNOT_READ),
        ("[]", Code.CANNOT_READ),
        ('{"schema_version": 1}', None),
        ('{"schema_version": 99, "pages": []}', Code.VERSION_MISMATCH),
        ('{"schema_version": 1, "pages": [{"name": 1}]}', Code.CANNOT_READ),
        ('{"schema_version": 1, "pages": 5}', Code.CANNOT_READ),
        ("[" * 100_000, Code.CANNOT_READ),
    ],
)
def test_what_is_no_model_is_refused(text: str, code: Code | None) -> None:
    if code is None:
        assert from_carried(text).pages == ()
        return
    with pytest.raises(GenerationError) as caught:
        from_carried(text)
    assert {each.code for each in caught.value.diagnostics} == {code}
