"""Everything that a server can do wrong, over real sockets."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from dataclasses import replace

import pytest
from fetch_site import (
    PAGE,
    Reply,
    Site,
    answer,
    compressed,
    cut,
    drip,
    endless,
    hang_up,
    raw,
    redirect,
    running,
    silent,
    status,
)

from minidoc.diagnostics import Code
from minidoc.fetch import Settings
from minidoc.fetch.addresses import parse_address
from minidoc.fetch.answer import Answer
from minidoc.fetch.download import Asked, Received, download
from minidoc.fetch.exchange import Exchange
from minidoc.fetch.validators import NOTHING, Validators
from minidoc.pages import MAX_PAGE_BYTES

ONCE = Settings(attempts=1)
OK = "HTTP/1.1 200 OK\r\n"
CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n"


class Naps:
    """Waits that only get written down."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


def get(
    site: Site,
    path: str = "/Rooms.md",
    settings: Settings = ONCE,
    known: Validators = NOTHING,
) -> Received:
    """Ask for one page."""
    asked = Asked("Rooms.md", parse_address(site.url(path)), known)
    [received] = download([asked], settings, lambda _: None)
    return received


def fault(received: Received) -> tuple[Code, str]:
    """Return code and message of what went wrong."""
    assert received.body is None
    assert received.found is not None
    assert received.found.hint
    assert received.found.message.startswith("Rooms.md: http")
    return received.found.code, received.found.message


# What is right.


def test_a_page_comes_byte_for_byte(site: Site) -> None:
    body = b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode() + b"\x00\xff"
    site.serve("/Rooms.md", body)
    assert get(site).body == body


def test_gzip(site: Site) -> None:
    site.replies["/Rooms.md"] = compressed(PAGE.encode())
    assert get(site).body == PAGE.encode()
    assert site.requests[0].headers["accept-encoding"] == "gzip"


def test_chunks(site: Site) -> None:
    data = PAGE.encode()
    parts = [data[:10], data[10:50], data[50:], b""]
    body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    site.replies["/Rooms.md"] = answer(body, Transfer_Encoding="chunked")
    assert get(site).body == data


def test_ipv6() -> None:
    with running("::1") as site:
        site.serve("/Rooms.md", PAGE)
        assert get(site).body == PAGE.encode()
        assert site.requests[0].headers["host"] == f"[::1]:{site.port}"


def test_a_redirect_within_the_site(site: Site) -> None:
    site.replies["/Rooms.md"] = redirect("/new/Rooms.md?x=1")
    site.serve("/new/Rooms.md?x=1", PAGE)
    assert get(site).body == PAGE.encode()


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect(site: Site, code: int) -> None:
    site.replies["/Rooms.md"] = redirect("b.md", code)
    site.serve("/b.md", PAGE)
    assert get(site).body == PAGE.encode()


# What is wrong once is wrong for good.


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/Rooms.md",
        "http://localhost:{port}/Rooms.md",
        "http://127.0.0.1:1/Rooms.md",
        "https://127.0.0.1:{port}/Rooms.md",
        "http://me:pw@127.0.0.1:{port}/Rooms.md",
        "",
    ],
)
def test_a_redirect_elsewhere(site: Site, location: str) -> None:
    where = location.format(port=site.port)
    site.replies["/Rooms.md"] = redirect(where)
    code, message = fault(get(site, settings=Settings()))
    assert code is Code.REFUSED_REDIRECT
    assert "redirected" in message or "without a place" in message
    assert len(site.requests) == 1


def test_a_circle(site: Site) -> None:
    site.replies["/Rooms.md"] = redirect("/a")
    site.replies["/a"] = redirect("/b#more")
    site.replies["/b"] = redirect("/a")
    code, message = fault(get(site))
    assert code is Code.REFUSED_REDIRECT
    assert "in a circle" in message
    assert site.paths() == ["/Rooms.md", "/a", "/b"]


def test_a_long_way(site: Site) -> None:
    site.replies["/Rooms.md"] = redirect("/1")
    site.replies |= {f"/{n}": redirect(f"/{n + 1}") for n in range(1, 20)}
    code, message = fault(get(site))
    assert code is Code.REFUSED_REDIRECT
    assert "more than 5 redirects" in message
    assert len(site.requests) == 6


