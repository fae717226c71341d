"""The README's figures are those of the published run, and so are the plots."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import publishing
from bench.figure import Figure
from bench.plot import plot
from bench.publishing import (
    BEGIN,
    END,
    PLOT,
    PUBLISHED,
    figures_between,
    figures_of,
    publish,
    with_figures,
)
from bench.report import Report, from_json, report, to_json

COLD = Figure(
    "cold.1.ariadne", "cold, N=1 / ariadne-codegen", 0.1, 0.3, "s", "at most", 0.7
)
MEMORY = Figure("growth.memory", "most memory", 140.0, 1, "MiB", "at most", 250)
SLOW = Figure("diff.100", "diff / parse", 0.4, 0.2, "s", "at most", 1.2)


def _report(*figures: Figure, complete: bool = True) -> Report:
    line = [(1, 0.1, 20.0), (10, 0.2, 30.0)]
    return report(list(figures), {"generate, cold": line}, complete=complete)


def test_the_readme_shows_the_published_run(repository: Path) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    if not PUBLISHED.exists():
        assert figures_between(text) == ""
        return
    made = from_json(PUBLISHED.read_text(encoding="utf-8"))
    assert made.complete
    assert figures_between(text) == figures_of(made)
    assert PLOT.read_text(encoding="utf-8") == plot(made)


def test_a_line_per_figure_that_holds() -> None:
    text = figures_of(_report(COLD, MEMORY, SLOW))
    assert (
        "| cold, N=1 | 100.0 ms | 300.0 ms ariadne-codegen | 0.33 x"
        " | `cold.1.ariadne --peers` |"
    ) in text
    assert "| most memory | 140 MiB | ≤ 250 MiB |  | `growth.memory` |" in text
    assert "2 of 3 targets hold; not yet: `diff.100`." in text
    assert "| diff |" not in text


def test_all_hold() -> None:
    assert "All 2 targets hold." in figures_of(_report(COLD, MEMORY))


def test_only_what_is_between_the_marks_is_replaced() -> None:
    text = f"before\n{BEGIN}old\n{END}after\n"
    assert with_figures(text, "new\n") == f"before\n{BEGIN}new\n{END}after\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout to publish in."""
    (tmp_path / "README.md").write_text(f"a\n{BEGIN}{END}b\n", encoding="utf-8")
    monkeypatch.setattr(publishing, "README", tmp_path / "README.md")
    monkeypatch.setattr(publishing, "PUBLISHED", tmp_path / "published.json")
    monkeypatch.setattr(publishing, "PLOT", tmp_path / "speed.svg")
    return tmp_path


def test_publishing(place: Path) -> None:
    made = _report(COLD)
    (place / "run.json").write_text(to_json(made), encoding="utf-8")
    publish(place / "run.json")
    readme = (place / "README.md").read_text(encoding="utf-8")
    assert figures_between(readme) == figures_of(made)
    assert (place / "speed.svg").read_text(encoding="utf-8") == plot(made)
    publish(None)
    assert (place / "README.md").read_text(encoding="utf-8") == readme


def test_a_part_of_a_run_is_not_published(place: Path) -> None:
    made = _report(COLD, complete=False)
    (place / "run.json").write_text(to_json(made), encoding="utf-8")
    with pytest.raises(ValueError, match="not complete"):
        publish(place / "run.json")
    assert not (place / "published.json").exists()
