"""Which frames of a WebSocket are handed on at once, and which the library assembles.

Shared by the connections of both worlds, that of threads and that of event loops.
"""

from __future__ import annotations

from collections.abc import Callable

from websockets.frames import Frame, Opcode

_DATA = frozenset({Opcode.TEXT, Opcode.BINARY, Opcode.CONT})


class WholeMessages:
    """Hands on messages that are one frame of valid text, until one is anything else.

    Those before `take` is set, binary ones, those in fragments and those that are no
    UTF-8 go the way of the library, which refuses what is wrong. From the first of them
    on every message goes that way, so that none overtakes another.
    """

    __slots__ = ("_is_queueing", "take")

    def __init__(self) -> None:
        self.take: Callable[[str], object] | None = None
        """What messages are handed to."""
        self._is_queueing = False

    def stop(self) -> None:
        """Hand on nothing any more: whoever takes cannot keep up, and may wait."""
        self._is_queueing = True

    def handle(self, event: object) -> bool:
        """Hand on a message; tell whether that was done."""
        if not isinstance(event, Frame) or event.opcode not in _DATA:
            return False
        take = None if self._is_queueing else self.take
        text = None if take is None else _whole_text(event)
        if take is None or text is None:
            self._is_queueing = True
            return False
        take(text)
        return True


def _whole_text(frame: Frame) -> str | None:
    if frame.opcode is not Opcode.TEXT or not frame.fin:
        return None
    try:
        return str(frame.data, "utf-8")
    except UnicodeDecodeError:
        return None
