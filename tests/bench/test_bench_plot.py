"""The plots: well-formed, every line inside its panel, no two names on one spot."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from bench.axes import Axis, apart, reach
from bench.plot import HEIGHT, INKS, WIDTH, plot
from bench.report import Series, report

SVG = "{http://www.w3.org/2000/svg}"
SERIES: Series = {
    name: [(n, seconds * n, 20.0 + n / 4) for n in (1, 10, 100, 1000)]
    for name, seconds in zip(
        INKS, (0.01, 0.0101, 0.0102, 0.02, 0.03, 0.04), strict=True
    )
}


@pytest.fixture(scope="module")
def drawn() -> ET.Element:
    return ET.fromstring(plot(report([], SERIES, complete=True)))


def test_each_line_is_drawn_and_named_twice(drawn: ET.Element) -> None:
    names = [
        text.text or ""
        for text in drawn.iter(f"{SVG}text")
        if "name" in text.get("class", "")
    ]
    assert sorted(names) == sorted([ink.label for ink in INKS.values()] * 2)
    lines = [
        each for each in drawn.iter(f"{SVG}path") if "line" in each.get("class", "")
    ]
    assert len(lines) == 2 * len(INKS)
    assert len(list(drawn.iter(f"{SVG}circle"))) == 2 * len(INKS) * 4


def test_nothing_leaves_the_picture(drawn: ET.Element) -> None:
    for path in drawn.iter(f"{SVG}path"):
        numbers = [float(each) for each in re.findall(r"[\d.]+", path.get("d", ""))]
        assert all(0 <= x <= WIDTH for x in numbers[::2])
        assert all(0 <= y <= HEIGHT for y in numbers[1::2])


def test_names_do_not_overlap(drawn: ET.Element) -> None:
    places: dict[str, list[float]] = {}
    for text in drawn.iter(f"{SVG}text"):
        if "name" in text.get("class", ""):
            places.setdefault(text.get("x", ""), []).append(float(text.get("y", "")))
    assert len(places) == 2
    for found in places.values():
        ordered = sorted(found)
        gaps = [b - a for a, b in pairwise(ordered)]
        assert min(gaps) >= 16


def test_both_schemes_have_their_colours(drawn: ET.Element) -> None:
    style = next(drawn.iter(f"{SVG}style")).text or ""
    light, _, dark = style.partition("prefers-color-scheme: dark")
    for ink in INKS.values():
        assert ink.light in light
        assert ink.dark in dark


def test_lines_that_were_not_measured_are_left_out() -> None:
    name = next(iter(INKS))
    text = plot(report([], {name: SERIES[name]}, complete=False))
    assert text.count("<circle") == 2 * 4


def test_an_axis() -> None:
    axis = Axis(0, 300, 1, 1000)
    assert [axis.place(value) for value in (1, 10, 1000)] == pytest.approx(
        [0, 100, 300]
    )
    assert axis.ticks((1, 3)) == pytest.approx([1, 3, 10, 30, 100, 300, 1000])
    assert reach([0.02, 5], (1,)) == pytest.approx((0.01, 10))


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        ([0, 50], [0, 50]),
        ([0, 4], [-3, 7]),
        ([4, 0], [7, -3]),
        ([0, 1, 2], [-9, 1, 11]),
        ([0, 9, 12], [-3, 7, 17]),
    ],
)
def test_places_apart(wanted: list[float], placed: list[float]) -> None:
    assert apart(wanted, 10) == pytest.approx(placed)
