"""Codes of the overlay, of the configuration and of writing the package."""

from __future__ import annotations

from minidoc.diagnostics.catalog.entry import (
    Explanation,
    page_with_overlay,
    reference_body,
)
from minidoc.diagnostics.codes import Code

_GET = reference_body("/** Fetches the user's age */\nFuture<int?>get()")

OUTPUT = {
    Code.INVALID_OVERLAY: Explanation(
        title="The overlay cannot be understood",
        meaning=(
            "The overlay is TOML with a fixed set of tables and keys, and every entry"
            " has a page and a reason. The message names the entry and the key."
        ),
        example=page_with_overlay(
            _GET,
            '[[bind]]\npage = "Users.md"\ntarget = "UserRef.get"\n'
            'read = { topic = "user" }\n',
        ),
        fix="Add or correct the key; here, `reason` is missing.",
    ),
    Code.OVERLAY_NO_MATCH: Explanation(
        title="An overlay entry speaks of something that is not there",
        meaning=(
            "The page of the entry was given, and has no such class, member or"
            " parameter. It may have been renamed or removed on the page, and what the"
            " entry did is no longer done."
        ),
        example=page_with_overlay(
            _GET,
            '[[bind]]\npage = "Users.md"\ntarget = "UserRef.fetch"\n'
            'reason = "GET answers with the user"\nread = { topic = "user" }\n',
        ),
        fix="Correct the target, or remove the entry.",
    ),
    Code.OVERLAY_NO_EFFECT: Explanation(
        title="An overlay entry no longer changes anything",
        meaning=(
            "What the entry corrects is already so on the page. The page was probably"
            " put right; an entry that stays would hide the next mistake."
        ),
        example=page_with_overlay(
            reference_body("Future<void>set({String? name})"),
            '[[correct]]\npage = "Users.md"\ntarget = "UserRef.set(name)"\n'
            'reason = "the name may be left out"\noptional = true\n',
        ),
        fix="Remove the entry.",
    ),
    Code.OVERLAY_UNCHECKED: Explanation(
        title="An overlay entry is still a guess",
        meaning=(
            "`minidoc overlay suggest` guesses from names, and its reasons say what has"
            " to be checked, after the word TODO. A guess that nobody has checked may"
            " send a request that the service does not know."
        ),
        example=page_with_overlay(
            reference_body("Future<void>ping()"),
            '[[bind]]\npage = "Users.md"\ntarget = "UserRef.ping"\n'
            'reason = "TODO: check the method and the path"\n'
            'write = { method = "POST", path = "/users/{id}/ping" }\n',
        ),
        fix="Check it, and write the real reason.",
    ),
    Code.OVERLAY_SET_ASIDE: Explanation(
        title="Entries of the overlay were left aside",
        meaning=(
            "They belong to a page that this run was not given, so that one page alone"
            " can be generated. In a run over all configured pages it is an error"
            " (overlay-no-match): the page is gone or its name is misspelt."
        ),
        example=page_with_overlay(
            reference_body("/** How old the user is */\nfinal int age;"),
            '[[correct]]\npage = "Rooms.md"\ntarget = "RoomRef.id"\n'
            'reason = "rooms are numbered"\ntype = "int"\n',
        ),
        fix="Give the page as well, or correct the name of the page in the entries.",
    ),
    Code.INVALID_CONFIG: Explanation(
        title="The configuration cannot be understood",
        meaning=(
            "`[tool.minidoc]` in pyproject.toml has a fixed set of keys, and each has a"
            " type. A key that is not known is most likely misspelt, and would"
            " otherwise be without effect."
        ),
        example='`[tool.minidoc]` with `outputs = "generated"` instead of `output`.',
        fix="Correct the key or its value.",
    ),
    Code.UNSAFE_OUTPUT: Explanation(
        title="Something would be written that must not be",
        meaning=(
            "A path would lie outside the output folder, or mean another file on some"
            " system; or a module is not what its template makes. The last check before"
            " writing found it, so that nothing was written."
        ),
        example="`minidoc generate CON.md`, whose module no Windows could store.",
        fix="Rename the page; if no name is at fault, please report it.",
    ),
    Code.FOREIGN_OUTPUT: Explanation(
        title="The output holds something that minidoc did not write",
        meaning=(
            "Only files that the manifest (`_manifest.json`) lists are overwritten or"
            " removed. Here is a file of somebody else, a symbolic link or a folder at"
            " a path that is needed, or the manifest itself is not readable."
        ),
        example="`minidoc generate --output src` where src/__init__.py is your own.",
        fix="Choose another output folder, or move what is in the way.",
    ),
    Code.CANNOT_WRITE: Explanation(
        title="The package cannot be written",
        meaning=(
            "The operating system refused: a full disk, a folder without permission, or"
            " another run that writes to the same place. The package on disk is whole,"
            " as it was before or as it should be now."
        ),
        example="`minidoc generate` on a disk that has no space left.",
        fix="Remove the cause and run it again; leftovers are cleaned up then.",
    ),
    Code.VERSION_MISMATCH: Explanation(
        title="Another version of minidoc wrote the package",
        meaning=(
            "The manifest names the version that wrote the package. Versions may write"
            " the same pages differently, so a comparison would say nothing about the"
            " pages: it is a question without an answer, and no drift."
        ),
        example="`minidoc check` after an update of minidoc, before `generate`.",
        fix=(
            "Run `minidoc generate` with this version, or install the one that the"
            " message names."
        ),
    ),
    Code.DRIFT: Explanation(
        title="A file is not what the pages give",
        meaning=(
            "The package on disk was compared with what the pages give today, and this"
            " file differs, is missing, or is no longer made. The pages or the overlay"
            " have changed since it was written, or somebody edited the file."
        ),
        example="`minidoc check` after a page was replaced, before `generate`.",
        fix=(
            "Run `minidoc generate` (or `minidoc vendor`) with the same arguments, and"
            " commit what it writes."
        ),
    ),
    Code.CHANGED_BY_HAND: Explanation(
        title="A vendored file was changed by hand",
        meaning=(
            "The file says neither what `minidoc vendor` wrote, by the sums in"
            " `_manifest.sha256`, nor what it would write now. An update would lose the"
            " change, so it stops before writing anything. Formatting is no change."
        ),
        example="`minidoc vendor` after a method was edited in the vendored users.py.",
        fix=(
            "Move the change to a module of your own, or say `--force` to overwrite it."
        ),
    ),
}
