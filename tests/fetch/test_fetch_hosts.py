"""No private network is reached, and what was checked is what is connected to."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from fetch_site import PAGE, Site

from minidoc.diagnostics import Code
from minidoc.fetch import Settings
from minidoc.fetch.addresses import parse_address
from minidoc.fetch.download import Asked, Received, download
from minidoc.fetch.failure import FetchError
from minidoc.fetch.hosts import allowed_numbers, is_allowed, system_resolve
from minidoc.fetch.validators import NOTHING

PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"]
PRIVATE = [
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
    "198.18.0.1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1",
    "ff02::1", "2001:db8::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::a00:1", "64:ff9b::7f00:1", "2002:a00:1::", "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe", "nonsense",
]  # fmt: skip
LOOPBACK = ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]


@pytest.mark.parametrize("number", PUBLIC)
def test_public(number: str) -> None:
    assert is_allowed(number, from_loopback=False)
    assert not is_allowed(number, from_loopback=True)


@pytest.mark.parametrize("number", PRIVATE)
def test_private(number: str) -> None:
    assert not is_allowed(number, from_loopback=False)
    assert not is_allowed(number, from_loopback=True)


@pytest.mark.parametrize("number", LOOPBACK)
def test_loopback_is_for_pages_on_loopback_only(number: str) -> None:
    assert not is_allowed(number, from_loopback=False)
    assert is_allowed(number, from_loopback=True)


class Names:
    """A name server that gives one answer after the other, the last for ever."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def get(names: Names, *urls: str) -> list[Received]:
    asked = [
        Asked(f"{number}.md", parse_address(url), NOTHING)
        for number, url in enumerate(urls)
    ]
    settings = Settings(attempts=1, resolve=names)
    return list(download(asked, settings, lambda _: None))


@pytest.mark.parametrize(
    "numbers",
    [("10.0.0.1",), ("93.184.216.34", "169.254.169.254"), ("::ffff:127.0.0.1",)],
)
def test_a_name_that_leads_inside(numbers: tuple[str, ...]) -> None:
    [received] = get(Names(numbers), "https://docs.example/Users.md")
    assert received.found is not None
    assert received.found.code is Code.INVALID_ADDRESS
    assert "docs.example is" in received.found.message
    assert "not a public address" in received.found.message


def test_localhost_that_leads_outside() -> None:
    [received] = get(Names(("93.184.216.34",)), "http://localhost:1/Users.md")
    assert received.found is not None
    assert received.found.code is Code.INVALID_ADDRESS


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1"])
def test_odd_spellings_of_this_machine(host: str) -> None:
    address = parse_address(f"https://{host}/Users.md")
    with pytest.raises(FetchError) as caught:
        asyncio.run(allowed_numbers(address, system_resolve))
    assert caught.value.code in {Code.INVALID_ADDRESS, Code.CANNOT_FETCH}


def test_a_name_is_asked_for_once(site: Site) -> None:
    """DNS rebinding: the second answer would be another machine."""
    site.serve("/a.md", PAGE)
    site.serve("/b.md", PAGE)
    names = Names(("127.0.0.1",), ("10.0.0.1",))
    base = f"http://localhost:{site.port}"
    first, second = get(names, f"{base}/a.md", f"{base}/b.md")
    assert (first.found, second.found) == (None, None)
    assert names.asked == [("localhost", site.port)]
    assert {each.headers["host"] for each in site.requests} == {
        f"localhost:{site.port}"
    }


def test_the_checked_number_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, stream=httpx2.ByteStream(PAGE.encode()))

    def transport() -> httpx2.AsyncBaseTransport:
        return httpx2.MockTransport(answer)

    monkeypatch.setattr("httpx2.AsyncHTTPTransport", transport)
    names = Names(("2606:4700:4700::1111",), ("10.0.0.1",))
    [received] = get(names, "https://docs.example/docs/Users.md?x=1")
    assert received.body == PAGE.encode()
    [request] = seen
    assert str(request.url) == "https://[2606:4700:4700::1111]/docs/Users.md?x=1"
    assert request.headers["Host"] == "docs.example"
    assert request.extensions["sni_hostname"] == "docs.example"


def test_the_next_number_is_tried(site: Site) -> None:
    site.serve("/a.md", PAGE)
    names = Names(("127.0.0.2", "127.0.0.1"))
    [received] = get(names, f"http://localhost:{site.port}/a.md")
    assert received.body == PAGE.encode()


def test_an_unknown_host() -> None:
    async def unknown(host: str, port: int) -> tuple[str, ...]:
        raise OSError(-2, "Name or service not known")

    address = parse_address("https://nowhere.example/Users.md")
    with pytest.raises(FetchError, match="is not known") as caught:
        asyncio.run(allowed_numbers(address, unknown))
    assert caught.value.code is Code.CANNOT_FETCH
    assert not caught.value.is_passing


def test_a_host_without_numbers() -> None:
    [received] = get(Names(()), "https://docs.example/Users.md")
    assert received.found is not None
    assert "has no address" in received.found.message
