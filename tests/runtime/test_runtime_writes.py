"""Writing and clearing fields: what is sent, and which answers are success."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from runtime_samples import Access, call_async, call_sync

from minidoc.runtime import (
    CLEAR,
    BadRequestError,
    ConflictError,
    EncodeError,
    JSONValue,
    Operation,
    Response,
    clear,
    write,
)

BOTH_WORLDS = pytest.mark.parametrize("call", [call_sync, call_async])
KNOWN = {
    "name": "name",
    "photo_url": "photoUrl",
    "custom": "custom",
    "push_tokens": "pushTokens",
}
NESTED = ("custom", "pushTokens")


def clearing(fields: Any, **more: Any) -> Operation[None]:
    return clear("PUT", ("users", "bob"), fields, known=KNOWN, nested=NESTED, **more)


def data(operation: Operation[None]) -> object:
    (request,) = operation.requests
    return request.data


def test_the_frame_of_a_write() -> None:
    (request,) = write("PUT", ("users", "b/b"), {"name": "Bob"}).requests
    assert (request.method, request.path) == ("PUT", "/users/b%2Fb")
    assert request.idempotent
    assert not request.mergeable


@pytest.mark.parametrize(
    ("fields", "options", "sent"),
    [
        ({}, {}, {}),
        ({"name": None}, {}, {}),
        ({"name": "B", "photoUrl": None}, {}, {"name": "B"}),
        ({"photoUrl": CLEAR}, {}, {"photoUrl": None}),
        ({"custom": {"a": "1", "b": None}}, {}, {"custom": {"a": "1", "b": None}}),
        ({"email": ("a", "b")}, {}, {"email": ["a", "b"]}),
        ({"access": Access("Later")}, {}, {"access": "Later"}),
        ({"a": 0, "b": False, "c": ""}, {}, {"a": 0, "b": False, "c": ""}),
        ({"role": None}, {"defaults": {"role": "d"}}, {"role": "d"}),
        ({}, {"defaults": {"role": "d"}}, {"role": "d"}),
        ({"role": "x"}, {"defaults": {"role": "d"}}, {"role": "x"}),
        ({"role": CLEAR}, {"defaults": {"role": "d"}}, {"role": None}),
        ({"role": CLEAR}, {"resets": {"role": "d"}}, {"role": "d"}),
        ({"role": None}, {"resets": {"role": "d"}}, {}),
    ],
)
def test_data_of_a_write(
    fields: dict[str, object], options: Any, sent: JSONValue
) -> None:
    assert data(write("PUT", ("users", "bob"), fields, **options)) == sent


def test_a_write_refuses_before_anything_is_sent() -> None:
    with pytest.raises(EncodeError):
        write("PUT", ("users", "bob"), {"name": b"x"})
    with pytest.raises(ValueError, match="not empty"):
        write("PUT", ("users", ""), {})


def test_later_changes_of_an_argument_are_not_sent() -> None:
    custom = {"a": "1"}
    operation = write("PUT", ("users", "bob"), {"custom": custom})
    custom["a"] = "2"
    assert data(operation) == {"custom": {"a": "1"}}


@BOTH_WORLDS
@pytest.mark.parametrize(
    ("status", "accept"), [(200, ()), (409, (409,)), (200, (409,))]
)
def test_success(
    call: Callable[..., Any], status: int, accept: tuple[int, ...]
) -> None:
    operation = write("POST", ("users", "bob"), {}, accept=accept)
    assert call(operation, [Response(status, {})]) is None


@BOTH_WORLDS
@pytest.mark.parametrize(
    ("status", "accept", "error"),
    [(409, (), ConflictError), (400, (409,), BadRequestError)],
)
def test_failure(
    call: Callable[..., Any],
    status: int,
    accept: tuple[int, ...],
    error: type[Exception],
) -> None:
    operation = write("POST", ("users", "bob"), {}, accept=accept)
    with pytest.raises(error):
        call(operation, [Response(status, {"errorCode": "X"})])


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        (["name"], {"name": None}),
        (["photo_url"], {"photoUrl": None}),
        (["photoUrl"], {"photoUrl": None}),
        (["photo_url", "photoUrl"], {"photoUrl": None}),
        (("custom",), {"custom": None}),
        (["custom.a", "custom.b"], {"custom": {"a": None, "b": None}}),
        (["custom.a", "custom.a"], {"custom": {"a": None}}),
        (["custom.a.b"], {"custom": {"a.b": None}}),
        (["custom. "], {"custom": {" ": None}}),
        (["custom.a", "custom"], {"custom": None}),
        (["custom", "custom.a"], {"custom": None}),
        (["push_tokens"], {"pushTokens": None}),
        (["push_tokens.fcm:a:b"], {"pushTokens": {"fcm:a:b": None}}),
        (
            ["pushTokens.fcm:a", "push_tokens.apns:b"],
            {"pushTokens": {"fcm:a": None, "apns:b": None}},
        ),
    ],
)
def test_data_of_a_clear(fields: list[str], sent: JSONValue) -> None:
    assert data(clearing(fields)) == sent


@pytest.mark.parametrize("fields", [["custom", "custom.a"], ["custom.a", "custom"]])
def test_a_reset_of_the_whole_wins_over_its_entries(fields: list[str]) -> None:
    assert data(clearing(fields, resets={"custom": {}})) == {"custom": {}}


def test_resets_stand_in_for_null() -> None:
    assert data(clearing(["name"], resets={"name": "d"})) == {"name": "d"}


@BOTH_WORLDS
def test_clearing_nothing_sends_nothing(call: Callable[..., Any]) -> None:
    operation = clearing([])
    assert operation.requests == ()
    assert call(operation, []) is None


@BOTH_WORLDS
def test_clearing_answers(call: Callable[..., Any]) -> None:
    assert call(clearing(["name"]), [Response(200, {})]) is None
    with pytest.raises(BadRequestError):
        call(clearing(["name"]), [Response(400, {})])


@pytest.mark.parametrize(
    ("fields", "error", "match"),
    [
        (
            ["photo_ur"],
            ValueError,
            "'photo_ur'; did you mean 'photo_url' or 'photoUrl'",
        ),
        (["pushToken.a"], ValueError, "'pushToken.a'; did you mean 'pushTokens'"),
        (["zzz"], ValueError, "unknown field 'zzz'$"),
        ([""], ValueError, "unknown field ''"),
        (["name.a"], ValueError, "'name.a'"),
        (["custom."], ValueError, "'custom.'"),
        (["name", 5], TypeError, "not int"),
        ("name", TypeError, "not str"),
        (b"name", TypeError, "not bytes"),
        (None, TypeError, "NoneType"),
    ],
)
def test_clear_refuses(fields: Any, error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        clearing(fields)
