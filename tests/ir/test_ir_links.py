"""Where links lead: comments and prose differ."""

from __future__ import annotations

import pytest

from minidoc.ir.links import resolve_link

PAGE = "https://talkjs.com/docs/Data_APIs/Flutter/Users"
SITE = "https://talkjs.com"


@pytest.mark.parametrize(
    ("target", "in_comment", "in_prose"),
    [
        ("https://www.w3.org/x/", "https://www.w3.org/x/", "https://www.w3.org/x/"),
        ("mailto:a@example.org", "mailto:a@example.org", "mailto:a@example.org"),
        ("/docs/Features/L.html", f"{SITE}/docs/Features/L.html", None),
        ("/dashboard", f"{SITE}/dashboard", f"{SITE}/docs/dashboard"),
        ("/Concepts/M/", f"{SITE}/Concepts/M/", f"{SITE}/docs/Concepts/M/"),
        ("/docs", f"{SITE}/docs", None),
        ("/docs?x=1", f"{SITE}/docs?x=1", None),
        ("/docsearch/", f"{SITE}/docsearch/", f"{SITE}/docs/docsearch/"),
        (
            "/Flutter/C/#ConversationRef__send",
            f"{SITE}/Flutter/C/#ConversationRef__send",
            f"{SITE}/docs/Flutter/C/#ConversationRef__send",
        ),
        ("#UserRef__get", f"{PAGE}#UserRef__get", None),
        ("Messages", f"{SITE}/docs/Data_APIs/Flutter/Messages", None),
        ("../JS/", f"{SITE}/docs/Data_APIs/JS/", None),
        ("//example.org/x", "https://example.org/x", None),
        ("javascript:alert(1)", "", None),
        ("JavaScript:alert(1)", "", None),
        ("java\tscript:alert(1)", "", None),
        ("data:text/html,x", "", None),
        ("ftp://example.org/x", "", None),
        ("file:///etc/passwd", "", None),
        ("http:///nowhere", "", None),
        ("http://[broken", "", None),
        ("a b", "", None),
        ("a\u2028b", "", None),
        ("", "", None),
    ],
)
def test_link(target: str, in_comment: str, in_prose: str | None) -> None:
    assert resolve_link(target, PAGE, in_prose=False) == in_comment
    expected = in_comment if in_prose is None else in_prose
    assert resolve_link(target, PAGE, in_prose=True) == expected


@pytest.mark.parametrize("url", ["", "javascript:x", "not a url"])
def test_page_without_a_usable_address(url: str) -> None:
    assert resolve_link("/docs/x", url, in_prose=True) == ""
    assert resolve_link("x", url, in_prose=False) == ""
    assert resolve_link("https://a.example/", url, in_prose=False)


def test_page_at_the_root_has_no_folder() -> None:
    assert resolve_link("/x", "https://a.example/", in_prose=True) == (
        "https://a.example/x"
    )
