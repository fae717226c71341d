"""One measured figure: what was compared, and whether the target holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table.

    Attributes:
        name: Short and stable, with a dot between part and figure (`decode.user`).
        what: What was measured against what, for people.
        ours: Our value, the median of the repetitions.
        reference: What it is compared with, in the same unit; 1 where the target is a
            limit by itself.
        unit: `s`, `MiB`, `1/s`; empty for a mere count.
        bound: Whether `ours / reference` may be at most or has to be at least `target`.
        target: The ratio that has to hold.
    """

    name: str
    what: str
    ours: float
    reference: float
    unit: str
    bound: Literal["at most", "at least"]
    target: float

    @property
    def ratio(self) -> float:
        """Return our value in units of the reference."""
        return self.ours / self.reference

    @property
    def holds(self) -> bool:
        """Tell whether the target is reached."""
        if self.bound == "at most":
            return self.ratio <= self.target
        return self.ratio >= self.target
