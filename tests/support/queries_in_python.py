"""The named queries in another implementation: plain Python over the registry's JSON.

Nothing of kg is used: no mapping, no IRI, no SPARQL. Persons, sites and organisations are
identified by the words of their name, affiliation and place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Json = dict[str, Any]
Studies = Mapping[str, Json]
Answer = Counter[tuple[str, ...]]

NCIT: Final = "http://purl.obolibrary.org/obo/NCIT_"
PHASES: Final = {
    (): "",
    ("NA",): f"{NCIT}C48660",
    ("EARLY_PHASE1",): f"{NCIT}C54721",
    ("PHASE1",): f"{NCIT}C15600",
    ("PHASE1", "PHASE2"): f"{NCIT}C15693",
    ("PHASE2",): f"{NCIT}C15601",
    ("PHASE2", "PHASE3"): f"{NCIT}C15694",
    ("PHASE3",): f"{NCIT}C15602",
    ("PHASE4",): f"{NCIT}C15603",
}
INTERVENTION_TYPES: Final = {
    "DRUG": "C1909", "BIOLOGICAL": "C307", "DEVICE": "C16830", "PROCEDURE": "C98769",
    "BEHAVIORAL": "C15184", "RADIATION": "C15313", "DIETARY_SUPPLEMENT": "C1505",
    "GENETIC": "C15238", "COMBINATION_PRODUCT": "C54696", "DIAGNOSTIC_TEST": "C18020",
}  # fmt: skip
"""The codes of the NCI Thesaurus, from its published lists."""

COUNTRIES: Final = {
    "Czechia": "Czech Republic",
    "South Korea": "Korea, Republic of",
    "Russian Federation": "Russia",
    "Turkey (Türkiye)": "Turkey",
}
"""Current names of the registry -> its earlier ones, in records of both ages."""

STATUSES: Final = {
    "ACTIVE_NOT_RECRUITING": "ActiveNotRecruiting", "COMPLETED": "Completed",
    "ENROLLING_BY_INVITATION": "EnrollingByInvitation", "RECRUITING": "Recruiting",
    "NOT_YET_RECRUITING": "NotYetRecruiting", "SUSPENDED": "Suspended",
    "TERMINATED": "Terminated", "WITHDRAWN": "Withdrawn",
}  # fmt: skip
"""The words of schema.org's MedicalStudyStatus; it has none for the others."""

WORDS: Final = {
    "": "not given", "NA": "Not applicable", "EARLY_PHASE1": "Early Phase 1",
    "PHASE1": "Phase 1", "PHASE2": "Phase 2", "PHASE3": "Phase 3", "PHASE4": "Phase 4",
    "ACTIVE_NOT_RECRUITING": "Active, not recruiting", "UNKNOWN": "Unknown status",
    "SUB_INVESTIGATOR": "Sub-investigator",
}  # fmt: skip
"""What people read for a value, if it is not the value with blanks, as on the registry's pages."""

