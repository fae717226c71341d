"""Two API models compared: what changed, and what each change means to callers.

In: the model of before and the model of now. Out: changes, each a value with a stable
code that fixes its class. Pages, files, git and rendering to a terminal are not known.
"""

from minidoc.changes.codes import ChangeCode, Impact
from minidoc.changes.compare import compare, find_renames, vanished_pages
from minidoc.changes.model import Change, Changes
from minidoc.changes.old_names import Rename
from minidoc.versions import Bump

__all__ = [
    "Bump",
    "Change",
    "ChangeCode",
    "Changes",
    "Impact",
    "Rename",
    "compare",
    "find_renames",
    "vanished_pages",
]
