"""Errors: one root, facts as attributes, texts without secrets, pickles."""

from __future__ import annotations

import pickle

import pytest

from minidoc.runtime import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConnectionLostError,
    DecodeError,
    EncodeError,
    NotConnectedError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    SessionClosedError,
    SubscriptionEndedError,
    TalkJSError,
    errors,
)
from minidoc.runtime.errors import api_error_class

ALL: list[TalkJSError] = [
    APIError(418, "TEAPOT", ("short", "stout"), True, "PUT /users"),
    NotFoundError(404),
    DecodeError("Person", "name", "a string", "null"),
    EncodeError("cannot encode bytes as JSON"),
    NotConnectedError("no transport"),
    ConnectionLostError(True),
    SessionClosedError("closed"),
    SubscriptionEndedError("ended"),
]


@pytest.mark.parametrize("error", ALL, ids=lambda error: type(error).__name__)
def test_pickles_keep_all_facts(error: TalkJSError) -> None:
    twin = pickle.loads(pickle.dumps(error))
    assert type(twin) is type(error)
    assert vars(twin) == vars(error)
    assert str(twin) == str(error)
    assert twin.is_retry_safe == error.is_retry_safe


def test_the_drawn_tree_is_the_real_one() -> None:
    drawn = {
        (
            line.split()[0].lstrip("│├└─ ")
            if "──" not in line
            else line.split("── ")[1].split()[0]
        )
        for line in (errors.__doc__ or "").splitlines()
        if "Error" in line and ("──" in line or line == "TalkJSError")
    }
    real = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, TalkJSError)
    }
    assert drawn == real


@pytest.mark.parametrize(
    ("status", "cls"),
    [
        (400, BadRequestError), (401, AuthenticationError), (402, APIError),
        (403, PermissionDeniedError), (404, NotFoundError), (405, APIError),
        (409, ConflictError), (418, APIError), (429, RateLimitedError),
        (500, ServerError), (503, ServerError), (204, APIError),
    ],
)  # fmt: skip
def test_class_by_status(status: int, cls: type[APIError]) -> None:
    assert api_error_class(status) is cls


def test_text_of_an_api_error() -> None:
    error = APIError(403, "NO", ("name: missing", "role: bad"), operation="PUT /users")
    assert (
        str(error) == "PUT /users failed with status 403 NO: name: missing; role: bad"
    )
    assert str(APIError(500)) == "request failed with status 500"


def test_no_text_shows_a_token_or_a_body() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl-_"
    error = APIError(401, None, (f"token {token} expired", "x" * 5000))
    assert "eyJ" not in str(error)
    assert "(token)" in str(error)
    assert len(str(error)) < 400


def test_retry_safety_is_a_fact() -> None:
    assert NotConnectedError("x").is_retry_safe
    assert ConnectionLostError(True).is_retry_safe
    assert not ConnectionLostError().is_retry_safe
    assert not APIError(500).is_retry_safe
    assert not TalkJSError().is_retry_safe
