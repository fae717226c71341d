"""Which addresses may be asked, and what a page is called that comes from one."""

from __future__ import annotations

import pytest

from minidoc.fetch.addresses import page_address, parse_address, redirected


@pytest.mark.parametrize(
    ("text", "url", "host", "port"),
    [
        ("https://example.org/a", "https://example.org/a", "example.org", 443),
        ("HTTPS://Example.ORG", "https://example.org/", "example.org", 443),
        ("https://example.org:443/a", "https://example.org/a", "example.org", 443),
        ("https://example.org:8443/a?b#c", "https://example.org:8443/a?b", "", 8443),
        ("http://localhost:80/a", "http://localhost/a", "localhost", 80),
        ("http://127.0.0.1:7/a", "http://127.0.0.1:7/a", "127.0.0.1", 7),
        ("http://127.9.9.9/a", "http://127.9.9.9/a", "127.9.9.9", 80),
        ("http://[::1]:7/a", "http://[::1]:7/a", "::1", 7),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a", "", 443),
    ],
)
def test_an_address(text: str, url: str, host: str, port: int) -> None:
    address = parse_address(text)
    assert address.url == url
    assert address.host == host or not host
    assert address.port == port


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("http://example.org/a", "is not https"),
        ("http://localhost.example/a", "is not https"),
        ("http://127.0.0.1.example/a", "is not https"),
        ("http://2130706433/a", "is not https"),
        ("http://0x7f.1/a", "is not https"),
        ("http://[::ffff:10.0.0.1]/a", "is not https"),
        ("file:///etc/passwd", "is not an https address"),
        ("ftp://example.org/a", "is not an https address"),
        ("javascript:alert(1)", "is not an https address"),
        ("https:///a", "is not an https address"),
        ("//example.org/a", "is not an https address"),
        ("Users.md", "is not an https address"),
        ("", "is not an https address"),
        ("https://user:secret@example.org/a", "a user or a password"),
        ("https://@example.org/a", "a user or a password"),
        ("https://example.org:99999/a", "is no address"),
        ("https://[::1/a", "is no address"),
        ("https://[fe80::1%25eth0]/a", "a network interface"),
        ("https://example.org/a b", "a character that no address has"),
        ("https://example.org/\r\nHost: evil", "a character that no address has"),
        ("https://example.org\\@evil/a", "a character that no address has"),
        (f"https://{'ä' * 70}.example/a", "cannot be encoded"),
    ],
)
def test_what_is_not_asked(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        parse_address(text)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "asked", "name"),
    [
        ("https://a.example/docs/Users", "https://a.example/docs/Users.md", "Users.md"),
        ("https://a.example/docs/Users.md", "", "Users.md"),
        ("https://a.example/docs/Users/", "https://a.example/docs/Users.md", ""),
        ("https://a.example/d/Users#x", "https://a.example/d/Users.md", ""),
        ("https://a.example/d/Users?v=2", "https://a.example/d/Users.md?v=2", ""),
        (
            "https://a.example/d/Caf%C3%A9",
            "https://a.example/d/Caf%C3%A9.md",
            "Café.md",
        ),
    ],
)
def test_the_source_of_a_page(url: str, asked: str, name: str) -> None:
    address = page_address(url)
    assert address.url == asked or (not asked and address.url == url)
    assert address.file_name == name or not name


@pytest.mark.parametrize(
    "path",
    ["/", "/docs/..%2f..%2fetc", "/docs/%2e%2e%2fx", "/docs/a%5Cb", "/docs/CON",
     "/docs/x%00", "/docs/%20x", "/docs/.", "/docs/a%E2%80%AEb"],
)  # fmt: skip
def test_an_address_that_names_no_file(path: str) -> None:
    with pytest.raises(ValueError, match="does not end in a name for a page"):
        _ = page_address(f"https://a.example{path}").file_name


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://a.example/b"),
        ("c.md?x", "https://a.example/docs/c.md?x"),
        ("https://A.example:443/d", "https://a.example/d"),
        ("//a.example/e", "https://a.example/e"),
    ],
)
def test_a_redirect_within_the_site(location: str, url: str) -> None:
    assert redirected(parse_address("https://a.example/docs/a"), location).url == url


@pytest.mark.parametrize(
    "location",
    [
        "http://a.example/b", "https://b.example/", "https://a.example:8443/",
        "//b.example/x", "file:///etc/passwd", "https://10.0.0.1/", "gopher://a.example/",
        "https://me@a.example/", "http://localhost/", "/a b",
    ],
)  # fmt: skip
def test_a_redirect_elsewhere(location: str) -> None:
    with pytest.raises(ValueError, match="redirected"):
        redirected(parse_address("https://a.example/docs/a"), location)


def test_what_a_server_is_told_about_the_host() -> None:
    assert parse_address("https://a.example:443/").authority == "a.example"
    assert parse_address("https://a.example:8/").authority == "a.example:8"
    assert parse_address("http://[::1]:8/").authority == "[::1]:8"
