"""How fast the SDK's runtime and the emulator are, as ratios measured in one run."""

from __future__ import annotations

import json
import subprocess
import sys
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
from bench.runtime.canned import REPOSITORY

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
    """Measure everything, each with so many runs, each family in a fresh process.

    What whoever measures has in memory would be in the way of the processor's caches,
    of ours more than of a reference that needs little.
    """
    return [figure for family in FAMILIES for figure in _measured(family, repeat)]


def _measured(family: str, repeat: int) -> list[Figure]:
    command = [sys.executable, "-m", __name__, "--only", family, "--json", str(repeat)]
    done = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True)
    return [Figure(**each) for each in json.loads(done.stdout)]
