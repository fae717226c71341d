"""The profile's view of imports: Python's own log, by library."""

from __future__ import annotations

from bench.profiling import imports

LOG = """\
import time: self [us] | cumulative | imported package
import time:       100 |        100 |   lark.utils
import time:       250 |        400 | lark
import time:        40 |         40 | black
spec/Users.md:1:1: warning[dangling-reference]: a warning of minidoc
"""


def test_imports_by_library() -> None:
    assert imports(LOG) == [("lark", 0.00035), ("black", 0.00004)]
