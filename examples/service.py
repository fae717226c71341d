"""A web service over one session: `uvicorn --app-dir examples service:app`.

`TALKJS_APP_ID` and `TALKJS_USER_ID` say as whom it acts, and `TALKJS_SECRET` is the key
that its tokens are signed with; an emulator without `--secret` takes any.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from talkjs import (
    APIError,
    AsyncTalkSession,
    TalkJSError,
    get_async_talk_session,
    sign_token,
)

APP_ID = os.environ.get("TALKJS_APP_ID", "demo-app")
USER_ID = os.environ.get("TALKJS_USER_ID", "service")
SECRET = os.environ.get("TALKJS_SECRET", "any")
HOUR = 3600.0
PATIENCE = 5.0  # seconds that a call may take: whoever asks us does not wait for long


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the session when the service starts, close it when it ends.

    A session without anything to do has no connection. The subscription keeps one, so
    that its health tells whether calls can be made, before the first is made.
    """
    async with get_async_talk_session(
        app_id=APP_ID, user_id=USER_ID, token_provider=signed, timeout=PATIENCE
    ) as session:
        app.state.session = session
        async with session.current_user.subscribe():
            yield


def signed() -> str:
    """Make a token; asked for before the one in use expires."""
    return sign_token(app_id=APP_ID, user_id=USER_ID, secret=SECRET, ttl=HOUR)


def session_of(request: Request) -> AsyncTalkSession:
    """Return the one session that all requests share."""
    session: AsyncTalkSession = request.app.state.session
    return session


Session = Annotated[AsyncTalkSession, Depends(session_of)]
app = FastAPI(title="Users", lifespan=lifespan)


class Profile(BaseModel):
    """What somebody may change of a user; what is left out stays as it is."""

    name: str | None = Field(default=None, min_length=1)
    photo_url: str | None = None


class Shown(BaseModel):
    """What is shown of a user."""

    id: str
    name: str
    photo_url: str | None


class Condition(BaseModel):
    """The condition of the session, for whoever restarts or routes by it."""

    state: str
    last_frame_age: float | None
    reconnects: int
    last_error: str | None


@app.get("/healthz")
async def healthz(session: Session, response: Response) -> Condition:
    """Answer 200 while calls can be made, 503 while they cannot. Sends nothing."""
    health = session.health()
    if health.state != "ready":
        response.status_code = 503
    error = health.last_error
    return Condition(
        state=health.state,
        last_frame_age=health.last_frame_age,
        reconnects=health.reconnects,
        last_error=type(error).__name__ if error else None,
    )


@app.get("/users/{user_id}")
async def show(user_id: str, session: Session) -> Shown:
    """Return a user; reads of the same moment share one request to TalkJS."""
    user = await session.user(user_id).get()
    if user is None:
        raise HTTPException(404, "there is no such user")
    return Shown(id=user.id, name=user.name, photo_url=user.photo_url)


@app.put("/users/{user_id}", status_code=204)
async def change(user_id: str, profile: Profile, session: Session) -> None:
    """Create or change a user."""
    await session.user(user_id).set(name=profile.name, photo_url=profile.photo_url)


@app.exception_handler(TalkJSError)
async def refused(_: Request, error: TalkJSError) -> JSONResponse:
    """Hand on what TalkJS refuses (400, 403, ...); whatever else fails is a 503."""
    if isinstance(error, APIError) and 400 <= error.status < 500:
        return JSONResponse({"detail": list(error.reasons)}, error.status)
    return JSONResponse({"detail": str(error)}, 503)
