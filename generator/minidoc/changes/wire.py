"""What calls do on the wire: bindings, and the topics that they read and follow.

In: the bindings of two partners. Out: changes. Names inside a binding (of topics, of
the overlay's own making) do not count, only what they stand for.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from minidoc.changes.codes import ChangeCode
from minidoc.changes.context import Comparison, Place
from minidoc.changes.words import Words
from minidoc.ir.bindings import Binding, ReadBinding, SubscribeBinding, Topic
from minidoc.ir.model import Api


def compare_bindings(
    c: Comparison, old: Binding | None, new: Binding | None, place: Place, words: Words
) -> None:
    """Compare what a member does on the wire."""
    if old is None and new is None:
        return
    before = _shown(old) if old else None
    after = _shown(new) if new else None
    if old is None:
        message = f"`{place.path}` does something now, and raised until now"
        c.report(ChangeCode.GAINED_BINDING, place, message, (None, after))
    elif new is None:
        message = f"nothing says any more what `{place.path}` does: calls raise"
        c.report(ChangeCode.LOST_BINDING, place, message, (before, None))
    elif type(old) is not type(new):
        message = f"`{place.path}` does something else on the wire"
        c.report(ChangeCode.CHANGED_BINDING, place, message, (before, after))
    elif isinstance(old, ReadBinding | SubscribeBinding):
        assert isinstance(new, ReadBinding | SubscribeBinding), "the same kind"
        _topics(c, old.topic, new.topic, place, words)
    elif not words.same(before or "", after or ""):
        message = f"`{place.path}` sends something else"
        c.report(ChangeCode.CHANGED_BINDING, place, message, (before, after))


def _topics(c: Comparison, old: str, new: str, place: Place, words: Words) -> None:
    ours, theirs = _topic(c.old.api, old), _topic(c.new.api, new)
    if ours is None or theirs is None or (ours.name == theirs.name and ours == theirs):
        return
    before, after = _told(c.old.api, ours), _told(c.new.api, theirs)
    if words.same(before, after):
        return
    code, path = ChangeCode.CHANGED_TOPIC, f"topic {theirs.name}"
    if any(each.code is code and each.path == path for each in c.found):
        return
    message = f"`{place.path}` reads or follows another state of the service"
    where = Place(path, place.python, place.page, place.span)
    c.report(code, where, message, (before, after))


def _topic(api: Api, name: str) -> Topic | None:
    return next((topic for topic in api.topics if topic.name == name), None)


def _told(api: Api, topic: Topic, depth: int = 3) -> str:
    """Write a topic without names of the overlay's own: joins by what they join."""
    joined = {
        join.field: _told(api, other, depth - 1)
        for join in topic.joins
        if depth and (other := _topic(api, join.topic))
    }
    plain = asdict(replace(topic, name="", page="", joins=()))
    return _json({**plain, "joins": joined})


def _shown(binding: Binding) -> str:
    return _json(asdict(binding))


def _json(values: dict[str, object]) -> str:
    kept = {name: value for name, value in values.items() if value not in ("", {}, ())}
    return json.dumps(kept, ensure_ascii=False)
