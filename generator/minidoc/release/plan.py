"""What the next release is: its version, what the changelog says, the kept names."""

from __future__ import annotations

from minidoc.changes import (
    Change,
    ChangeCode,
    Changes,
    Rename,
    compare,
    find_renames,
    vanished_pages,
)
from minidoc.changes.render import Shown, as_markdown
from minidoc.diagnostics import Diagnostic
from minidoc.pipeline import Modelled
from minidoc.release.aliases import Project, entries_for, keepable, lost
from minidoc.release.state import Released
from minidoc.values import frozen
from minidoc.versions import Bump, Version

_CONSTANT = "to a type checker a second name is one more constant to handle"


@frozen
class Release:
    """A release that is not written yet.

    Attributes:
        before: The last version, None for the first release.
        version: The next one; the last one where there is nothing to release.
        bump: How far the changes move it, before 0.x is considered.
        body: What the changelog says, as markdown without a title.
        entries: Text for the end of the overlay, or nothing.
        modelled: The API model, with those entries.
        diagnostics: Old names that are not kept.
    """

    before: Version | None
    version: Version
    bump: Bump
    body: str
    entries: str
    modelled: Modelled
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_new(self) -> bool:
        """Whether there is something to release."""
        return self.version != self.before


def plan_release(
    project: Project, released: Released | None, configured: Version
) -> Release:
    """Plan the next release.

    Args:
        project: What it is made from.
        released: The last release, None for none.
        configured: The version that the configuration names: the first one, and later
            one to jump to, such as 1.0.0. A version never goes back to it.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    modelled = project.modelled()
    if released is None:
        body = "First release."
        return Release(None, configured, "none", body, "", modelled, ())
    known = {(old.target, old.name) for old in modelled.api.old_names}
    renames = find_renames(released.api, modelled.api)
    new = [each for each in renames if (each.target, each.name) not in known]
    kept, found = keepable(project, new)
    return _planned(project, released, configured, (kept, found))


def _planned(
    project: Project,
    released: Released,
    configured: Version,
    names: tuple[tuple[Rename, ...], tuple[Diagnostic, ...]],
) -> Release:
    """Find the version; when kept names end follows from it, and moves nothing else."""
    kept, found = names
    version = released.version.after("minor")
    while True:
        until = version.end_of_old_names
        entries = entries_for(kept, until)
        modelled = project.modelled(entries)
        changes = compare(released.api, modelled.api)
        gone = vanished_pages(released.api, modelled.api)
        bump: Bump = "major" if gone else changes.bump
        version = max(released.version.after(bump), configured)
        if version.end_of_old_names == until or not kept:
            break
    found = (*found, *_lost_constants(changes))
    body = _body(changes, gone)
    return Release(released.version, version, bump, body, entries, modelled, found)


def _lost_constants(changes: Changes) -> list[Diagnostic]:
    return [
        lost(Rename(change.page, change.path, _old_name(change)), _CONSTANT)
        for change in changes
        if change.code is ChangeCode.RENAMED_CONSTANT
    ]


def _old_name(change: Change) -> str:
    return change.before or ""


def _body(changes: Changes, gone: tuple[str, ...]) -> str:
    """Write the section: pages that are gone first, which `diff` only warns of."""
    if not gone:
        return as_markdown(Shown(changes, {}))
    lines = [f"- `{page}` is gone, with everything that it declares." for page in gone]
    told = as_markdown(Shown(changes, {})) if changes else ""
    return "\n".join(["### Pages that are gone", "", *lines, "", told])
