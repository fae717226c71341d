"""The changelog of the distribution: a new section on top, the others untouched."""

from __future__ import annotations

import re

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.release.state import CHANGELOG
from minidoc.versions import Version

_START = """\
# Changelog

What callers of this package notice. Versions follow [Semantic Versioning](https://semver.org);
while they are 0.x, a minor version may break callers and a patch may add something.
"""
_SECTION = re.compile(r"^## ", re.MULTILINE)
_UNRELEASED = re.compile(r"## \[?unreleased\b", re.IGNORECASE)


def with_section(data: bytes | None, version: Version, date: str, body: str) -> bytes:
    """Put a section above the last release, below what is not released yet.

    Args:
        data: The file as it is, None for a new one.
        version: The version that the section is about.
        date: Its date, or nothing.
        body: What happened, as markdown.

    Raises:
        GenerationError: `invalid-release`, if the file cannot be read, or has a section
            for the version already: somebody's words are not doubled.
    """
    text = _START if data is None else _decoded(data)
    ending = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    if re.search(rf"^## \[?v?{re.escape(str(version))}(?![\w.])", text, re.MULTILINE):
        raise GenerationError([_doubled(version)])
    title = f"## {version} - {date}" if date else f"## {version}"
    section = f"{title}\n\n{body.strip()}\n"
    at = _place(text)
    before, after = text[:at].rstrip("\n"), text[at:]
    parts = [before, section + (f"\n{after}" if after else "")]
    whole = "\n\n".join(part for part in parts if part)
    return whole.replace("\n", ending).encode()


def _place(text: str) -> int:
    """Return where the newest release begins, or the end of the text."""
    for match in _SECTION.finditer(text):
        if not _UNRELEASED.match(text, match.start()):
            return match.start()
    return len(text)


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        message = f"{CHANGELOG} in the folder of the distribution is not UTF-8"
        hint = "save it as UTF-8, and run `minidoc release` again"
        raise GenerationError(
            [Diagnostic(Code.INVALID_RELEASE, message, None, hint)]
        ) from None


def _doubled(version: Version) -> Diagnostic:
    message = f"{CHANGELOG} has a section for {version} already, which is not released"
    hint = "call the section `Unreleased`, or move its text below after the release"
    return Diagnostic(Code.INVALID_RELEASE, message, None, hint)
