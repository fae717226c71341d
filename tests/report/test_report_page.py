"""The page's text: what stands on it, that it is inert, and that it has an end."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from checks import FOLDER, HOSTILE, PAGE, change, checked, difference, hostile
from syrupy.assertion import SnapshotAssertion

from minidoc.changes import ChangeCode, Changes
from minidoc.diagnostics import Code, Diagnostic, Span
from minidoc.diagnostics.terminal import visible
from minidoc.report.checked import Checked
from minidoc.report.files import MOST_FILES, MOST_ROWS, MOST_ROWS_PER_FILE
from minidoc.report.findings import MOST_FINDINGS
from minidoc.report.meaning import MOST_CHANGES, web_address
from minidoc.report.page import page_text
from minidoc.tree import Comparison

# fmt: off
TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "span",
    "h1", "h2", "h3", "h4", "small", "nav", "ul", "li", "b", "i", "main", "section",
    "article", "div", "dl", "dt", "dd", "del", "ins", "mark", "code", "pre",
    "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "footer",
}
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "href", "rel", "class", "id",
    "aria-label", "aria-labelledby", "aria-hidden", "open", "colspan",
}
# fmt: on


class Parts(HTMLParser):
    """Collects tags, attributes, addresses and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.addresses.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def _body(check: Checked) -> str:
    """The page without its style, which is a file of its own."""
    return re.sub(r"(?s)<style>.*?</style>", "<style></style>", page_text(check))


def test_a_small_page(snapshot: SnapshotAssertion) -> None:
    span = Span("Rooms.md", 2, 7, 2, 13)
    check = replace(
        checked(
            difference("rooms.py", "a = 1\nb = 2\n", "a = 1\nb = 3\n"),
            changes=(
                change(ChangeCode.NOW_REQUIRED),
                replace(
                    change(ChangeCode.CHANGED_TEXT), before="A room", after="One room"
                ),
            ),
        ),
        diagnostics=(Diagnostic(Code.UNDECLARED_TYPE, "no `RoomId`", span, "add it"),),
        sources={"Rooms.md": ("docs/Rooms.md", PAGE)},
        addresses={"Rooms.md": "https://example.org/docs/Rooms"},
    )
    body = _body(check)
    assert re.sub(r"sha256-[\w+/=]+|minidoc \d[\w.]*", "…", body) == snapshot


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    page = page_text(hostile(text))
    parts = Parts(page)
    assert set(parts.tags) <= TAGS
    for once in ("title", "style", "body", "h1", "main", "footer"):
        assert parts.tags.count(once) == 1
    assert parts.attributes <= ATTRIBUTES
    assert all(address.startswith("#") for address in parts.addresses)
    assert len(parts.ids) == len(set(parts.ids))
    plain = visible(text.replace("`", ""))
    assert parts.text.replace("`", "").count(plain) > len(ChangeCode)
    # What a tab, a line end or a hidden character would do, it cannot do here.
    hidden = [c for c in page if not c.isprintable() and c != "\n"]
    assert hidden == []


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://example.org/docs?a=1#b", True),
        ("http://example.org/", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" https://example.org", False),
        ("https://example.org/\njavascript:x", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https:\\\\example.org", False),
        ("/docs", False),
        ("", False),
    ],
)
def test_only_the_web_is_linked(address: str, is_kept: bool) -> None:
    assert web_address(address) == (address if is_kept else "")
    check = replace(
        checked(changes=(change(ChangeCode.NOW_REQUIRED),)),
        addresses={"Rooms.md": address},
    )
    outside = [a for a in Parts(page_text(check)).addresses if not a.startswith("#")]
    assert outside == ([address] if is_kept else [])


def test_the_policy_allows_one_style_and_nothing_else() -> None:
    page = page_text(checked())
    [style] = re.findall(r"(?s)<style>(.*?)</style>", page)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;;"
        " base-uri &#39;none&#39;; form-action &#39;none&#39;"
    )
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert "url(" not in style
    assert "@import" not in style


