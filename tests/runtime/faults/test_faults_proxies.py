"""Row 21 over HTTP: the token that the service hands out is asked for by the proxy."""

from __future__ import annotations

import pytest
from front import answer
from places import NAME, place_of

from minidoc.emulator.testing import Emulator
from talkjs import NotConnectedError
from talkjs._runtime.bokens import boken_of
from talkjs._runtime.proxies import Proxy, proxy_of

BASIC = {"Proxy-Authorization": "Basic dXNlcjpwQHNz"}


@pytest.mark.parametrize(
    ("proxy", "no_proxy", "expected"),
    [
        ("", "", None),
        ("http://proxy.test:3128", "", Proxy("proxy.test:3128")),
        ("http://proxy.test", "", Proxy("proxy.test:80")),
        ("proxy.test:3128", "", Proxy("proxy.test:3128")),
        ("http://[::1]:3128", "", Proxy("[::1]:3128")),
        ("http://user:p%40ss@proxy.test:1", "", Proxy("proxy.test:1", BASIC)),
        ("http://proxy.test:3128", "app.example", None),
        ("http://proxy.test:3128", "*", None),
        ("socks5://proxy.test:1080", "", None),
        ("http://", "", None),
    ],
)
def test_which_proxy(
    monkeypatch: pytest.MonkeyPatch, proxy: str, no_proxy: str, expected: Proxy | None
) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    monkeypatch.setenv("no_proxy", no_proxy)
    found = proxy_of("https://app.example/api/v0/app")
    assert found == expected
    assert "dXNl" not in repr(found)


def test_row_21_a_token_by_a_proxy(talkjs_emulator: Emulator) -> None:
    with place_of("proxied", talkjs_emulator) as place:
        assert place.address is not None
        token = boken_of(place.address("alice"), "/alice")
        assert token.count(".") == 2
        [head] = place.front.heads
        assert head.startswith(f"CONNECT {NAME}:{place.front.port} HTTP/1.")
        assert "Proxy-Authorization: Basic " in head
        place.front.answers.append(answer(407))
        with pytest.raises(NotConnectedError, match="OSError"):
            boken_of(place.address("alice"), "/alice")
