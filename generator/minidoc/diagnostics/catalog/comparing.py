"""Codes of comparing two states of the documentation."""

from __future__ import annotations

from minidoc.diagnostics.catalog.entry import Explanation
from minidoc.diagnostics.codes import Code

COMPARING = {
    Code.MISSING_BASE: Explanation(
        title="What to compare with is not here",
        meaning=(
            "The revision is not in this clone, or this is no clone at all. Checkouts"
            " of CI have only the last commit as a rule. Without it the question has no"
            " answer, which is not the same as no change."
        ),
        example="`minidoc diff v1.0:spec spec` in a clone of depth 1.",
        fix="Run the git command that the message names, and try again.",
    ),
    Code.PAGE_GONE: Explanation(
        title="A page is missing on one side",
        meaning=(
            "The page of before is not among those of now, under this or another name."
            " Pages get lost in fetching as well as in fact, so that what it declares"
            " is not counted as removed."
        ),
        example="`minidoc diff HEAD:spec spec` after Users.md was deleted.",
        fix=(
            "Restore the page; if it is gone for good, what it declared is gone, which"
            " breaks whoever uses it."
        ),
    ),
    Code.INVALID_ACCEPTED: Explanation(
        title="The list of accepted changes cannot be understood",
        meaning=(
            "accepted.toml is TOML with [[accept]] entries, each with the code and the"
            " path of a change and a reason. A date in `until` ends it."
        ),
        example="an entry of accepted.toml without `reason`.",
        fix="Correct the entry that the message names.",
    ),
    Code.ACCEPTED_UNUSED: Explanation(
        title="An accepted change did not happen",
        meaning=(
            "No change has the code and the path of the entry. It was for an earlier"
            " comparison, or is misspelt. An entry that stays would hide the next"
            " change of its kind."
        ),
        example="an entry for `removed-member` of UserRef.get, which is still there.",
        fix="Remove the entry, or correct it.",
    ),
    Code.ACCEPTED_EXPIRED: Explanation(
        title="The acceptance of a change has ended",
        meaning=(
            "The entry was written for a limited time, which is over. Somebody wanted"
            " to look at the change again by now."
        ),
        example="an entry with `until = 2020-01-01`.",
        fix="Look at the change; then remove the entry, or give it another end.",
    ),
}
