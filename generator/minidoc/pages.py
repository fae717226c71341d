"""Stage 1: a page is its stored text, its name and its hash. No syntax known here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from minidoc.diagnostics import Code, Diagnostic, GenerationError, Span
from minidoc.values import frozen

# The largest page of the family has some 60 kB; a page of megabytes is a mistake.
MAX_PAGE_BYTES = 5 * 1024 * 1024


@frozen
class Page:
    """The stored text of one documentation page.

    Attributes:
        name: File name (`Users.md`): what spans, the overlay and the API model call it.
        path: Where it was read from, for messages only.
        text: Decoded text, every line end a single newline, no byte order mark.
        sha256: Hex digest of `text` as UTF-8, so that CRLF and BOM variants agree.
    """

    name: str
    path: str
    text: str
    sha256: str


def page_from_bytes(name: str, data: bytes, path: str | None = None) -> Page:
    """Decode the stored bytes of a page.

    Raises:
        GenerationError: If the data is too large, is not UTF-8 or holds a NUL.
    """
    where = Span(name, 1, 1, 1, 1)
    if len(data) > MAX_PAGE_BYTES:
        raise GenerationError([_too_large(name, len(data), where)])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "the page is UTF-16, not UTF-8"
        raise GenerationError([_wrong_encoding(name, data, 0, message)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder's offsets do not count a byte order mark.
        read = bytes(error.object)
        message = f"byte 0x{read[error.start]:02x} is not valid UTF-8"
        found = _wrong_encoding(name, read, error.start, message)
        raise GenerationError([found]) from error
    if "\0" in text:
        message = "the page holds a NUL character"
        found = _wrong_encoding(name, data, data.index(b"\0"), message)
        raise GenerationError([found])
    return page_from_text(name, text, path)


def page_from_text(name: str, text: str, path: str | None = None) -> Page:
    """Make a page from text, with its line ends normalised."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()
    return Page(name, path or name, normal, digest)


def read_page(path: Path) -> Page:
    """Read one page from disk.

    Raises:
        GenerationError: If it cannot be read, is too large or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PAGE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"cannot read {path.as_posix()}: {reason}"
        hint = "give the path of a page, for example spec/Users.md"
        raise GenerationError(
            [Diagnostic(Code.CANNOT_READ, message, None, hint)]
        ) from error
    return page_from_bytes(path.name, data, path.as_posix())


def read_pages(paths: Iterable[Path]) -> tuple[Page, ...]:
    """Read pages, sorted by name, so that the order of arguments has no effect.

    A path that is given twice counts once.

    Raises:
        GenerationError: With every unreadable page, and with every name that two
            different files share.
    """
    pages, found = read_each(paths)
    if found:
        raise GenerationError(found)
    return pages


def read_each(
    paths: Iterable[Path],
) -> tuple[tuple[Page, ...], tuple[Diagnostic, ...]]:
    """Read pages as `read_pages` does; what cannot be read is a finding.

    Returns:
        The readable pages, and an error for each of the others.
    """
    pages: dict[str, Page] = {}
    found: list[Diagnostic] = []
    # Not `resolve`, which fails for a link that leads to itself.
    for path in dict.fromkeys(Path(os.path.realpath(path)) for path in paths):
        try:
            page = read_page(_for_messages(path))
        except GenerationError as error:
            found.extend(error.diagnostics)
            continue
        if page.name in pages:
            found.append(_duplicate(page, pages[page.name]))
        pages[page.name] = page
    return tuple(pages[name] for name in sorted(pages)), tuple(found)


def _for_messages(path: Path) -> Path:
    """Return the path relative to the working directory where that is possible."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _too_large(name: str, size: int, where: Span) -> Diagnostic:
    message = f"{name} has more than {MAX_PAGE_BYTES} bytes ({size} read)"
    hint = "check that the file is a documentation page; split it if it really is"
    return Diagnostic(Code.FILE_TOO_LARGE, message, where, hint)


def _wrong_encoding(name: str, data: bytes, offset: int, message: str) -> Diagnostic:
    """Point at a byte; everything before it is UTF-8."""
    before = data[:offset].decode("utf-8-sig").replace("\r\n", "\n")
    lines = before.replace("\r", "\n").split("\n")
    line, column = len(lines), len(lines[-1]) + 1
    hint = "store the page as UTF-8, or fetch it again"
    where = Span(name, line, column, line, column + 1)
    return Diagnostic(Code.WRONG_ENCODING, message, where, hint)


def _duplicate(page: Page, first: Page) -> Diagnostic:
    message = f"two pages are called {page.name}: {first.path} and {page.path}"
    hint = "each page becomes a module of that name; rename one of the files"
    where = Span(page.name, 1, 1, 1, 1)
    return Diagnostic(Code.DUPLICATE_PAGE, message, where, hint)
