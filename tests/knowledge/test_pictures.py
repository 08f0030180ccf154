"""What each condition plainly looks like, and early: is it named? And does the article's own picture come out?

The pictures are in ``pictures/*.yaml``, written from clinical descriptions. The bars are fixed; where a picture
fails, the knowledge is mended, or the failure stands in a list here with its reason.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from whatelse.case import parse_case
from whatelse.inference.assess import assess_case
from whatelse.inference.compile import compiled
from whatelse.inference.differential import Differential
from whatelse.inference.observe import observe
from whatelse.inference.posterior import posterior
from whatelse.knowledge import load

KNOWLEDGE = load()
SETTINGS = sorted(KNOWLEDGE.settings)
GENERAL = "general_sports_clinic"
ARTICLE = "article_clinic"
FOLDER = Path(__file__).parent / "pictures"
URGENT: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "urgent.yaml").read_text())
OTHERS: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "others.yaml").read_text())

#: A plain picture that stays below one half, by (condition, setting): why.
TEXTBOOK_MISSED: dict[tuple[str, str], str] = {}
#: An early picture that does not reach the first five in the general setting: why.
EARLY_MISSED: dict[str, str] = {}
#: A typical picture that is not first or second in the general setting: why.
TYPICAL_MISSED: dict[str, str] = {}


def root_of(condition: str) -> str:
    """The cause that holds this value: a grade or a kind counts as its family."""
    at = KNOWLEDGE.conditions[condition]
    if at.kind == "derived" and at.of:
        return root_of(at.of)
    while at.relation in ("subtype", "grade"):
        at = KNOWLEDGE.conditions[at.parent]
    return at.id


def in_group(condition: str, group: str) -> bool:
    at = KNOWLEDGE.conditions[root_of(condition)]
    while at.id != group and at.parent:
        at = KNOWLEDGE.conditions[at.parent]
    return at.id == group


def assessed(picture: Mapping[str, Any], setting: str) -> Differential:
    findings: dict[str, Any] = dict.fromkeys(picture["has"].split(), True)
    findings |= dict.fromkeys(picture.get("lacks", "").split(), False)
    findings |= picture.get("values", {})
    case = parse_case({"findings": findings, "person": picture.get("person", {}), "side": "left"}, KNOWLEDGE)
    return assess_case(case, KNOWLEDGE, setting)


def rank(found: Differential, condition: str) -> int:
    """1 for the first. A name that stands for a whole group is reached by any cause of the group."""
    root = root_of(condition)
    whole = condition in GROUPS
    for place, (name, _) in enumerate(found.ranking, start=1):
        if root_of(name) == root or (whole and in_group(name, condition)):
            return place
    raise AssertionError(f"{condition} is not ranked")


def answer(found: Differential) -> str:
    return ", ".join(f"{name} {p:.3f}" for name, p in found.ranking[:7])


def asked(urgent: bool) -> list[str]:
    dangerous = ("urgent", "emergency")
    return sorted(
        condition.id
        for condition in KNOWLEDGE.conditions.values()
        if condition.kind in ("source", "gate")
        and condition.id != "something_else"
        and (condition.urgency in dangerous) is urgent
    )


#: Names for "one of these, not said which".
GROUPS = {"bone_stress_injury_any", "lumbar_any", "hip_intraarticular"}


def marked(key: Any, missed: Mapping[Any, str], *values: str) -> Any:
    marks = [pytest.mark.xfail(reason=missed[key], strict=True)] if key in missed else []
    return pytest.param(*values, marks=marks, id="-".join(values))


@pytest.mark.parametrize(("pictures", "urgent"), [(URGENT, True), (OTHERS, False)], ids=["urgent", "others"])
def test_every_condition_has_its_picture(pictures: dict[str, Any], urgent: bool) -> None:
    assert sorted(pictures) == asked(urgent)


@pytest.mark.parametrize(
    ("condition", "setting"),
    [marked((c, s), TEXTBOOK_MISSED, c, s) for c in URGENT for s in SETTINGS],
)
def test_a_plain_picture_of_danger_is_more_likely_than_not_everywhere(condition: str, setting: str) -> None:
    found = assessed(URGENT[condition]["textbook"], setting)
    assert found.probability(root_of(condition)) >= 0.5, answer(found)


@pytest.mark.parametrize("condition", [marked(c, EARLY_MISSED, c) for c in URGENT])
def test_an_early_picture_of_danger_enters_the_first_five(condition: str) -> None:
    found = assessed(URGENT[condition]["early"], GENERAL)
    assert rank(found, condition) <= 5, answer(found)


@pytest.mark.parametrize("condition", [marked(c, TYPICAL_MISSED, c) for c in OTHERS])
def test_a_typical_picture_is_first_or_second(condition: str) -> None:
    found = assessed(OTHERS[condition]["typical"], GENERAL)
    assert rank(found, condition) <= 2, answer(found)


@pytest.mark.parametrize("condition", sorted(URGENT))
def test_a_plain_picture_has_five_to_eight_findings(condition: str) -> None:
    picture = URGENT[condition]["textbook"]
    told = picture["has"].split() + picture.get("lacks", "").split() + list(picture.get("values", {}))
    assert 5 <= len(told) - ("weeks_since_onset" in told) <= 8


def article(*told: str) -> Differential:
    return assessed({"has": " ".join(told)}, ARTICLE)


def test_the_empty_case_gives_the_article_s_shares_back() -> None:
    found = article()
    driven = found.probability("hamstring_irritation")
    assert found.empty
    assert found.probability("hamstring_strain") == pytest.approx(0.01, abs=0.02)
    assert 0.25 - 0.02 <= driven <= 0.29 + 0.02
    assert 1 - driven - found.probability("hamstring_strain") == pytest.approx(0.70, abs=0.02)


#: One item of the article's list may be several causes here: their probabilities are added up for the order.
SCIATICA = ("lumbar_radiculopathy", "extraspinal_sciatica")
UPPER = (
    ("sij_dysfunction",),
    ("lumbar_facet",),
    ("posterior_hip_impingement",),
    ("obturator_internus", "obturator_neuropathy"),
)
MENTIONS = ("deep_gluteal_syndrome", "cluneal_neuropathy")
LOWER_OTHERS = ("pes_anserine", "popliteus", "plantaris")


def in_order(found: Differential, *items: tuple[str, ...]) -> None:
    sums = [sum(found.probability(name) for name in item) for item in items]
    assert sums == sorted(sums, reverse=True), list(zip(items, sums, strict=True))


@pytest.mark.parametrize("place", ["pain_whole_posterior_thigh"])
def test_the_article_s_order_for_the_whole_thigh(place: str) -> None:
    in_order(article(place), ("sij_dysfunction",), SCIATICA)


@pytest.mark.parametrize("place", ["pain_buttock", "pain_sit_bone", "pain_upper_posterior_thigh"])
@pytest.mark.parametrize("mention", MENTIONS)
def test_the_article_s_order_for_the_upper_thigh(place: str, mention: str) -> None:
    in_order(article(place), *UPPER, (mention,))


@pytest.mark.parametrize("place", ["pain_back_of_knee", "pain_lower_posterior_thigh_or_back_of_knee"])
@pytest.mark.parametrize("other", LOWER_OTHERS)
def test_the_article_s_order_for_the_lower_thigh(place: str, other: str) -> None:
    in_order(article(place), ("tibiofemoral_meniscus",), (other,))


def chance(finding: str, told: Mapping[str, Any]) -> float:
    """P(finding | what is told) in the article's setting."""
    model = compiled(KNOWLEDGE, ARTICLE)
    weight = {}
    for state in (True, False):
        evidence, _ = observe(parse_case({"findings": {**told, finding: state}}, KNOWLEDGE), model)
        weight[state] = posterior(model.network, evidence).evidence
    return weight[True] / (weight[True] + weight[False])


def test_severe_sacroiliac_pain_moves_from_upper_and_focal_to_the_whole_thigh() -> None:
    sacroiliac = {"fortin_finger": True, "tender_sij": True, "sij_provocation_count": 4}
    mild = {**sacroiliac, "severe_pain": False}
    severe = {**sacroiliac, "severe_pain": True}
    assert chance("pain_whole_posterior_thigh", severe) > 1.4 * chance("pain_whole_posterior_thigh", mild)
    assert chance("pain_outer_calf", severe) > 1.4 * chance("pain_outer_calf", mild)
    assert chance("focal_pain_one_finger", severe) < chance("focal_pain_one_finger", mild)
    for told in (mild, severe):
        found = assess_case(parse_case({"findings": told}, KNOWLEDGE), KNOWLEDGE, ARTICLE)
        assert found.ranking[0][0] == "sij_dysfunction"
