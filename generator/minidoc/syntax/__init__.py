"""Stage 2: page text into syntax nodes that keep their span; nothing is interpreted."""

from minidoc.syntax.parser import Parsed, parse, parse_type

__all__ = ["Parsed", "parse", "parse_type"]
