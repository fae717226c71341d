"""Alice watches Bob, who comes, changes his name, and goes."""

from __future__ import annotations

import asyncio

from talkjs import (
    AsyncTalkSession,
    AsyncUserOnlineSubscription,
    AsyncUserSubscription,
    get_async_talk_session,
)


def session_of(user_id: str) -> AsyncTalkSession:
    return get_async_talk_session(app_id="demo-quickstart", user_id=user_id)


async def see_name(users: AsyncUserSubscription, name: str) -> None:
    async for user in users:  # None while there is no such user
        if user is not None and user.name == name:
            print(f"Alice sees: {user.id} is called {user.name}")
            return


async def see_presence(presence: AsyncUserOnlineSubscription, is_online: bool) -> None:
    async for now in presence:
        if now is not None and now.is_connected is is_online:
            print(f"Alice sees: {now.user.name} is {'on' if is_online else 'off'}line")
            return


async def main() -> None:
    async with session_of("alice") as alice:
        bob = alice.user("bob")
        async with bob.subscribe() as users, bob.subscribe_online() as presence:
            async with session_of("bob") as his:
                await his.current_user.set(name="Bob")
                await see_name(users, "Bob")
                await see_presence(presence, True)
                await his.current_user.set(name="Robert")
                await see_name(users, "Robert")
            await see_presence(presence, False)


if __name__ == "__main__":
    asyncio.run(main())
