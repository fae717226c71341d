"""https: the number is connected to, and the certificate has to be the name's."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Generator
from pathlib import Path

import pytest
import trustme
from fetch_site import PAGE, Site, running

from minidoc.diagnostics import Code
from minidoc.fetch import Settings
from minidoc.fetch.addresses import parse_address
from minidoc.fetch.download import Asked, Received, download
from minidoc.fetch.validators import NOTHING


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority that nobody else knows."""
    return trustme.CA()


@pytest.fixture
def site(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Site]:
    """A site called `localhost` and nothing else, known to this process."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued = authority.issue_cert("localhost")
    own = tmp_path / "site.pem"
    issued.private_key_and_cert_chain_pem.write_to_path(own)
    context.load_cert_chain(own)
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    def wrap(listening: socket.socket) -> socket.socket:
        return context.wrap_socket(listening, server_side=True)

    with running(wrap=wrap) as started:
        started.serve("/Rooms.md", PAGE)
        yield started


async def here(host: str, port: int) -> tuple[str, ...]:
    return ("127.0.0.1",)


def get(host: str, port: int) -> Received:
    return get_each([host], port)[0]


def get_each(hosts: list[str], port: int) -> tuple[Received, ...]:
    addresses = [parse_address(f"https://{host}:{port}/Rooms.md") for host in hosts]
    asked = [Asked("Rooms.md", address, NOTHING) for address in addresses]
    return download(asked, Settings(resolve=here, at_once=1), lambda _: None)


def test_the_name_counts_though_the_number_is_connected_to(site: Site) -> None:
    assert get("localhost", site.port).body == PAGE.encode()


def test_a_certificate_of_another_name(site: Site) -> None:
    received = get("127.0.0.1", site.port)
    assert received.found is not None
    assert received.found.code is Code.CANNOT_FETCH
    assert "certificate of the host is not valid" in received.found.message
    assert "attempts" not in received.found.message
    assert site.requests == []


def test_no_connection_is_shared_by_two_names(site: Site) -> None:
    """Both names are one number; the first one's certificate says nothing of it."""
    first, second = get_each(["localhost", "127.0.0.1"], site.port)
    assert first.body == PAGE.encode()
    assert second.found is not None
    assert "certificate of the host is not valid" in second.found.message


def test_an_unknown_authority(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    received = get("localhost", site.port)
    assert received.found is not None
    assert "certificate of the host is not valid" in received.found.message
    assert site.requests == []
