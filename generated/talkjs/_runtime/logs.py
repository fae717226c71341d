"""What is logged of the traffic, and how secrets stay out of it."""

from __future__ import annotations

import logging
import re

_PACKAGE = __name__.rpartition(".")[0]

log = logging.getLogger(_PACKAGE)
"""The logger of the runtime; debug shows frames, with secrets blanked."""

_LONGEST = 2000
_JSON_WEB_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+(\.[\w-]*)?")
_TEXT = r'"(?:\\.|[^"\\])*"'
_SECRET_FIELD = re.compile(
    rf'"(token|boken|pushTokens)":({_TEXT}|\{{(?:{_TEXT}|[^"}}])*\}})'
)


def blank(text: str) -> str:
    """Return the text of a frame, shortened, without tokens."""
    text = _SECRET_FIELD.sub(r'"\1":"(secret)"', text)
    text = _JSON_WEB_TOKEN.sub("(secret)", text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


class _NoFrames(logging.Logger):
    """A logger for the WebSocket library, whose debug messages hold whole frames."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - the name is logging's
        """Tell whether a message of this level is wanted; debug never is."""
        return level > logging.DEBUG and log.isEnabledFor(level)


websocket_log: logging.Logger = _NoFrames(f"{_PACKAGE}.websocket")
websocket_log.parent = log
