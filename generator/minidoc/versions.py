"""Versions of the generated distribution: three numbers, and which one is next.

In: texts. Out: numbers that compare. What a change means is not known here.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

Bump: TypeAlias = Literal["major", "minor", "patch", "none"]

_PLAIN = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


class Version(NamedTuple):
    """A released version, as semantic versioning counts."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def after(self, bump: Bump) -> Version:
        """Return the next version.

        While it is 0.x, what would be a major version is a minor one, and a minor one
        a patch: nothing is promised yet, and callers pin the minor version.
        """
        early = self.major == 0
        match bump:
            case "major" if not early:
                return Version(self.major + 1, 0, 0)
            case "major":
                return Version(0, self.minor + 1, 0)
            case "minor" if not early:
                return Version(self.major, self.minor + 1, 0)
            case "minor" | "patch":
                return Version(self.major, self.minor, self.patch + 1)
            case _:
                return self

    @property
    def end_of_old_names(self) -> str:
        """Return the version with which names that are kept from this one on go."""
        following = self.after("major")
        return f"{following.major}.{following.minor}"

    def has_reached(self, until: str) -> bool:
        """Tell whether what goes with version `until` (`2.0`) is to be gone by now."""
        return tuple(self) >= tuple(int(part) for part in until.split("."))


def parse_version(text: str) -> Version | None:
    """Read `1.2.3`; None for anything else, such as a release candidate."""
    match = _PLAIN.fullmatch(text)
    return Version(*map(int, match.groups())) if match else None
