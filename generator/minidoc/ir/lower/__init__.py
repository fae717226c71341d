"""Lowering: the syntax trees of all pages become one API model, names resolved."""

from minidoc.ir.lower.api import declared_names, lower
from minidoc.ir.lowered import Lowered

__all__ = ["Lowered", "declared_names", "lower"]