def test_the_template_quotes_every_attribute(repository: Path) -> None:
    text = (repository / "templates" / "report" / "page.html.jinja").read_text("utf-8")
    tags = re.findall(r"<[a-z][^>]*>", re.sub(r"\{\{.*?\}\}", "x", text))
    assert tags
    for tag in tags:
        rest = re.sub(r'[\w-]+="[^"]*"', "", tag)
        assert "=" not in rest.replace("{% if", ""), tag
    assert "safe" not in re.findall(r"\|\s*(\w+)", text)


def test_every_link_inside_leads_somewhere() -> None:
    everything = tuple(change(code) for code in ChangeCode)
    finding = Diagnostic(Code.CANNOT_READ, "it is gone", None)
    check = checked(difference("a.py", "a", "b"), changes=everything)
    parts = Parts(page_text(replace(check, diagnostics=(finding,))))
    inside = [a.removeprefix("#") for a in parts.addresses if a.startswith("#")]
    assert len(inside) == 9
    assert set(inside) <= set(parts.ids)


def test_all_lists_have_an_end() -> None:
    long = "".join(f"line {n}\n" for n in range(3000))
    files = [difference(f"m{n:03}.py", long, long.upper()) for n in range(300)]
    many = tuple(
        replace(change(ChangeCode.NOW_REQUIRED), line=n + 1)
        for n in range(MOST_CHANGES + 7)
    )
    found = tuple(
        Diagnostic(Code.RENAMED, f"name {n}", None) for n in range(MOST_FINDINGS + 3)
    )
    check = replace(checked(*files, changes=many), diagnostics=found)
    parts = Parts(page_text(check))
    assert parts.tags.count("article") == MOST_CHANGES
    assert "7 more are not shown here; minidoc diff lists them." in parts.text
    assert "3 more are not shown here; minidoc check prints them." in parts.text
    assert parts.tags.count("details") == MOST_FILES + 1
    assert "100 more files differ and are not shown here" in parts.text
    heads = parts.tags.count("thead")
    assert parts.tags.count("tr") - heads == MOST_ROWS
    assert heads == MOST_ROWS // MOST_ROWS_PER_FILE
    left_out = 3000 - MOST_ROWS_PER_FILE
    assert parts.text.count(f"{left_out:,} more lines with changes") == heads
    assert parts.text.count("3,000 more lines with changes") == MOST_FILES - heads


def test_long_texts_are_cut() -> None:
    word = "x" * 1_000_000
    long = replace(change(ChangeCode.CHANGED_TEXT), before=word, after=f"{word}y")
    finding = Diagnostic(Code.RENAMED, word, Span("P.md", 1, 1, 1, 9), word)
    check = checked(difference("a.py", f"{word}\n", f"{word}y\n"), changes=(long,))
    page = page_text(
        replace(check, diagnostics=(finding,), sources={"P.md": ("P.md", word)})
    )
    assert len(page) < 50_000
    assert "⟨1,000,001 characters⟩" in page


def test_what_is_not_known_is_said() -> None:
    check = checked(difference("a.py", "a", "b"), changes=None)
    body = Parts(page_text(check)).text
    assert check.unknown.replace("`", "") in body
    assert "Nothing changed for callers" not in body
    assert "+1 \N{MINUS SIGN}1" in body


def test_the_same_check_gives_the_same_page() -> None:
    check = hostile(HOSTILE[0])
    assert page_text(check) == page_text(check)


def test_what_stopped_the_check_comes_first() -> None:
    error = Diagnostic(Code.SYNTAX_ERROR, "a brace is missing", None)
    known = Changes((change(ChangeCode.NOW_REQUIRED),))
    page = page_text(Checked(FOLDER.as_posix(), diagnostics=(error,), changes=known))
    assert 0 < page.index('id="pages"') < page.index('id="breaking"')
    drifted = Checked(
        FOLDER.as_posix(),
        diagnostics=(error,),
        changes=known,
        drift=((FOLDER, Comparison((difference("a", "a", "b"),))),),
    )
    page = page_text(drifted)
    assert (
        page.index('id="breaking"') < page.index('id="pages"') < page.index('id="code"')
    )
