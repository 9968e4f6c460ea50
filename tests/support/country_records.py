"""Country records of the EU Clinical Trials Register as its full text, made up for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NUMBER: Final = "2099-055555-66"

_SUMMARY: Final = """\
Summary
EudraCT Number: {number}
Sponsor's Protocol Code Number: XY-1
National Competent Authority: {country} - CA
Clinical Trial Type: EEA CTA
Trial Status: {status}
Date on which this record was first entered in the EudraCT database: {entered}

A. Protocol Information
A.1 Member State Concerned: {country} - CA
A.2 EudraCT number: {number}
A.4.1 Sponsor's protocol code number: XY-1
{lines}
P. End of Trial
P. End of Trial Status: {status}

"""


def country_record(
    country: str,
    lines: Mapping[str, str] | str = "",
    number: str = NUMBER,
    status: str = "Ongoing",
    entered: str = "2098-01-01",
) -> str:
    """A country record with further lines, or values by their labels."""
    if not isinstance(lines, str):
        lines = "\n".join(f"{label}: {value}" for label, value in lines.items())
    return _SUMMARY.format(
        country=country, lines=lines, number=number, status=status, entered=entered
    )


def outside_record(lines: str = "", number: str = NUMBER) -> str:
    """The record of a trial for all countries outside the EEA, without country and status."""
    return (
        f"Summary\nEudraCT Number: {number}\nSponsor's Protocol Code Number: XY-1\n"
        "Clinical Trial Type: Outside EU/EEA\n\nA. Protocol Information\n"
        f"A.2 EudraCT number: {number}\n{lines}\n"
    )
