"""One polite HTTP session with one service.

It identifies itself, limits the requests per minute, waits as long as it is asked to (Retry-After,
https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3), retries temporary errors with growing
pauses, and stops at once if it is refused. No body is read without a limit, and no redirect is
followed unchecked. A client of a service (`kg.ctgov_api`) knows its requests and valid responses.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from itertools import count
from typing import Final, TypeVar
from urllib.parse import urlsplit

import requests
import urllib3

from kg.errors import NotFoundError, RefusedError, ServiceError, TransientError, UsageError
from kg.http.bodies import beginning, pieces
from kg.http.deadlines import CONNECT, Deadline, in_time
from kg.http.printable import excerpt, shown
from kg.http.redirects import NoRedirects, followed
from kg.http.request_limits import RequestLimits
from kg.http.retry import growing_pause, retry_after

T = TypeVar("T")

MOST_REDIRECTS: Final = 5
"""Redirects that are followed one after the other."""

_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE: Final = frozenset({404, 410})
_UNWANTED: Final = frozenset({401, 403})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Response:
    """A body with its address after redirects, and its media type in lower case."""

    address: str
    media_type: str
    body: bytes
    headers: Mapping[str, str]


def user_agent() -> str:
    """The User-Agent header: the project, its version, and its address."""
    return f"kg-trials/{metadata.version('kg-trials')} (+https://w3id.org/kg-trials/)"


class Session:
    """A session with the service at `base`; `tell` gets a message for each pause."""

    def __init__(
        self,
        base: str,
        limits: RequestLimits,
        tell: Callable[[str], None] = lambda _: None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{base!r} is not the address of a service: http(s)://host/path")
        self.base = base.rstrip("/")
        self.limits = limits
        self._tell = tell
        self._next = 0.0
        self._http = NoRedirects()
        self._http.headers.clear()
        self._http.headers.update(
            {"User-Agent": user_agent(), "Accept-Encoding": "gzip", **(headers or {})}
        )

    def get(self, path: str, params: Mapping[str, str] | None = None, *, largest: int) -> Response:
        """The response to one request, in one attempt; its body has at most `largest` bytes."""
        with self.opened(path, params) as response:
            body = b"".join(pieces(response, self.limits.timeout, largest))
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Response(response.url, media_type, body, response.headers)

    def patiently(self, attempt: Callable[[], T]) -> T:
        """The result of `attempt`, which is repeated if it raises TransientError."""
        for turn in count(1):
            try:
                return attempt()
            except TransientError as error:
                self.pause(turn, error)
        raise AssertionError

    def pause(self, turn: int, error: TransientError) -> None:
        """Waits after the `turn`th attempt has failed.

        Raises TransientError if it was the last one, or if the pause would be too long.
        """
        if turn >= self.limits.tries:
            times = f" ({turn} attempts)" if turn > 1 else ""
            raise TransientError(f"{error}{times}: try again later") from error
        if error.wait is None:
            seconds = growing_pause(self.limits.backoff, turn)
        elif error.wait > self.limits.patience:
            raise TransientError(
                f"{error}, and asks for a pause of {error.wait:,.0f} seconds: try again then"
            ) from error
        else:
            seconds = error.wait + growing_pause(self.limits.backoff, 1)
        self._tell(f"{error}: waiting {seconds:.1f} s before attempt {turn + 1}")
        time.sleep(seconds)

    @contextmanager
    def opened(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accepted: frozenset[int] = frozenset({200}),
    ) -> Iterator[requests.Response]:
        """The response to one request, its body still to be read; redirects are followed.

        Raises TransientError if a retry may help, otherwise another ServiceError.
        """
        address = f"{self.base}/{path}"
        try:
            request = requests.Request("GET", address, params=dict(params or {}))
            address = self._http.prepare_request(request).url or address
            with self._followed(address, dict(headers or {})) as response:
                if response.status_code not in accepted:
                    self._refuse(response)
                yield response
        except (requests.exceptions.SSLError, requests.exceptions.InvalidURL) as error:
            raise ServiceError(f"{shown(address)}: request failed: {_reason(error)}") from error
        except requests.Timeout as error:
            raise TransientError(f"{shown(address)} did not respond in time") from error
        except requests.ConnectionError as error:
            raise TransientError(f"{shown(address)} can't be reached: {_reason(error)}") from error
        except requests.RequestException as error:
            raise ServiceError(f"{shown(address)}: request failed: {_reason(error)}") from error
        except urllib3.exceptions.ReadTimeoutError as error:
            raise TransientError(f"{shown(address)} stopped sending its response") from error
        except urllib3.exceptions.HTTPError as error:
            raise TransientError(
                f"{shown(address)}: the response broke off or is damaged ({_reason(error)})"
            ) from error

    @contextmanager
    def _followed(self, address: str, headers: dict[str, str]) -> Iterator[requests.Response]:
        for _ in range(MOST_REDIRECTS + 1):
            self._keep_pace()
            with self._headed(address, headers) as response:
                location = response.headers.get("Location")
                if response.status_code not in _MOVED or location is None:
                    yield response
                    return
            address = followed(location, address, self.base)
        raise ServiceError(f"{shown(address)}: redirected more than {MOST_REDIRECTS} times")

    def _headed(self, address: str, headers: dict[str, str]) -> requests.Response:
        """The status and headers of the response to a request, which come in time or never."""
        timeout = self.limits.timeout

        def request() -> requests.Response:
            limits = min(CONNECT, timeout), timeout
            return self._http.get(
                address, headers=headers, timeout=limits, allow_redirects=False, stream=True
            )

        try:
            return in_time(request, timeout, requests.Response.close)
        except TimeoutError:
            raise requests.ReadTimeout from None

    def _keep_pace(self) -> None:
        """Waits until the next request may be made."""
        now = time.monotonic()
        if self._next > now:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + 60 / self.limits.rate

    def _refuse(self, response: requests.Response) -> None:
        status, place = response.status_code, shown(response.url)
        if status in _PASSING:
            trouble = "got too many requests" if status == 429 else "is temporarily unavailable"
            raise TransientError(
                f"{place} {trouble} (HTTP {status})",
                retry_after(response.headers.get("Retry-After")),
            )
        reason = self._explanation(response)
        if status in _GONE:
            raise NotFoundError(f"{place}: not found (HTTP {status}){reason}")
        if status in _UNWANTED:
            raise RefusedError(
                f"{place} refuses to answer (HTTP {status}){reason}. Perhaps there were too many"
                " requests, or a proxy blocks them: try again in an hour, with a lower --rate"
            )
        raise ServiceError(f"{place} rejects the request (HTTP {status}){reason}")

    def _explanation(self, response: requests.Response) -> str:
        """The service's own message, if it is a line of text and not a page."""
        if not response.headers.get("Content-Type", "").startswith("text/plain"):
            return ""
        text = excerpt(beginning(response, 1000, Deadline(self.limits.timeout)))
        return f": {text}" if text else ""


def _reason(error: BaseException) -> str:
    """The root cause of an error, in a few words."""
    bottom, cause = error, error.__cause__ or error.__context__
    while cause is not None:
        bottom, cause = cause, cause.__cause__ or cause.__context__
    text = bottom.strerror if isinstance(bottom, OSError) else None
    return excerpt(text or str(bottom)) or type(bottom).__name__
