"""Watch a user until Ctrl-C: `watch_user.py --app APP USER`.

Prints a line for each change of the name or the presence. Ctrl-C is how this program
is meant to end, so that its exit code is 0 then, and after SIGTERM as well; it is 1
after an error.
The token is taken from `TALKJS_TOKEN`; an emulator hands one out itself.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from typing import NoReturn

from talkjs import TalkJSError, UserOnlineSnapshot, get_talk_session


def main() -> int:
    """Watch until a signal; return the exit code."""
    parser = argparse.ArgumentParser(description="Watch a user until Ctrl-C.")
    parser.add_argument("user", help="who is watched; may appear later")
    parser.add_argument("--app", required=True, help="the app's id")
    parser.add_argument("--as", dest="acting", default="watcher", help="who watches")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupt)
    try:
        watch(arguments.app, arguments.acting, arguments.user)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    except (TalkJSError, ValueError) as error:
        print(f"watch_user: {error}", file=sys.stderr)
        return 1
    return 0


def watch(app_id: str, acting: str, user_id: str) -> None:
    """Print one line for each change, for ever."""
    token = os.environ.get("TALKJS_TOKEN")
    with get_talk_session(app_id=app_id, user_id=acting, token=token) as session:
        for snapshot in session.user(user_id).subscribe_online():
            print(f"{user_id}: {describe(snapshot)}", flush=True)


def describe(snapshot: UserOnlineSnapshot | None) -> str:
    """Say what a snapshot shows, in a few words."""
    if snapshot is None:
        return "there is no such user yet"
    presence = "online" if snapshot.is_connected else "offline"
    return f"{snapshot.user.name!r} is {presence}"


def interrupt(*_: object) -> NoReturn:
    """End on SIGTERM as on Ctrl-C."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
