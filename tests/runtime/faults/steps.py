"""Every await point of every task of a loop, counted, so that a test acts at each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from typing import Any


class Steps:
    """Counts the steps of a loop's tasks: from one await point to the next is one."""

    def __init__(self) -> None:
        self.count = 0
        self._actions: dict[int, Callable[[], object]] = {}
        asyncio.get_running_loop().set_task_factory(self._make)

    def plan(self, after: int, action: Callable[[], object]) -> None:
        """Act before the step that comes after so many others."""
        self._actions[self.count + after] = action

    def stop(self) -> None:
        """Forget what was planned."""
        self._actions.clear()

    def _make(
        self, loop: asyncio.AbstractEventLoop, work: Any, **options: Any
    ) -> asyncio.Task[Any]:
        task = asyncio.Task(self._run(work), loop=loop, **options)
        # One that is cancelled before its first step would complain otherwise.
        task.add_done_callback(lambda _: work.close())
        return task

    async def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return await _Stepped(work, self._step)

    def _step(self) -> None:
        action = self._actions.pop(self.count, None)
        self.count += 1
        if action is not None:
            action()


class _Stepped:
    """Awaits a coroutine, and says so before each of its steps."""

    def __init__(
        self, work: Coroutine[Any, Any, Any], step: Callable[[], None]
    ) -> None:
        self._work, self._step = work, step

    def __await__(self) -> Generator[Any, Any, Any]:
        go_on: Callable[[], Any] = partial(self._work.send, None)
        while True:
            self._step()
            try:
                waited_for = go_on()
            except StopIteration as end:
                return end.value
            try:
                go_on = partial(self._work.send, (yield waited_for))
            except GeneratorExit:
                self._work.close()
                raise
            except BaseException as thrown:  # noqa: BLE001 - a cancellation, passed on
                go_on = partial(self._work.throw, thrown)
