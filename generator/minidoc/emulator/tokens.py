"""Tokens: JSON Web Tokens of users and of whole apps, checked and made.

With a secret, everything is checked as the service does: HS256 signature, `tokenType`,
`iss`, `sub`, `exp`, `nbf`. Without one the signature cannot be checked; the claims are,
since a token for another user or past its end never works on the service either.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import jwt
from jwt.types import Options

from minidoc.emulator.clock import Clock

ALGORITHM = "HS256"
_END_OF_TIME = 1e12  # seconds: far beyond any date
# What tokens are signed with where no secret is set; nobody checks it then.
_OPEN_SECRET = "an emulator without --secret accepts any signature"  # noqa: S105
# The library's types lead to one that need not be installed.
_jwt: Any = jwt
_SIGNATURE_ONLY: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


class TokenError(Exception):
    """A token is refused; `reason` begins with `token:` and never shows the token."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Tokens:
    """Checks and makes tokens against one secret, or none.

    `gives` lets in users who have no token, as if they had signed.
    """

    def __init__(self, secret: str | None, clock: Clock, gives: bool = False) -> None:
        self.secret = secret
        self._gives = gives
        self._clock = clock

    def check_user(self, token: str, app_id: str, user_id: str) -> float | None:
        """Accept a user's token; return when it ends, in seconds, None for never.

        Raises:
            TokenError: If it is not that user's, or not valid now.
        """
        claims = self._claims(token)
        _expect(claims, "tokenType", "user")
        _expect(claims, "iss", app_id)
        _expect(claims, "sub", user_id)
        return self._times(claims)

    def check_app(self, token: str, app_id: str) -> None:
        """Accept a back end's bearer: an app's token, or the secret key itself.

        The key as bearer is the older form of rest.md; without a secret any word passes
        for it.

        Raises:
            TokenError: If it is neither.
        """
        if self._is_secret(token):
            return
        claims = self._claims(token)
        _expect(claims, "tokenType", "app")
        _expect(claims, "iss", app_id)
        self._times(claims)

    def check_signature(self, signature: str, user_id: str) -> bool:
        """Tell whether a user without a token is let in: HMAC-SHA256 of the id.

        Without a secret everybody is.
        """
        if self.secret is None or self._gives:
            return True
        digest = hmac.new(self.secret.encode(), user_id.encode(), hashlib.sha256)
        return hmac.compare_digest(digest.hexdigest().encode(), signature.encode())

    def user_token(self, app_id: str, user_id: str, ttl: float | None = 86400) -> str:
        """Make a user's token that lasts `ttl` seconds, None for ever."""
        claims = {"tokenType": "user", "iss": app_id, "sub": user_id}
        return self._signed(claims, ttl)

    def app_token(self, app_id: str, ttl: float | None = 30) -> str:
        """Make a back end's token that lasts `ttl` seconds, None for ever."""
        return self._signed({"tokenType": "app", "iss": app_id}, ttl)

    def _signed(self, claims: Mapping[str, str], ttl: float | None) -> str:
        end = {} if ttl is None else {"exp": int(self._clock.now() + ttl)}
        key = _key(self.secret or _OPEN_SECRET)
        token: str = _jwt.encode({**claims, **end}, key, ALGORITHM)
        return token

    def _is_secret(self, token: str) -> bool:
        if self.secret is None:
            return token != "" and token.count(".") != 2
        return hmac.compare_digest(token.encode(), self.secret.encode())

    def _claims(self, token: str) -> Mapping[str, object]:
        checked = _SIGNATURE_ONLY.copy()
        checked["verify_signature"] = self.secret is not None
        try:
            key = _key(self.secret or _OPEN_SECRET)
            claims: Mapping[str, object] = _jwt.decode(token, key, [ALGORITHM], checked)
        except jwt.InvalidSignatureError:
            raise TokenError("token: the signature is wrong") from None
        except jwt.InvalidAlgorithmError:
            raise TokenError(f"token: must be signed with {ALGORITHM}") from None
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise TokenError("token: is no JSON Web Token") from None
        return claims

    def _times(self, claims: Mapping[str, object]) -> float | None:
        now = self._clock.now()
        start, end = _seconds(claims, "nbf"), _seconds(claims, "exp")
        if start is not None and now < start:
            raise TokenError("token: is not valid yet (nbf)")
        if end is not None and end <= now:
            raise TokenError("token: has expired (exp)")
        return end


def fingerprint(token: str) -> str:
    """Return what journals show in place of a token: the same for the same token."""
    digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    return f"<token {digest[:12]}>"


def _expect(claims: Mapping[str, object], name: str, value: str) -> None:
    if claims.get(name) != value:
        raise TokenError(f"token: {name} must be {value!r}")


def _seconds(claims: Mapping[str, object], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenError(f"token: {name} must be a number of seconds")
    # The library's JSON knows infinity and numbers that no clock does.
    if not abs(value) < _END_OF_TIME:
        raise TokenError(f"token: {name} is no time")
    return float(value)


def _key(secret: str) -> bytes:
    """Return the key of a secret, at the length that the library does not warn about.

    HMAC itself pads keys with zeros up to 64 bytes (RFC 2104), so this changes nothing.
    """
    return secret.encode().ljust(32, b"\0")
