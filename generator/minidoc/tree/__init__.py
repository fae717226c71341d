"""Stage 7: texts by path are compared with a folder, or put in place as a whole.

Comes in: `{path: text}` and a folder. Goes out: what differs, or what was written. This
is the only package that writes; it knows nothing of pages, of Python or of templates.
"""

from minidoc.tree.comparison import (
    Comparison,
    Difference,
    Status,
    compare,
    compare_files,
)
from minidoc.tree.files import write_files, write_page
from minidoc.tree.manifest import MANIFEST, Manifest, read_manifest
from minidoc.tree.model import FileTree
from minidoc.tree.writing import WriteReport, write

__all__ = [
    "MANIFEST",
    "Comparison",
    "Difference",
    "FileTree",
    "Manifest",
    "Status",
    "WriteReport",
    "compare",
    "compare_files",
    "read_manifest",
    "write",
    "write_files",
    "write_page",
]
