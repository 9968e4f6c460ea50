"""NCT ids as sources: the file of an id, downloaded if there is none yet.

`kg export NCT04745299` reads a file of that name, else the record that was fetched before, else
downloads it from the registry; a message says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from kg.ctgov_api.client import Registry
from kg.ctgov_api.fetch import FetchProgress, Request, fetch
from kg.ctgov_api.record_files import RecordFolder
from kg.errors import ServiceError, UsageError
from kg.registries.numbers import trial_number
from kg.registries.table import CLINICAL_TRIALS_GOV
from kg.text.nct_ids import nct_id


def local_records(
    sources: Iterable[str],
    folder: RecordFolder,
    registry: Callable[[], Registry],
    progress: FetchProgress,
) -> list[str]:
    """The sources with files in the place of NCT ids; other sources are not changed.

    An id without a record is not changed either; reading it is an error. `registry` is called only
    if something has to be fetched. Raises ServiceError if the registry can't be used, and
    UsageError for the number of a trial in another registry.
    """
    given = list(sources)
    for each in given:
        if not _is_file(each):
            refuse_other_registries(each)
    ids = {source: named for source in given if (named := _id_of(source))}
    known = {each: entry.fetched for each, entry in folder.entries().items()} if ids else {}
    found = {each: each for each in ids.values() if each in known}
    for each in sorted(found):
        progress.tell(
            f"{each}: {folder.path(each)}, fetched on {known[each][:10]}"
            f" (kg fetch {each} downloads it again)"
        )
    lacking = tuple(sorted({*ids.values()} - found.keys()))
    if lacking:
        found |= _fetched(registry(), lacking, folder, progress)
    files = {source: str(folder.path(found[i])) for source, i in ids.items() if i in found}
    return list(dict.fromkeys(files.get(source, source) for source in given))


def refuse_other_registries(text: str) -> None:
    """Raises UsageError, which says where records are got, for a number of another registry."""
    known = trial_number(text)
    if known and known.registry != CLINICAL_TRIALS_GOV:
        raise UsageError(
            f"{known.number} is a number of {known.registry}, and kg fetches records of"
            f" {CLINICAL_TRIALS_GOV} alone: give kg export or kg load a file with the record"
            " (docs/registries.md says how files of other registries are got)"
        )


def _is_file(source: str) -> bool:
    with suppress(OSError, ValueError):  # it may be too long for the name of a file
        return Path(source).exists()
    return False


def _id_of(source: str) -> str | None:
    """The NCT id that a source denotes; None if it is not one or a file has that name."""
    known = nct_id(source)
    return None if known and _is_file(source) else known


def _fetched(
    registry: Registry, ids: tuple[str, ...], folder: RecordFolder, progress: FetchProgress
) -> dict[str, str]:
    """Requested id -> the id of the record that was fetched for it."""
    outcome = fetch(registry, Request(ids), folder, progress)
    for each in outcome.fetched:
        progress.tell(f"{each}: fetched from {registry.place} into {folder.path(each)}")
    for alias, target in sorted(outcome.aliases.items()):
        progress.tell(f"{alias} is an alias of {target}")
    for each in outcome.missing:
        progress.tell(f"{each}: the registry has no such record")
    if outcome.failed:
        raise ServiceError("; ".join(f"{each}: {why}" for each, why in outcome.failed.items()))
    return {**{each: each for each in outcome.fetched}, **outcome.aliases}
