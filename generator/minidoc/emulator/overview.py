"""What the page shows: apps, users, sessions, subscriptions, last frames. Bounded."""

from __future__ import annotations

from itertools import islice

from minidoc.emulator.json_values import Json
from minidoc.emulator.service import Service
from minidoc.emulator.state import App

_APPS, _PER_APP, _FRAMES = 20, 100, 60


def overview(service: Service) -> dict[str, Json]:
    """Return the present state, with counts where it is cut."""
    state = service.backend.state
    frames = service.journal.last(_FRAMES)
    return {
        "now": service.backend.clock.now_ms(),
        "ahead": service.backend.clock.ahead,
        "appCount": len(state.apps),
        "apps": [_app(service, app) for app in islice(state.apps.values(), _APPS)],
        "faults": service.faults.as_json()[:_PER_APP],
        "frames": [entry.as_json() for entry in reversed(frames)],
    }


def _app(service: Service, app: App) -> dict[str, Json]:
    sessions = list(service.connections(app.id))
    users: list[Json] = [
        {"id": user.id, "name": user.fields["name"], "online": user.id in app.online}
        for user in islice(app.users.values(), _PER_APP)
    ]
    return {
        "id": app.id,
        "userSync": service.backend.state.may_sync(app.id),
        "userCount": len(app.users),
        "users": users,
        "sessionCount": len(sessions),
        "sessions": [
            {
                "connection": wire.origin.connection,
                "userId": connection.user_id,
                "loggedIn": connection.session_id is not None,
                "unacknowledged": len(connection.unacknowledged),
            }
            for connection, wire in sessions[:_PER_APP]
        ],
        "subscriptionCount": len(app.watchers),
        "subscriptions": [
            {"topic": f"{kind} {of}", "watchers": len(who)}
            for (kind, of), who in islice(app.watchers.items(), _PER_APP)
        ],
    }
