"""How fast the SDK's runtime and the emulator are, as ratios measured in one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bench.figure import Figure
from bench.runtime import (
    calls,
    closing,
    decoding,
    emulator,
    imports,
    pushes,
    watching,
)

FAMILIES: Mapping[str, Callable[[int], list[Figure]]] = {
    "import": imports.figures,
    "decode": decoding.figures,
    "call": calls.figures,
    "push": pushes.figures,
    "idle": watching.figures,
    "close": closing.figures,
    "emulator": emulator.figures,
}
"""What can be measured by itself, by the first part of its figures' names."""


def figures(repeat: int) -> list[Figure]:
    """Measure everything, each with so many runs."""
    return [figure for measure in FAMILIES.values() for figure in measure(repeat)]
