"""What is said of fetched pages that are fit to be stored, and of those beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.fetch.addresses import Address, page_address
from minidoc.fetch.sources import Source
from minidoc.pipeline import Outline


def edited(source: Source) -> Diagnostic:
    """Say that a page would lose what somebody wrote into it."""
    message = (
        f"{source.name} was edited since it was fetched, and what is published would"
        " replace that"
    )
    hint = (
        "corrections belong into the overlay; `minidoc fetch --force` replaces the page"
    )
    return Diagnostic(Code.EDITED_PAGE, message, None, hint)


def moved(source: Source, url: str) -> Iterator[Diagnostic]:
    """Say that a page names another address than the one where it was found."""
    if source.is_configured or not url or is_at(source.address, url):
        return
    message = (
        f"{source.name} was found at {source.address.url}, and says that it is at {url}"
    )
    hint = "the next fetch asks there; set `fetch` in [tool.minidoc] if it should not"
    yield Diagnostic(Code.PAGE_MOVED, message, Span(source.name, 1, 1, 1, 1), hint)


def is_at(address: Address, url: str) -> bool:
    """Tell whether the url of a front matter is where the page is asked for."""
    try:
        return page_address(url) == address
    except ValueError:
        return False


def linked(
    outlines: Iterable[Outline], known: Iterable[str], texts: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Name pages that the given ones link to, in their own folder of the site.

    Args:
        outlines: The pages, with their links.
        known: Addresses of every page of the project, with or without `.md`.
        texts: The pages' texts, to say where the link stands.
    """
    seen = {address.url for url in known if (address := _address(url))}
    for page in outlines:
        own = _address(page.url)
        for link in page.links:
            address = _address(link)
            if own is None or address is None or address.url in seen:
                continue
            if address.origin == own.origin and address.folder == own.folder:
                seen.add(address.url)
                yield _linked(page.name, address, texts[page.name])


def _address(url: str) -> Address | None:
    """Return where the source of a page is; None where there can be none."""
    try:
        address = page_address(urlsplit(url)._replace(query="", fragment="").geturl())
        return address if address.file_name else None
    except ValueError:
        return None


def _linked(name: str, address: Address, text: str) -> Diagnostic:
    url = address.url.removesuffix(".md")
    message = f"{name} links to {url}, which is not among the pages"
    hint = f"minidoc fetch {url} adds it"
    last = urlsplit(url).path.rpartition("/")[2]
    line = text[: max(0, text.find(f"/{last}"))].count("\n") + 1
    return Diagnostic(Code.LINKED_PAGE, message, Span(name, line, 1, line, 1), hint)
