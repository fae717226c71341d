"""Codes of releasing, and of names that are kept from one release to a later one."""

from __future__ import annotations

from minidoc.diagnostics.catalog.entry import Explanation
from minidoc.diagnostics.codes import Code

RELEASING = {
    Code.OLD_NAME_EXPIRED: Explanation(
        title="An old name was to be gone by now",
        meaning=(
            "An `[[alias]]` entry keeps a name of before until a version, and the"
            " package is to have that version or a later one. Callers have been warned"
            " for as long as they were promised."
        ),
        example='an entry with `until = "2.0"` in a release of 2.0.0.',
        fix="Remove the entry: the name then goes with this version.",
    ),
    Code.INVALID_RELEASE: Explanation(
        title="The last release cannot be understood",
        meaning=(
            "released.json in the folder of the distribution holds the version and the"
            " API model of the last release; CHANGELOG.md beside it has a section for"
            " each. One of them is not as `minidoc release` leaves it."
        ),
        example="a released.json with the marks of a merge conflict.",
        fix="Restore the file from version control, or do what the message says.",
    ),
    Code.OLD_NAME_LOST: Explanation(
        title="Something was renamed, and its old name stops working",
        meaning=(
            "`minidoc release` keeps the old names of classes, methods, functions,"
            " parameters and fields. This one it cannot keep, so that the rename breaks"
            " callers."
        ),
        example="a constant of an enum with another name.",
        fix="Nothing has to be done if callers are to change their code.",
    ),
}
