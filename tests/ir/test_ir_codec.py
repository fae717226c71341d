"""The model as JSON and back; the same whatever the order of the pages."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from minidoc.diagnostics import Code, GenerationError, Span
from minidoc.ir import types
from minidoc.ir.codec import from_json, json_schema, to_json
from minidoc.ir.docs import Doc, DocText, Paragraph, TextRun
from minidoc.ir.lower import lower
from minidoc.ir.lowered import Lowered
from minidoc.ir.model import (
    Api,
    EnumConstant,
    EnumDecl,
    FunctionDecl,
    PageDecl,
    Parameter,
)
from minidoc.pages import read_page
from minidoc.syntax import parse
from minidoc.syntax.nodes import Document

ApplyText = Callable[[Mapping[str, str], str], Lowered]

ROOT = Path(__file__).parents[2]
PAGES = [
    *sorted((ROOT / "spec").glob("*.md")),
    *sorted((ROOT / "tests" / "golden").glob("*/pages/*.md")),
]


def read_all() -> list[Document]:
    parsed = (parse(read_page(path)).document for path in PAGES)
    return [document for document in parsed if document is not None]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Every page of the project, parsed."""
    return read_all()


def test_all_pages(documents: list[Document]) -> None:
    api = lower(documents).api
    text = to_json(api)
    assert from_json(text) == api
    assert to_json(from_json(text)) == text
    assert text.endswith("}\n")
    assert "👍" in text


def test_the_order_of_pages_does_not_matter(documents: list[Document]) -> None:
    expected = lower(documents)
    shuffled = list(documents)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert lower(shuffled) == expected


def test_with_an_overlay(apply_text: ApplyText) -> None:
    overlay = (ROOT / "spec" / "overlay.toml").read_text("utf-8")
    bodies = {
        path.name: path.read_text("utf-8").split("---\n", 2)[2]
        for path in (ROOT / "spec").glob("*.md")
    }
    applied = apply_text(bodies, overlay)
    assert from_json(to_json(applied.api)) == applied.api
    assert [d.message for d in applied.diagnostics if d.severity == "error"] == []


SPAN = Span("P.md", 1, 1, 1, 2)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,9}", fullmatch=True)
primitives = st.builds(
    types.PrimitiveType,
    name=st.sampled_from(sorted(types.PRIMITIVES)),
    nullable=st.booleans(),
)
named = st.builds(
    types.NamedType,
    name=names,
    page=st.none() | st.just("P.md"),
    nullable=st.booleans(),
    span=st.just(SPAN),
)
type_refs = st.recursive(
    primitives | named,
    lambda inner: (
        st.builds(types.ListType, item=inner, nullable=st.booleans())
        | st.builds(types.MapType, key=inner, value=inner, nullable=st.booleans())
        | st.builds(types.FutureType, value=inner)
        | st.builds(types.StreamType, item=inner)
        | st.builds(
            types.FunctionType,
            arguments=st.lists(
                st.builds(types.FunctionArgument, name=names, type=inner), max_size=2
            ).map(tuple),
            returns=inner,
        )
    ),
    max_leaves=8,
)
texts = words.map(
    lambda text: DocText(blocks=(Paragraph(inlines=(TextRun(text=text),)),), span=SPAN)
)
docs = st.none() | st.builds(
    Doc, body=texts, deprecated=st.none() | texts, span=st.just(SPAN)
)
wires = st.booleans() | st.integers() | words | st.none()
constants = st.builds(EnumConstant, name=names, wire=wires, span=st.just(SPAN))
enums = st.builds(
    EnumDecl,
    name=names,
    constants=st.lists(constants, max_size=3).map(tuple),
    doc=docs,
    span=st.just(SPAN),
)
parameters = st.builds(
    Parameter,
    name=names,
    type=type_refs,
    kind=st.sampled_from(["positional", "optional", "named"]),
    required=st.booleans(),
    default=st.none() | words,
    span=st.just(SPAN),
)
functions = st.builds(
    FunctionDecl,
    name=names,
    parameters=st.lists(parameters, max_size=3).map(tuple),
    returns=type_refs,
    is_async=st.booleans(),
    doc=docs,
    span=st.just(SPAN),
)
pages = st.builds(
    PageDecl,
    name=st.just("P.md"),
    url=words,
    title=words,
    source=st.just("dart"),
    extra=st.dictionaries(words, words, max_size=2),
    sha256=st.just("0" * 64),
    prose=st.just(()),
    declarations=st.lists(enums | functions, max_size=3).map(tuple),
    span=st.just(SPAN),
)


@given(st.lists(pages, max_size=2).map(lambda found: Api(pages=tuple(found))))
def test_any_model(api: Api) -> None:
    again = from_json(to_json(api))
    assert again == api
    # `True == 1`, so equality alone would not see a changed kind of value.
    assert repr(again) == repr(api)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no API model: the text: invalid JSON: EOF while parsing"),
        ("[]", "no API model: the text:"),
        ("{}", "no API model: pages:"),
        ('{"pages": 1}', "no API model: pages:"),
        ('{"pages": [], "more": 1}', "no API model: more:"),
        ('{"pages": [{}]}', "no API model: pages.0."),
        ("[" * 10_000, "no API model: the text:"),
    ],
)
def test_no_model(text: str, message: str) -> None:
    with pytest.raises(GenerationError) as raised:
        from_json(text)
    first = raised.value.diagnostics[0]
    assert first.code is Code.CANNOT_READ
    assert first.message.startswith(message)


def test_a_model_of_another_version() -> None:
    data = json.loads(to_json(Api(pages=())))
    data["schema_version"] = 2
    data["new"] = True
    with pytest.raises(GenerationError) as raised:
        from_json(json.dumps(data))
    (found,) = raised.value.diagnostics
    assert found.code is Code.VERSION_MISMATCH
    assert found.message == "the API model has version 2, not 1"


def test_schema_describes_every_part() -> None:
    schema = json_schema()
    text = json.dumps(schema["$defs"])
    for name in ("PageDecl", "ClassDecl", "Statement", "Topic", "Span"):
        assert f'"{name}": {{' in text
    assert json.loads(json.dumps(schema)) == schema
