"""What the operating system refuses becomes a diagnostic; nothing else is caught."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from minidoc.diagnostics import Code, Diagnostic, GenerationError


@contextmanager
def reading(shown: str) -> Generator[None, None, None]:
    """Turn an OSError of the block into `cannot-read`."""
    try:
        yield
    except OSError as error:
        message = f"cannot read {shown}: {_reason(error)}"
        hint = "check that the folder can be read"
        raise GenerationError(
            [Diagnostic(Code.CANNOT_READ, message, None, hint)]
        ) from error


@contextmanager
def writing(shown: str) -> Generator[None, None, None]:
    """Turn an OSError of the block into `cannot-write`."""
    try:
        yield
    except OSError as error:
        message = f"cannot write {shown}: {_reason(error)}"
        hint = "no file of it is half written; free what is in the way and run it again"
        raise GenerationError(
            [Diagnostic(Code.CANNOT_WRITE, message, None, hint)]
        ) from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
