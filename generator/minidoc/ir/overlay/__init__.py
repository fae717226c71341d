"""The overlay: what the pages leave out or get wrong, and why we say otherwise."""

from minidoc.ir.overlay.apply import apply_overlay
from minidoc.ir.overlay.load import Overlay, load_overlay

__all__ = ["Overlay", "apply_overlay", "load_overlay"]
