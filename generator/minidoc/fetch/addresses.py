"""Addresses that may be asked: https, or http where the page is on this machine.

Comes in: text from a page, a configuration, a redirect; none is trusted. Goes out: a
checked address, or a sentence that says why it is none. No name is resolved here.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from minidoc.tree import violations
from minidoc.values import frozen

_PORTS = {"https": 443, "http": 80}
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"\u2028\u2029]")


@frozen
class Address:
    """Where a page is published; only the functions of this module make one.

    Attributes:
        url: The whole address, without a fragment.
        scheme: `https`, or `http` if the host is this machine.
        host: Name or number, without brackets, in lower case.
        port: As given, or the scheme's.
        path: Everything behind the host, query included.
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what a redirect may not leave."""
        return (self.scheme, self.host, self.port)

    @property
    def is_loopback(self) -> bool:
        """Tell whether the address itself, not what it resolves to, is this machine."""
        return is_loopback_host(self.host)

    @property
    def authority(self) -> str:
        """Host and port as the `Host` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def folder(self) -> str:
        """The address without its last part: the folder of the documentation site."""
        return urljoin(self.url, ".")

    @property
    def file_name(self) -> str:
        """The name under which the page is stored.

        Raises:
            ValueError: With a sentence, if the last part is no name of a page.
        """
        name = unquote(urlsplit(self.url).path.rpartition("/")[2])
        stem, dot, ending = name.rpartition(".")
        is_hidden = stem.startswith(".") or not stem
        if is_hidden or f"{dot}{ending}" != ".md" or "/" in name or violations([name]):
            raise ValueError(f"{self.url} does not end in a name for a page")
        return name


def parse_address(text: str) -> Address:
    """Check an address.

    Raises:
        ValueError: With a sentence that names the address and what is wrong with it.
    """
    if _UNSEEN.search(text):
        raise ValueError(f"{text!r} has a character that no address has")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError(f"{text} is no address: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        raise ValueError(f"{text} is not an https address")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address with a user or a password is not asked")
    if "%" in host:
        raise ValueError(f"{text} names a network interface")
    if scheme == "http" and not is_loopback_host(host):
        raise ValueError(f"{text} is not https; http is for this machine only")
    return _address(parts, scheme, _encoded(host, text), port or _PORTS[scheme])


def page_address(url: str) -> Address:
    """Return where the source of a page is: its address plus `.md`.

    Raises:
        ValueError: As `parse_address`.
    """
    parts = urlsplit(parse_address(url).url)
    path = parts.path.rstrip("/")
    if not path.endswith(".md"):
        path += ".md"
    return parse_address(parts._replace(path=path).geturl())


def redirected(address: Address, location: str) -> Address:
    """Return where a redirect leads, if it stays at its host and scheme.

    Raises:
        ValueError: With a sentence that says where it leads instead.
    """
    try:
        target = parse_address(urljoin(address.url, location))
    except ValueError as error:
        raise ValueError(f"redirected, and {error}") from error
    if target.origin != address.origin:
        raise ValueError(f"redirected to another host or scheme: {target.url}")
    return target


def is_loopback_host(host: str) -> bool:
    """Tell whether a host is this machine by its spelling: a number, or `localhost`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _encoded(host: str, text: str) -> str:
    """Return the host as it goes over the wire; `xn--` for other alphabets."""
    try:
        return host.encode("ascii").decode()
    except UnicodeEncodeError:
        pass
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"{text} has a host that cannot be encoded") from error


def _address(parts: SplitResult, scheme: str, host: str, port: int) -> Address:
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port == _PORTS[scheme] else f"{shown}:{port}"
    path = parts.path or "/"
    whole = SplitResult(scheme, netloc, path, parts.query, "")
    behind = f"{path}?{parts.query}" if parts.query else path
    return Address(whole.geturl(), scheme, host, port, behind)
