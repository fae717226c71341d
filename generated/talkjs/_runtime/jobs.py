"""What a request was sent for, so that its answer finds its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from .calls import CallJob
from .reads import get_request, subscribe_request
from .topics import Topic
from .watched import Watched, topic_key
from .wire import Request

MOST_IDS = 1000
"""So many ids travel in one frame."""


@dataclass(slots=True, eq=False)
class WatchJob:
    """SUBSCRIBE or GET, for some topics at once."""

    request: Request
    asked: tuple[tuple[Watched, int], ...]
    """The topics, each with its round at that time."""

    token: int = 0
    """Which token was in use when it was sent, by number."""

    def wanted(self) -> Iterator[Watched]:
        """Give the topics that still wait for this answer."""
        for watched, number in self.asked:
            if watched.round == number and watched.views:
                yield watched


@dataclass(slots=True, eq=False)
class PlainJob:
    """A request whose answer says nothing: a ping, an UNSUBSCRIBE."""

    request: Request
    orphan: Topic[object] | None = None
    """What an UNSUBSCRIBE is about: if it fails, the service goes on pushing it."""

    failures: int = 0


@dataclass(slots=True, eq=False)
class RenewJob:
    """The login, or its renewal."""


Job: TypeAlias = CallJob | WatchJob | PlainJob | RenewJob


def watch_jobs(new: Iterable[Watched]) -> tuple[WatchJob, ...]:
    """Make the requests for some topics: all SUBSCRIBEs, then all GETs, batched."""
    groups: dict[object, list[Watched]] = {}
    for watched in new:
        path, batch, query = topic_key(watched.topic)
        key = (path, query, batch is None)
        groups.setdefault(key, []).append(watched)
    chunks = [
        group[start : start + MOST_IDS]
        for group in groups.values()
        for start in range(0, len(group), MOST_IDS)
    ]
    return tuple(
        WatchJob(_merged(make(chunk[0].topic), chunk), _rounds(chunk))
        for make in (subscribe_request, get_request)
        for chunk in chunks
    )


def _merged(request: Request, chunk: list[Watched]) -> Request:
    if not request.mergeable:
        return request
    ids = [watched.topic.batch for watched in chunk]
    return replace(request, data={**request.data, "ids": ids})


def _rounds(chunk: list[Watched]) -> tuple[tuple[Watched, int], ...]:
    return tuple((watched, watched.round) for watched in chunk)
