"""Stage 7: texts by path are compared with a folder, or put in place as a whole.

Comes in: `{path: text}` and a folder. Goes out: what differs, or what was written. This
is the only package that writes; it knows nothing of pages, of Python or of templates.
"""

from minidoc.tree.comparison import (
    Comparison,
    Difference,
    Same,
    Status,
    compare,
    compare_files,
    compare_owned,
    text_of,
)
from minidoc.tree.files import write_files
from minidoc.tree.manifest import MANIFEST, SUMS, Manifest, read_manifest
from minidoc.tree.model import FileTree
from minidoc.tree.writing import WriteReport, write, write_owned

__all__ = [
    "MANIFEST",
    "SUMS",
    "Comparison",
    "Difference",
    "FileTree",
    "Manifest",
    "Same",
    "Status",
    "WriteReport",
    "compare",
    "compare_files",
    "compare_owned",
    "read_manifest",
    "text_of",
    "write",
    "write_files",
    "write_owned",
]
