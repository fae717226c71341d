"""What is written for people and tools: it reads back as the text that went in.

Comes in: what a project became. Each form is read by a library that knows the form, and
an assertion fails if it finds another text, or anything that acts.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from minidoc.changes import Changes, compare
from minidoc.changes.render import Shown, as_markdown
from minidoc.diagnostics.terminal import visible
from minidoc.ir.model import Api
from minidoc.report.checked import Checked
from minidoc.report.page import page_text
from minidoc.resources import resource_text
from minidoc.tree import Comparison, Difference, Status

# What no text may bring into a file as it is: controls, format characters, surrogates,
# private and unassigned ones, line ends and spaces that are no plain ones.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_TEMPLATE = resource_text("templates", "report/page.html.jinja")
_TAGS = frozenset(re.findall(r"<([a-z][a-z0-9]*)", _TEMPLATE)) | {
    "code",
    "del",
    "ins",
    "mark",
}
_ATTRIBUTES = frozenset(re.findall(r" ([a-z-]+)=\"", _TEMPLATE)) | {"open"}


def check_beside(
    api: Api, texts: Mapping[str, str], settings: Mapping[str, str]
) -> None:
    """What stands beside the package reads back, and holds nothing that acts."""
    project = tomllib.loads(texts["pyproject.toml"])["project"]
    for key in ("name", "version", "description"):
        wanted = settings[f"distribution_{key}"]
        assert project[key] == wanted.encode("utf-8", "replace").decode(), key
    tokens = MarkdownIt("commonmark").enable("table").parse(texts["README.md"])
    links: list[tuple[str, str]] = []
    rows = 0
    for token in tokens:
        assert token.type != "html_block" or token.content.startswith("<!-- Generated")
        rows += token.type == "tr_open"
        links += _links(token.children or ())
    assert rows == 1 + len(api.pages)
    titles = [_visible(page.title) for page in api.pages]
    assert [text for text, _ in links] == titles


def _links(children: Iterable[Any]) -> Iterator[tuple[str, str]]:
    text, url = "", ""
    for child in children:
        assert child.type not in ("html_inline", "image"), child
        if child.type == "link_open":
            text, url = "", child.attrs["href"]
        elif child.type == "link_close":
            yield text, url
        else:
            text += child.content


def _visible(text: str) -> str:
    shown = "".join(
        " " if char != " " and unicodedata.category(char) in UNSEEN else char
        for char in text
    )
    return shown.strip()


def check_reports(old: Api, new: Api) -> None:
    """What a comparison says, as Markdown and as a page, is text and nothing else."""
    changes = compare(old, new)
    _check_markdown(changes)
    _check_page(changes, new)


def _check_markdown(changes: Changes) -> None:
    text = as_markdown(Shown(changes, {}))
    words = ""
    for token in MarkdownIt("commonmark").parse(text):
        assert token.type in _BLOCKS, token
        for child in token.children or ():
            assert child.type in ("text", "code_inline", "softbreak"), child
            words += child.content
    for change in changes:
        assert _squeezed(visible(change.python)) in _squeezed(words)


_BLOCKS = frozenset(
    f"{block}_{end}"
    for block in ("heading", "bullet_list", "list_item", "paragraph")
    for end in ("open", "close")
) | {"inline"}


def _check_page(changes: Changes, api: Api) -> None:
    titles = "\n".join(page.title for page in api.pages)
    drift = Comparison((Difference("a.py", Status.CHANGED, "a\n", f"{titles}\n"),))
    addresses = {page.name: page.url for page in api.pages}
    page = page_text(
        Checked(
            "sdk",
            (),
            drift=((Path("sdk"), drift),),
            changes=changes,
            addresses=addresses,
        )
    )
    words = _squeezed(_Words(page).text)
    # A longer line is cut.
    for title in (each for each in titles.split("\n") if len(each) < 200):
        assert _squeezed(visible(title.replace("\t", " "))) in words
    for char in set(page) - {"\n", "\t"}:
        assert unicodedata.category(char) not in UNSEEN - {"Zs"}, hex(ord(char))


class _Words(HTMLParser):
    """Collects the text of a page, and refuses what its template does not have."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, tag
        for name, value in attrs:
            assert name in _ATTRIBUTES, name
            assert name != "href" or re.match(r"https?://|#", value or "#"), value

    def handle_data(self, data: str) -> None:
        self.text += data


def _squeezed(text: str) -> str:
    return "".join(text.split())
