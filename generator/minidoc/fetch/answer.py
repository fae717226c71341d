"""What a server answered, and whether it can be a page at all."""

from __future__ import annotations

import re
from email.message import Message

from minidoc.diagnostics import Code
from minidoc.fetch.addresses import Address
from minidoc.fetch.failure import FetchError
from minidoc.fetch.validators import Validators
from minidoc.values import frozen

_UTF8 = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE
)
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*[\r\n]")


@frozen
class Answer:
    """An answer without a fault of the transfer.

    Attributes:
        body: The bytes as published; None if they are those that are stored.
        validators: What makes the next question cheap.
        content_type: The header, as it stands.
        address: Where the answer came from in the end.
    """

    body: bytes | None
    validators: Validators
    content_type: str
    address: Address


def page_bytes(answer: Answer, asked: Address) -> bytes | None:
    """Return the bytes of a page; None if they are those that are stored.

    Raises:
        FetchError: `not-a-page` for HTML, be it by its type or by its first words: a
            login or an error page with status 200; `wrong-encoding`, if the server
            announces another encoding than UTF-8 and it makes a difference.
    """
    body = answer.body
    if body is None:
        return None
    header = Message()
    header["Content-Type"] = answer.content_type
    is_html = header.get_content_type() in _HTML and not _FRONT_MATTER.match(body)
    if is_html or _MARKUP.match(body):
        through = "" if answer.address == asked else f" ({answer.address.url})"
        message = f"the answer is HTML, not Markdown{through}"
        raise FetchError(Code.NOT_A_PAGE, message)
    charset = str(header.get_param("charset", "") or "").strip().lower()
    if charset not in _UTF8 and not body.isascii():
        message = f"the server says that the page is {charset}, not UTF-8"
        raise FetchError(Code.WRONG_ENCODING, message)
    return body
