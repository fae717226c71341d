"""From results to figures: every row of the table, and what each needs to be run."""

from __future__ import annotations

import pytest

from bench import ours
from bench.figure import Figure
from bench.measuring import series
from bench.parts.part import Part
from bench.peers.courses import ARIADNE, DATAMODEL, OPENAPI_PYTHON_CLIENT, PEERS
from bench.race import Results, Run, Sample
from bench.registry import PROCESSES, chosen_parts, is_chosen, unknown
from bench.sizes import FULL

SECONDS = {
    Run(ours.PASS, 1): 0.01,
    Run(ours.CHECK, 1): 0.039,
    Run(ours.CHECK, 100): 0.051,
    Run(ours.GENERATE, 1): 0.041,
    Run(ours.GENERATE, 100): 0.049,
    Run(ours.COLD, 1): 0.2,
    Run(ours.COLD, 100): 1.0,
    Run(ours.COLD, 1000): 10.9,
    Run(ours.CHANGED, 100): 0.31,
    Run(ours.DIFF, 100): 0.5,
    Run(ours.PARSE, 100): 0.4,
    Run(ours.WEBSOCKETS, 1): 0.08,
    Run(ours.SDK, 1): 0.09,
    Run(ours.SDK, 100): 0.1,
    Run(ours.PACKAGE, 1): 0.026,
    Run(DATAMODEL, 1): 0.25,
    Run(ARIADNE, 1): 0.28,
    Run(OPENAPI_PYTHON_CLIENT, 100): 3.1,
    Run(ARIADNE, 100): 2.9,
}
FACTS = {
    Run(ours.CHECK, 100): {ours.HEAVY: 0.0},
    Run(ours.GENERATE, 100): {ours.HEAVY: 2.0},
    Run(ours.CHANGED, 100): {ours.REWRITTEN: 0.0},
}
RESULTS = Results(
    {run: [Sample(seconds, 251.0)] for run, seconds in SECONDS.items()}, FACTS
)


def _figures(part: Part) -> dict[str, Figure]:
    return {each.name: each for each in part.figures(RESULTS, FULL, True)}


ALL = {name: each for part in PROCESSES for name, each in _figures(part).items()}


@pytest.mark.parametrize(
    ("name", "ratio", "holds"),
    [
        ("unchanged.check.1", 3.9, True),
        ("unchanged.check.100", 5.1, False),
        ("unchanged.check.loads", 0, True),
        ("unchanged.generate.1", 4.1, False),
        ("unchanged.generate.100", 4.9, True),
        ("unchanged.generate.loads", 2, False),
        ("cold.1.datamodel", 0.8, True),
        ("cold.1.ariadne", 0.714, False),
        ("cold.100", 0.345, False),
        ("changed.100", 0.31, False),
        ("changed.files", 0, True),
        ("growth.time", 10.9, True),
        ("growth.memory", 251, False),
        ("diff.100", 1.25, False),
        ("import.names", 1.125, True),
        ("import.names.100", 1.111, True),
        ("import.package", 2.6, False),
    ],
)
def test_a_figure(name: str, ratio: float, *, holds: bool) -> None:
    assert ALL[name].ratio == pytest.approx(ratio, abs=0.001)
    assert ALL[name].holds is holds


def test_every_figure_has_a_row_above() -> None:
    mark = test_a_figure.pytestmark[0]  # type: ignore[attr-defined]
    assert {row[0] for row in mark.args[1]} == set(ALL)


@pytest.mark.parametrize("part", PROCESSES, ids=lambda part: part.name)
def test_a_part_needs_what_it_uses(part: Part) -> None:
    needed = part.needs(FULL, True)
    results = Results({run: RESULTS.samples[run] for run in needed}, FACTS)
    assert [each.name for each in part.figures(results, FULL, True)] == [
        *_figures(part)
    ]
    assert all(name.startswith(f"{part.name}.") for name in _figures(part))


@pytest.mark.parametrize("part", PROCESSES, ids=lambda part: part.name)
def test_without_peers_no_peer_is_needed(part: Part) -> None:
    needed = part.needs(FULL, False)
    assert {run.runner for run in needed} & set(PEERS) == set()
    results = Results({run: RESULTS.samples[run] for run in needed}, FACTS)
    compared = [each.what for each in part.figures(results, FULL, False)]
    assert not any(name in what for what in compared for name in PEERS)


def test_every_course_is_known() -> None:
    needed = {run.runner for part in PROCESSES for run in part.needs(FULL, True)}
    assert needed <= {*ours.COURSES, *PEERS}


def test_only() -> None:
    assert [part.name for part in chosen_parts(["diff", "cold.100"])] == [
        "cold",
        "diff",
    ]
    assert chosen_parts([]) == PROCESSES
    assert is_chosen(ALL["cold.100"], "cold", ["cold.100"])
    assert not is_chosen(ALL["cold.1.ariadne"], "cold", ["cold.100"])
    assert is_chosen(ALL["cold.1.ariadne"], "cold", ["cold"])
    assert unknown(["cold.100", "nonsense"]) == ["nonsense"]


def test_series_are_in_the_order_of_their_sizes() -> None:
    runs = [
        Run(ours.COLD, 1),
        Run(ours.COLD, 100),
        Run(ARIADNE, 100),
        Run(ours.DIFF, 100),
    ]
    assert series(RESULTS, runs) == {
        ours.COLD: [(1, 0.2, 251.0), (100, 1.0, 251.0)],
        ARIADNE: [(100, 2.9, 251.0)],
    }