def test_a_site_that_wants_its_cookie_back(site: Site) -> None:
    wants = answer(b"", "302 Found", Location="/Rooms.md", Set_Cookie="seen=1; Path=/")
    site.replies["/Rooms.md"] = wants
    assert fault(get(site))[0] is Code.REFUSED_REDIRECT
    site.replies["/Rooms.md"] = answer(PAGE, Set_Cookie="seen=1; Path=/")
    site.serve("/b.md", PAGE)
    address = parse_address(site.url("/Rooms.md"))
    other = parse_address(site.url("/b.md"))
    asked = [Asked("Rooms.md", address, NOTHING), Asked("b.md", other, NOTHING)]
    download(asked, replace(ONCE, at_once=1), lambda _: None)
    assert not any("cookie" in request.headers for request in site.requests)


@pytest.mark.parametrize("text", ["404 Not Found", "410 Gone", "403 Forbidden",
    "401 Unauthorized", "204 No Content", "206 Partial Content", "304 Not Modified",
    "501 Not Implemented"])  # fmt: skip
def test_a_status_that_is_final(site: Site, text: str) -> None:
    site.replies["/Rooms.md"] = status(text)
    code, message = fault(get(site, settings=Settings()))
    assert code is Code.CANNOT_FETCH
    assert f"the server answered {text}" in message
    assert len(site.requests) == 1


def test_a_vanished_page_is_no_removal(site: Site) -> None:
    received = get(site)
    assert received.found is not None
    assert "if the page is gone for good" in received.found.hint


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<!DOCTYPE html><title>Log in</title>", "text/markdown"),
        ("\ufeff\r\n  <HTML lang=en>", "text/plain"),
        ("<?xml version='1.0'?><html/>", "application/octet-stream"),
        ("<p>Please log in</p>", "text/html; charset=utf-8"),
        ("Please log in", "application/xhtml+xml"),
    ],
)
def test_a_login_page_with_status_200(site: Site, body: str, kind: str) -> None:
    site.replies["/Rooms.md"] = answer(body, Content_Type=kind)
    code, message = fault(get(site))
    assert code is Code.NOT_A_PAGE
    assert "HTML, not Markdown" in message


def test_a_redirect_to_a_login_page_is_named(site: Site) -> None:
    site.replies["/Rooms.md"] = redirect("/login?next=Rooms.md")
    site.serve("/login?next=Rooms.md", "<html>")
    assert "/login?next=Rooms.md" in fault(get(site))[1]


def test_a_page_of_a_server_that_calls_everything_html(site: Site) -> None:
    site.replies["/Rooms.md"] = answer(PAGE, Content_Type="text/html")
    assert get(site).body == PAGE.encode()


def test_a_wrong_charset(site: Site) -> None:
    text = PAGE.replace("A room", "Ein Café")
    kind = "text/markdown; charset=ISO-8859-1"
    site.replies["/Rooms.md"] = answer(text.encode("latin-1"), Content_Type=kind)
    code, message = fault(get(site))
    assert code is Code.WRONG_ENCODING
    assert "iso-8859-1, not UTF-8" in message
    # Where both mean the same bytes, nobody has to be bothered.
    site.replies["/Rooms.md"] = answer(PAGE, Content_Type=kind)
    assert get(site).body == PAGE.encode()


# Too much.


def test_a_page_of_the_size_that_is_just_allowed(site: Site) -> None:
    site.serve("/Rooms.md", b"x" * MAX_PAGE_BYTES)
    received = get(site)
    assert received.body is not None
    assert len(received.body) == MAX_PAGE_BYTES


