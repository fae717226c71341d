"""Entries for what the overlay does not say yet, guessed and ready to be checked.

In: an API model with the present overlay applied. Out: TOML text that loads as an
overlay and can be put behind the present one. Guesses follow the habits of these pages;
each `reason` says what has to be checked before a real one takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from minidoc.ir.model import Api, PageDecl
from minidoc.ir.overlay.guess import Guesses, guess_binding
from minidoc.ir.overlay.toml import TomlValue, toml_table
from minidoc.ir.types import NamedType
from minidoc.ir.unbound import unbound
from minidoc.ir.walk import find

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
        guess = guess_binding(guesses, page, owner, method)
        if isinstance(guess, str):
            yield f"# {target} ({page}): {guess}.\n"
            continue
        entry: dict[str, TomlValue] = {"page": page, "target": target}
        yield toml_table("bind", entry | guess)


def _types(api: Api) -> Iterator[str]:
    for undeclared in api.undeclared:
        page = _page_that_uses(api, undeclared.name)
        entry: dict[str, TomlValue] = {"page": page.name, "name": undeclared.name}
        if undeclared.name.endswith(_ENUM_ENDINGS):
            entry["reason"] = "TODO: check that it is an enum, and name its constants"
            entry["constants"] = [{"name": "todo", "wire": "TODO"}]
            yield toml_table("enum", entry)
        else:
            entry["reason"] = (
                "TODO: prefer the page that declares it; or say what it is, for "
                'example is = "Map<String, dynamic>"'
            )
            yield toml_table("type", entry)


def _page_that_uses(api: Api, name: str) -> PageDecl:
    """Return the first page with the type in a signature; there is one."""
    return next(
        page
        for page in api.pages
        if any(used.name == name for used in find(page, NamedType))
    )
