"""Stage 6: the text that black, at one fixed version and mode, leaves unchanged.

What the templates render is laid out here, and black is loaded only for a file in which
something is not certain. The result is black's either way.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.layout import LINE_LENGTH, UncertainError, lay_out

if TYPE_CHECKING:
    from black import Mode


def format_rendered(source: str) -> str:
    """Format a file that a template rendered: lines too long, all else in black's form.

    Text that is no Python may come back as it is; the gate refuses it.

    Raises:
        GenerationError: As `format_python` does.
    """
    try:
        return lay_out(source)
    except UncertainError:
        return format_python(source)


def format_python(source: str) -> str:
    """Format any Python file with black.

    Raises:
        GenerationError: With UNSAFE_OUTPUT if it is no Python: a fault of ours.
    """
    # Loading black takes longer than laying out a hundred files.
    import black
    from black.parsing import InvalidInput

    try:
        return black.format_str(source, mode=_mode())
    except (InvalidInput, SyntaxError) as error:
        message = f"a generated file cannot be parsed: {error}"
        hint = "this is a fault of the generator; nothing was written"
        found = Diagnostic(Code.UNSAFE_OUTPUT, message, None, hint)
        raise GenerationError([found]) from error


@cache
def _mode() -> Mode:
    from black.mode import Mode, TargetVersion

    return Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
