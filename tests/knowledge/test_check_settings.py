"""Settings, red-flag rules and texts."""

import pytest

from tests.knowledge.broken import SIJ, Change, cases, condition, finding, new_problems, rule, setting
from whatelse.knowledge import tree


def no_pain(raw: tree.Tree) -> None:
    """Every cause is rare."""
    shares = raw["settings"]["article_clinic"]["shares"]
    rare = {"value": 0.002, "low": 0.0005, "high": 0.008, "source": "EXPERT"}
    raw["settings"]["article_clinic"]["shares"] = {key: dict(rare) for key in shares}


def all_twice(raw: tree.Tree) -> None:
    """Every cause of the article's clinic is twice as common."""
    shares = raw["settings"]["article_clinic"]["shares"]
    raw["settings"]["article_clinic"]["shares"] = {
        key: {"value": 2 * share["value"], "low": share["value"], "high": 4 * share["value"], "source": "EXPERT"}
        for key, share in shares.items()
        if isinstance(share, dict) and 4 * share["value"] < 1
    } | {key: share for key, share in shares.items() if isinstance(share, str) or 4 * share["value"] >= 1}


BROKEN: dict[str, list[tuple[str, Change]]] = {
    "share-missing": [("a cause without a share", setting("article_clinic", shares__doms=...))],
    "share-of-value": [("a share of a grade", setting("article_clinic", shares__hamstring_strain_g1="rare"))],
    "share-total": [("shares that cannot explain the pain", no_pain), ("two causes for nearly everyone", all_twice)],
    "rule-level": [("a level that does not exist", rule("E1", level="red"))],
    "rule-formula": [
        ("a rule that rests on a no", rule("R2", when={"not": "cyclic_pain_with_menses"})),
        ("a rule of nothing", rule("R2", when={"any": []})),
        ("at least three of two", rule("R2", when={"at_least": 3, "of": ["fever", "cyclic_pain_with_menses"]})),
        ("a sign above a limit", rule("R2", when={"finding": "fever", "above": 3})),
        ("a number without a limit", rule("R2", when={"all": ["age", "cyclic_pain_with_menses"]})),
    ],
    "emergency-without-rule": [("an emergency that no rule catches", condition("pht", urgency="emergency"))],
    "text": [("a condition that does not say whom to see", condition(SIJ, see=""))],
    "reading-grade": [
        (
            "a question for professors",
            finding(
                "pop_at_onset",
                question="Was an audible phenomenon simultaneous with the manifestation?",
            ),
        ),
        (
            "an explanation for professors",
            condition(
                SIJ,
                what="Nociception originating from periarticular structures.",
            ),
        ),
        (
            "a red flag for professors",
            rule(
                "E1",
                do="Initiate multidisciplinary evaluation, including magnetic imaging.",
            ),
        ),
    ],
}


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = {problem.rule for problem in new_problems(change)}
    # What is an emergency without a rule is one without a floor of the plan as well.
    also = {"emergency-without-floor"} if rule_name == "emergency-without-rule" else set()
    assert found - also == {rule_name}, found
