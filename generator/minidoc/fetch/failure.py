"""Why a page could not be had. Only inside this package: diagnostics leave it."""

from __future__ import annotations

from minidoc.diagnostics import Code

HINTS = {
    Code.INVALID_ADDRESS: "public https addresses are asked, and http on this machine",
    Code.REFUSED_REDIRECT: (
        "if the page has moved, set the new address in its front matter or in `fetch`"
        " of [tool.minidoc]"
    ),
    Code.CANNOT_FETCH: "run it again later; nothing was changed",
    Code.NOT_A_PAGE: "open the address in a browser; the site may want a login",
    Code.FILE_TOO_LARGE: "check that the address is that of a documentation page",
    Code.WRONG_ENCODING: "pages are UTF-8; the server has to send and announce that",
}


class FetchError(Exception):
    """A request that ended without a page.

    Attributes:
        code: What kind of finding it becomes.
        message: What happened, without the page's name.
        hint: What to do about it.
        is_passing: Another try may end better.
        wait: Seconds that the server asks to wait before it, if it does.
    """

    def __init__(
        self,
        code: Code,
        message: str,
        *,
        hint: str = "",
        is_passing: bool = False,
        wait: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint or HINTS[code]
        self.is_passing = is_passing
        self.wait = wait
