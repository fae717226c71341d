"""How many copies of the page the figures are about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of copies, from one page to far more than anybody has."""

    one: int = 1
    some: int = 10
    many: int = 100
    most: int = 1000

    @property
    def all(self) -> tuple[int, ...]:
        """Every size, the smallest first: what the plots show."""
        return (self.one, self.some, self.many, self.most)


FULL = Sizes()
# To try the harness itself; its verdicts count for nothing.
SMALL = Sizes(some=2, many=10, most=100)
