"""The errors that this package raises; all others are mistakes of a caller.

```text
TalkJSError
├── APIError                    the service answered something else than success
│   ├── BadRequestError         400
│   ├── AuthenticationError     401
│   ├── PermissionDeniedError   403
│   ├── NotFoundError           404
│   ├── ConflictError           409
│   ├── RateLimitedError        429
│   └── ServerError             500 and above
├── DecodeError                 the service's data has another shape than documented
├── EncodeError                 a value cannot be sent (also a TypeError)
├── NotConnectedError           there is no way to reach the service
│   └── TokenProviderError      the token provider gave no token
├── ConnectionLostError         the connection broke while a call was under way
├── CallTimeoutError            no answer came in time (also a TimeoutError)
├── SessionClosedError          the session is closed
├── SubscriptionEndedError      a subscription ended before its first update
├── WrongLoopError              the session belongs to another event loop
├── ForkedProcessError          the session belongs to the parent process
└── ForbiddenHostError          this app or host is not to be connected (ValueError)
```

Facts are attributes. No text of an error contains a token, a body or a field's value.
Every error can be pickled.
"""

from __future__ import annotations

import re

_LONGEST_TEXT = 300
_JSON_WEB_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+(\.[\w-]*)?")


class TalkJSError(Exception):
    """The root of all errors of this package."""

    @property
    def is_retry_safe(self) -> bool:
        """Whether the same call may be made again without doing anything twice."""
        return False


class APIError(TalkJSError):
    """The service answered a request with something else than success.

    Success is exactly status 200; an answer of another kind carries an `errorCode` and
    `reasons`, see
    <https://talkjs.com/docs/Reference/REST_API/Getting_Started/Introduction/>.
    """

    def __init__(
        self,
        status: int,
        error_code: str | None = None,
        reasons: tuple[str, ...] = (),
        is_retry_safe: bool = False,
        operation: str = "request",
    ) -> None:
        super().__init__(status, error_code, reasons, is_retry_safe, operation)
        self.status = status
        """The status of the answer, numbered as in HTTP."""
        self.error_code = error_code
        """The service's name for the mistake, `None` if the answer had none."""
        self.reasons = reasons
        """What the service says is wrong, as it says it; meant for developers."""
        self.operation = operation
        """Which kind of request failed, such as `PUT /users`; without ids."""
        self._is_retry_safe = is_retry_safe

    @property
    def is_retry_safe(self) -> bool:
        """Whether the call is idempotent and the status one that may pass."""
        return self._is_retry_safe

    def __str__(self) -> str:
        text = f"{self.operation} failed with status {self.status}"
        if self.error_code:
            text += f" {self.error_code}"
        if self.reasons:
            text += f": {'; '.join(self.reasons)}"
        text = _JSON_WEB_TOKEN.sub("(token)", text)
        return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}..."


class BadRequestError(APIError):
    """The service does not accept the data (400)."""


class AuthenticationError(APIError):
    """The token is missing, wrong or expired (401)."""


class PermissionDeniedError(APIError):
    """The user of this session may not do this (403)."""


class NotFoundError(APIError):
    """What the call is about does not exist (404)."""


class ConflictError(APIError):
    """The state of the service does not allow the call (409)."""


class RateLimitedError(APIError):
    """Too many calls in too short a time (429)."""


class ServerError(APIError):
    """The service failed (500 and above)."""


_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: RateLimitedError,
}


def api_error_class(status: int) -> type[APIError]:
    """Return the class of the error that an answer with this status becomes."""
    return ServerError if status >= 500 else _BY_STATUS.get(status, APIError)


class DecodeError(TalkJSError):
    """The service sent data that do not have the documented shape."""

    def __init__(self, class_name: str, path: str, expected: str, found: str) -> None:
        super().__init__(class_name, path, expected, found)
        self.class_name = class_name
        """The class that was to be read, such as `UserSnapshot`."""
        self.path = path
        """Where in its wire form, such as `user.name`, `users[3].id`; may be empty."""
        self.expected = expected
        """What should stand there, such as `a string`."""
        self.found = found
        """The kind of what stands there, such as `null`; never the value."""

    def within(self, class_name: str, step: str) -> DecodeError:
        """Return the same error, seen from the value that contains this one.

        Args:
            class_name: The class of the container; empty for an array or a map.
            step: The field of the container (`name`) or its element (`[3]`, `["a"]`).
        """
        joint = "." if self.path and not self.path.startswith("[") else ""
        path = f"{step}{joint}{self.path}"
        return DecodeError(class_name, path, self.expected, self.found)

    def __str__(self) -> str:
        place = ".".join(part for part in (self.class_name, self.path) if part)
        return (
            f"{place.replace('.[', '[')}: expected {self.expected}, found {self.found}"
        )


class EncodeError(TalkJSError, TypeError):
    """A value cannot be written as JSON."""


class NotConnectedError(TalkJSError):
    """There was no connection, so nothing was sent; `__cause__` may say why."""

    retry_after: float | None = None
    """For how many seconds the service asked to be left alone, if it did."""

    @property
    def is_retry_safe(self) -> bool:
        """Always true: the service has seen nothing of the call."""
        return True


class ConnectionLostError(TalkJSError):
    """The connection broke before the answer came.

    Whether the service has carried out the call is unknown.
    """

    def __init__(self, is_retry_safe: bool = False) -> None:
        super().__init__(is_retry_safe)
        self._is_retry_safe = is_retry_safe

    @property
    def is_retry_safe(self) -> bool:
        """Whether the call is idempotent."""
        return self._is_retry_safe

    def __str__(self) -> str:
        return "the connection broke before the answer came"


class CallTimeoutError(TalkJSError, TimeoutError):
    """No answer came in time; an answer that comes later is ignored.

    Whether the service has carried out the call is unknown.
    """

    def __init__(self, timeout: float, is_retry_safe: bool = False) -> None:
        super().__init__(timeout, is_retry_safe)
        self.timeout = timeout
        """How long the call was given, in seconds."""
        self._is_retry_safe = is_retry_safe

    @property
    def is_retry_safe(self) -> bool:
        """Whether the call is idempotent, or was never sent."""
        return self._is_retry_safe

    def __str__(self) -> str:
        return f"no answer within {self.timeout:g} s"


class TokenProviderError(NotConnectedError):
    """The token provider raised, gave no token, or took too long."""


class SessionClosedError(TalkJSError):
    """The session is closed; get a new one.

    One that ended by itself has the error that ended it as its `__cause__`.
    """


class WrongLoopError(TalkJSError):
    """An async session is used in another event loop than before, or in none."""


class ForkedProcessError(TalkJSError):
    """A session that was made before a fork is used after it; get a new one.

    In the child its subscriptions have ended by this error. The parent goes on.
    """


class ForbiddenHostError(TalkJSError, ValueError):
    """The host is no host, or an app for tests (`demo-`) would leave this machine."""


class SubscriptionEndedError(TalkJSError):
    """The subscription ended before its first update.

    Its `__cause__` is the error that ended it; without one, it was unsubscribed.
    """
