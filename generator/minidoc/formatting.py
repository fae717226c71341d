"""Stage 6: the text that black, at one fixed version and mode, leaves unchanged."""

from __future__ import annotations

from functools import cache

import black
from black.mode import TargetVersion
from black.parsing import InvalidInput

from minidoc.diagnostics import Code, Diagnostic, GenerationError

LINE_LENGTH = 88


def format_python(source: str) -> str:
    """Format one Python file.

    Raises:
        GenerationError: With UNSAFE_OUTPUT if it is no Python: a fault of ours.
    """
    try:
        return black.format_str(source, mode=_mode())
    except (InvalidInput, SyntaxError) as error:
        message = f"a generated file cannot be parsed: {error}"
        hint = "this is a fault of the generator; nothing was written"
        found = Diagnostic(Code.UNSAFE_OUTPUT, message, None, hint)
        raise GenerationError([found]) from error


@cache
def _mode() -> black.Mode:
    return black.Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
