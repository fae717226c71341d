"""Black's layout for what templates render: lines that are too long are split."""

from minidoc.layout.file import lay_out
from minidoc.layout.width import LINE_LENGTH, UncertainError

__all__ = ["LINE_LENGTH", "UncertainError", "lay_out"]
