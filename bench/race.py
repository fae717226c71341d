"""Processes in turn, round by round, so that a machine's moods hit all of them alike.

In: courses by what they are called and how large they are. Out: the median of each.
What is run, and what it means, is not known here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

LAUNCH = Path(__file__).with_name("launch.py")
# A run of many seconds varies little, and the peers' largest take a minute each.
LONG, ROUNDS_OF_LONG = 15.0, 3


class Run(NamedTuple):
    """What is run, on how many copies of the page."""

    runner: str
    copies: int


class Sample(NamedTuple):
    """One run of a process: wall time, and the most memory it had."""

    seconds: float
    mib: float


Facts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Course:
    """One process to measure.

    Attributes:
        command: The program, by its path, and its arguments.
        folder: Where it runs.
        before: Puts things in place before each run; not measured.
        after: Looks at what the first run has done: facts that are no times. Raises
            `WrongWorkError`.
    """

    command: tuple[str, ...]
    folder: Path
    before: Callable[[], None] = lambda: None
    after: Callable[[], Facts] = dict


class WrongWorkError(Exception):
    """What was measured failed, or did something else than what it is compared with."""


@dataclass(frozen=True, slots=True)
class Results:
    """What all courses took, and what they found."""

    samples: Mapping[Run, list[Sample]]
    facts: Mapping[Run, Facts] = field(default_factory=dict[Run, Facts])

    def seconds(self, runner: str, copies: int) -> float:
        """Return the median wall time."""
        return median(each.seconds for each in self.samples[Run(runner, copies)])

    def mib(self, runner: str, copies: int) -> float:
        """Return the median of the peaks of memory."""
        return median(each.mib for each in self.samples[Run(runner, copies)])

    def fact(self, runner: str, copies: int, name: str) -> float:
        """Return what was found after the first run."""
        return self.facts[Run(runner, copies)][name]


def race(
    courses: Mapping[Run, Course], rounds: int, tell: Callable[[str], None]
) -> Results:
    """Run every course in turn, `rounds` times, after a first time that does not count.

    Raises:
        WrongWorkError: If a run fails, or has not done its work.
    """
    facts: dict[Run, Facts] = {}
    for run, course in courses.items():
        tell(f"{run.runner}, N={run.copies:,}")
        sample_of(course)
        facts[run] = course.after()
    samples: dict[Run, list[Sample]] = {run: [] for run in courses}
    for number in range(rounds):
        tell(f"round {number + 1} of {rounds}")
        for run, course in courses.items():
            if not _is_enough(samples[run]):
                samples[run].append(sample_of(course))
    return Results(samples, facts)


def _is_enough(samples: list[Sample]) -> bool:
    return len(samples) >= ROUNDS_OF_LONG and samples[0].seconds > LONG


def sample_of(course: Course) -> Sample:
    """Prepare and run one course, once.

    What earlier ones have left to be written is written before: a run that makes its
    files durable would wait for theirs.
    """
    course.before()
    os.sync()
    launch = (sys.executable, "-I", "-S", str(LAUNCH))
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as errors:
        done = subprocess.run(
            [*launch, errors.name, str(course.folder), *course.command],
            env=environment_of(course.folder),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        seconds, mib, code = done.stdout.split()
        if code != "0":
            command = " ".join(course.command)
            message = f"{command} ended with {code}:\n{errors.read()[-2000:]}"
            raise WrongWorkError(message)
    return Sample(float(seconds), float(mib))


def environment_of(folder: Path) -> dict[str, str]:
    """Return an environment without settings of whoever measures; caches are local."""
    home = str(folder)
    return {
        "HOME": home,
        "XDG_CACHE_HOME": str(folder / ".cache"),
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "PATH": "/usr/bin:/bin",
    }
