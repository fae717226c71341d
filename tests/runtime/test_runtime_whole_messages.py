"""Messages that are handed on at once, and those that the library has to assemble."""

from __future__ import annotations

import pytest
from websockets.frames import Frame, Opcode

from minidoc.runtime.whole_messages import WholeMessages

TEXT, BINARY, CONT = Opcode.TEXT, Opcode.BINARY, Opcode.CONT
NOT_WHOLE = [
    Frame(TEXT, b"a", fin=False),
    Frame(BINARY, b"a"),
    Frame(TEXT, b"\xff"),
    Frame(TEXT, "é".encode()[:1], fin=False),
]


@pytest.mark.parametrize("data", [b"", "é".encode(), bytearray(b"x"), memoryview(b"x")])
def test_whole_texts_are_handed_on(data: bytes) -> None:
    messages, taken = WholeMessages(), list[str]()
    messages.take = taken.append
    assert messages.handle(Frame(TEXT, data))
    assert taken == [bytes(data).decode()]


@pytest.mark.parametrize("frame", NOT_WHOLE)
def test_after_one_of_another_kind_none_overtakes_it(frame: Frame) -> None:
    messages, taken = WholeMessages(), list[str]()
    messages.take = taken.append
    assert messages.handle(Frame(TEXT, b"before"))
    assert not messages.handle(frame)
    assert not messages.handle(Frame(CONT, b"b"))
    assert not messages.handle(Frame(TEXT, b"after"))
    assert taken == ["before"]


def test_what_comes_before_anybody_takes_keeps_its_place() -> None:
    messages, taken = WholeMessages(), list[str]()
    assert not messages.handle(Frame(TEXT, b"early"))
    messages.take = taken.append
    assert not messages.handle(Frame(TEXT, b"late"))
    assert taken == []


@pytest.mark.parametrize("opcode", [Opcode.PING, Opcode.PONG, Opcode.CLOSE])
def test_control_frames_are_the_librarys_and_change_nothing(opcode: Opcode) -> None:
    messages, taken = WholeMessages(), list[str]()
    messages.take = taken.append
    assert not messages.handle(Frame(opcode, b""))
    assert not messages.handle("no frame at all")
    assert messages.handle(Frame(TEXT, b"a"))
    assert taken == ["a"]
