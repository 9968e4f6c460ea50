"""A server, in this process, of a few made-up trials that lists and searches can tell apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from starlette.testclient import TestClient

from kg.load import load
from kg.serve.application import application
from kg.serve.settings import ServeSettings
from kg.stores.embedded import EmbeddedStore
from tests.support.small_trials import written

BOSTON: Final = {
    "facility": "Harbour Clinic", "city": "Boston", "state": "Massachusetts",
    "country": "United States", "status": "RECRUITING", "geoPoint": {"lat": 42.36, "lon": -71.06},
}  # fmt: skip
WORCESTER: Final = {
    "facility": "Hill Hospital", "city": "Worcester", "state": "Massachusetts",
    "country": "United States", "geoPoint": {"lat": 42.26, "lon": -71.80},
}  # fmt: skip
BERN: Final = {
    "facility": "Inselspital", "city": "Bern", "country": "Switzerland",
    "geoPoint": {"lat": 46.95, "lon": 7.45},
}  # fmt: skip


def listed_trial(number: int, title: str, status: str, start: str, **more: Any) -> dict[str, Any]:
    """A record; `more` are its sites, phases, sponsor, conditions and enrolment."""
    return {
        "hasResults": False,
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT9000{number:04}", "briefTitle": title},
            "statusModule": {"overallStatus": status, "startDateStruct": {"date": start}},
            "sponsorCollaboratorsModule": {
                "leadSponsor": {"name": more.get("sponsor", "Nowhere Trust"), "class": "OTHER"}
            },
            "conditionsModule": {"conditions": more.get("conditions", ["Gout"])},
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": more.get("phases", []),
                "enrollmentInfo": {"count": more.get("enrollment", 10)},
            },
            "contactsLocationsModule": {"locations": more.get("sites", [])},
        },
    }


TRIALS: Final = (
    listed_trial(
        1, "Gout diet", "RECRUITING", "2024-03-01", phases=["PHASE3"], sites=[BOSTON], enrollment=9
    ),
    listed_trial(
        2, "Cluster headache drug", "COMPLETED", "2019-05", phases=["PHASE2"], sites=[BERN],
        conditions=["Cluster Headache"], enrollment=200,
    ),
    listed_trial(
        3, '=HYPERLINK("http://bad.example","x")', "TERMINATED", "2021-01-15",
        sites=[BERN, WORCESTER], sponsor="<script>alert(1)</script>", enrollment=30,
    ),
)  # fmt: skip


def listed_store(folder: Path, trials: tuple[dict[str, Any], ...] = TRIALS) -> Path:
    """A store of these records in a new folder."""
    load([str(written(folder, "trials", trials))], EmbeddedStore(folder / "store"))
    return folder / "store"


def client(store: Path) -> TestClient:
    """Asks a server of a store."""
    settings = ServeSettings(EmbeddedStore(store), "http://testserver/")
    return TestClient(application(settings), base_url="http://testserver")
