"""Titles of study protocols, and titles that only resemble them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.protocol_titles import is_protocol

PROTOCOLS = [
    "Study protocol: a randomised controlled trial of X",
    "X for Y: a study protocol.",
    "X in children: protocol for a school-based, individually randomized controlled trial",
    "X for Opioid Use Disorder: Protocol for a Randomized, Decentralized Trial",
    "X (SLEEP-I): Protocol of a pragmatic randomised controlled trial",
    "Protocol for Digital Real-world Evidence trial for Adults (DREAM): an open-label trial",
    "X for Y: a multicentre, randomised controlled trial protocol",
    "The ABC (A Big Code) trial protocol",
    "The X study. Treatment of headache: study protocol for a prospective trial",
    "A master protocol to evaluate the safety and efficacy of combination therapy",
    "The WISE study: protocol design, methodology and feasibility report",
    "X and Management (D-REM): rationale and design of a pragmatic clinical trial",
    "Design and rationale of a large, international, prospective cohort study",
    "1. Rationale, design, and methods",
    "Rationale, design, implementation, and baseline characteristics of patients in the DIG trial",
    "Stress urinary incontinence (SUV trial): An all-virtual trial design",
    "X: trial design",
    "Design of the Spine Patient outcomes Research Trial (SPORT)",
    "Design and methodology of the Occluded Artery Trial (OAT)",
    "INTERMAP: background, aims, design, methods, and descriptive statistics (nondietary)",
]

NOT_PROTOCOLS = [
    "Protocolized care for early septic shock",
    "Per-protocol analysis of a randomized trial",
    "The Montreal protocol for the treatment of bradykinesia",
    "A new MRI protocol for imaging of the knee",
    "Protocol-based therapy in a randomized trial",
    "Protocol management of adult respiratory distress syndrome",
    "Protocol for weaning from ventilation: a randomized trial",
    "Weaning protocol for ventilated patients: a cohort study",
    "Ethical implications of standardization of ICU care with computerized protocols",
    "Findings leading to further modifications of its protocol with respect to dextrothyroxine",
    "Deviations from the study protocol of a randomized trial",
    "Results of Radiation Therapy Oncology Group Protocol 9911",
    "Effect of an exercise (HIIT) protocol",
    "Correction to: Effectiveness of X: study protocol of a randomized controlled trial",
    "X for Y: study protocol for a systematic review and meta-analysis",
    "X among Adults with Diabetes Using a Crossover Study Design",
    "X: a randomized crossover trial design",
    "The 2 x 2 factorial design: its application to a randomized trial of aspirin",
    "Design and analysis of clinical trials with clustering effects due to treatment",
    "The Primary Prevention Trial: design, results, and implications",
    "Design of a mobile app for a trial",
    "Drug design and rationale of inhibitors",
]

WORDS = st.sampled_from("protocol study design rationale and of a for the trial : ;".split())
TITLES = st.lists(WORDS | st.text(max_size=3), max_size=30).map(" ".join)


@pytest.mark.parametrize("title", PROTOCOLS)
def test_is_protocol(title: str) -> None:
    assert is_protocol(title)


@pytest.mark.parametrize("title", NOT_PROTOCOLS)
def test_is_not_protocol(title: str) -> None:
    assert not is_protocol(title)


@given(TITLES)
def test_is_protocol_takes_any_title(title: str) -> None:
    assert is_protocol(title) in (True, False)
