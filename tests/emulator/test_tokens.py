"""Tokens of users and apps: what the service checks, with and without a secret."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import Any

import jwt
import pytest

from minidoc.emulator.clock import Clock
from minidoc.emulator.tokens import TokenError, Tokens, fingerprint

NOW = 1_000_000
library: Any = jwt
SECRET = "sk_test_0123456789abcdef0123456789abcdef"
GOOD: dict[str, Any] = {"tokenType": "user", "iss": "app", "sub": "alice"}
APP: dict[str, Any] = {"tokenType": "app", "iss": "app"}


def signed(
    claims: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256"
) -> str:
    token: str = library.encode(claims, secret, algorithm)
    return token


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(SECRET, Clock(lambda: NOW))


@pytest.fixture
def open_tokens() -> Tokens:
    return Tokens(None, Clock(lambda: NOW))


@pytest.mark.parametrize(
    ("extra", "end"),
    [
        ({}, None),
        ({"exp": NOW + 1}, NOW + 1),
        ({"exp": NOW + 0.5}, NOW + 0.5),
        ({"nbf": NOW, "exp": NOW + 10}, NOW + 10),
        ({"aud": "anybody", "jti": "5", "iat": NOW + 5, "more": {}}, None),
    ],
)
def test_good_tokens(
    tokens: Tokens, open_tokens: Tokens, extra: dict[str, Any], end: float | None
) -> None:
    token = signed(GOOD | extra)
    assert tokens.check_user(token, "app", "alice") == end
    assert open_tokens.check_user(token, "app", "alice") == end


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"tokenType": "app"}, "token: tokenType must be 'user'"),
        ({"tokenType": None}, "token: tokenType must be 'user'"),
        ({"iss": "another"}, "token: iss must be 'app'"),
        ({"sub": "bob"}, "token: sub must be 'alice'"),
        ({"sub": ["alice"]}, "token: sub must be 'alice'"),
        ({"exp": NOW}, "token: has expired (exp)"),
        ({"exp": NOW - 1}, "token: has expired (exp)"),
        ({"exp": True}, "token: exp must be a number of seconds"),
        ({"exp": "soon"}, "token: exp must be a number of seconds"),
        ({"exp": float("inf")}, "token: exp is no time"),
        ({"exp": float("nan")}, "token: exp is no time"),
        ({"exp": 10**400}, "token: exp is no time"),
        ({"nbf": -(10**13)}, "token: nbf is no time"),
        ({"nbf": NOW + 1}, "token: is not valid yet (nbf)"),
    ],
)
def test_bad_claims_are_refused_with_and_without_a_secret(
    tokens: Tokens, open_tokens: Tokens, change: dict[str, Any], reason: str
) -> None:
    token = signed(GOOD | change)
    for each in (tokens, open_tokens):
        with pytest.raises(TokenError) as caught:
            each.check_user(token, "app", "alice")
        assert caught.value.reason == reason


def test_signatures_count_with_a_secret_only(
    tokens: Tokens, open_tokens: Tokens
) -> None:
    other = "another secret, which is long enough for the library"
    for token in (
        signed(GOOD, other),
        signed(GOOD)[:-4] + "AAAA",
    ):
        with pytest.raises(TokenError, match="the signature is wrong"):
            tokens.check_user(token, "app", "alice")
        open_tokens.check_user(token, "app", "alice")


@pytest.mark.parametrize("algorithm", ["none", "HS512"])
def test_other_algorithms_are_refused(tokens: Tokens, algorithm: str) -> None:
    key = "" if algorithm == "none" else SECRET * 2
    token = signed(GOOD, key, algorithm)
    with pytest.raises(TokenError, match="must be signed with HS256"):
        tokens.check_user(token, "app", "alice")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é", "....", "\ud800", "{}"])
def test_what_is_no_token(tokens: Tokens, open_tokens: Tokens, token: str) -> None:
    for each in (tokens, open_tokens):
        with pytest.raises(TokenError) as caught:
            each.check_user(token, "app", "alice")
        assert not token or token not in caught.value.reason.removeprefix("token:")


def test_short_secrets_sign_as_they_are() -> None:
    """Independent of the library: HMAC-SHA256 over the first two parts."""
    head, _, signature = Tokens("k", Clock()).user_token("app", "al").rpartition(".")
    digest = hmac.new(b"k", head.encode(), hashlib.sha256).digest()
    assert urlsafe_b64encode(digest).decode().rstrip("=") == signature


def test_app_tokens(tokens: Tokens, open_tokens: Tokens) -> None:
    tokens.check_app(signed(APP), "app")
    tokens.check_app(tokens.app_token("app"), "app")
    tokens.check_app(SECRET, "app")
    open_tokens.check_app(signed(APP), "app")
    open_tokens.check_app("sk_live_whatever", "app")
    for token in (signed(GOOD), signed(APP | {"iss": "b"}), signed(APP | {"exp": 1})):
        for each in (tokens, open_tokens):
            with pytest.raises(TokenError):
                each.check_app(token, "app")
    with pytest.raises(TokenError):
        tokens.check_app(SECRET[:-1], "app")
    with pytest.raises(TokenError):
        tokens.check_app(signed(APP, SECRET + "x"), "app")


def test_tokens_that_are_made_end_when_they_should(tokens: Tokens) -> None:
    token = tokens.user_token("app", "alice", ttl=60)
    assert tokens.check_user(token, "app", "alice") == NOW + 60
    forever = tokens.user_token("app", "alice", ttl=None)
    assert tokens.check_user(forever, "app", "alice") is None


def test_signatures_of_users_without_tokens(
    tokens: Tokens, open_tokens: Tokens
) -> None:
    digest = hmac.new(SECRET.encode(), b"alice", hashlib.sha256).hexdigest()
    assert tokens.check_signature(digest, "alice")
    assert not tokens.check_signature(digest, "bob")
    assert not tokens.check_signature("", "alice")
    assert not tokens.check_signature("é", "alice")
    assert open_tokens.check_signature("", "alice")


def test_fingerprints_tell_tokens_apart_and_do_not_show_them() -> None:
    one, two = fingerprint("a.b.c"), fingerprint("a.b.d")
    assert one == fingerprint("a.b.c") != two
    assert "a.b.c" not in one
