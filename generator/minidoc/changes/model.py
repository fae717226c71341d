"""Changes as values, and what a set of them means for the next version."""

from __future__ import annotations

from collections.abc import Iterator

from minidoc.changes.codes import ChangeCode, Impact
from minidoc.values import frozen
from minidoc.versions import Bump

_BUMPS: dict[Impact, Bump] = {
    Impact.BREAKING: "major",
    Impact.BEHAVIOUR: "major",
    Impact.DEPRECATION: "minor",
    Impact.ADDITIVE: "minor",
    Impact.DOCS: "patch",
    Impact.FORMAT: "none",
}


@frozen
class Change:
    """One event, however many places of the pages it touches.

    Attributes:
        code: What kind of change it is; it fixes the class.
        path: What is affected in the page's spelling: `UserRef.set(name)`. The new one,
            unless there is none.
        python: The same as callers write it: `UserRef.set(name=...)`.
        message: One sentence, without a full stop, that says what happened.
        before: What stood there, None for nothing.
        after: What stands there now, None for nothing.
        page: Name of the page.
        line: Line of the page; None where the model was kept without places.
    """

    code: ChangeCode
    path: str
    python: str
    message: str
    before: str | None
    after: str | None
    page: str
    line: int | None

    @property
    def impact(self) -> Impact:
        """The class of the change."""
        return self.code.impact

    def sort_key(self) -> tuple[int, str, int, str, str, str]:
        """Order by class, then by place, so that nothing depends on the search."""
        place = (self.page, self.line or 0, self.path)
        return (self.impact.rank, *place, self.code.value, self.before or "")


@frozen
class Changes:
    """All changes between two API models, the strongest first."""

    items: tuple[Change, ...]

    def __iter__(self) -> Iterator[Change]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def bump(self) -> Bump:
        """How far the version has to move, as semantic versioning counts."""
        impacts = [change.impact for change in self.items]
        return _BUMPS[
            min(impacts, key=lambda impact: impact.rank, default=Impact.FORMAT)
        ]
