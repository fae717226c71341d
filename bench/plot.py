"""Time and memory against the number of pages, as one SVG for light and dark pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, NamedTuple

from bench import ours
from bench.axes import Axis, apart, reach
from bench.peers import courses as peers
from bench.report import Report, Series

WIDTH, HEIGHT = 1140, 500
_LABELS, _TOP, _BOTTOM, _LINE = 220, 104, 442, 17


class _Ink(NamedTuple):
    """How a line is called and drawn; ours have one colour, and differ by dashes."""

    label: str
    light: str
    dark: str
    dashes: str = "none"


# Readable for the colour-blind, on light and on dark.
_OURS, _OURS_DARK = "#0b57d0", "#8ab4f8"
INKS = {
    ours.COLD: _Ink("minidoc", _OURS, _OURS_DARK),
    ours.CHANGED: _Ink("minidoc, one page changed", _OURS, _OURS_DARK, "7 4"),
    ours.GENERATE: _Ink("minidoc, nothing changed", _OURS, _OURS_DARK, "2 4"),
    peers.OPENAPI_PYTHON_CLIENT: _Ink(
        peers.OPENAPI_PYTHON_CLIENT, "#b3400a", "#ff9d6b"
    ),
    peers.ARIADNE: _Ink(peers.ARIADNE, "#7a5a00", "#e3c04f"),
    peers.DATAMODEL: _Ink(peers.DATAMODEL, "#7b3aa0", "#d2a1f0"),
}
_STYLE = """
text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  fill: #1f2328 }
.title { font-size: 19px; font-weight: 600 }
.panel { font-size: 15px; font-weight: 600 }
.quiet { fill: #59636e }
.card { fill: #ffffff; stroke: #d1d9e0 }
.grid { stroke: #d1d9e0; stroke-width: 1 }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
.lead { fill: none; stroke-width: 1; opacity: .6 }
"""
_STYLE_DARK = """
text { fill: #e6edf3 } .quiet { fill: #9198a1 }
.card { fill: #0d1117; stroke: #3d444d } .grid { stroke: #30363d }
"""


@dataclass(frozen=True, slots=True)
class _Panel:
    """One diagram.

    Attributes:
        left: Where its area begins; labels of values stand before it.
        right: Where its area ends; names of lines stand behind it.
        values: The points of each line.
        spell: A value with its unit.
    """

    title: str
    left: float
    right: float
    steps: tuple[int, ...]
    values: Mapping[str, Sequence[tuple[int, float]]]
    spell: Callable[[float], str]


def plot(made: Report) -> str:
    """Draw the series of a run."""
    where = made.machine
    told = (
        f"N copies of one documentation page, each a fresh process. {where['cpu']},"
        f" {where['cores']} cores, Python {where['python']}, {made.date[:10]}"
    )
    dark = f"@media (prefers-color-scheme: dark) {{{_STYLE_DARK}{_colours('dark')}}}"
    size = f'width="{WIDTH - 1}" height="{HEIGHT - 1}"'
    parts = [
        f"<style>{_colours('light')}{_STYLE}{dark}</style>",
        f'<rect class="card" x=".5" y=".5" {size} rx="8"/>',
        _text(28, 38, "Time and memory as the documentation grows", "title"),
        _text(28, 60, told, "quiet"),
    ]
    for panel in _panels(made.series):
        parts += _drawn(panel)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" role="img">'
    )
    return "\n".join([head, *parts, "</svg>\n"])


def _panels(series: Series) -> tuple[_Panel, _Panel]:
    drawn = {name: series[name] for name in INKS if name in series}
    times = {name: [(n, s) for n, s, _ in points] for name, points in drawn.items()}
    peaks = {name: [(n, m) for n, _, m in points] for name, points in drawn.items()}
    middle = WIDTH / 2
    return (
        _Panel("Time", 76, middle - _LABELS, (1,), times, _seconds),
        _Panel("Memory", middle + 76, WIDTH - _LABELS, (1, 3), peaks, _mib),
    )


def _drawn(panel: _Panel) -> Iterator[str]:
    points = [point for line in panel.values.values() for point in line]
    copies = [n for n, _ in points]
    across = Axis(panel.left, panel.right, min(copies), max(copies))
    lower, upper = reach((value for _, value in points), panel.steps)
    up = Axis(_BOTTOM, _TOP, lower, upper)
    yield _text(panel.left, _TOP - 18, panel.title, "panel")
    for tick in up.ticks(panel.steps):
        y = up.place(tick)
        yield _path("grid", [(panel.left, y), (panel.right, y)])
        yield _text(panel.left - 10, y + 4, panel.spell(tick), "quiet", "end")
    for tick in across.ticks((1,)):
        x = across.place(tick)
        yield _path("grid", [(x, _TOP), (x, _BOTTOM)])
        yield _text(x, _BOTTOM + 22, f"{tick:,.0f}", "quiet", "middle")
    yield _text(
        (panel.left + panel.right) / 2, _BOTTOM + 42, "pages", "quiet", "middle"
    )
    yield from _lines(panel, across, up)


def _lines(panel: _Panel, across: Axis, up: Axis) -> Iterator[str]:
    ends = [up.place(line[-1][1]) for line in panel.values.values()]
    labels = apart(ends, _LINE)
    for (name, line), at in zip(panel.values.items(), labels, strict=True):
        ink = f"c{list(INKS).index(name)}"
        places = [(across.place(n), up.place(value)) for n, value in line]
        x, y = places[-1]
        yield _path(f"{ink} line", places)
        yield from (
            f'<circle class="{ink} dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
            for x, y in places
        )
        yield _path(f"{ink} lead", [(x + 6, y), (x + 16, at), (x + 22, at)])
        yield _text(x + 26, at + 4.5, INKS[name].label, f"{ink} name")


def _path(kind: str, places: Sequence[tuple[float, float]]) -> str:
    drawn = " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return f'<path class="{kind}" d="M{drawn}"/>'


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(text)}</text>'


def _colours(scheme: Literal["light", "dark"]) -> str:
    rules: list[str] = []
    for number, ink in enumerate(INKS.values()):
        colour = ink.light if scheme == "light" else ink.dark
        line = f"stroke: {colour}; stroke-dasharray: {ink.dashes}"
        rules.append(f".c{number}.line {{ {line} }}")
        rules.append(f".c{number}.lead {{ stroke: {colour} }}")
        rules.append(f".c{number}.dot, .c{number}.name {{ fill: {colour} }}")
    return "\n".join(rules)


def _seconds(value: float) -> str:
    return f"{value:g} s" if value >= 1 else f"{value * 1000:g} ms"


def _mib(value: float) -> str:
    return f"{value:,.0f} MiB"