ROLES: Final = {
    "PRINCIPAL_INVESTIGATOR": "principal investigator",
    "STUDY_DIRECTOR": "study director",
    "STUDY_CHAIR": "study chair",
    "SUB_INVESTIGATOR": "sub-investigator",
}
_NO_PERSON: Final = re.compile(
    r"\d|[@&/;]|\b(?:clinical|trials?|study|contact|cent(?:er|re)|medical|director|investigators?"
    r"|information|team|group|departm?ent|hospital|universit\w+|institut\w*|sponsor|monitor|inc"
    r"|pharma\w*|program\w*|responsible|therapeutics|research|development|management|call|and"
    r"|dr|novartis|sanofi|administrator|lead|laborator\w*|disclosure|transparency|corp\w*)\b",
    re.IGNORECASE,
)
_DEGREE: Final = re.compile(r"(?:\s+(?:MD|PhD|M\.D\.?|Ph\.D\.?|PharmD|MPH|MSc|DO))+$")
_TITLE: Final = re.compile(r"^(?:(?:dr|prof|professor|mr|mrs|ms|pd)\b\.?\s*)+", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(
    r"for additional information .*"
    r"|\W*(?:(?:(?:\w+ ){0,3}investigat\w+|(?:\w+ )?(?:study|trial|research|clinical))"
    r"\s+(?:research\s+)?"
    r"(?:sites?|cent(?:er|re)|location|facility)|local\s+institution|sites?|cent(?:er|re))?"
    r"(?:\s+(?:number|no\.?))?[\s#:(-]*(?:[\w-]*\d[\w-]*)?\W*",
    re.IGNORECASE,
)
_SITE_NUMBER: Final = re.compile(r"\s*(?:/\s*ID\s*#?\s*\w+|\(\s*Site\s*:?\s*[\w-]+\s*\))\s*$")
_COMMON: Final = re.compile(
    r"(?<![a-z])(?:placebos?|sham|standard care|standard of care|usual care|control group"
    r"|no intervention)(?![a-z])",
    re.IGNORECASE,
)
_NCT: Final = re.compile(r"NCT[\s#:.(_-]{0,4}([0-9]{8})(?![0-9])", re.IGNORECASE)
_EU_NUMBER: Final = re.compile(r"(?<![0-9])(20\d\d-\d{6}-\d\d)(?!\d)")
_OTHER_NUMBER: Final = re.compile(r"ISRCTN ?\d{8}|U1111-\d{4}-\d{4}|jRCTs?\d{9,10}")


def of(study: Json, *path: str) -> list[Any]:
    """The list at a path of the record; a single value is a list of one, a missing one is empty."""
    value: Any = study
    for step in path:
        value = value.get(step, {}) if isinstance(value, dict) else {}
    return value if isinstance(value, list) else [value] if value else []


def text(study: Json, *path: str) -> str:
    """The text at a path of the record, or None."""
    [value] = of(study, *path) or [""]
    return str(value)


def words(name: str) -> str:
    """A name without case, accents and punctuation."""
    plain = re.sub("['’´`]", "", name).replace("&", " and ").replace("ß", "ss")
    plain = plain.replace("ø", "o").replace("ł", "l").replace("®", "").replace("+", " plus ")
    decomposed = unicodedata.normalize("NFKD", plain.casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W_]+", letters))


def title(study: Json) -> str:
    return text(study, "identificationModule", "briefTitle")


def start(study: Json) -> str:
    return text(study, "statusModule", "startDateStruct", "date")


def places(study: Json) -> list[Json]:
    return of(study, "contactsLocationsModule", "locations")


def country_of(place: Json) -> str:
    """One name for a country, whatever its current name is."""
    name = str(place.get("country", ""))
    return COUNTRIES.get(name, name)


def status(value: str) -> str:
    return f"https://schema.org/{STATUSES[value]}" if value in STATUSES else value


def word(*values: str) -> str:
    """What people read for the values of a field."""
    told = (WORDS.get(each) or each.replace("_", " ").capitalize() for each in values or ("",))
    return "/".join(told)


def officials(study: Json) -> list[Json]:
    return of(study, "contactsLocationsModule", "overallOfficials")


def sponsors(study: Json) -> Iterator[tuple[str, str]]:
    """The name of each sponsor and collaborator with its role."""
    for field, part in (("leadSponsor", "sponsor"), ("collaborators", "collaborator")):
        for each in of(study, "sponsorCollaboratorsModule", field):
            yield each["name"], part


def interventions(study: Json) -> list[Json]:
    return of(study, "armsInterventionsModule", "interventions")


def meshes(study: Json, kind: str, field: str = "meshes") -> list[Json]:
    return of(study, "derived", f"{kind}BrowseModule", field)


def bare_name(name: str) -> str:
    """A name without titles and degrees."""
    bare = name.partition(",")[0] if "," in name else _DEGREE.sub("", name)
    return _TITLE.sub("", bare.strip())


def person(official: Json, nct_id: str) -> str | None:
    """The identity of a person: the name without titles at an affiliation, or in the trial only."""
    name, works_at = official.get("name", ""), official.get("affiliation", "").strip()
    bare = bare_name(name)
    if _NO_PERSON.search(bare) or not words(bare) or words(bare) == words(works_at):
        return None
    return f"{words(bare)} at {words(works_at) or nct_id}"


def site(place: Json) -> str | None:
    """The identity of a site that trials may share: name and place; None for a placeholder."""
    name = _SITE_NUMBER.sub("", place.get("facility", ""))
    if _PLACEHOLDER.fullmatch(name):
        return None
    state = place.get("state", "") if place.get("country") == "United States" else ""
    where = (name, place.get("city", ""), state, country_of(place))
    return " | ".join(map(words, where))


def registered(study: Json) -> set[str]:
    """The numbers of a trial in other registries."""
    module = study["identificationModule"]
    ids = [module.get("orgStudyIdInfo", {}), *of(study, "identificationModule", "secondaryIdInfos")]
    return {
        number.replace(" ", "")
        for each in ids
        for pattern in (_EU_NUMBER, _OTHER_NUMBER)
        for number in pattern.findall(each.get("id", ""))
    }


def mentioned(study: Json, nct_id: str) -> set[str]:
    """The NCT ids of other trials anywhere in the protocol of a record, but for its own aliases."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.update(f"NCT{number}" for number in _NCT.findall(value))
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk({key: value for key, value in study.items() if key != "derived"})
    return found - {nct_id, *of(study, "identificationModule", "nctIdAliases")}


def shares(study: Json, nct_id: str) -> dict[str, set[str]]:
    """Reason -> what another trial can have in common with this one."""
    drugs = {each["name"] for each in interventions(study)}
    drugs |= {each["term"] for each in meshes(study, "intervention")}
    conditions = of(study, "conditionsModule", "conditions")
    return {
        "NUMBER": registered(study),
        "INVESTIGATOR": {p for each in officials(study) if (p := person(each, nct_id))},
        "SPONSOR": {words(name) for name, part in sponsors(study) if part == "sponsor"},
        "SITE": {known for place in places(study) if (known := site(place))},
        "INTERVENTION": {name.casefold() for name in drugs if not _COMMON.search(name)},
        "CONDITION": {f"name {words(name)}" for name in conditions}
        | {f"concept {each['term']}" for each in meshes(study, "condition")},
    }


# Answers: a name of kg/queries -> a function of the records and the values of its parameters


def counts(*keys: Callable[[Json], str]) -> Callable[[Studies], Answer]:
    def counted(studies: Studies) -> Answer:
        found = Counter(tuple(key(study) for key in keys) for study in studies.values())
        return Counter((*values, str(number)) for values, number in found.items())

    return counted


def count_by_country(studies: Studies) -> Answer:
    found = Counter(
        name
        for study in studies.values()
        for name in {country_of(place) for place in places(study) if place.get("country")}
    )
    return Counter((name, str(number)) for name, number in found.items())


def _pairs(found: Counter[tuple[str, str]], name: Mapping[str, str]) -> Answer:
    return Counter((name[one], name[other], str(n)) for (one, other), n in found.items())


def investigators_together(studies: Studies) -> Answer:
    """Each pair in the order of the names, which are without titles and degrees."""
    found: Counter[tuple[str, str]] = Counter()
    for nct_id, study in studies.items():
        known = {who for each in officials(study) if (who := person(each, nct_id))}
        found.update((one, other) for one in known for other in known if one < other)
    return Counter(
        (*sorted(who.partition(" at ")[0] for who in pair), str(n)) for pair, n in found.items()
    )


def sponsors_together(studies: Studies) -> Answer:
    name: dict[str, str] = {}
    found: Counter[tuple[str, str]] = Counter()
    for study in studies.values():
        by_part = defaultdict(set)
        for given, part in sponsors(study):
            name[words(given)] = min(given, name.get(words(given), given))
            by_part[part].add(words(given))
        found.update(
            (one, other)
            for one in by_part["sponsor"]
            for other in by_part["collaborator"]
            if one != other
        )
    return _pairs(found, name)


def missing_fields(studies: Studies) -> Answer:
    where = {
        "condition": ("conditionsModule", "conditions"),
        "enrollment": ("designModule", "enrollmentInfo", "count"),
        "intervention": ("armsInterventionsModule", "interventions"),
        "lead sponsor": ("sponsorCollaboratorsModule", "leadSponsor"),
        "official": ("contactsLocationsModule", "overallOfficials"),
        "primary outcome": ("outcomesModule", "primaryOutcomes"),
        "responsible party": ("sponsorCollaboratorsModule", "responsibleParty"),
        "site": ("contactsLocationsModule", "locations"),
        "start date": ("statusModule", "startDateStruct"),
        "status": ("statusModule", "overallStatus"),
        "summary": ("descriptionModule", "briefSummary"),
        "title": ("identificationModule", "briefTitle"),
    }
    lacking = {
        name: [nct_id for nct_id, study in studies.items() if not _there(study, path)]
        for name, path in where.items()
    }
    return Counter((name, str(len(ids)), min(ids)) for name, ids in lacking.items() if ids)


def _there(study: Json, path: tuple[str, ...]) -> bool:
    """Whether a field is present; a count of zero is."""
    *above, last = path
    return any(each.get(last) not in (None, [], "") for each in of(study, *above))


def trials_of_sponsor(studies: Studies, sponsor: str) -> Answer:
    return Counter(
        (nct_id, title(study), name, part, start(study))
        for nct_id, study in studies.items()
        for name, part in set(sponsors(study))
        if sponsor.lower() in name.lower()
    )


def trials_of_investigator(studies: Studies, investigator: str) -> Answer:
    return Counter(
        {
            (
                nct_id,
                title(study),
                each["name"],
                each.get("role", ""),
                word(each.get("role", "")),
                each.get("affiliation", ""),
                start(study),
            ): 1
            for nct_id, study in studies.items()
            for each in officials(study)
            if investigator.lower() in each.get("name", "").lower()
        }
    )


def trials_at_site(studies: Studies, site: str) -> Answer:
    return Counter(
        {
            (
                nct_id,
                title(study),
                place["facility"],
                place.get("city", ""),
                status(place.get("status", "")),
                word(place.get("status", "")),
            ): 1
            for nct_id, study in studies.items()
            for place in places(study)
            if site.lower() in place.get("facility", "").lower()
        }
    )


def trials_in_city(studies: Studies, city: str) -> Answer:
    return Counter(
        {
            (nct_id, title(study), place.get("facility", ""), country_of(place)): 1
            for nct_id, study in studies.items()
            for place in places(study)
            if place.get("city", "").lower() == city.lower()
        }
    )


def trials_in_country(studies: Studies, country: str) -> Answer:
    found: Answer = Counter()
    asked = country_of({"country": country})
    for nct_id, study in studies.items():
        here = [place for place in places(study) if country_of(place) == asked]
        if here:
            found[nct_id, title(study), str(sites(here))] = 1
    return found


def trials_on_condition(studies: Studies, concept: str) -> Answer:
    return Counter(
        {
            (nct_id, title(study), each["term"], as_): 1
            for nct_id, study in studies.items()
            for field, as_ in (("meshes", "concept"), ("ancestors", "above"))
            for each in meshes(study, "condition", field)
            if concept.lower() in (each["term"].lower(), each["id"].lower())
        }
    )


def trials_with_intervention(studies: Studies, intervention: str) -> Answer:
    found: Answer = Counter()
    for nct_id, study in studies.items():
        said = [(mesh["term"], "", "MeSH concept") for mesh in meshes(study, "intervention")]
        for each in interventions(study):
            code = (
                f"{NCIT}{INTERVENTION_TYPES[each['type']]}" if each["type"] != "OTHER" else "OTHER"
            )
            label = word(each["type"])
            said += [(name, code, label) for name in (each["name"], *each.get("otherNames", ()))]
        for name, code, label in said:
            if intervention.lower() in name.lower():
                found[nct_id, title(study), name, code, label] = 1
    return found


def trials_sharing_sites(studies: Studies, nct: str) -> Answer:
    by_trial = {nct_id: shares(study, nct_id)["SITE"] for nct_id, study in studies.items()}
    return Counter(
        (other, str(len(both)))
        for other, theirs in by_trial.items()
        if other != nct and (both := theirs & by_trial[nct])
    )


def trials_not_loaded(studies: Studies) -> Answer:
    """Without the number of links, because a record can state a link in several fields."""
    links: dict[str, set[str]] = defaultdict(set)
    earlier = {
        alias
        for study in studies.values()
        for alias in of(study, "identificationModule", "nctIdAliases")
    }
    for nct_id, study in studies.items():
        for other in mentioned(study, nct_id) - studies.keys() - earlier:
            links[other].add(nct_id)
    return Counter((other, min(sources)) for other, sources in links.items())


def publications_of_trial(studies: Studies, nct: str) -> Answer:
    """With the registry's type, where kg recognises a protocol paper by its title."""
    return Counter(
        {
            (each.get("type", "REFERENCE").lower(), each["citation"]): 1
            for each in of(studies[nct], "referencesModule", "references")
        }
    )


def links_of_trial(studies: Studies, nct: str) -> Answer:
    study = studies[nct]
    found: Answer = Counter()
    for name, part in sponsors(study):
        found[part, name, "", ""] = 1
    for each in officials(study):
        if person(each, nct):
            found[ROLES[each["role"]], each["name"], each.get("affiliation", ""), ""] = 1
    for place in places(study):
        found["site", place["facility"], place.get("city", ""), place.get("country", "")] = 1
    for name in of(study, "conditionsModule", "conditions"):
        found["condition", name, "", ""] = 1
    for each in interventions(study):
        found["intervention", each["name"], "", ""] = 1
    return found


def related(studies: Studies, nct: str) -> dict[str, dict[str, int]]:
    """Each related trial with how much there is of each reason; STATED counts directions."""
    mine = shares(studies[nct], nct)
    known = {nct, *of(studies[nct], "identificationModule", "nctIdAliases")}
    present = {
        alias: nct_id
        for nct_id, study in studies.items()
        for alias in of(study, "identificationModule", "nctIdAliases")
    }
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for other in mentioned(studies[nct], nct):
        found[present.get(other, other)]["to"] = 1
    for other, study in studies.items():
        if other == nct:
            continue
        if known & mentioned(study, other):
            found[other]["from"] = 1
        for reason, theirs in shares(study, other).items():
            if both := mine[reason] & theirs:
                found[other][reason] = len(both)
    return dict(found)


def sites(given: list[Json]) -> int:
    """A site counts once however often it is given; unnamed facilities are all different."""
    return len({site(place) or str(number) for number, place in enumerate(given)})


def trials(studies: Studies, fits: Callable[[Json], bool] = lambda study: True) -> Answer:
    """A row for each trial that fits; countries by one name each, sorted."""
    return Counter(
        (
            nct_id,
            title(study),
            status(text(study, "statusModule", "overallStatus")),
            word(*of(study, "statusModule", "overallStatus")),
            PHASES[tuple(of(study, "designModule", "phases"))],
            word(*of(study, "designModule", "phases")),
            text(study, "sponsorCollaboratorsModule", "leadSponsor", "name"),
            start(study),
            str(study.get("designModule", {}).get("enrollmentInfo", {}).get("count", "")),
            " | ".join(sorted({country_of(place) for place in places(study)})),
            str(sites(places(study))),
        )
        for nct_id, study in studies.items()
        if fits(study)
    )


def has_condition(study: Json, *asked: str) -> bool:
    """Whether a MeSH concept or one above it has such a name, or a condition the words."""
    concepts = [*meshes(study, "condition"), *meshes(study, "condition", "ancestors")]
    names = {each["term"].lower() for each in concepts}
    names |= {re.sub("^D0*", "d", each["id"]) for each in concepts}  # D003920, D000003920
    stated = [name.lower() for name in of(study, "conditionsModule", "conditions")]
    return any(
        each in names or any(re.search(rf"(?<!\w){each}(?!\w)", name) for name in stated)
        for each in asked
    )
