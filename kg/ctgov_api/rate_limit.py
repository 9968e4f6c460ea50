"""The rate at which kg sends requests to ClinicalTrials.gov.

https://clinicaltrials.gov/data-api/about-api
"""

from __future__ import annotations

from typing import Final

DEFAULT_RATE: Final = 45.0
"""Requests per minute, unless the user sets another rate.

The registry does not document its limit; clients find that it accepts about 50.
"""
