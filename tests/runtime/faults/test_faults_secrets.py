"""I8, everywhere: no token shows, whatever happens, in nothing that anybody can read.

Rows of the matrix and scenarios of users run with every token known. Then logs of all
libraries, errors with their tracebacks, the text of every object of the runtime, and
the emulator's journal and page are searched. `--full` runs all of them in both worlds.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import matrix
import pytest
import rows_closing
import rows_connection
import rows_frames
import rows_network
import rows_tokens
from test_runtime_scenarios import SCENARIOS
from worlds import world_of

from minidoc.emulator.testing import Emulator
from minidoc.emulator.tokens import Tokens
from talkjs import TalkJSError

PLACES = (rows_closing, rows_connection, rows_frames, rows_network, rows_tokens)
"""Where rows are; to import them is to put them into the matrix."""

_PAGES = ("/", "/__emulator/journal", "/__emulator/overview", "/__emulator/export")
_SECRET = "fcm:a-secret-of-a-device"


class Everything(logging.Handler):
    """All that was said while it was listening."""

    def __init__(self, emulator: Emulator, patch: pytest.MonkeyPatch) -> None:
        super().__init__(logging.DEBUG)
        self.tokens: list[str] = []
        self.logged: list[str] = []
        self.errors: list[TalkJSError] = []
        self._emulator = emulator
        sign: Callable[..., str] = Tokens._signed

        def signed(tokens: Tokens, claims: Any, ttl: float | None) -> str:
            made = sign(tokens, {**claims, "mark": "a marked token"}, ttl)
            self.tokens.append(made)
            return made

        def new(kind: type[TalkJSError], *args: Any, **_: Any) -> TalkJSError:
            made: TalkJSError = super(TalkJSError, kind).__new__(kind, *args)
            self.errors.append(made)
            return made

        patch.setattr(Tokens, "_signed", signed)
        patch.setattr(TalkJSError, "__new__", new, raising=False)
        for name in ("", "talkjs", "websockets", "asyncio", "uvicorn", "minidoc"):
            logger = logging.getLogger(name)
            patch.setattr(logger, "handlers", [self] if not name else [])
            patch.setattr(logger, "propagate", True)
            patch.setattr(logger, "level", logging.DEBUG)
            logger.manager._clear_cache()  # type: ignore[attr-defined]

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record's text, with its traceback."""
        self.logged.append(self.format(record))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Give all that can be read, and where."""
        yield from (("a log", text) for text in self.logged)
        for error in self.errors:
            yield "an error", f"{error!r} {error} {vars(error)}"
            yield "a traceback", "".join(traceback.format_exception(error))
        for each in gc.get_objects():
            if type(each).__module__.startswith("talkjs"):
                yield f"an object {type(each)}", repr(each)
        for path in _PAGES:
            answer = httpx2.get(self._emulator.url + path)
            assert answer.status_code == 200, path
            yield path, answer.text


def _assert_that_none_shows(said: Everything) -> None:
    parts = {part for token in said.tokens for part in token.split(".")[1:]}
    assert parts, "there was no token"
    count = 0
    for where, text in said.texts():
        count += 1
        shown = [part for part in parts if part in text]
        assert not shown, (where, text[:2000])
        # A device's token is a user's data, which the emulator shows as it is.
        is_said = where in ("a log", "an error", "a traceback")
        assert not is_said or _SECRET not in text, (where, text[:2000])
    assert count > 20


def _chosen(request: pytest.FixtureRequest, number: int, is_async: bool) -> None:
    """One world for each, by turns, where not all is wanted."""
    if not request.config.getoption("--full") and number % 2 != is_async:
        pytest.skip("the other world has it; --full runs both")


IN_BOTH_WORLDS = pytest.mark.parametrize(
    "is_async", [True, False], ids=["asyncio", "threads"]
)


@IN_BOTH_WORLDS
@pytest.mark.parametrize("number", range(len(SCENARIOS)))
def test_no_token_shows_in_scenarios(
    talkjs_emulator: Emulator,
    number: int,
    is_async: bool,
    request: pytest.FixtureRequest,
) -> None:
    _chosen(request, number, is_async)

    async def main() -> None:
        async with world_of(talkjs_emulator, is_async) as world:
            talk = world.talk("mallory")
            await world.do(talk.current_user.set, name="M", push_tokens={_SECRET: True})
            await world.close(talk)
            await SCENARIOS[number](world)
            _assert_that_none_shows(said)

    with pytest.MonkeyPatch.context() as patch:
        said = Everything(talkjs_emulator, patch)
        asyncio.run(main())


CELLS = [
    pytest.param(number, world, id=f"{cell.play.__name__}-{world}")
    for number, cell in enumerate(matrix.ROWS)
    for world in cell.worlds
]


@pytest.mark.parametrize(("number", "world"), CELLS)
def test_no_token_shows_in_faults(
    talkjs_emulator: Emulator,
    number: int,
    world: str,
    request: pytest.FixtureRequest,
) -> None:
    cell = matrix.ROWS[number]
    if len(cell.worlds) > 1:
        _chosen(request, number, world == "asyncio")
    load: Any = "calling" if "idle" in cell.left_out else "idle"
    with pytest.MonkeyPatch.context() as patch:
        said = Everything(talkjs_emulator, patch)
        matrix.run_cell(talkjs_emulator, cell, load, world, 1)
        _assert_that_none_shows(said)
