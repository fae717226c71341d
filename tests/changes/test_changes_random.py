"""Random models: a comparison never fails, and equals never differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from random_pages import RandomPage, pages

from minidoc.changes import ChangeCode, Impact, compare
from minidoc.diagnostics import GenerationError
from minidoc.ir.carried import from_carried, to_carried
from minidoc.ir.model import Api, ClassDecl, EnumDecl, PageDecl
from minidoc.ir.walk import rewrite
from minidoc.pages import page_from_text
from minidoc.pipeline import model

ADDED = (
    ChangeCode.ADDED_DECLARATION,
    ChangeCode.DECLARED_TYPE,
    ChangeCode.DECLARED_PARAMETER_TYPE,
)
SLOW = settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def api_of(given_pages: tuple[RandomPage, ...]) -> Api:
    try:
        return model([page_from_text(page.name, page.text) for page in given_pages]).api
    except GenerationError:
        assume(False)
        raise


@SLOW
@given(pages())
def test_nothing_changes_between_equals(some: tuple[RandomPage, ...]) -> None:
    api = api_of(some)
    carried = to_carried(api)
    assert list(compare(api, api)) == []
    assert list(compare(api, from_carried(carried))) == []
    assert to_carried(from_carried(carried)) == carried


@SLOW
@given(pages())
def test_order_is_format_at_most(some: tuple[RandomPage, ...]) -> None:
    api = api_of(some)
    changes = compare(api, rewrite(api, reversed_parts))
    assert {change.impact for change in changes} <= {Impact.FORMAT}


def reversed_parts(node: object) -> object:
    """Turn the order round wherever callers use names."""
    match node:
        case PageDecl():
            return replace(node, declarations=node.declarations[::-1])
        case ClassDecl():
            return replace(node, fields=node.fields[::-1], methods=node.methods[::-1])
        case EnumDecl():
            return replace(node, constants=node.constants[::-1])
        case _:
            return node


@SLOW
@given(pages(), pages())
def test_any_two_models_can_be_compared(
    some: tuple[RandomPage, ...], others: tuple[RandomPage, ...]
) -> None:
    old, new = api_of(some), api_of(others)
    there, back = compare(old, new), compare(new, old)
    assert list(there) == sorted(there, key=lambda change: change.sort_key())
    # Pages that one of them lacks are no removals, so only shared ones are symmetric.
    if {page.name for page in old.pages} == {page.name for page in new.pages}:
        counts = Counter(change.code for change in there)
        added = sum(counts[code] for code in ADDED)
        removed = Counter(change.code for change in back)
        assert added == removed[ChangeCode.REMOVED_DECLARATION]
        assert counts[ChangeCode.RENAMED_DECLARATION] == (
            removed[ChangeCode.RENAMED_DECLARATION]
        )