@pytest.mark.parametrize(
    "reply",
    [
        answer(b"x" * (MAX_PAGE_BYTES + 1)),
        endless(OK + "\r\n", b"x" * 65536),
        endless(CHUNKED, b"1000\r\n%b\r\n" % (b"x" * 4096)),
        compressed(b"\0" * (MAX_PAGE_BYTES + 1)),
        compressed(b"\0" * 500_000_000),
        endless(OK + "Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 1000),
    ],
    ids=["length", "endless", "endless-chunks", "gzip", "gzip-bomb", "gzip-of-nothing"],
)  # fmt: skip
def test_too_large(site: Site, reply: Reply) -> None:
    site.replies["/Rooms.md"] = reply
    code, message = fault(get(site, settings=Settings()))
    assert code is Code.FILE_TOO_LARGE
    assert str(MAX_PAGE_BYTES) in message
    assert len(site.requests) == 1


def test_a_bomb_is_never_unpacked(site: Site) -> None:
    tracemalloc = pytest.importorskip("tracemalloc")
    site.replies["/Rooms.md"] = compressed(b"\0" * 500_000_000)
    tracemalloc.start()
    try:
        get(site)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 * MAX_PAGE_BYTES


@pytest.mark.parametrize(
    "lines", ["X: y\r\n" * 100_000, "X: " + "y" * 1_000_000 + "\r\n"]
)
def test_headers_without_end(site: Site, lines: str) -> None:
    site.replies["/Rooms.md"] = answer(PAGE, f"200 OK\r\n{lines}X: y")
    assert fault(get(site))[0] is Code.CANNOT_FETCH


# Damaged.


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (gzip.compress(PAGE.encode())[:-9], "gzip"),
        (gzip.compress(PAGE.encode()) + b"more", "gzip"),
        (b"no gzip", "gzip"),
        (zlib.compress(PAGE.encode()), "gzip"),
        (b"", "x-gzip"),
    ],
)
def test_damaged_gzip(site: Site, data: bytes, encoding: str) -> None:
    site.replies["/Rooms.md"] = answer(data, Content_Encoding=encoding)
    code, message = fault(get(site))
    assert code is Code.CANNOT_FETCH
    assert "the compressed answer is damaged" in message


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "deflate", "gzip, gzip", "nonsense"]
)
def test_a_compression_that_was_not_asked_for(site: Site, encoding: str) -> None:
    site.replies["/Rooms.md"] = answer(PAGE, Content_Encoding=encoding)
    code, message = fault(get(site))
    assert code is Code.CANNOT_FETCH
    assert "not asked for" in message


# What may pass.


@pytest.mark.parametrize(
    "reply",
    [
        cut(PAGE),
        hang_up,
        raw(b"no http at all"),
        status("408 Request Timeout"),
        status("429 Too Many Requests"),
        status("500 Internal Server Error"),
        status("502 Bad Gateway"),
        status("503 Service Unavailable"),
        status("504 Gateway Timeout"),
        answer(b"5\r\nhel", Transfer_Encoding="chunked"),
        answer(gzip.compress(PAGE.encode())[:-9], Content_Encoding="gzip"),
    ],
)
def test_a_fault_that_passes(site: Site, reply: Reply) -> None:
    naps = Naps()
    site.replies["/Rooms.md"] = [reply, reply, answer(PAGE)]
    received = get(site, settings=Settings(sleep=naps))
    assert received.body == PAGE.encode()
    assert naps.taken == [0.5, 1.0]


def test_a_fault_that_stays(site: Site) -> None:
    naps = Naps()
    site.replies["/Rooms.md"] = cut(PAGE)
    code, message = fault(get(site, settings=Settings(sleep=naps)))
    assert code is Code.CANNOT_FETCH
    assert "the connection failed" in message
    assert message.endswith(", after 4 attempts")
    assert naps.taken == [0.5, 1.0, 2.0]
    assert len(site.requests) == 4


