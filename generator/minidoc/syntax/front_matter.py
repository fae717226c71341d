"""The lines between the two `---` at the top of a page: `key: value`, nothing more.

No YAML library reads them: pages come from the net, and of YAML this dialect uses three
plain keys. Whatever else YAML could mean (tags, anchors, blocks) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.syntax.nodes import FrontMatter, FrontMatterEntry
from minidoc.syntax.places import Source

_BLOCK = re.compile(
    r"\A---[ \t]*\n(?P<inner>(?:(?!---[ \t]*$)[^\n]*\n)*+)---[ \t]*$", re.MULTILINE
)
_ENTRY = re.compile(
    r"(?P<key>[A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(?P<value>\S[^\n]*?))?[ \t]*$"
)
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_DOUBLE = re.compile(r'"(?:[^"\\]|\\["\\/])*"')
# What YAML gives a meaning of its own at the beginning of a plain value.
_YAML_SIGNS = tuple("&*!|>%@`{}[],#?'\"")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
KNOWN_KEYS = ("url", "title", "minidoc-source")


def read_front_matter(
    source: Source,
) -> tuple[FrontMatter | None, int, list[Diagnostic]]:
    """Read the front matter.

    Returns:
        The entries that were readable, the offset behind the block, and the findings.
        None when there is no front matter, or it is not closed.
    """
    block = _BLOCK.match(source.text)
    if block is None:
        return None, 0, [_missing(source)]
    entries: list[FrontMatterEntry] = []
    found: list[Diagnostic] = []
    for start, line in _lines(source.text, block.start("inner"), block.end("inner")):
        if line.strip():
            entry = _entry(source, start, line, found)
            entries.extend([entry] if entry is not None else [])
    whole = source.span(block.start(), block.end())
    found.extend(_check_keys(entries, whole, is_complete=not found))
    return FrontMatter(tuple(entries), whole), block.end(), found


def is_read(front_matter: FrontMatter) -> bool:
    """Tell whether the page is written in the dialect that this parser reads."""
    sources = [e.value for e in front_matter.entries if e.key == "minidoc-source"]
    return all(value == "dart" for value in sources)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for line in text[start:end].split("\n"):
        yield start, line
        start += len(line) + 1


def _entry(
    source: Source, start: int, line: str, found: list[Diagnostic]
) -> FrontMatterEntry | None:
    """Read one line, or report why it is none."""
    span = source.span(start, start + len(line))
    match = _ENTRY.match(line)
    if match is None:
        message = "a line of the front matter is not `key: value`"
        found.append(_invalid(message, span, "write one `key: value` a line"))
        return None
    key, raw = match["key"], match["value"] or ""
    value = _value(raw)
    if value is None:
        at = source.span(start + match.start("value"), start + match.end("value"))
        found.append(_no_plain_text(key, raw, at))
        return None
    if _CONTROL.search(value):
        message = f"the value of {key} holds a control character"
        found.append(_invalid(message, span, "remove it"))
        return None
    return FrontMatterEntry(key, value, span)


def _value(raw: str) -> str | None:
    """Return the value without its quotes, or None if it is no plain value."""
    if _SINGLE.fullmatch(raw):
        return raw[1:-1].replace("''", "'")
    if _DOUBLE.fullmatch(raw):
        return re.sub(r"\\(.)", r"\1", raw[1:-1])
    if raw.startswith(_YAML_SIGNS) or raw.startswith("- "):
        return None
    return None if ": " in raw or " #" in raw else raw


def _no_plain_text(key: str, raw: str, span: Span) -> Diagnostic:
    if raw[0] in "'\"" and raw[0] not in raw[1:]:
        message = f"the quote around the value of {key} is never closed"
        return _invalid(message, span, f"end the line with {raw[0]}")
    message = f"the value of {key} is not plain text"
    hint = "put it between single quotes; YAML's tags, anchors and blocks are not read"
    return _invalid(message, span, hint)


def _check_keys(
    entries: list[FrontMatterEntry], whole: Span, *, is_complete: bool
) -> list[Diagnostic]:
    """Check what is there; what is missing only if every line could be read."""
    found: list[Diagnostic] = []
    seen: dict[str, FrontMatterEntry] = {}
    for entry in entries:
        if entry.key in seen:
            message = f"{entry.key} is given twice"
            found.append(_invalid(message, entry.span, "keep one of the two lines"))
        elif entry.key not in KNOWN_KEYS:
            found.append(_unknown(entry))
        seen.setdefault(entry.key, entry)
    if is_complete or "minidoc-source" in seen:
        found.extend(_check_source(seen.get("minidoc-source"), whole))
    for key in ("url", "title"):
        if (is_complete and key not in seen) or (key in seen and not seen[key].value):
            span = seen[key].span if key in seen else whole
            message = f"the front matter has no {key}"
            found.append(_invalid(message, span, f"add a line `{key}: ...`"))
    if "url" in seen and seen["url"].value and not _is_address(seen["url"].value):
        message = "the url is not an absolute http or https address"
        hint = "write for example `url: https://example.com/docs/Users`"
        found.append(_invalid(message, seen["url"].span, hint))
    return found


def _check_source(entry: FrontMatterEntry | None, whole: Span) -> list[Diagnostic]:
    if entry is None or not entry.value:
        span = entry.span if entry is not None else whole
        message = "the front matter has no minidoc-source"
        hint = "add `minidoc-source: dart` if the page has Dart-style declarations"
        return [Diagnostic(Code.MISSING_SOURCE, message, span, hint)]
    if entry.value != "dart":
        message = (
            f"minidoc-source {entry.value!r} is not supported, only 'dart' is read"
        )
        hint = "leave the page out, or use the page of the same name made from Dart"
        return [Diagnostic(Code.UNSUPPORTED_SOURCE, message, entry.span, hint)]
    return []


def _is_address(url: str) -> bool:
    if re.search(r"[\s\x00-\x20\x7f-\x9f\\<>\"]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _missing(source: Source) -> Diagnostic:
    opened = re.match(r"---[ \t]*(?:\n|\Z)", source.text)
    if opened:
        message = "the front matter is never closed"
        hint = "end it with a line `---`"
        span = source.span(0, 3)
        return _invalid(message, span, hint)
    message = "the page does not begin with front matter"
    hint = (
        "begin with a line `---`, then `url:`, `title:`, `minidoc-source: dart`, `---`"
    )
    span = source.span(0, max(1, source.line_end(0)))
    return Diagnostic(Code.MISSING_FRONT_MATTER, message, span, hint)


def _invalid(message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(Code.INVALID_FRONT_MATTER, message, span, hint)


def _unknown(entry: FrontMatterEntry) -> Diagnostic:
    message = f"the front-matter key {entry.key} is not known"
    hint = f"it is kept; known keys are {', '.join(KNOWN_KEYS)}"
    return Diagnostic(Code.UNKNOWN_FRONT_MATTER_KEY, message, entry.span, hint)
