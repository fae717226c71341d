"""What a run leaves behind: the table, the JSON, and what `python -m bench` answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import __main__ as command
from bench.figure import Figure
from bench.measuring import Measured, Wish
from bench.race import WrongWorkError
from bench.report import Report, from_json, machine, report, store, table, to_json

HOLDS = Figure("cold.1", "ours / theirs", 0.09, 0.3, "s", "at most", 0.85)
FAILS = Figure("growth.memory", "most memory", 251.0, 1, "MiB", "at most", 250)
RATE = Figure("socket.async", "calls / bare", 5000.0, 5200.0, "1/s", "at least", 0.85)


NONE = Figure("changed.files", "files", 0.0, 1, "", "at most", 0)
TIME = Figure("close", "a limit in s", 0.5, 1, "s", "at most", 1.5)
TINY = Figure("decode", "one value", 2.5e-6, 2e-6, "s", "at most", 4 / 3)


def test_the_table() -> None:
    assert table([HOLDS, FAILS, RATE, NONE, TIME, TINY]).splitlines() == [
        "figure         ours       reference  ratio  target            what",
        "cold.1         90.0 ms    300.0 ms   0.30   ≤ 0.85     holds  ours / theirs",
        "growth.memory  251 MiB                      ≤ 250 MiB  FAILS  most memory",
        "socket.async   5,000 1/s  5,200 1/s  0.96   ≥ 0.85     holds  calls / bare",
        "changed.files  0                            ≤ 0        holds  files",
        "close          500.0 ms                     ≤ 1.5 s    holds  a limit in s",
        "decode         2.50 µs    2.00 µs    1.25   ≤ 1.33     holds  one value",
    ]


def test_a_report_survives_json(tmp_path: Path) -> None:
    made = report([HOLDS, FAILS], {"cold": [(1, 0.1, 20.0)]}, complete=True)
    assert from_json(to_json(made)) == made
    file = store(made, tmp_path / "results")
    assert from_json(file.read_text(encoding="utf-8")) == made


def test_the_json_says_where_and_when() -> None:
    data = json.loads(to_json(report([], {}, complete=False)))
    assert data["date"].endswith("+00:00")
    assert {"cpu", "cores", "python", "lark", "pydantic"} <= set(data["machine"])
    assert all(machine().values())


def _measuring(figures: list[Figure]) -> Callable[..., Measured]:
    def measure(wish: Wish, tell: object) -> Measured:
        return Measured(figures, {})

    return measure


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each report was a complete one, instead of files."""
    found: list[bool] = []

    def store_nothing(made: Report) -> str:
        found.append(made.complete)
        return "nowhere"

    monkeypatch.setattr(command, "store", store_nothing)
    return found


@pytest.mark.parametrize(("figures", "code"), [([HOLDS], 0), ([HOLDS, FAILS], 1)])
def test_the_exit_code_is_the_verdict(
    figures: list[Figure],
    code: int,
    stored: list[bool],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(command, "measure", _measuring(figures))
    assert command.main(["--peers", "--plots"]) == code
    assert "cold.1" in capsys.readouterr().out
    assert stored == [True]


@pytest.mark.parametrize("option", ["--quick", "--small", "--only=cold"])
def test_a_part_of_a_run_is_not_complete(
    option: str, stored: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "measure", _measuring([HOLDS]))
    assert command.main(["--peers", "--plots", option]) == 0
    assert stored == [False]


def test_wrong_work_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> Measured:
        raise WrongWorkError("models.py lacks a class")

    monkeypatch.setattr(command, "measure", fail)
    assert command.main([]) == 1
    assert "models.py lacks a class" in capsys.readouterr().err


def test_an_unknown_figure_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["--only", "nonsense"])
    assert "no such figure: nonsense" in capsys.readouterr().err
