"""Stage 6: the text that black, at one fixed version and mode, leaves unchanged."""

from __future__ import annotations

from functools import cache

import black
from black.mode import TargetVersion

LINE_LENGTH = 88


def format_python(source: str) -> str:
    """Format one Python file."""
    return black.format_str(source, mode=_mode())


@cache
def _mode() -> black.Mode:
    return black.Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
