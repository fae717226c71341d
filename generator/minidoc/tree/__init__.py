"""Stage 7: texts by path are compared with a folder, or put in place as a whole.

Comes in: `{path: text}` and a folder. Goes out: what differs, or what was written. This
is the only package that writes; it knows nothing of pages, of Python or of templates.
"""

from minidoc.tree.amend import amend, is_interrupted, restore
from minidoc.tree.cache import read_cache, write_cache
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
from minidoc.tree.files import (
    make_folder,
    put_file,
    read_file,
    replace_file,
    write_files,
    write_page,
)
from minidoc.tree.manifest import (
    MANIFEST,
    SUMS,
    Manifest,
    complete,
    read_manifest,
)
from minidoc.tree.model import FileTree
from minidoc.tree.paths import violations
from minidoc.tree.pieces import pieces_of
from minidoc.tree.shelf import DiskShelf
from minidoc.tree.whole import Whole, finish_killed, write_whole
from minidoc.tree.writing import WriteReport, write, write_owned

__all__ = [
    "MANIFEST",
    "SUMS",
    "Comparison",
    "Difference",
    "DiskShelf",
    "FileTree",
    "Manifest",
    "Same",
    "Status",
    "Whole",
    "WriteReport",
    "amend",
    "compare",
    "compare_files",
    "compare_owned",
    "complete",
    "finish_killed",
    "is_interrupted",
    "make_folder",
    "pieces_of",
    "put_file",
    "read_cache",
    "read_file",
    "read_manifest",
    "replace_file",
    "restore",
    "text_of",
    "violations",
    "write",
    "write_cache",
    "write_files",
    "write_owned",
    "write_page",
    "write_whole",
]
