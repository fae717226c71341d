"""A program over the committed package: what both type checkers say about it.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Unpack, assert_type

import talkjs
from talkjs import (
    CLEAR,
    AsyncTalkSession,
    AsyncUserRef,
    TalkJSError,
    TalkSession,
    UserCreateIfNotExistsParams,
    UserOnlineSnapshot,
    UserRef,
    UserSetParams,
    UserSnapshot,
    UserSubscription,
    get_async_talk_session,
    get_talk_session,
)


def rename(user: UserRef, **changes: Unpack[UserSetParams]) -> None:
    """A caller's wrapper, typed by the package."""
    user.set(**changes)
    user.create_if_not_exists(**changes)  # expect-error: the name may be missing


def create(user: UserRef, **values: Unpack[UserCreateIfNotExistsParams]) -> None:
    user.create_if_not_exists(**values)


def wrapping(user: UserRef) -> None:
    rename(user, name="Alice", photo_url=CLEAR)
    rename(user, name=CLEAR)  # expect-error: a name cannot be cleared
    rename(user, nam="Alice")  # expect-error: no such parameter
    create(user, name="Alice")
    create(user)  # expect-error: the name is required


def opening() -> None:
    with get_talk_session(app_id="app", user_id="alice") as session:
        assert_type(session, TalkSession)
        assert_type(session.current_user, UserRef)
        assert_type(session.user("bob"), UserRef)
    get_talk_session(app_id="app")  # expect-error: the user is required
    get_talk_session("app", "alice")  # expect-error: keyword only


async def opening_async() -> None:
    async with get_async_talk_session(app_id="app", user_id="alice") as session:
        assert_type(session, AsyncTalkSession)
        assert_type(session.user("bob"), AsyncUserRef)
        assert_type(await session.user("bob").get(), UserSnapshot | None)
        with session:  # expect-error: only async with
            pass


def writing(user: UserRef) -> None:
    user.set(photo_url=CLEAR, custom=CLEAR)
    user.set(name=CLEAR)  # expect-error: a name cannot be cleared
    user.create_if_not_exists(name="", role=CLEAR)  # expect-error: nothing to clear
    user.set(custom={"a": 1})  # expect-error: another type of value
    assert_type(user.set(name="Alice"), None)


def on_user(snapshot: UserSnapshot | None) -> str:
    return snapshot.name if snapshot else ""


def on_online(snapshot: UserOnlineSnapshot) -> None:
    del snapshot


def subscribing(user: UserRef) -> None:
    assert_type(user.subscribe(), UserSubscription)
    subscription = user.subscribe(on_user)
    assert_type(subscription.connected, Future[None])
    subscription.unsubscribe()
    user.subscribe_online(on_online)  # expect-error: may get None
    user.subscribe(on_snapshot=print)
    for snapshot in subscription:
        assert_type(snapshot, UserSnapshot | None)
    with user.subscribe_online() as online:
        assert_type(next(iter(online)), UserOnlineSnapshot | None)


async def subscribing_async(user: AsyncUserRef) -> None:
    async with user.subscribe() as subscription:
        await subscription.connected
        async for snapshot in subscription:
            assert_type(snapshot, UserSnapshot | None)
    for snapshot in user.subscribe():  # expect-error: only async for
        pass


def failing(user: UserRef) -> None:
    try:
        user.get()
    except talkjs.APIError as error:
        assert_type(error.status, int)
    except TalkJSError:
        pass
    talkjs.TalkJsError  # expect-error: no such name
    assert_type(talkjs.users.UserRef, type[UserRef])
