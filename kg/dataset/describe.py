"""What is said of a dataset when all its documents are there: the description and the report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.dataset import report as reports
from kg.dataset import void_dcat
from kg.dataset.file_names import (
    DESCRIPTION,
    DROP,
    GONE,
    MANIFEST,
    REJECTS,
    REPORT,
    beside,
    readable,
)
from kg.dataset.previous_export import Earlier
from kg.dataset.report import Changes, Input, Manifest, Output, Rejects
from kg.dataset.shards import Shard, Shards
from kg.dataset.sidecars import Ledger
from kg.dataset.totals import Account
from kg.export.options import Options
from kg.sources.paths import files as files_of
from kg.system.file_set import Together
from kg.system.output_files import open_output


def describe(
    destination: str | Path,
    sources: Iterable[str | Path],
    options: Options,
    account: Account,
    documents: Shards,
    ledger: Ledger,
    earlier: Earlier | None,
    files: Together,
) -> None:
    """Writes the files that describe a dataset, beside its documents, to stand with them."""
    if beside(destination, REPORT) is None:
        return
    report = reports.export_report(
        account.statistics,
        options=_options(options, documents),
        rejects=_rejects(destination, ledger),
        versions=reports.versions(
            compression=Path(destination).suffix.lower(),
            engine=options.engine if options.shapes else None,
        ),
        input=[_input(str(source)) for source in sources],
        output=[_output(shard) for shard in documents.shards],
        violations=ledger.violations,
        shapes=reports.shapes_of(options.shapes.files) if options.shapes else None,
        manifest=_manifest(destination, ledger),
        changes=None if earlier is None else _changes(destination, account, ledger, earlier, files),
    )
    if earlier is None:
        _write(destination, DESCRIPTION, void_dcat.turtle(report), files)
    _write(destination, REPORT, reports.as_json(report), files)


def _write(destination: str | Path, ending: str, text: str, files: Together) -> str:
    """Writes a file beside the document; its name."""
    with open_output(f"{destination}{ending}", files=files) as output:
        output.write(text)
    return _name(destination, ending)


def _name(destination: str | Path, ending: str) -> str:
    return readable(f"{Path(destination).name}{ending}")


def _options(options: Options, documents: Shards) -> reports.Options:
    return reports.Options(
        base=options.iris.base,
        trial_iri=options.iris.trial_form,
        format=documents.format.name,
        engine=options.engine if options.shapes else None,
        contacts=options.contacts,
        results=options.results,
        on_violation=options.on_violation,
        shards=len(documents.shards),
    )


def _rejects(destination: str | Path, ledger: Ledger) -> Rejects:
    return Rejects(
        count=ledger.kinds.total(),
        by_kind=dict(sorted(ledger.kinds.items())),
        file=_name(destination, REJECTS) if ledger.rejects.output else None,
    )


def _manifest(destination: str | Path, ledger: Ledger) -> Manifest | None:
    file = ledger.manifest.output
    if file is None:
        return None
    return Manifest(
        name=_name(destination, MANIFEST),
        bytes=file.size,
        sha256=file.sha256,
        records=len(ledger.listed),
    )


def _input(name: str) -> Input:
    """The account of a source; what can be read but once, a pipe, has neither size nor digest."""
    paths = [path for path in files_of(name) if isinstance(path, Path) and path.is_file()]
    return reports.input_of(name, paths) if paths else Input(name=readable(name), files=1)


def _output(shard: Shard) -> Output:
    file = shard.file.output
    assert file is not None  # it was ended, and so written to
    return Output(
        name=readable(Path(shard.path).name),
        bytes=file.size,
        sha256=file.sha256,
        records=shard.records,
        triples=shard.triples,
    )


def _changes(
    destination: str | Path, account: Account, ledger: Ledger, earlier: Earlier, files: Together
) -> Changes:
    """What has changed since the earlier export; lists what is gone in a file."""
    gone = "".join(f"{nct_id}\n" for nct_id in account.gone or ())
    return earlier.changes(
        account.gone,
        _write(destination, GONE, gone, files) if gone else None,
        _name(destination, DROP) if ledger.drops.output else None,
    )
