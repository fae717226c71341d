"""The hand-written part of the package: what the generated modules call.

Relative imports only, and nothing but the standard library. `dir()` of the package that
contains this one shows what is meant for users of it.
"""

from __future__ import annotations

from .async_subscription import AsyncSubscription
from .decoding import (
    Decoder,
    Reader,
    anything,
    boolean,
    enumeration,
    integer,
    json_value,
    list_of,
    map_of,
    nullable,
    number,
    record,
    string,
)
from .deprecation import deprecated
from .encoding import encode, encode_fields
from .enums import CLEAR, Clear, OpenEnum
from .errors import (
    APIError,
    AuthenticationError,
    BadRequestError,
    CallTimeoutError,
    ConflictError,
    ConnectionLostError,
    DecodeError,
    EncodeError,
    ForbiddenHostError,
    ForkedProcessError,
    NotConnectedError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    SessionClosedError,
    SubscriptionEndedError,
    TalkJSError,
    TokenProviderError,
    WrongLoopError,
)
from .feed import (
    ActiveState,
    ErrorState,
    PendingState,
    SubscriptionState,
    UnsubscribedState,
)
from .health import Health
from .json_types import FrozenDict, JSONValue
from .listening import AsyncErrorListening, ErrorListening
from .opening import open_async_session, open_session
from .owners import AsyncSessionOwner, SessionOwner
from .reads import read
from .renaming import renamed
from .session import AsyncSession, Session
from .subscription import Subscription
from .tokens import sign_token
from .topics import Event, Topic
from .transport import AsyncTransport, Transport
from .wire import Operation, Request, Response
from .writes import clear, write

__all__ = [
    "CLEAR",
    "APIError",
    "ActiveState",
    "AsyncErrorListening",
    "AsyncSession",
    "AsyncSessionOwner",
    "AsyncSubscription",
    "AsyncTransport",
    "AuthenticationError",
    "BadRequestError",
    "CallTimeoutError",
    "Clear",
    "ConflictError",
    "ConnectionLostError",
    "DecodeError",
    "Decoder",
    "EncodeError",
    "ErrorListening",
    "ErrorState",
    "Event",
    "ForbiddenHostError",
    "ForkedProcessError",
    "FrozenDict",
    "Health",
    "JSONValue",
    "NotConnectedError",
    "NotFoundError",
    "OpenEnum",
    "Operation",
    "PendingState",
    "PermissionDeniedError",
    "RateLimitedError",
    "Reader",
    "Request",
    "Response",
    "ServerError",
    "Session",
    "SessionClosedError",
    "SessionOwner",
    "Subscription",
    "SubscriptionEndedError",
    "SubscriptionState",
    "TalkJSError",
    "TokenProviderError",
    "Topic",
    "Transport",
    "UnsubscribedState",
    "WrongLoopError",
    "anything",
    "boolean",
    "clear",
    "deprecated",
    "encode",
    "encode_fields",
    "enumeration",
    "integer",
    "json_value",
    "list_of",
    "map_of",
    "nullable",
    "number",
    "open_async_session",
    "open_session",
    "read",
    "record",
    "renamed",
    "sign_token",
    "string",
    "write",
]
