"""Whether what was told fits: no false alarm where it does, a plain word where it does not."""

from typing import Any

import pytest

from challenge.asked import KNOWLEDGE, STRAIN, case, example, first, held, told
from whatelse.challenge import claims_in, claims_of
from whatelse.challenge.fit import FITS, LITTLE_TOLD, POORLY, fit, with_form, with_graver
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case

MILD, SIT_BONE, TORN = "mild_strain_week_1", "sit_bone_30_weeks", "torn_hamstring_that_radiates"


def test_a_true_mild_strain_fits_and_nothing_cries_wolf() -> None:
    found = first(MILD)
    assert (found.fit, found.rank, found.dangerous) == ("fits", 1, ())
    assert found.told.probability > 0.9 > found.told.prior
    assert found.does_not_fit == ()
    assert found.rivals[0].source.probability < 0.15


def test_a_strain_after_thirty_weeks_of_sit_bone_pain_fits_poorly_and_the_tendon_better() -> None:
    found = first(SIT_BONE)
    assert found.fit == "poorly"
    assert found.rivals[0].source.condition == "pht"
    assert found.rivals[0].source.probability > 0.7
    assert found.does_not_fit[0].finding == "weeks_since_onset"
    assert {one.finding for one in found.rivals[0].findings} & {"worse_hard_seat", "pain_sit_bone", "hamstring_stretch"}


def test_a_tendon_torn_off_is_a_graver_form_and_never_covered_by_the_calm_name() -> None:
    found = first(TORN, STRAIN)
    assert found.fit == "partly"
    assert found.rivals[0].source.condition == "ham_avulsion_proximal"
    assert found.rivals[0].graver
    assert found.dangerous[0].condition == "ham_avulsion_proximal"
    assert "ham_avulsion_proximal" not in found.covers


def test_with_something_dangerous_in_question_only_questions_are_for_home() -> None:
    found = first(TORN, STRAIN)
    assert {one.stage for one in found.decides if one.alone} == {"history"}
    assert {one.stage for one in first(SIT_BONE).decides if one.alone} == {"history", "exam"}


def test_every_grave_source_that_is_likely_is_named() -> None:
    found = first("sacral_stress_fracture")
    assert found.dangerous[0].condition == "sacral_bsi"
    likely = {c for c, p in assess_case(example("sacral_stress_fracture"), KNOWLEDGE).ranking if p >= 0.05}
    grave = {c for c in likely if KNOWLEDGE.conditions[c].urgency in ("urgent", "emergency")}
    assert grave <= {one.condition for one in found.dangerous}


def test_a_grave_name_covers_its_members_that_are_no_graver() -> None:
    found = first("sacral_stress_fracture", "stress fracture")
    assert found.fit == "fits"
    assert "sacral_bsi" in found.covers
    assert [one.condition for one in found.dangerous] == ["femoral_neck_bsi"]


def test_a_family_may_fit_while_the_grade_that_was_named_does_not() -> None:
    severe, mild = first(MILD, "grade 3"), first(MILD, "grade 1")
    assert (severe.fit, mild.fit) == ("partly", "fits")
    assert severe.told == mild.told == first(MILD).told
    assert severe.form is not None and mild.form is not None
    assert severe.form.named.condition == "hamstring_strain_g3"
    assert severe.form.likeliest.condition == mild.form.named.condition == "hamstring_strain_g1"
    assert severe.form.named.probability < 0.01 < mild.form.named.probability


def test_the_probability_is_that_of_the_assessment() -> None:
    for name in (MILD, SIT_BONE):
        ranking = dict(assess_case(example(name), KNOWLEDGE).ranking)
        strain = next(p for c, p in ranking.items() if c.startswith("hamstring_strain"))
        assert first(name).told.probability == pytest.approx(strain, abs=1e-9)


@pytest.mark.parametrize("findings", [{}, {"worse_sitting": True}], ids=["nothing", "one weak finding"])
def test_where_little_was_told_nothing_is_said(findings: dict[str, Any]) -> None:
    found = told(STRAIN, findings)
    assert found.fit == "cannot_tell"
    assert found.moved < LITTLE_TOLD


def test_an_empty_case_leaves_the_share_as_it_was() -> None:
    found = told(STRAIN, {})
    assert found.told.probability == pytest.approx(found.told.prior, abs=1e-9)
    assert (found.fits, found.does_not_fit) == ((), ())


def test_the_words_follow_the_documented_limits() -> None:
    assert fit(FITS, 0.9, 20) == "fits"
    assert fit(0.3, 0.2, 20) == "fits"
    assert fit(0.3, 0.4, 20) == "partly"
    assert fit(POORLY, 0.9, 20) == "partly"
    assert fit(0.05, 0.1, 20) == "poorly"
    assert fit(0.05, 0.09, 20) == "cannot_tell"
    assert fit(0.99, 0.0, LITTLE_TOLD - 0.1) == "cannot_tell"
    assert with_form("fits", 0.05) == with_graver("fits", 0.6, 0.6) == "partly"
    assert with_form("poorly", 0.05) == with_graver("poorly", 0.1, 0.6) == "poorly"
    assert with_form("fits", 0.5) == with_graver("fits", 0.6, 0.5) == "fits"


def test_everything_that_was_told_is_challenged_in_its_order() -> None:
    claims, errors = claims_of(example("years_then_ultrasound"), KNOWLEDGE)
    assert [claim.condition for claim in claims] == ["lumbar_radiculopathy", "piriformis_syndrome"]
    assert errors == []
    found = held(example("years_then_ultrasound")).challenges
    assert [one.said for one in found] == ["sciatica", "piriformis syndrome"]
    assert found[1].told.condition == "deep_gluteal_syndrome"


def test_one_unknown_word_among_what_was_told_does_not_hide_the_others() -> None:
    claims, errors = claims_of(case(told=["sciatica", "bad luck"]), KNOWLEDGE)
    assert [claim.condition for claim in claims] == ["lumbar_radiculopathy"]
    assert [error.field for error in errors] == ["told"]


def test_an_unknown_text_says_so_with_the_nearest_names() -> None:
    with pytest.raises(InputError, match=r"names no condition.*nearest: .*hamstring strain"):
        claims_in("hamstrin strian", KNOWLEDGE)
    with pytest.raises(InputError, match="names no condition"):
        claims_in("something else", KNOWLEDGE)
