"""What a check came to know, as the page about it is made from it.

Pure values: whoever ran the check has read the files and compared the models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from minidoc.changes import Changes
from minidoc.diagnostics import Diagnostic, Severity
from minidoc.diagnostics.render import Sources
from minidoc.tree import Comparison
from minidoc.values import frozen


@frozen
class Checked:
    """What a check came to know before it ended, wherever that was.

    Attributes:
        package: The package's folder, as it is shown; empty if it was not even known.
        diagnostics: About pages, overlay, configuration and output.
        sources: What their spans speak of.
        drift: Folders and how they compare; None if the check ended before that.
        changes: From the API model of the package on disk to that of the pages; None
            if one of the two could not be had.
        unknown: Why there are no `changes`: a sentence, empty when there are some.
        addresses: Page name -> where the page is published.
        is_strict: Warnings count as errors.
    """

    package: str
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources = field(default_factory=dict[str, tuple[str, str]])
    drift: tuple[tuple[Path, Comparison], ...] | None = None
    changes: Changes | None = None
    unknown: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    is_strict: bool = False

    @property
    def differing(self) -> int:
        """How many files are not what the pages give."""
        return sum(len(each.differences) for _, each in self.drift or ())

    @property
    def severities(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(each.severity for each in self.diagnostics)
