"""placeholder"""

from minidoc.ir.model import Api


def suggest(api: Api) -> str:
    """Stub."""
    return ""
