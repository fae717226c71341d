"""A program over the package of the whole family of pages, most of it unbound.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_type

import family
from family import (
    AsyncConversationRef,
    ConversationRef,
    ConversationSnapshot,
    MessageRef,
    MessageSnapshot,
    TalkSession,
    TextBlock,
    UserSnapshot,
)


def walking(session: TalkSession, conversation: ConversationRef) -> None:
    assert_type(session.conversation("a"), ConversationRef)
    assert_type(conversation.get(), ConversationSnapshot | None)
    assert_type(conversation.send("Hello"), MessageRef)
    conversation.send(text="Hello", custom={"a": "b"})
    conversation.send("Hello", {"a": "b"})  # expect-error: keyword only
    conversation.send()  # expect-error: the text is required
    conversation.send_message()  # expect-error: the content is required
    conversation.sendMessage  # expect-error: not spelled in Python
    family.conversation_ref  # expect-error: no such name


def reading(snapshot: ConversationSnapshot, message: MessageSnapshot) -> None:
    assert_type(snapshot.last_message, MessageSnapshot | None)
    assert_type(snapshot.welcome_messages, tuple[str, ...])
    assert_type(snapshot.custom, Mapping[str, str])
    assert_type(message.sender, UserSnapshot | None)
    snapshot.created_at = 0  # expect-error: frozen
    snapshot.welcome_messages[0] = ""  # expect-error: immutable


def subscribing(conversation: ConversationRef) -> None:
    def on_messages(
        messages: tuple[MessageSnapshot, ...] | None, loaded_all: bool
    ) -> int:
        return len(messages or ()) + loaded_all

    conversation.subscribe_messages(on_messages)
    conversation.subscribe_messages(lambda one: None)  # expect-error: two arguments
    conversation.subscribe_typing(print)


async def awaiting(conversation: AsyncConversationRef) -> None:
    assert_type(await conversation.get(), ConversationSnapshot | None)
    conversation.send("Hello").id  # expect-error: not awaited


def making() -> None:
    assert_type(TextBlock(type="text", children=("a",)).children, tuple[object, ...])
