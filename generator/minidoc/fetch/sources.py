"""Which pages there are and where each comes from: front matter, or the configuration.

Comes in: settings, and the pages as they are stored. Goes out: one source per page; an
error for each that has none. Nothing is asked for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from minidoc.config import Config
from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.fetch.addresses import Address, page_address, parse_address
from minidoc.pages import Page
from minidoc.values import frozen

_FIRST = "set `pages` in [tool.minidoc] of pyproject.toml, for example to spec/*.md"


@frozen
class Stored:
    """A page as it is on disk: its bytes, and what they say if they can be read.

    Attributes:
        data: The bytes of the file.
        page: The page; None if the bytes are none.
        url: The address that its front matter names, or an empty text.
    """

    data: bytes
    page: Page | None
    url: str


@frozen
class Source:
    """A page and where it comes from.

    Attributes:
        name: File name, in the folder of the pages.
        address: What is asked.
        stored: What is there now; None for a page that is new.
        is_configured: The address is that of the configuration or the command line.
    """

    name: str
    address: Address
    stored: Stored | None
    is_configured: bool


def folder_of(config: Config) -> Path:
    """Return the one folder that holds the pages, whether or not it exists.

    Raises:
        GenerationError: If the settings name none, or more than one.
    """
    named = {config.root / path for path, _ in config.fetch if path}
    found = {path.parent for path in (*config.pages, *named)}
    if not found:
        found = {(config.root / pattern).parent for pattern in config.patterns}
    if not found:
        raise GenerationError([_config("no pages are configured", _FIRST)])
    if len(found) > 1 or "*" in next(iter(found)).as_posix():
        hint = "fetch writes all pages in one step, and for that they need one folder"
        raise GenerationError([_config("the pages are in several folders", hint)])
    return found.pop()


def sources(config: Config, stored: Mapping[str, Stored]) -> tuple[Source, ...]:
    """Find the source of every page, in the order of their names.

    A page that the configuration names is asked for there; every other one at the
    address of its front matter, plus `.md`.

    Raises:
        GenerationError: With each page that has no address, or one that is not asked.
    """
    collected: dict[str, Source] = {}
    found: list[Diagnostic] = []
    for path, text in config.fetch:
        _collect(collected, found, partial(_named, path, text, stored))
    for name, page in stored.items():
        if name not in collected:
            _collect(collected, found, partial(_own, name, page))
    found.extend(_doubles(collected.values()))
    if found:
        raise GenerationError(found)
    return tuple(collected[name] for name in sorted(collected))


def select(
    every: Sequence[Source], wanted: Sequence[str], stored: Mapping[str, Stored]
) -> tuple[Source, ...]:
    """Return the sources that a command line names; all, if it names none.

    Args:
        every: The sources of the project.
        wanted: Names or paths of pages, and addresses: one that is not known yet is a
            page to be added.
        stored: The pages on disk.

    Raises:
        GenerationError: With each that is neither.
    """
    if not wanted:
        return tuple(every)
    known = {source.name: source for source in every}
    chosen: dict[str, Source] = {}
    found: list[Diagnostic] = []
    for text in wanted:
        if "://" in text:
            _collect(chosen, found, partial(_by_address, text, every, stored))
        elif Path(text).name in known:
            source = known[Path(text).name]
            chosen[source.name] = source
        else:
            hint = "name a page that is there, or the address of one to be added"
            found.append(_config(f"there is no page called {text}", hint))
    found.extend(_doubles({**known, **chosen}.values()))
    if found:
        raise GenerationError(found)
    return tuple(chosen[name] for name in sorted(chosen))


def _collect(
    into: dict[str, Source], found: list[Diagnostic], make: Callable[[], Source]
) -> None:
    try:
        source = make()
    except ValueError as error:
        hint = "public https addresses are asked, and http on this machine"
        found.append(Diagnostic(Code.INVALID_ADDRESS, str(error), None, hint))
        return
    if source.name in into and into[source.name].address != source.address:
        message = f"{source.name} has two addresses"
        hint = "name the file of one of them: `fetch` may be a table"
        found.append(Diagnostic(Code.INVALID_ADDRESS, message, None, hint))
    into[source.name] = source


def _named(path: str, text: str, stored: Mapping[str, Stored]) -> Source:
    """Read an entry of the configuration; what it says is asked as it stands."""
    if not path:
        address = page_address(text)
        return Source(address.file_name, address, stored.get(address.file_name), True)
    name = Path(path).name
    if not name.endswith(".md"):
        raise ValueError(f"fetch: {path} is no name of a page: it does not end in .md")
    return Source(name, parse_address(text), stored.get(name), True)


def _own(name: str, stored: Stored) -> Source:
    if not stored.url:
        raise ValueError(f"{name} names no address: its front matter has no url")
    try:
        address = page_address(stored.url)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
    return Source(name, address, stored, False)


def _by_address(
    text: str, every: Sequence[Source], stored: Mapping[str, Stored]
) -> Source:
    address = page_address(text)
    for source in every:
        if source.address == address:
            return source
    name = address.file_name
    for source in every:
        if source.name == name:
            return replace(source, address=address, is_configured=True)
    return Source(name, address, stored.get(name), True)


def _doubles(every: Iterable[Source]) -> list[Diagnostic]:
    first: dict[str, str] = {}
    found: list[Diagnostic] = []
    for source in every:
        url = source.address.url
        other = first.setdefault(url, source.name)
        if other != source.name:
            message = f"{other} and {source.name} have one address: {url}"
            hint = "correct the url in the front matter of one of them"
            found.append(Diagnostic(Code.INVALID_ADDRESS, message, None, hint))
    return found


def _config(message: str, hint: str) -> Diagnostic:
    return Diagnostic(Code.INVALID_CONFIG, message, None, hint)
