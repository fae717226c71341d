"""Old names whose time is over: the version that they go with has been reached."""

from __future__ import annotations

from minidoc.diagnostics import Code, Diagnostic
from minidoc.ir.model import Api
from minidoc.versions import parse_version


def expired_names(api: Api, version: str) -> tuple[Diagnostic, ...]:
    """Report each old name that goes with this version or went with an earlier one.

    A version that is not three numbers (a release candidate) expires nothing.
    """
    number = parse_version(version)
    return tuple(
        Diagnostic(
            Code.OLD_NAME_EXPIRED,
            f"the old name `{old.name}` of `{old.target}` goes in {old.until},"
            f" and this is {version}",
            old.span,
            "remove the entry, or move its `until`",
        )
        for old in api.old_names
        if number is not None and number.has_reached(old.until)
    )
