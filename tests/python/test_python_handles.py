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

## W
class W { final int x; }

## A
class A {
final String id;

S none(void Function(W value) f)

S one(void Function(V? value) f)

S two(void Function(%s) g)
}
"""
TOPIC = """
[[topic]]
page = "Page.md"
reason = "x"
name = "{0}"
path = "/{0}/{{id}}"
snapshot = "{0}"
"""
BIND = """
[[bind]]
page = "Page.md"
reason = "x"
target = "A.{0}"
subscribe = {{ topic = "{1}" }}
"""


@pytest.mark.parametrize(
    ("callback", "topic", "said"),
    [
        ("V? other", "V", None),
        ("W? other", "W", "`A.two` follows `W?` by a `S`, and `A.one` follows `V?` by"),
    ],
)
def test_one_class_of_subscriptions_delivers_one_thing(
    callback: str, topic: str, said: str | None
) -> None:
    page = FOLLOWED % callback
    overlay = "".join(
        [
            *(TOPIC.format(name) for name in dict.fromkeys(("V", topic))),
            BIND.format("one", "V"),
            BIND.format("two", topic),
        ]
    )
    made = bound(page, overlay)
    found = [d for d in made.diagnostics if d.code is Code.UNSUPPORTED_CONSTRUCT]
    assert (made.part is None) == bool(found) == (said is not None)
    if said is None:
        text = source(page, overlay)
        assert 'class S(Subscription["V | None"]):' in text
    else:
        assert found[0].message.startswith(said)
        assert found[0].span is not None
        assert found[0].hint


def test_what_cannot_be_called_decides_only_alone() -> None:
    assert 'class S(Subscription["W"]):' in source(FOLLOWED % "V? other")
