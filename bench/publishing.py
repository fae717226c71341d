"""`python -m bench --readme`: a run's figures in README.md, and its plots beside it.

What the README says follows from `results/published.json` alone, which a test holds;
nobody types a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.peers.courses import PEERS
from bench.plot import plot
from bench.report import RESULTS, Report, from_json, quantity, target, to_json

README = Path(__file__).resolve().parents[1] / "README.md"
PUBLISHED = RESULTS / "published.json"
PLOT = RESULTS / "speed.svg"
BEGIN = "<!-- figures: python -m bench --readme -->\n"
END = "<!-- end of figures -->\n"


def publish(run: Path | None) -> str:
    """Write README.md and the plots anew, from a run or from the one before.

    Returns:
        What was done, in a line.

    Raises:
        ValueError: If the run is only a part of all, and so compares too little.
    """
    made = from_json((run or PUBLISHED).read_text(encoding="utf-8"))
    if not made.complete:
        raise ValueError(f"{run} is not complete: python -m bench --peers --plots")
    PUBLISHED.write_text(to_json(made), encoding="utf-8")
    PLOT.write_text(plot(made), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    README.write_text(with_figures(text, figures_of(made)), encoding="utf-8")
    return f"README.md and {PLOT.name} show the run of {made.date}"


def with_figures(text: str, figures: str) -> str:
    """Replace what stands between the two marks of a text."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{figures}{END}{after}"


def figures_between(text: str) -> str:
    """Return what stands between the two marks of a text."""
    return text.partition(BEGIN)[2].partition(END)[0]


def figures_of(made: Report) -> str:
    """Return what the README says of a run, as Markdown."""
    where = made.machine
    shown = PLOT.relative_to(README.parent).as_posix()
    measured = (
        f"{where['cpu']}, {where['cores']} cores, Python {where['python']},"
        f" {made.date[:10]}."
    )
    missed = [f"`{figure.name}`" for figure in made.figures if not figure.holds]
    lines = [
        f"![Time and memory against the number of pages]({shown})",
        "",
        f"{measured} {_verdict(made.figures, missed)}",
        "",
        "| what | minidoc | compared with | ratio | `python -m bench --only` |",
        "| --- | --: | --: | --: | --- |",
        *(_row(figure) for figure in made.figures if figure.holds),
    ]
    return "\n".join(lines) + "\n"


def _verdict(figures: list[Figure], missed: list[str]) -> str:
    if not missed:
        return f"All {len(figures)} targets hold."
    held = len(figures) - len(missed)
    return f"{held} of {len(figures)} targets hold; not yet: {', '.join(missed)}."


def _row(figure: Figure) -> str:
    what, _, reference = figure.what.partition(" / ")
    ratio = f"{figure.ratio:.2f} x"
    compared = f"{quantity(figure.reference, figure.unit)} {reference}"
    if figure.reference == 1:
        ratio, compared = "", target(figure)
    option = " --peers" if any(name in reference for name in PEERS) else ""
    cells = (
        what,
        quantity(figure.ours, figure.unit),
        compared,
        ratio,
        f"`{figure.name}{option}`",
    )
    return f"| {' | '.join(_cells(cells))} |"


def _cells(cells: tuple[str, ...]) -> Iterator[str]:
    return (cell.replace("|", "\\|") for cell in cells)
