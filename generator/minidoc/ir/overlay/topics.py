"""`[[topic]]`: the state behind the bindings, checked against the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minidoc.diagnostics import Code, Span
from minidoc.ir import model as ir
from minidoc.ir.bindings import Topic
from minidoc.ir.names import close_match
from minidoc.ir.overlay.draft import Draft, report_no_effect, report_no_match
from minidoc.ir.overlay.load import Entry, Overlay
from minidoc.ir.overlay.tables import TopicTable
from minidoc.ir.overlay.templates import (
    PATH_HINT,
    TEMPLATE_HINT,
    path_fault,
    placeholders,
    template_fault,
)
from minidoc.ir.types import NamedType
from minidoc.values import frozen


@frozen
class Topics:
    """The topics of the file: all of them, and those whose pages are given."""

    entries: dict[str, Entry[TopicTable]]
    active: dict[str, Topic]

    def needed(self, name: str) -> set[str]:
        """Return the placeholders of a topic and of all that it joins."""
        needed: set[str] = set()
        for reached in _reached(name, self.entries):
            table = self.entries[reached].table
            needed |= placeholders(table.path) | placeholders(table.batch or "")
        return needed


def read_topics(draft: Draft, overlay: Overlay) -> Topics:
    """Check the topics and set aside those whose page is not given."""
    entries = _by_name(draft, overlay)
    given = {n for n, entry in entries.items() if entry.table.page in draft.pages}
    active: dict[str, Topic] = {}
    for name, entry in entries.items():
        if name in given:
            _check(draft, entry, entries)
        if all(reached in given for reached in _reached(name, entries)):
            active[name] = _topic(entry.table)
    _check_used(draft, overlay, [entries[name] for name in given])
    return Topics(entries, active)


def _by_name(draft: Draft, overlay: Overlay) -> dict[str, Entry[TopicTable]]:
    entries: dict[str, Entry[TopicTable]] = {}
    for entry in overlay.entries("topic", overlay.tables.topic):
        if entry.table.name in entries:
            message = f"the topic `{entry.table.name}` is declared twice"
            hint = "rename one of them"
            draft.report(Code.INVALID_OVERLAY, message, entry.span("name"), hint)
        entries.setdefault(entry.table.name, entry)
    return entries


def _reached(name: str, entries: dict[str, Entry[TopicTable]]) -> list[str]:
    """Return the topic and all that it joins, directly or not; a loop ends."""
    reached: list[str] = []
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in entries and current not in reached:
            reached.append(current)
            waiting.extend(join.topic for join in entries[current].table.joins)
    return reached


def _check(
    draft: Draft, entry: Entry[TopicTable], entries: dict[str, Entry[TopicTable]]
) -> None:
    table = entry.table
    for key, fault, hint in (
        ("path", path_fault(table.path), PATH_HINT),
        ("batch", template_fault(table.batch or ""), TEMPLATE_HINT),
    ):
        if fault:
            draft.report(Code.INVALID_OVERLAY, fault, entry.span(key), hint)
    _check_batch(draft, entry)
    snapshot = draft.declaration(table.snapshot)
    if snapshot is None:
        message = f"no given page declares the snapshot class `{table.snapshot}`"
        names = draft.names().declared
        report_no_match(draft, message, table.snapshot, names, entry.span("snapshot"))
    elif not isinstance(snapshot, ir.ClassDecl) or snapshot.role != "data":
        message = f"`{table.snapshot}` is no class of values"
        hint = "name the class whose objects the service sends"
        draft.report(Code.INVALID_OVERLAY, message, entry.span("snapshot"), hint)
    else:
        _check_joins(draft, entry, snapshot, entries)


def _check_batch(draft: Draft, entry: Entry[TopicTable]) -> None:
    table = entry.table
    if table.batch is not None and placeholders(table.path):
        message = "a topic with `batch` reads many ids under one path"
        hint = "take the placeholders out of `path`"
        draft.report(Code.INVALID_OVERLAY, message, entry.span("path"), hint)


def _check_joins(
    draft: Draft,
    entry: Entry[TopicTable],
    snapshot: ir.ClassDecl,
    entries: dict[str, Entry[TopicTable]],
) -> None:
    fields = {field.name: field for field in snapshot.fields}
    for number, join in enumerate(entry.table.joins):
        span = entry.span("joins", number, "field")
        field = fields.get(join.field)
        if field is None:
            message = f"`{snapshot.name}` has no field `{join.field}`"
            report_no_match(draft, message, join.field, fields, span)
        joined = entries.get(join.topic)
        topic_span = entry.span("joins", number, "topic")
        if joined is None:
            report_unknown_topic(draft, join.topic, entries, topic_span)
        elif entry.table.name in _reached(join.topic, entries):
            message = f"the topic `{entry.table.name}` joins itself"
            hint = "remove the join that leads back"
            draft.report(Code.INVALID_OVERLAY, message, topic_span, hint)
        elif field is not None and not _holds(field, joined.table.snapshot):
            message = f"`{snapshot.name}.{field.name}` is no `{joined.table.snapshot}`"
            hint = "name the topic of what the field holds"
            draft.report(Code.INVALID_OVERLAY, message, topic_span, hint)


def _holds(field: ir.FieldDecl, name: str) -> bool:
    return isinstance(field.type, NamedType) and field.type.name == name


def report_unknown_topic(
    draft: Draft, name: str, known: Iterable[str], span: Span
) -> None:
    """Report a topic that the file does not have."""
    hint = close_match(name, known) or f'add a `[[topic]]` with `name = "{name}"`'
    message = f"the overlay has no topic `{name}`"
    draft.report(Code.INVALID_OVERLAY, message, span, hint)


def _check_used(
    draft: Draft, overlay: Overlay, entries: list[Entry[TopicTable]]
) -> None:
    """Report topics that nothing in the whole file uses, given or not."""
    used = set(_used_topics(overlay))
    for entry in entries:
        if entry.table.name not in used:
            message = f"no entry uses the topic `{entry.table.name}`"
            report_no_effect(draft, message, entry.span("name"))


def _used_topics(overlay: Overlay) -> Iterator[str]:
    for bind in overlay.tables.bind:
        for binding in (bind.read, bind.subscribe):
            if binding is not None:
                yield binding.topic
    for topic in overlay.tables.topic:
        yield from (join.topic for join in topic.joins if topic.name != join.topic)


def _topic(table: TopicTable) -> Topic:
    return Topic(
        name=table.name,
        page=table.page,
        path=table.path,
        batch=table.batch,
        query=dict(table.query),
        snapshot=table.snapshot,
        events=table.events,
        joins=table.joins,
        absent=table.absent,
    )
