"""A program over names that do their best to get in the way of others.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from typing import assert_type

import hostile
from hostile import AsyncOperation, Exception2, Kind, Operation, Session


def reading(session: Session, operation: Operation) -> None:
    assert_type(session.import_, str)
    assert_type(session.None_, str)  # expect-error: members are spelled in lower case
    assert_type(session.none, str)
    assert_type(session.match, int)
    assert_type(session.list, str)
    assert_type(session.tuple, tuple[int, ...])
    assert_type(operation.str(1), str)
    assert_type(operation.int(), int)
    session.id = ""  # expect-error: frozen
    operation.defaults(a="it's", k=None)
    operation.defaults(h="0xFF")  # expect-error: another type
    operation.delete()  # expect-error: required parameters
    hostile.os  # expect-error: no such name


async def awaiting(operation: AsyncOperation) -> None:
    assert_type(await operation.str(1), str)


def constants() -> None:
    assert_type(Kind("anything"), Kind)
    Kind.None_  # expect-error: no such constant


def making(error: Exception2) -> None:
    assert_type(error.args, tuple[str, ...])
    Exception2(message="", args=())
    Exception2()  # expect-error: the message is required
