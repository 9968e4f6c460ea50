"""Names of people: one person is one name, several people and functions are none."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.iris import slug
from kg.text.person_names import has_degree, person_name

DEGREES: Final[list[tuple[str, str, str | None]]] = [
    # as given, name, degrees
    ("Seung Hyun Kim, MD, PhD", "Seung Hyun Kim", "MD, PhD"),
    ("Messoud Ashina, MD, PhD,DMSc", "Messoud Ashina", "MD, PhD,DMSc"),
    ("Uwe Reuter MD PhD", "Uwe Reuter", "MD PhD"),
    ("Scott B. Phillips, M.D.", "Scott B. Phillips", "M.D."),
    ("Ida Example M. D., Ph. D.", "Ida Example", "M. D., Ph. D."),
    ("Ida Example, MBBS, FRCP(Edin)", "Ida Example", "MBBS, FRCP(Edin)"),
    ("Ida Example, Pharm, D", "Ida Example", "Pharm, D"),
    ("Ida Example, MD, Principal Investigator", "Ida Example", "MD"),
    ("Ida Example, Dipl.-Psych.", "Ida Example", "Dipl.-Psych."),
    ("Ida Example, Prof.Dr.med.", "Ida Example", "Prof.Dr.med."),
    ("Ida Example (Study Chair)", "Ida Example", None),
    ("Prof. Uwe Reuter", "Uwe Reuter", None),
]

SPELLINGS: Final = (
    "Ida Example",
    "IDA EXAMPLE, MD",
    "Ida  Example MD, PhD",
    "Ida\u00a0Example, M.D./Ph.D.",
    "Ida Example - MD",
    "Ida Example – PhD",
    "Ida Example MD MPH FACP",
    "Ida Example, MD; PhD",
    "Ida Example, MD, MSc, FESC",
    "Ida Example, FISHLT",
    "Ida Example, R.N., M.Sc.",
    "Ida Example, PhD (Candidate)",
    "Ida Example, MD PhD fellow",
    "Ida Example [PI]",
    "Ida Example: PI",
    "PI Ida Example",
    "Ida Example, Associate Professor",
    "Ida Example, Professor of Medicine",
    "Ida Example Prof. Dr.",
    "Dr Ida Example",
    "DR. IDA EXAMPLE",
    "Dr.Ida Example",
    "Ms. Ida Example",
    "Pr Ida Example",
    "Dr. med. Ida Example",
    "Dr Med Ida Example",
    "Dr. rer. nat. Ida Example",
    "Prof. Dr. Dr. h.c. mult. Ida Example",
    "Univ.-Prof. Dr. med. dent. Ida Example",
    "Priv.-Doz. Dr. Ida Example",
    "PD Dr. Ida Example",
    "Dott.ssa Ida Example",
    "Prof.ssa Ida Example",
    "Dra. Ida Example",
    "Sra. Ida Example",
    "Doç. Dr. Ida Example",
    "A/Prof Ida Example",
    "Assoc. Prof. Ida Example",
    "PhD Ida Example",
    "M.Sc. Ida Example",
    "Dipl.-Psych. Ida Example",
    "Ida Example, B.Sc. (Hons)",
    "Ida Example VP",
    "Example, Ida",
    "Example, Ida, MD",
    "Example, Dr. Ida",
    "Ida Example\u200b, MD",
    "Ｉｄａ Example",
)

APART: Final = [
    # two names that are not sure to be one
    ("Ida Example", "Example Ida"),
    ("Ida Example", "Ida Example Jr., MD"),
    ("Ida Example, III, MD", "Ida Example, MD"),
    ("Jun MA", "Jun"),
    ("Hirsch MS", "MS Hirsch"),
    ("Md. Abdur Rahman", "Abdur Rahman"),
    ("Dr Nat King Cole", "King Cole"),
    ("Van Tuan DO", "Van Tuan"),
    ("M. Jean Dupont", "Jean Dupont"),
]

SEVERAL: Final = (
    "Carla One, MD and Dora Two, MD",
    "Carla One, Dora Two",
    "Carla One, MD, Dora Two, PhD",
    "Carla One MD, Dora Two PhD",
    "One, MD, Two, PhD",
    "Carla One MD Dora Two PhD",
    "Carla One, Dora Two, Eva Three",
    "Carla One; Dora Two",
    "Carla One, MD; Dora Two, MD",
    "Carla One/Dora Two",
    "One/Two",
    "One & Two",
    "Carla One + Dora Two",
    "Carla One | Dora Two",
    "Carla One - Dora Two",
    "Carla One\nDora Two",
    "Carla One und Dora Two",
    "Carla One et Dora Two",
    "Carla One y Dora Two",
    "Carla One with Dora Two",
    "Carla One (and Dora Two)",
    "Carla One et al.",
    "Dr. Carla One Dr. Dora Two",
    "One C, Two D",
)

NO_ONE: Final = (
    "", ".", "., .", "?", "-", "MD", "M.D., Ph.D.", "Dr", "Prof. Dr.", "VP", "Chair", "President",
    "Chief Scientist", "Global Head", "Vice President", "Senior Medical Director", "Study Director",
    "Medical Monitor, MD", "[Redacted]", "TBD TBD", "Dr. TBD", "To Be Determined", "Not Applicable",
    "Unknown", "None None", "N/A", "Pending", "See above", "Xyz", "J. S.", "Use Central Contact",
    "Call 1-877-555-0100", "trials@example.org", "Example Pharmaceuticals",
    "Example Clinical Trials",
    "Example Inc.", "Department of Medicine, MD", "Chair, Dept of Medicine", "No PI",
    "Ida Example (participated until Feb",
)  # fmt: skip


@pytest.mark.parametrize(("given", "name", "degrees"), DEGREES)
def test_degrees_are_kept_as_given(given: str, name: str, degrees: str | None) -> None:
    found = person_name(given)
    assert found is not None
    assert (found.name, found.degrees) == (name, degrees)


@pytest.mark.parametrize("given", SPELLINGS)
def test_one_person_is_one_name(given: str) -> None:
    found = person_name(given)
    assert found is not None
    assert found.is_full
    assert slug(found.name) == "ida-example"


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_could_be_another_person_stays_apart(one: str, other: str) -> None:
    names = [slug(found.name) if (found := person_name(each)) else None for each in (one, other)]
    assert names[0] is not None
    assert names[0] != names[1]


@pytest.mark.parametrize("given", SEVERAL)
def test_several_people_are_not_one(given: str) -> None:
    assert person_name(given) is None


@pytest.mark.parametrize("given", NO_ONE)
def test_a_function_or_a_placeholder_is_no_person(given: str) -> None:
    assert person_name(given) is None


@pytest.mark.parametrize(
    ("given", "is_full"),
    [
        ("Dr. Kim", False),
        ("Kim, MD", False),
        ("Smith, J.A.", True),
        ("Fischl MA", True),
        ("O'Brien, MD", False),
        ("王小明", True),
        ("Santiago Ramón y Cajal", True),
        ("van der Berg, Jan", True),
        ("Shuai (Steve) Xu", True),
    ],
)
def test_half_a_name_is_known_as_such(given: str, is_full: bool) -> None:
    found = person_name(given)
    assert found is not None
    assert found.is_full is is_full


def test_only_the_name_of_a_person_has_a_degree() -> None:
    assert has_degree("Ida Example, MD")
    assert not has_degree("Ida Example")
    assert not has_degree("M.D. Anderson Cancer Center")
    assert not has_degree("Example Surgeons, MD, Inc")


@given(st.text(alphabet=" ,.;/&()-aAdDhMP漢\n\u00a0", max_size=40))
def test_a_name_has_letters_and_is_part_of_the_text(text: str) -> None:
    found = person_name(text)
    if found is not None:
        assert any(map(str.isalpha, found.name))
        assert found.degrees is None or found.degrees in " ".join(text.replace("\n", ";").split())
