"""HTTP requests to a store, with errors that say whether the request may have been carried out.

A request that may be repeated is retried a few times, with pauses; any other is sent once. No
redirect is followed, because it would pass on the password. https://www.rfc-editor.org/rfc/rfc9110
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import IO, Any, Final

import requests
import urllib3
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.errors import StoreError
from kg.http.bodies import TooLargeError, beginning, bounded_pieces
from kg.http.deadlines import CONNECT, Deadline, in_time
from kg.http.printable import shown
from kg.http.redirects import NoRedirects
from kg.http.retry import growing_pause, retry_after

LARGEST_RESULT: Final = 1 << 30
"""The most bytes of the results of a query."""

_LONGEST: Final = 200
_TEXT_BYTES: Final = 1 << 16
"""The most bytes of any other response: those of an error, or of an update."""

_NOT_BEGUN: Final = (429, 503)
"""Statuses of a server that has not started with the request."""

_STRUCTURE: Final = re.compile(r"<(?:style|script|title)\b.*?</\w+>|<[^>]*>", re.DOTALL)


class RequestRefusedError(StoreError):
    """The store refused the request: nothing was done. `status` and `headers` are those of HTTP."""

    def __init__(self, sentence: str, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = headers


class UnavailableError(StoreError):
    """The request did not reach the store, or was turned away: nothing was done."""

    wait: float | None = None
    """Seconds after which the store asks for a retry."""


class LostError(StoreError):
    """No complete response came: the request may have been carried out, or not, or in part."""


class FailedError(LostError):
    """The store responded that it failed."""


class TooSlowError(LostError):
    """The response did not come in time."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Limits of requests: `timeout` in seconds, number of `attempts`, the first `pause` in seconds,
    which doubles, and the `longest` pause in seconds that a store may ask for.
    """

    timeout: float = 300.0
    attempts: int = 4
    pause: float = 0.5
    longest: float = 60.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and password, or a token; the secrets are never shown."""

    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def for_requests(self, kind: str) -> AuthBase:
        """The credentials for requests; `kind` is the authentication of a store type."""
        if self.token:
            return _Token(self.token)
        if not self.username:
            return _NoLogin()
        scheme = _Digest if kind == "digest" else HTTPBasicAuth
        return scheme(self.username, self.password or "")


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete response; its body is in the file that was given, or in `text`."""

    status: int
    headers: Mapping[str, str]
    text: str


class Client:
    """One connection to a store; `place` is its name in messages."""

    def __init__(self, place: str, auth: AuthBase, patience: RetryPolicy) -> None:
        self.place = place
        self.patience = patience
        self._session = NoRedirects()
        self._session.auth = auth
        self._session.headers["User-Agent"] = "kg-trials"

    def send(
        self, method: str, url: str, deadline: Deadline | None = None, **request: Any
    ) -> Reply:
        """Sends a request that may be repeated, until there is a response or no attempt is left.

        The parameters are those of `once`; the deadline is that of all attempts together. Raises
        the StoreError of the last attempt.
        """
        for attempt in range(1, self.patience.attempts):
            try:
                return self.once(method, url, deadline=deadline, **request)
            except (UnavailableError, LostError) as error:
                pause = self._pause(attempt, error)
                if deadline and deadline.has_passed(after=pause):
                    raise
                time.sleep(pause)
        return self.once(method, url, deadline=deadline, **request)

    def headers(self, url: str, deadline: Deadline | None = None) -> Mapping[str, str]:
        """The headers of the response to a trivial query, even if it is refused.

        They come before the deadline, by default within the time of one request.
        """
        deadline = deadline or Deadline(self.patience.timeout)
        ask = {"query": "ASK {}"}
        try:
            return self.send("GET", url, deadline, params=ask, head_only=True).headers
        except RequestRefusedError as error:
            return error.headers

    def once(
        self,
        method: str,
        url: str,
        *,
        body: bytes | Mapping[str, str] = b"",
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        deadline: Deadline | None = None,
        into: IO[bytes] | None = None,
        head_only: bool = False,
    ) -> Reply:
        """Sends a request once. The body is not a stream, because a login may send it again.

        A complete body replaces the content of the file `into`; without one, only its beginning is
        read. Without a deadline it may take the time of one request.
        """
        seconds = deadline.left() if deadline else self.patience.timeout
        end = Deadline(seconds)

        def request() -> requests.Response:
            return self._session.request(
                method,
                url,
                params=params,
                data=body or None,
                headers=headers,
                timeout=(min(CONNECT, seconds), seconds),
                stream=True,
                allow_redirects=False,
            )

        try:
            with in_time(request, seconds, requests.Response.close) as response:
                self._check(response, end)
                text = ""
                if into:
                    self._save(response, end, into)
                elif not head_only:
                    text = beginning(response, _TEXT_BYTES, end)
                return Reply(response.status_code, response.headers, text)
        except TimeoutError as error:
            raise TooSlowError(f"{self.place} did not respond within {seconds:.3g} s") from error
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise self._error(error, seconds) from error

    def _check(self, response: requests.Response, end: Deadline) -> None:
        status, headers = response.status_code, response.headers
        if status < 300:
            return
        if status < 400:
            target = shown(headers.get("Location", "nowhere"))
            message = f"{self.place} redirects to {target}: give that address"
            raise RequestRefusedError(message, status, headers)
        text = _plain(beginning(response, _TEXT_BYTES, end))
        message = f"{self.place} responded {status}{f': {text}' if text else ''}"
        if status in (401, 403):
            message = (
                f"{self.place} responded {status}, it needs another login: give --username, and"
                " KG_PASSWORD or KG_TOKEN in the environment"
            )
        if status in _NOT_BEGUN:
            error = UnavailableError(message)
            error.wait = retry_after(headers.get("Retry-After"))
            raise error
        raise (
            FailedError(message) if status >= 500 else RequestRefusedError(message, status, headers)
        )

    def _save(self, response: requests.Response, end: Deadline, into: IO[bytes]) -> None:
        into.seek(0)  # an earlier attempt may have written a part
        into.truncate()
        try:
            for piece in bounded_pieces(response, LARGEST_RESULT, end.left(), end):
                into.write(piece)
        except TooLargeError as error:
            raise StoreError(
                f"{self.place} responds with more than {error}: ask for less, for example with"
                " --limit"
            ) from None

    def _error(self, error: Exception, seconds: float) -> StoreError:
        if isinstance(error, requests.exceptions.SSLError):
            return RequestRefusedError(f"{self.place} has no trusted certificate", 0, {})
        if isinstance(error, requests.ConnectTimeout) or "NewConnectionError" in repr(error):
            return UnavailableError(f"{self.place} can't be reached")
        if isinstance(error, requests.Timeout) or "Read timed out" in str(error):
            return TooSlowError(f"{self.place} did not respond within {seconds:.3g} s")
        return LostError(f"the connection to {self.place} was lost")

    def _pause(self, attempt: int, error: StoreError) -> float:
        """Seconds to wait before the next attempt."""
        asked = error.wait if isinstance(error, UnavailableError) else None
        if asked is None:
            return growing_pause(self.patience.pause, attempt)
        if asked > self.patience.longest:
            raise UnavailableError(f"{self.place} asks for a pause of {asked:,.0f} s")
        return asked


class _Digest(HTTPDigestAuth):
    """A digest login that does not read the page of a 401, which requests would read to its end."""

    def handle_401(self, r: requests.Response, **kwargs: Any) -> requests.Response:
        """Logs in after a 401."""
        if r.status_code == 401:
            r.raw.close()
        answer: requests.Response = super().handle_401(r, **kwargs)  # type: ignore[no-untyped-call]
        return answer


class _NoLogin(AuthBase):
    """No login, so that requests does not look for one in the user's .netrc file."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Token(AuthBase):
    """A bearer token. https://www.rfc-editor.org/rfc/rfc6750"""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _plain(page: str) -> str:
    """The text of an error page, on one line."""
    text = " ".join(unescape(_STRUCTURE.sub(" ", page)).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
