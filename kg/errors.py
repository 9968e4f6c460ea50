"""Every error that kg raises for a user to read.

KgError
├── UsageError      what was asked for can't be done as asked
├── SourceError     a source can't be opened or is no source at all
├── RecordError     one record of a source can't be read
├── OutputError     what was made can't be written
├── StoreError      a store can't be read or reached, or gave up a query
├── ServiceError    a service on the network can't be reached, or its answer can't be used
│   ├── NotFoundError   it has nothing of that name
│   ├── RefusedError    it does not want to answer us
│   └── TransientError  it may answer the same question a little later
├── ShapesError     the shapes can't be used for validation
└── WorkerError     a process that does a part of the work has died

A SHACL result is data, not an exception: see `kg.shacl`.
"""

from __future__ import annotations


class KgError(Exception):
    """The base of every error that kg raises on purpose; its text is one sentence for a person."""


class UsageError(KgError):
    """What was asked for can't be done as asked: an unknown format, a base that is no IRI."""


class SourceError(KgError):
    """A source can't be opened, or holds nothing that kg reads."""


class RecordError(KgError):
    """One record can't be read.

    `place` says where it stands (file, archive member, line), `reason` what is wrong with it.
    """

    def __init__(self, place: str, reason: str, nct_id: str | None = None) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
        self.nct_id = nct_id

    def __reduce__(self) -> tuple[type[RecordError], tuple[str, str, str | None]]:
        """The error as it is sent from one process to another."""
        return type(self), (self.place, self.reason, self.nct_id)


class OutputError(KgError):
    """A file can't be written; what stood there before still stands."""


class StoreError(KgError):
    """A store can't be read or reached, or ended a query without an answer."""


class ServiceError(KgError):
    """A service on the network can't be reached, or what it answers can't be used."""


class NotFoundError(ServiceError):
    """The service answers that it has nothing of that name (HTTP 404, 410)."""


class RefusedError(ServiceError):
    """The service does not want to answer us (HTTP 401, 403): asking again makes it worse."""


class TransientError(ServiceError):
    """The service may answer the same question later.

    `wait` is the number of seconds it asked us to wait, None where it did not say.
    """

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


class ShapesError(KgError):
    """A shapes file can't be read, or holds what no engine here can check."""


class WorkerError(KgError):
    """A process that does a part of the work has died; what was to be written is not."""


def reason(error: OSError) -> str:
    """Why the operating system refuses, as the end of a sentence."""
    return (error.strerror or str(error)).lower()


def unreadable(place: object, error: OSError) -> SourceError:
    """The error for a file that can't be opened or read."""
    denied = isinstance(error, PermissionError)
    remedy = "; make it readable (chmod) or ask its owner" if denied else ""
    return SourceError(f"{place} can't be read: {reason(error)}{remedy}")
