"""Reading topics: the frames, and what their answers become; sync and async."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from runtime_samples import (
    Online,
    Person,
    call_async,
    call_sync,
    online_topic,
    person,
    person_topic,
)

from minidoc.runtime import (
    APIError,
    DecodeError,
    JSONValue,
    NotFoundError,
    PermissionDeniedError,
    Request,
    Response,
    read,
)

OK = Response(200, {})
ABSENT = Response(404, {"errorCode": "USER_NOT_FOUND"})
BOTH_WORLDS = pytest.mark.parametrize("call", [call_sync, call_async])


def frames(requests: tuple[Request, ...]) -> list[tuple[str, str, object]]:
    return [(each.method, each.path, each.data) for each in requests]


def test_a_batched_read_subscribes_then_gets() -> None:
    operation = read(person_topic("al/ice"))
    assert frames(operation.requests) == [
        ("SUBSCRIBE", "/users", {"ids": ["al/ice"]}),
        ("GET", "/users", {"ids": ["al/ice"], "includePrivateFields": False}),
    ]
    assert all(each.mergeable for each in operation.requests)
    assert operation.is_retry_safe


def test_a_read_with_a_join_subscribes_to_both_first() -> None:
    topic = online_topic("b ob")
    operation = read(topic)
    assert frames(operation.requests) == [
        ("SUBSCRIBE", "/users/b%20ob/online", {}),
        ("SUBSCRIBE", "/users", {"ids": ["b ob"]}),
        ("GET", "/users/b%20ob/online", {}),
        ("GET", "/users", {"ids": ["b ob"], "includePrivateFields": False}),
    ]
    assert [each.mergeable for each in operation.requests] == [False, True] * 2
    assert operation.topics == (topic, topic.joins["user"])


@pytest.mark.parametrize("user_id", ["", "\ud800"])
def test_a_batched_id_is_checked_like_a_segment(user_id: str) -> None:
    with pytest.raises(ValueError, match=r"not empty|surrogates"):
        read(person_topic(user_id))


@BOTH_WORLDS
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"bob": person()}, Person(id="bob", name="Bob")),
        ({"bob": None}, None),
        ({}, None),
        ({"other": person("other")}, None),
    ],
)
def test_answers_of_a_batch(
    call: Callable[..., Any], body: JSONValue, expected: object
) -> None:
    assert call(read(person_topic("bob")), [OK, Response(200, body)]) == expected


@BOTH_WORLDS
@pytest.mark.parametrize(
    ("online", "users", "expected"),
    [
        (
            Response(200, {"isConnected": True}),
            Response(200, {"bob": person()}),
            Online(user=Person(id="bob", name="Bob"), is_connected=True),
        ),
        (Response(200, {"isConnected": True}), Response(200, {}), None),
        (ABSENT, Response(200, {"bob": person()}), None),
        (ABSENT, Response(200, {}), None),
    ],
)
def test_answers_of_a_join(
    call: Callable[..., Any], online: Response, users: Response, expected: object
) -> None:
    assert call(read(online_topic("bob")), [OK, OK, online, users]) == expected


@BOTH_WORLDS
@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([Response(403, {"errorCode": "NO"}), OK], PermissionDeniedError),
        ([OK, Response(404, {"errorCode": "USER_NOT_FOUND"})], NotFoundError),
        ([OK, Response(201, {"bob": person()})], APIError),
        ([Response(204), Response(200, {"bob": person()})], APIError),
        ([OK, Response(200, [])], DecodeError),
        ([OK, Response(200, None)], DecodeError),
        ([OK, Response(200, {"bob": "x"})], DecodeError),
        ([OK, Response(200, {"bob": {"id": "bob"}})], DecodeError),
    ],
)
def test_failures(
    call: Callable[..., Any], answers: list[Response], error: type[Exception]
) -> None:
    with pytest.raises(error):
        call(read(person_topic("bob")), answers)


@BOTH_WORLDS
def test_another_error_code_of_a_join_is_an_error(call: Callable[..., Any]) -> None:
    answers = [OK, OK, Response(404, {"errorCode": "OTHER"}), Response(200, {})]
    with pytest.raises(NotFoundError, match="GET /users failed with status 404 OTHER"):
        call(read(online_topic("bob")), answers)


def test_topics_are_values() -> None:
    assert person_topic("a") == person_topic("a")
    assert person_topic("a") != person_topic("b")
    name = "batch"
    with pytest.raises(AttributeError):
        setattr(person_topic("a"), name, "b")
