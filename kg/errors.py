"""Every error that kg raises for a user to read.

KgError
├── UsageError      the request is invalid
│   ├── UpdateError     it is an update, where only queries are answered
│   └── FormError       the results can't be written in the form that is asked for
├── SourceError     a source can't be opened or is not one that kg reads
├── RecordError     one record of a source can't be read
├── OutputError     a file can't be written
├── StoreError      a store can't be read or reached, or a query ended without results
│   ├── LimitError      the query needs more than it may use
│   │   └── SizeError       its results are larger than they may be
│   └── CrashError      the query ended its process
├── ServiceError    a service on the network can't be reached, or its response can't be used
│   ├── NotFoundError   it does not have what was requested
│   ├── RefusedError    it refuses to answer
│   └── TransientError  it may answer the same request later
├── ShapesError     the shapes can't be used for validation
├── WorkerError     a worker process has died
└── CoreError       the core in Rust has failed

A SHACL result is data, not an exception: see `kg.shacl`.
"""

from __future__ import annotations


class KgError(Exception):
    """The base of every error that kg raises on purpose; its text is a sentence for the user."""


class UsageError(KgError):
    """The request is invalid: an unknown format, a base that is not an IRI."""


class UpdateError(UsageError):
    """The query is a SPARQL update."""


class FormError(UsageError):
    """The results are a table where a graph is asked for, or the other way round."""


class SourceError(KgError):
    """A source can't be opened, or holds nothing that kg reads."""


class RecordError(KgError):
    """One record can't be read.

    `place` is where it is (file, archive member, line), `reason` what is wrong with it.
    """

    def __init__(self, place: str, reason: str, number: str | None = None) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
        self.number = number

    def __reduce__(self) -> tuple[type[RecordError], tuple[str, str, str | None]]:
        """Pickles the error, to send it from one process to another."""
        return type(self), (self.place, self.reason, self.number)


class OutputError(KgError):
    """A file can't be written; an earlier file of that name is not changed."""


class StoreError(KgError):
    """A store can't be read or reached, or ended a query without results."""


class LimitError(StoreError):
    """A query needs more time, memory or room for its results than it may use.

    `fact` is the sentence without `remedy`, which says how to give it more.
    """

    def __init__(self, fact: str, remedy: str) -> None:
        super().__init__(f"{fact}: ask for less, or {remedy}")
        self.fact = fact


class SizeError(LimitError):
    """A query has more results than it may have."""


class CrashError(StoreError):
    """A query ended its process."""


class ServiceError(KgError):
    """A service on the network can't be reached, or its response can't be used."""


class NotFoundError(ServiceError):
    """The service does not have what was requested (HTTP 404, 410)."""


class RefusedError(ServiceError):
    """The service refuses to answer (HTTP 401, 403): the request is not repeated."""


class TransientError(ServiceError):
    """The service may answer the same request later.

    `wait` is the number of seconds that it asks us to wait, None if it does not say.
    """

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


class ShapesError(KgError):
    """A shapes file can't be read, or has constraints that the engine does not support."""


class WorkerError(KgError):
    """A worker process has died; nothing is written."""


class CoreError(KgError):
    """The core in Rust has failed, which is an error in kg itself; without it kg may succeed."""


def reason(error: OSError) -> str:
    """The reason that the operating system gives, as the end of a sentence."""
    return (error.strerror or str(error)).lower()


def unreadable(place: object, error: OSError) -> SourceError:
    """The error for a file that can't be opened or read."""
    return SourceError(why_unreadable(place, error))


def why_unreadable(place: object, error: OSError) -> str:
    """The sentence for a file that is missing, or can't be opened or read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"there is no file or folder {place}: is the name spelt right?"
    denied = isinstance(error, PermissionError)
    remedy = "; make it readable (chmod) or ask its owner" if denied else ""
    return f"{place} can't be read: {reason(error)}{remedy}"
