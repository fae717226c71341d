"""What importing the SDK costs, as a whole process."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

from bench.figure import Figure
from bench.runtime.rounds import alternate

_USED = "from talkjs import UserRef, get_talk_session"


def seconds(code: str) -> float:
    """Return how long a fresh interpreter takes for a line of code."""
    began = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - began


def figures(repeat: int) -> list[Figure]:
    """Measure it."""

    def compare(ours: str, reference: str) -> tuple[float, float]:
        return alternate(
            lambda: seconds(ours), lambda: seconds(reference), max(repeat, 7)
        )

    used = compare(_USED, "import websockets.asyncio.client")
    alone = compare("import talkjs", "pass")
    return [
        Figure(
            "import.used", f"`{_USED}`, against `import websockets.asyncio.client`",
            *used, "s", "at most", 1.2,
        ),
        Figure(
            "import.alone", "`import talkjs`, against an empty program",
            *alone, "s", "at most", 2.5,
        ),
    ]  # fmt: skip
