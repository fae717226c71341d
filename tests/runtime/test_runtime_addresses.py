"""Where a session connects to, and where it never does."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any

import jwt
import pytest

from minidoc.runtime import ForbiddenHostError, sign_token
from minidoc.runtime.addresses import HOST_VARIABLE, address_of


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOST_VARIABLE, raising=False)


@pytest.mark.parametrize(
    ("host", "url", "loopback"),
    [
        (None, "wss://realtime.talkjs.com/v1", None),
        ("127.0.0.1:7777", "ws://127.0.0.1:7777/public_api/v1", ("127.0.0.1", 7777)),
        ("localhost", "ws://localhost/public_api/v1", ("localhost", 80)),
        ("[::1]:80", "ws://[::1]:80/public_api/v1", ("::1", 80)),
        ("LocalHost:9", "ws://LocalHost:9/public_api/v1", ("localhost", 9)),
        ("localtest.me:9", "ws://localtest.me:9/public_api/v1", None),
        ("192.168.1.5:9", "ws://192.168.1.5:9/public_api/v1", None),
        ("example.org", "wss://example.org/public_api/v1", None),
    ],
)  # fmt: skip
def test_addresses(host: str | None, url: str, loopback: Any) -> None:
    address = address_of("app", "al/ice", host)
    assert address.url == f"{url}/app/realtime/al%2Fice"
    assert address.loopback == loopback


def test_the_environment_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOST_VARIABLE, "127.0.0.1:1")
    assert address_of("demo-a", "b", None).loopback == ("127.0.0.1", 1)
    assert address_of("demo-a", "b", "127.0.0.1:2").loopback == ("127.0.0.1", 2)
    assert address_of("a", "b", None).internal == "http://127.0.0.1:1/api/v0/a"


@pytest.mark.parametrize(
    "host", [None, "example.org", "10.0.0.1", "127.0.0.1.example.org", "128.0.0.1:80"]
)
def test_apps_for_tests_stay_here(host: str | None) -> None:
    with pytest.raises(ForbiddenHostError, match="for tests"):
        address_of("demo-app", "b", host)


@pytest.mark.parametrize(
    "host",
    ["http://x", "127.0.0.1:99999", "a/b", "a b", "u@127.0.0.1", "127.0.0.1:80/../x"],
)
def test_what_is_no_host(host: str) -> None:
    with pytest.raises(ValueError, match="no host name") as caught:
        address_of("app", "b", host)
    assert repr(host) in str(caught.value)


def test_a_host_that_is_not_given_right(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: Any = 5
    with pytest.raises(TypeError):
        address_of("app", "b", wrong)
    with pytest.raises(ValueError, match="not empty"):
        address_of("app", "b", "")
    monkeypatch.setenv(HOST_VARIABLE, "http://x")
    with pytest.raises(ForbiddenHostError, match=HOST_VARIABLE):
        address_of("app", "b", None)


def test_tokens_are_what_a_library_accepts() -> None:
    token = sign_token(app_id="app", user_id="ann", secret="s" * 32, ttl=60)
    decode: Any = vars(jwt)["decode"]
    claims = decode(token, "s" * 32, algorithms=["HS256"], issuer="app")
    assert (claims["sub"], claims["tokenType"]) == ("ann", "user")
    assert claims["exp"] - claims["iat"] == 60
    head, body, signature = token.split(".")
    made = hmac.new(b"s" * 32, f"{head}.{body}".encode(), "sha256").digest()
    assert base64.urlsafe_b64encode(made).rstrip(b"=").decode() == signature
    assert json.loads(base64.urlsafe_b64decode(head + "=="))["alg"] == "HS256"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [({"ttl": 0}, ValueError), ({"ttl": float("nan")}, ValueError),
     ({"ttl": float("inf")}, ValueError), ({"ttl": None}, TypeError),
     ({"secret": ""}, ValueError), ({"user_id": 5}, TypeError)],
)  # fmt: skip
def test_tokens_that_cannot_be(arguments: Any, error: type[Exception]) -> None:
    given: Any = {"app_id": "a", "user_id": "b", "secret": "c", **arguments}
    with pytest.raises(error):
        sign_token(**given)
