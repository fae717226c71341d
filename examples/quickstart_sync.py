"""Alice watches Bob, who comes, changes his name, and goes; without asyncio."""

from __future__ import annotations

from talkjs import (
    TalkSession,
    UserOnlineSubscription,
    UserSubscription,
    get_talk_session,
)


def session_of(user_id: str) -> TalkSession:
    return get_talk_session(app_id="demo-quickstart", user_id=user_id)


def see_name(users: UserSubscription, name: str) -> None:
    for user in users:  # None while there is no such user
        if user is not None and user.name == name:
            print(f"Alice sees: {user.id} is called {user.name}")
            return


def see_presence(presence: UserOnlineSubscription, is_online: bool) -> None:
    for now in presence:
        if now is not None and now.is_connected is is_online:
            print(f"Alice sees: {now.user.name} is {'on' if is_online else 'off'}line")
            return


def main() -> None:
    with session_of("alice") as alice:
        bob = alice.user("bob")
        with bob.subscribe() as users, bob.subscribe_online() as presence:
            with session_of("bob") as his:
                his.current_user.set(name="Bob")
                see_name(users, "Bob")
                see_presence(presence, True)
                his.current_user.set(name="Robert")
                see_name(users, "Robert")
            see_presence(presence, False)


if __name__ == "__main__":
    main()
