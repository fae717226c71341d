"""The cache of validators: whatever is in it, nothing worse happens than a request."""

from __future__ import annotations

import json

import pytest

from minidoc.fetch.validators import (
    Remembered,
    Validators,
    parse_remembered,
    remembered_text,
)

ADDRESS = "https://a.example/Rooms.md"
KNOWN = Remembered(Validators('W/"1"', "Thu, 26 Nov 2026 10:00:00 GMT"), "a" * 64)


def test_round_trip() -> None:
    assert parse_remembered(remembered_text({ADDRESS: KNOWN})) == {ADDRESS: KNOWN}


def test_a_page_without_validators_is_not_remembered() -> None:
    assert (
        parse_remembered(remembered_text({ADDRESS: Remembered(Validators(), "")})) == {}
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "nonsense",
        "[" * 100_000,
        json.dumps({ADDRESS: 1}),
        json.dumps({ADDRESS: ["a", "b"]}),
        json.dumps({ADDRESS: ["a", "b", 3]}),
        json.dumps({ADDRESS: ["a", "b\r\nX: y", "c"]}),
        json.dumps({ADDRESS: ["a", "é", "c"]}),
        json.dumps({ADDRESS: ["a", "b" * 2000, "c"]}),
    ],
)
def test_what_is_not_understood_is_forgotten(text: str) -> None:
    assert parse_remembered(text) == {}


@pytest.mark.parametrize(
    ("validators", "headers"),
    [
        (Validators(), {}),
        (Validators(etag='"1"'), {"If-None-Match": '"1"'}),
        (Validators(last_modified="x"), {"If-Modified-Since": "x"}),
    ],
)
def test_headers(validators: Validators, headers: dict[str, str]) -> None:
    assert validators.headers() == headers
    assert bool(validators) == bool(headers)
