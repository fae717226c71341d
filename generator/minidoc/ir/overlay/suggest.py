"""Entries for what the overlay does not say yet, guessed and ready to be checked.

In: an API model with the present overlay applied. Out: TOML text that loads as an
overlay and can be put behind the present one. Guesses follow the habits of these pages;
each `reason` says what has to be checked, and is a warning until a real one takes its
place. What cannot be guessed, or is refused by the overlay's checks, becomes a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from minidoc.diagnostics import GenerationError, Severity, Span
from minidoc.ir.bindings import Topic
from minidoc.ir.model import Api, PageDecl
from minidoc.ir.overlay.bind import bind
from minidoc.ir.overlay.draft import Draft
from minidoc.ir.overlay.guess import Guesses, Table, guess_binding
from minidoc.ir.overlay.load import Overlay, load_overlay
from minidoc.ir.overlay.tables import TopicTable
from minidoc.ir.overlay.toml import toml_table
from minidoc.ir.overlay.topics import Topics, read_topics
from minidoc.ir.types import NamedType
from minidoc.ir.unbound import unbound
from minidoc.ir.walk import find
from minidoc.syntax.nodes import TypeNode

_ENUM_ENDINGS = (
    "Access",
    "Kind",
    "Level",
    "Mode",
    "Origin",
    "Settings",
    "State",
    "Status",
    "Type",
)


def suggest(api: Api) -> str:
    """Return overlay entries for every unbound method and every undeclared type.

    Where nothing can be guessed there is a comment in place of the entry. The text is
    empty if nothing is missing.
    """
    guesses = Guesses(api)
    parts = [*_types(api), *_bindings(api, guesses)]
    topics = [toml_table("topic", topic) for topic in guesses.new_topics]
    return "\n".join([*topics, *parts])


def _bindings(api: Api, guesses: Guesses) -> Iterator[str]:
    for page, owner, method in unbound(api):
        target = f"{owner.name}.{method.name}" if owner else method.name
        topics = len(guesses.new_topics)
        guess = guess_binding(guesses, page, owner, method)
        if not isinstance(guess, str):
            entry: Table = {"page": page, "target": target}
            text = toml_table("bind", entry | guess)
            fault = _fault(api, guesses.new_topics, text)
            if not fault:
                yield text
                continue
            del guesses.new_topics[topics:]
            guess = fault
        yield f"# {target} ({page}): {guess}.\n"


def _fault(api: Api, new_topics: list[Table], text: str) -> str:
    """Return what the checks say against an entry, or an empty text."""
    made = "\n".join(toml_table("topic", topic) for topic in new_topics)
    draft = Draft({page.name: page for page in api.pages}, _no_type)
    try:
        overlay = load_overlay(f"{made}\n{text}", "suggested.toml")
    except GenerationError as error:
        return error.diagnostics[0].message
    topics = _topics(api, draft, overlay)
    bind(draft, overlay.entries("bind", overlay.tables.bind), topics)
    errors = [f.message for f in draft.found if f.severity is Severity.ERROR]
    return errors[0] if errors else ""


def _topics(api: Api, draft: Draft, overlay: Overlay) -> Topics:
    """Return the topics that there are, and those that are guessed."""
    tables = tuple(_table(topic) for topic in api.topics) + overlay.tables.topic
    everything = replace(overlay, tables=replace(overlay.tables, topic=tables))
    # What they say about topics themselves is no matter of one entry.
    found = list(draft.found)
    topics = read_topics(draft, everything)
    draft.found[:] = found
    return topics


def _table(topic: Topic) -> TopicTable:
    values = {f.name: getattr(topic, f.name) for f in fields(topic)}
    return TopicTable(reason="In the overlay.", **values)


def _no_type(text: str, _: Span) -> TypeNode:
    raise AssertionError(f"no entry that is guessed holds a type: {text}")


def _types(api: Api) -> Iterator[str]:
    for undeclared in api.undeclared:
        page = _page_that_uses(api, undeclared.name)
        hint = (
            "nothing tells what it is; prefer the page that declares it, or add a"
            " [[type]]"
        )
        if undeclared.name.endswith(_ENUM_ENDINGS):
            hint = "it may be an enum; add an [[enum]] with its constants"
        yield f"# {undeclared.name} ({page.name}): {hint}.\n"


def _page_that_uses(api: Api, name: str) -> PageDecl:
    """Return the first page with the type in a signature; there is one."""
    return next(
        page
        for page in api.pages
        if any(used.name == name for used in find(page, NamedType))
    )