def test_a_proxy_is_not_used_and_that_is_said(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.serve("/Rooms.md", PAGE)
    for name in ("http_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(site).body == PAGE.encode()
    site.replies["/Rooms.md"] = hang_up
    received = get(site)
    assert received.found is not None
    assert "the proxy of the environment is not used" in received.found.hint


def test_nobody_there() -> None:
    with running() as site:
        pass
    naps = Naps()
    code, message = fault(get(site, settings=Settings(sleep=naps)))
    assert code is Code.CANNOT_FETCH
    assert "the connection failed" in message
    assert len(naps.taken) == 3


@pytest.mark.parametrize("text", ["429 Too Many Requests", "503 Service Unavailable"])
def test_the_server_says_how_long_to_wait(site: Site, text: str) -> None:
    naps = Naps()
    site.replies["/Rooms.md"] = [status(text, Retry_After="7"), answer(PAGE)]
    assert get(site, settings=Settings(sleep=naps)).body == PAGE.encode()
    assert naps.taken == [7.0]


def test_a_server_that_wants_too_long_a_wait(site: Site) -> None:
    naps = Naps()
    site.replies["/Rooms.md"] = status("503 Service Unavailable", Retry_After="3600")
    _, message = fault(get(site, settings=Settings(sleep=naps)))
    assert message.endswith("503 Service Unavailable, and asks to wait 3600 seconds")
    assert (naps.taken, len(site.requests)) == ([], 1)


# Too slow. The times are those of the settings; nothing waits for luck.


@pytest.mark.parametrize(
    "reply",
    [
        drip(OK + "Content-Length: 1000000\r\n\r\n"),
        drip(OK + "X-Header: "),
        drip(""),
        silent,
    ],
    ids=["body", "header", "status", "silence"],
)
def test_an_answer_that_never_ends(site: Site, reply: Reply) -> None:
    """A slow loris: each byte is in time, the whole never is."""
    site.replies["/Rooms.md"] = reply
    code, message = fault(get(site, settings=Settings(total=0.2)))
    assert code is Code.CANNOT_FETCH
    assert "took longer than 0.2 seconds" in message
    # Not asked again; on a busy machine the time may be over before the first request.
    assert len(site.requests) <= 1


def test_a_silence_is_tried_again(site: Site) -> None:
    site.replies["/Rooms.md"] = [silent, answer(PAGE)]
    settings = Settings(idle=0.1, sleep=Naps())
    assert get(site, settings=settings).body == PAGE.encode()


# Many.


def test_four_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    now, most = 0, 0

    async def ask(_: Exchange, address: object, __: object) -> Answer:
        nonlocal now, most
        now += 1
        most = max(most, now)
        for _turn in range(20):
            await asyncio.sleep(0)
        now -= 1
        return Answer(PAGE.encode(), NOTHING, "", parse_address(site.url("/")))

    monkeypatch.setattr(Exchange, "ask", ask)
    done: list[str] = []
    asked = [
        Asked(f"{n}.md", parse_address(site.url(f"/{n}.md")), NOTHING)
        for n in range(10)
    ]
    received = download(asked, Settings(), done.append)
    assert most == 4
    assert [each.asked for each in received] == asked
    assert sorted(done) == [page.name for page in asked]


def test_one_bad_page_does_not_keep_the_others(site: Site) -> None:
    paths = [f"/{n}.md" for n in range(8)]
    for path in paths:
        site.serve(path, PAGE)
    site.replies["/3.md"] = hang_up
    asked = [Asked(path[1:], parse_address(site.url(path)), NOTHING) for path in paths]
    received = download(asked, ONCE, lambda _: None)
    assert [each.body is None for each in received] == [n == 3 for n in range(8)]


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, ZeroDivisionError])
def test_an_interrupt_ends_everything(
    site: Site, interrupt: type[BaseException]
) -> None:
    def stop(_: str) -> None:
        raise interrupt

    site.serve("/Rooms.md", PAGE)
    site.replies["/slow.md"] = silent
    paths = ["/Rooms.md", "/slow.md"]
    asked = [Asked(path[1:], parse_address(site.url(path)), NOTHING) for path in paths]
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - alone or in a group
        download(asked, Settings(), stop)
    group = BaseExceptionGroup[BaseException]("", [caught.value])
    assert group.subgroup(interrupt) is not None


# What is known already.


def test_only_a_change_is_sent(site: Site) -> None:
    site.replies["/Rooms.md"] = answer(
        PAGE, ETag='"1"', Last_Modified="Thu, 26 Nov 2026 10:00:00 GMT"
    )
    first = get(site)
    assert first.validators == Validators('"1"', "Thu, 26 Nov 2026 10:00:00 GMT")
    site.replies["/Rooms.md"] = status("304 Not Modified")
    again = get(site, known=first.validators)
    assert (again.body, again.found, again.validators) == (None, None, first.validators)
    headers = site.requests[-1].headers
    assert headers["if-none-match"] == '"1"'
    assert headers["if-modified-since"] == "Thu, 26 Nov 2026 10:00:00 GMT"
