"""Words that say nothing about the subject of a trial: function words, and trial boilerplate."""

from __future__ import annotations

from typing import Final

FUNCTION_WORDS: Final = frozenset(
    """
    a about above after again against all also although among an and any are as at be because been
    before being below between both but by can could did do does doing down due during each either
    for from further had has have having he her here hers him his how however i if in into is it its
    itself may me might more most must my near no nor not of off on once only onto or other our ours
    out over own per she should since so some such than that the their theirs them themselves then
    there therefore these they this those through to too toward towards under until up upon us very
    via was we were what when where whether which while who whom whose why will with within without
    would you your yours
    """.split()
)

BOILERPLATE: Final = frozenset(
    """
    able according additional administered administration adult adults age aged agree al allocated
    analysis approved arm arms assess assessed assessment assigned available based baseline blind
    blinded blinding care center centre change changes clinic clinical cohort compare compared
    comparing comparison complete completed consent control controlled criteria criterion current
    currently data date day days defined describe design determine determined dosage dose doses
    dosing double drug drugs duration efficacy eg eligible end enrolled enrollment enrolment et etc
    evaluate evaluated evaluation evidence exclude excluded exclusion experimental female females
    first follow followed following group groups history hour hours ie include included includes
    including inclusion individual information informed initial intervention interventions
    investigate investigator investigators kg label least level levels male males masked masking mcg
    measure measured measurement measurements measures medical men method methods mg minute minutes
    ml month months multicenter multicentre multiple number objective observational observed one
    open outcome outcomes parallel participant participants participate participation patient
    patients percentage performed period person persons phase placebo point points primary prior
    procedure procedures prospective protocol provide provided purpose random randomised
    randomization randomized randomly rate rates receive received receiving record reported required
    requirement research result results safety sample score scores screening second secondary signed
    single site sites standard start status studied studies study subject subjects take taken taking
    test tested testing tests third three time times total treated treatment treatments trial trials
    two unable use used using visit visits week weeks willing women written year years
    """.split()
)

STOP_WORDS: Final = FUNCTION_WORDS | BOILERPLATE
