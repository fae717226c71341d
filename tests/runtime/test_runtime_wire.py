"""Requests and answers: paths, what may be sent twice, what an answer means."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from minidoc.runtime import JSONValue, Operation, Request, Response
from minidoc.runtime.wire import api_error, encode_path, is_idempotent


@pytest.mark.parametrize(
    ("segments", "path"),
    [
        (("users", "alice"), "/users/alice"),
        (("users", "al ice/é"), "/users/al%20ice%2F%C3%A9"),
        (("users", "a?b#c&d=e+f%"), "/users/a%3Fb%23c%26d%3De%2Bf%25"),
        (("-_.!~*'()",), "/-_.!~*'()"),
        (("😀",), "/%F0%9F%98%80"),
        (("..",), "/.."),
    ],
)
def test_path_segments_are_encoded_one_by_one(
    segments: tuple[str, ...], path: str
) -> None:
    assert encode_path(segments) == path


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_id_is_one_segment_of_plain_characters(user_id: str) -> None:
    from urllib.parse import unquote

    path = encode_path(("users", user_id))
    assert path.isascii()
    assert path.count("/") == 2
    assert unquote(path) == f"/users/{user_id}"


@pytest.mark.parametrize(
    ("segment", "error"), [("", ValueError), ("\ud800", ValueError), (5, TypeError)]
)
def test_what_is_no_id_is_refused(segment: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        encode_path(("users", segment))


@pytest.mark.parametrize(
    ("method", "accept", "expected"),
    [("PUT", (), True), ("GET", (), True), ("POST", (), False), ("POST", (409,), True),
     ("DELETE", (), True), ("SUBSCRIBE", (), True)],
)  # fmt: skip
def test_idempotence(method: str, accept: tuple[int, ...], expected: bool) -> None:
    assert is_idempotent(method, accept) is expected


@pytest.mark.parametrize(
    ("body", "code", "reasons"),
    [
        ({"errorCode": "X", "reasons": ["a", "b"]}, "X", ("a", "b")),
        ({"errorCode": "X", "reasons": "why"}, "X", ("why",)),
        ({"errorCode": 5, "reasons": [1, "a", None]}, None, ("a",)),
        ({"reasons": {"a": "b"}}, None, ()),
        ({}, None, ()),
        ("<html>bad gateway</html>", None, ()),
        (None, None, ()),
        ([1], None, ()),
    ],
)
def test_error_bodies(
    body: JSONValue, code: str | None, reasons: tuple[str, ...]
) -> None:
    error = api_error(Request("PUT", "/users/bob"), Response(502, body))
    assert (error.status, error.error_code, error.reasons) == (502, code, reasons)
    assert str(error).startswith("PUT /users failed with status 502")


@pytest.mark.parametrize(
    ("status", "idempotent", "safe"),
    [(500, True, True), (500, False, False), (429, True, True), (403, True, False)],
)
def test_retry_safety_of_an_error(status: int, idempotent: bool, safe: bool) -> None:
    request = Request("PUT", "/users", idempotent=idempotent)
    assert api_error(request, Response(status)).is_retry_safe is safe


def test_an_operation_is_as_safe_as_its_requests() -> None:
    once, twice = Request("POST", "/a"), Request("GET", "/a", idempotent=True)
    assert Operation((twice, twice), len).is_retry_safe
    assert not Operation((twice, once), len).is_retry_safe
