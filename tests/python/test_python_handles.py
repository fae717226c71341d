"""Subscriptions: the life cycle is the runtime's, whatever a page says of it."""

from __future__ import annotations

import pytest
from python_builders import bound, source

from minidoc.diagnostics import Code

LIFE = "final Future<void>connected;\n\nfinal Future<void>terminated;\n\n"


def test_unsubscribe_is_awaited_also_where_the_page_returns_no_future() -> None:
    text = source(f"## S\nclass S {{\n{LIFE}void unsubscribe()\n}}")
    assert "    def unsubscribe(self) -> None:\n        super().unsubscribe()" in text
    assert (
        "    async def unsubscribe(self) -> None:\n        await super().unsubscribe()"
    ) in text


def test_a_field_that_the_runtime_does_not_have_is_reported_once() -> None:
    page = f"## S\nclass S {{\n{LIFE}final int extra;\n\nFuture<void>unsubscribe()\n}}"
    found = [
        diagnostic.message
        for diagnostic in bound(page).diagnostics
        if diagnostic.code is Code.UNBOUND_METHOD
    ]
    assert found == ["nothing says where `S.extra` comes from"]


FOLLOWED = """
## S
class S {
final Future<void>connected;

final Future<void>terminated;

Future<void>unsubscribe()
}

## V
class V { final int x; }

## A
class A {
final String id;

S one(void Function(V? value) f)

S two(void Function(%s) g, void Function(int error) h)
}
"""


@pytest.mark.parametrize(
    ("callback", "said"),
    [
        ("V? other", None),
        ("V other", "`A.two` follows `V` by a `S`, and `A.one` follows `V?` by it"),
        ("V? v, bool all", "`A.two` follows `V?, bool` by a `S`, and `A.one` follows"),
        ("String text", "`A.two` follows `String` by a `S`, and `A.one` follows `V?`"),
    ],
)
def test_one_class_of_subscriptions_delivers_one_thing(
    callback: str, said: str | None
) -> None:
    made = bound(FOLLOWED % callback)
    found = [
        d for d in made.diagnostics if d.code is Code.UNSUPPORTED_CONSTRUCT and d.span
    ]
    assert len(found) == (0 if said is None else 1)
    assert (made.package is None) == (said is not None)
    if said is not None:
        assert found[0].message.startswith(said)
        assert found[0].hint
    else:
        assert 'class S(Subscription["V | None"]):' in source(FOLLOWED % callback)
