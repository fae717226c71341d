"""`python -m minidoc`: the command, for where scripts are not on the path."""

from __future__ import annotations

import sys

from minidoc.cli import process

if __name__ == "__main__":
    sys.exit(process())
