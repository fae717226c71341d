"""Renames become `[[alias]]` entries, so that names of before go on working.

In: renames and the project. Out: the entries that hold, and why others do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from minidoc.changes import Rename
from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.ir.overlay.toml import toml_table
from minidoc.pages import Page
from minidoc.pipeline import Modelled, Source, check_bound, model
from minidoc.values import frozen


@frozen
class Project:
    """What a release is made from.

    Attributes:
        pages: All pages.
        overlay: The overlay, None where there is none.
        package: Import name of the package.
    """

    pages: Sequence[Page]
    overlay: Source | None
    package: str

    def modelled(self, entries: str = "") -> Modelled:
        """Read the API model, with more entries at the end of the overlay.

        Raises:
            GenerationError: With everything found, if any of it is an error.
        """
        overlay = self.overlay
        if overlay is not None and entries:
            overlay = replace(overlay, text=appended(overlay.text, entries))
        return model(self.pages, overlay)


def appended(text: str, entries: str) -> str:
    """Put entries at the end of an overlay, which is otherwise left as it is."""
    ending = "\r\n" if "\r\n" in text else "\n"
    start = text if not text or text.endswith("\n") else f"{text}{ending}"
    blank = ending if start.strip() else ""
    return start + blank + entries.replace("\n", ending)


def entries_for(renames: Iterable[Rename], until: str) -> str:
    """Write the entries that keep the old names until a version."""
    return "\n".join(_entry(rename, until) for rename in renames)


def keepable(
    project: Project, renames: Sequence[Rename]
) -> tuple[tuple[Rename, ...], tuple[Diagnostic, ...]]:
    """Sort out the old names that cannot be kept, each with a warning."""
    if not renames:
        return (), ()
    if project.overlay is None:
        reason = "no overlay is configured that could say so"
        return (), tuple(lost(each, reason) for each in renames)
    if _problem(project, renames) is None:
        return tuple(renames), ()
    kept: list[Rename] = []
    found: list[Diagnostic] = []
    for rename in renames:
        problem = _problem(project, [*kept, rename])
        if problem is None:
            kept.append(rename)
        else:
            found.append(lost(rename, problem))
    return tuple(kept), tuple(found)


def lost(rename: Rename, reason: str) -> Diagnostic:
    """Warn of a rename whose old name is not kept."""
    message = f"the old name `{rename.name}` of `{rename.target}` is not kept: {reason}"
    hint = "callers have to change their code; the changelog says so"
    return Diagnostic(Code.OLD_NAME_LOST, message, None, hint)


def _problem(project: Project, renames: Sequence[Rename]) -> str | None:
    """Return what is wrong with the model if these names are kept."""
    try:
        # A version far away: when they end is no question here.
        modelled = project.modelled(entries_for(renames, "999999999.0"))
        check_bound(modelled, project.package)
    except GenerationError as error:
        return error.diagnostics[-1].message
    return None


def _entry(rename: Rename, until: str) -> str:
    reason = f"The page called it `{rename.name}` before."
    table = {
        "page": rename.page,
        "target": rename.target,
        "name": rename.name,
        "until": until,
        "reason": reason,
    }
    return toml_table("alias", table)
