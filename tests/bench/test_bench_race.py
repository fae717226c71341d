"""The race: who runs when, what counts, and that failures are heard of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import race as races
from bench.race import Course, Results, Run, Sample, WrongWorkError, race, sample_of


def _course(folder: Path, program: str) -> Course:
    return Course((sys.executable, "-c", program), folder)


def test_courses_run_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def course(name: str, seconds: float) -> Course:
        return Course((name, str(seconds)), tmp_path, after=lambda: {name: 1.0})

    def sample(course: Course) -> Sample:
        order.append(course.command[0])
        return Sample(float(course.command[1]), 1.0)

    monkeypatch.setattr(races, "sample_of", sample)
    long = races.LONG + 1
    courses = {Run("a", 1): course("a", 1.0), Run("b", 1): course("b", long)}
    results = race(courses, 5, lambda _: None)
    # The first of each does not count; one that takes long runs less often.
    assert "".join(order) == "ab" + "ab" * races.ROUNDS_OF_LONG + "aa"
    assert len(results.samples[Run("a", 1)]) == 5
    assert results.fact("b", 1, "b") == 1.0


def test_results_are_medians() -> None:
    run = Run("a", 1)
    samples = [Sample(9.0, 30.0), Sample(1.0, 10.0), Sample(2.0, 20.0)]
    results = Results({run: samples})
    assert results.seconds("a", 1) == 2.0
    assert results.mib("a", 1) == 20.0


def test_each_run_is_prepared(tmp_path: Path) -> None:
    calls: list[int] = []
    course = Course(
        (sys.executable, "-c", "pass"), tmp_path, before=lambda: calls.append(1)
    )
    race({Run("a", 1): course}, 2, lambda _: None)
    assert len(calls) == 3


def test_memory_is_that_of_the_program(tmp_path: Path) -> None:
    small = sample_of(_course(tmp_path, "pass"))
    large = sample_of(_course(tmp_path, "x = bytes(range(256)) * 2**18"))
    assert large.mib - small.mib == pytest.approx(64, abs=8)


def test_it_runs_in_its_folder_without_our_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    program = (
        "import os; assert 'PYTHONPATH' not in os.environ; open('here', 'w').close()"
    )
    sample_of(_course(tmp_path, program))
    assert (tmp_path / "here").exists()


def test_a_failure_shows_what_the_program_said(tmp_path: Path) -> None:
    with pytest.raises(WrongWorkError, match=r"ended with 3:\n.*Hello"):
        sample_of(
            _course(
                tmp_path, "import sys; print('Hello', file=sys.stderr); sys.exit(3)"
            )
        )
