"""Making user tokens, for back ends and tests: JSON Web Tokens, RFC 7519."""

from __future__ import annotations

from .arguments import checked
from .timing import seconds


def sign_token(*, app_id: str, user_id: str, secret: str, ttl: float = 86400.0) -> str:
    """Make a token with which one user of one app can log in.

    Only a back end should do this: whoever has the secret can act as anybody. The
    token is signed with HS256, see
    <https://talkjs.com/docs/Features/Security/Advanced_Authentication/>.

    Args:
        app_id: The id of the app.
        user_id: The id of the user that the token stands for.
        secret: The app's secret key, from the dashboard; any for an emulator without.
        ttl: How long the token serves, in seconds from now.

    Raises:
        TypeError: If an id or the secret is not a string.
        ValueError: If an id or the secret is empty, or `ttl` not positive.
    """
    import hmac
    import json
    from hashlib import sha256
    from time import time

    now = int(time())
    claims = {
        "tokenType": "user",
        "iss": checked("app_id", app_id),
        "sub": checked("user_id", user_id),
        "iat": now,
        "exp": now + max(1, round(seconds("ttl", ttl))),
    }
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    signed = ".".join(_base64(json.dumps(part).encode()) for part in parts)
    key = checked("secret", secret).encode()
    signature = hmac.new(key, signed.encode(), sha256).digest()
    return f"{signed}.{_base64(signature)}"


def _base64(octets: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(octets).rstrip(b"=").decode()
