"""Codes of fetching pages, and of the lock that says what was fetched."""

from __future__ import annotations

from minidoc.diagnostics.catalog.entry import Explanation
from minidoc.diagnostics.codes import Code

FETCHING = {
    Code.INVALID_ADDRESS: Explanation(
        title="A page has no address that may be asked",
        meaning=(
            "Pages come from public https addresses. http, a user and password in the"
            " address, and a host that leads into a private network are refused, also"
            " when only its name resolves there; a page on this machine may be asked"
            " over http. Each page has one address, and no two have the same."
        ),
        example="`url: http://example.com/docs/Users` in the front matter of a page.",
        fix=(
            "Correct the `url` of the page, or set its address in `fetch` of"
            " `[tool.minidoc]`."
        ),
    ),
    Code.REFUSED_REDIRECT: Explanation(
        title="The server sends the request elsewhere",
        meaning=(
            "A redirect is followed as long as scheme, host and port stay the same, and"
            " not in a circle. One that leaves the site may be a login, a page that has"
            " moved, or an attack on what this machine can reach."
        ),
        example="A page that answers `302` with `Location: http://169.254.169.254/`.",
        fix="If the page has moved, set its new address.",
    ),
    Code.CANNOT_FETCH: Explanation(
        title="A page cannot be fetched",
        meaning=(
            "There was no whole answer: no connection, an error of the server, or an"
            " answer that took too long or broke off. What may pass was tried again,"
            " as late as the server asked for. No page was changed."
        ),
        example="A server that answers `503 Service Unavailable` to every attempt.",
        fix="Run it again later; if the page is gone for good, remove its file.",
    ),
    Code.NOT_A_PAGE: Explanation(
        title="The answer is HTML instead of Markdown",
        meaning=(
            "The source of a page is Markdown. A login, an error page or a site that"
            " has no such file answers with HTML, often as if all were well."
        ),
        example="A site that answers `200 OK` and a login form for `Users.md`.",
        fix="Open the address in a browser, and correct it if it is wrong.",
    ),
    Code.EDITED_PAGE: Explanation(
        title="A page would lose what was written into it by hand",
        meaning=(
            "The page on disk is not what was fetched last (spec.lock has the hash),"
            " and it is published with another text now. Storing that would lose the"
            " edit without a word."
        ),
        example="`minidoc fetch` after a sentence in spec/Users.md was corrected.",
        fix=(
            "Move the correction to the overlay, then run `minidoc fetch --force`,"
            " which replaces the page."
        ),
    ),
    Code.PAGE_MOVED: Explanation(
        title="A page says that it is somewhere else",
        meaning=(
            "The `url` in the front matter is not where the page was found. The next"
            " fetch asks the new address, which may be on another site."
        ),
        example="A page fetched from /docs/Users.md with `url: https://…/guide/Users`.",
        fix=(
            "Nothing, if the page has moved; otherwise set the address that is right in"
            " `fetch` of `[tool.minidoc]`."
        ),
    ),
    Code.LINKED_PAGE: Explanation(
        title="A fetched page links to one that you do not have",
        meaning=(
            "The link leads to a page in the same folder of the site, and no page of"
            " the project has that address. It may be new, and declare what others use."
        ),
        example="Users.md links to /docs/Data_APIs/Flutter/Messages.",
        fix="Run `minidoc fetch` with the address, if the page belongs to the API.",
    ),
    Code.LOCK_MISMATCH: Explanation(
        title="A page is not what was fetched",
        meaning=(
            "spec.lock has, for each fetched page, the hash of its text; line ends and"
            " a byte order mark do not count. The page has another text now, or is"
            " gone. What is generated then comes not from the published documentation"
            " alone."
        ),
        example="`minidoc check` after spec/Users.md was edited by hand.",
        fix=(
            "Restore the page and correct it in the overlay instead, or fetch it again."
            " For a page that has to go, remove its entry in spec.lock as well."
        ),
    ),
    Code.INVALID_LOCK: Explanation(
        title="The lock cannot be read",
        meaning=(
            "spec.lock is written by `minidoc fetch` and nobody else. This one is not"
            " what it writes, most likely after a merge; what was fetched is not known."
        ),
        example="A spec.lock with the marks of a merge conflict in it.",
        fix="Remove the file and run `minidoc fetch`.",
    ),
}
