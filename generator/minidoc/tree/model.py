"""The texts of one package by their paths, checked once, immutable from then on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.tree.manifest import MANIFESTS
from minidoc.tree.paths import fold, violations
from minidoc.tree.pieces import pieces_of

_SURROGATE = re.compile("[\ud800-\udfff]")


class FileTree(Mapping[str, str]):
    """Relative POSIX path -> text with `\\n` line ends, in the order of the paths.

    Only `FileTree.of` makes one, so that whoever holds a tree holds checked paths.
    """

    __slots__ = ("_files",)

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = MappingProxyType(dict(sorted(files.items())))

    @classmethod
    def of(cls, files: Mapping[str, str]) -> FileTree:
        """Check paths and texts, and make a tree of them.

        Raises:
            GenerationError: `unsafe-output`, with every path or text that cannot be
                written safely on every system, not only the first.
        """
        found = violations(files)
        found += [problem for path in sorted(files) for problem in _text(path, files)]
        if found:
            hint = "rename the page or the declaration that this name is made from"
            raise GenerationError(
                Diagnostic(Code.UNSAFE_OUTPUT, message, None, hint) for message in found
            )
        return cls(files)

    def __getitem__(self, path: str) -> str:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __repr__(self) -> str:
        return f"FileTree({list(self._files)})"


class Encoded(Mapping[str, bytes]):
    """The bytes of texts, sorted by path; made when asked for, and not kept."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {path: texts[path] for path in sorted(texts)}

    def __getitem__(self, path: str) -> bytes:
        return self._texts[path].encode()

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of one text: of a large one never all at once."""
        yield from pieces_of(self._texts[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def _text(path: str, files: Mapping[str, str]) -> Iterator[str]:
    if fold(path) in MANIFESTS:
        yield f"{path!r} is the name of the manifest"
    if "\r" in files[path]:
        # Comparison takes CRLF for LF, so a text with either could never be told apart.
        yield f"the text of {path!r} has a carriage return"
    if not files[path].isascii() and _SURROGATE.search(files[path]):
        yield f"the text of {path!r} has a lone surrogate"
