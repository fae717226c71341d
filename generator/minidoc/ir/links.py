"""Where a link on a page leads: absolute, relative, or without its first folder.

In: a target as the page has it. Out: an absolute address, or an empty text where the
target is none that a reader should be sent to.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})

_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")


def resolve_link(target: str, page_url: str, *, in_prose: bool) -> str:
    """Resolve a link target of the page at `page_url`.

    Doc comments have lost only the origin of their links, prose has lost the site's
    first folder (`/docs`) as well; so the same target means two places.

    Returns:
        An address with a scheme of `SAFE_SCHEMES`, or "" for any other scheme, for a
        target with control characters or spaces, and for one that cannot be resolved.
    """
    if not target or _CONTROL.search(target):
        return ""
    try:
        url = _join(target, page_url, in_prose=in_prose)
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SAFE_SCHEMES:
        return ""
    return url if parts.netloc or parts.scheme.lower() == "mailto" else ""


def _join(target: str, page_url: str, *, in_prose: bool) -> str:
    is_rooted = target.startswith("/") and not target.startswith("//")
    if not is_rooted:
        return urljoin(page_url, target)
    page = urlsplit(page_url)
    origin = f"{page.scheme}://{page.netloc}"
    folder = "/" + page.path.lstrip("/").partition("/")[0]
    if in_prose and folder != "/" and not _is_under(target, folder):
        return origin + folder + target
    return origin + target


def _is_under(target: str, folder: str) -> bool:
    rest = target.removeprefix(folder)
    return rest != target and (not rest or rest[0] in "/?#")
