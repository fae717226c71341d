"""The last look before anything is written: does the text say what the model says?"""

from minidoc.gate.check import check_init, check_module

__all__ = ["check_init", "check_module"]
