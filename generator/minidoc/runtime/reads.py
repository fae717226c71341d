"""How a topic is read: the operation behind every `get`.

The realtime protocol reads in two steps: SUBSCRIBE, whose answer carries no data, then
GET, whose answer is the state; later events change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from .decoding import mismatch
from .json_types import JSONValue
from .topics import Topic
from .wire import (
    SUCCESS,
    Operation,
    Request,
    Response,
    api_error,
    encode_path,
    error_code,
)

T = TypeVar("T")


def read(topic: Topic[T]) -> Operation[T | None]:
    """Make the operation that reads a topic once.

    Its result is `None` if there is no such thing. All SUBSCRIBEs go out before the
    GETs, so that no change between them is missed.

    Raises:
        APIError: From the operation, if the service refuses.
        DecodeError: From the operation, if the answer has not the documented shape.
    """
    topics = tuple(with_joins(topic))

    def finish(responses: Sequence[Response]) -> T | None:
        for request, response in zip(watching, responses, strict=False):
            if response.status != SUCCESS:
                raise api_error(request, response)
        answers = iter(responses[len(watching) :])
        state = _state(topic, answers)
        return None if state is None else topic.decode(state)

    watching = tuple(subscribe_request(each) for each in topics)
    getting = tuple(get_request(each) for each in topics)
    return Operation(watching + getting, finish, topics)


def with_joins(topic: Topic[object]) -> Iterator[Topic[object]]:
    """Give a topic, then those that are joined to it."""
    yield topic
    for joined in topic.joins.values():
        yield from with_joins(joined)


def subscribe_request(topic: Topic[object]) -> Request:
    """Return the request that makes the service push changes."""
    return _request("SUBSCRIBE", topic, {})


def get_request(topic: Topic[object]) -> Request:
    """Return the request for the present state."""
    return _request("GET", topic, topic.query)


def unsubscribe_request(topic: Topic[object]) -> Request:
    """Return the request that ends the pushes; never batched, unlike the others."""
    path = topic.path if topic.batch is None else (*topic.path, topic.batch)
    return Request("UNSUBSCRIBE", encode_path(path), idempotent=True)


def _request(
    method: str, topic: Topic[object], query: Mapping[str, JSONValue]
) -> Request:
    path = encode_path(topic.path)
    if topic.batch is None:
        return Request(method, path, dict(query), idempotent=True)
    encode_path((topic.batch,))  # the id of a batch obeys the same rules as a segment
    data = {"ids": [topic.batch], **query}
    return Request(method, path, data, mergeable=True, idempotent=True)


def _state(
    topic: Topic[object], answers: Iterator[Response]
) -> Mapping[str, JSONValue] | None:
    """Take the answers of `topic` and of what is joined to it; put them together."""
    state = own_state(topic, next(answers))
    joined = {name: _state(join, answers) for name, join in topic.joins.items()}
    if state is None or None in joined.values():
        return None
    return {**state, **joined} if joined else state


def own_state(
    topic: Topic[object], response: Response
) -> Mapping[str, JSONValue] | None:
    """Take the state of `topic` itself from the answer to its GET.

    Raises:
        APIError: If the service refuses.
        DecodeError: If the answer has not the documented shape.
    """
    if response.status != SUCCESS:
        if error_code(response) in topic.absent:
            return None
        raise api_error(get_request(topic), response)
    state = response.body
    if topic.batch is not None and isinstance(state, Mapping):
        state = state.get(topic.batch)
        if state is None:
            return None
    if isinstance(state, Mapping):
        return state
    raise mismatch("an object", state).within("answer", "/".join(topic.path[:1]))
