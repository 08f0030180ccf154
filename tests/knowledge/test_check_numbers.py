"""Numbers of the knowledge: source, range, width."""

import pytest

from tests.knowledge.broken import (
    SIJ,
    Change,
    cases,
    condition,
    course,
    family,
    link,
    new_problems,
    number,
    odds,
    quantiles,
    rule,
)

BROKEN: dict[str, list[tuple[str, Change]]] = {
    "missing-source": [
        ("a number without a source", number(source="")),
        (
            "quantiles without a source",
            condition(SIJ, findings__pain_intensity={"q10": 2, "q50": 6, "q90": 8, "spread": 1.0}),
        ),
        ("a rule without a source", rule("E1", source="")),
    ],
    "unknown-source": [
        ("a source that is not listed", number(source="SLIPMAN2001")),
        ("a rule with a source that is not listed", rule("E1", source="DIONNE")),
    ],
    "support": [("a support that does not exist", number(support="rumour"))],
    "out-of-range": [
        ("a probability of 1", number(value=1.0)),
        ("a range that reaches 1", number(low=0.8, high=1.0)),
        ("a probability above 1", number(value=1.5, low=0.5, high=2)),
        ("odds of 0", condition(SIJ, context__pregnancy_or_postpartum=odds(0, 0, 2))),
        (
            "survival above 1",
            condition(
                "doms",
                course=[
                    {"week": 1, "value": 1.2, "low": 0.9, "high": 1.3, "source": "EXPERT"},
                    *course((2, 0.3), (4, 0.1)),
                ],
            ),
        ),
        ("a certain test in a family", family("neurodynamic", positive__slr=[0.02, 0.6, 1.0])),
    ],
    "interval": [
        ("an interval that excludes its value", number(low=0.91, high=0.95)),
        ("an interval upside down", number(low=0.95, high=0.85)),
        ("an interval of no width", number(low=0.9, high=0.9)),
    ],
    "narrow-estimate": [
        ("an estimate that claims to know", link({"value": 0.9, "low": 0.88, "high": 0.92, "source": "EXPERT"})),
        ("an odds ratio that claims to know", condition(SIJ, context__pregnancy_or_postpartum=odds(2, 1.8, 2.2))),
    ],
    "quantiles": [
        ("quantiles that fall", condition(SIJ, findings__pain_intensity=quantiles(9, 8, 7))),
        ("one quantile only", condition(SIJ, findings__pain_intensity={"q50": 8, "spread": 1.0, "source": "EXPERT"})),
        ("no spread", condition(SIJ, findings__pain_intensity={"q10": 2, "q50": 6, "q90": 8, "source": "EXPERT"})),
    ],
}


@pytest.mark.parametrize(("rule_name", "change"), cases(BROKEN))
def test_what_is_broken_is_named_and_nothing_else(rule_name: str, change: Change) -> None:
    found = new_problems(change)
    assert {problem.rule for problem in found} == {rule_name}, "\n".join(map(str, found))
