"""Subscriptions: the life cycle is the runtime's, whatever a page says of it."""

from __future__ import annotations

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
