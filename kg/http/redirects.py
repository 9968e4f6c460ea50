"""Which redirects are followed: only http(s), and outside the service only public addresses.

Otherwise a service could use kg to reach what it can't reach itself, for example with
`Location: http://169.254.169.254/`.
Special addresses: https://www.iana.org/assignments/iana-ipv4-special-registry
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import requests

from kg.errors import ServiceError
from kg.http.printable import excerpt

_PORTS: Final = {"http": 80, "https": 443}


class NoRedirects(requests.Session):
    """A session of requests that does not look at redirects.

    Even with `allow_redirects=False`, requests would read the body of a redirect, however long.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None, because the caller checks the target."""


def followed(location: str, current: str, base: str) -> str:
    """The target of a redirect of `current`; ServiceError if it is not followed.

    Within the origin of `base`, which the user gave, every redirect is followed; elsewhere only
    those to public addresses.
    """
    try:
        target = urljoin(current, location)
        parts = urlsplit(target)
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise ServiceError(_refusal(current, location, "that is not an address")) from None
    if parts.scheme not in _PORTS:
        raise ServiceError(_refusal(current, location, "kg follows only http and https"))
    if not host:
        raise ServiceError(_refusal(current, location, "that names no host"))
    if _origin(parts) == _origin(urlsplit(base)):
        return target
    if parts.scheme == "http" and current.startswith("https:"):
        raise ServiceError(_refusal(current, location, "that leaves the encrypted connection"))
    if not _is_public(host, port):
        raise ServiceError(_refusal(current, location, "that is not a public address"))
    return target


def _origin(parts: SplitResult) -> tuple[str, str | None, int]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)


def _is_public(host: str, port: int) -> bool:
    """Whether every address of a host is public; a host without one is left to the proxy."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return all(_is_public_address(str(address[4][0])) for address in found)


def _is_public_address(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return bool(mapped.is_global and not mapped.is_multicast)


def _refusal(current: str, location: str, reason: str) -> str:
    return f"{excerpt(current)} redirects to {excerpt(location)}: {reason}, so it is not followed"
