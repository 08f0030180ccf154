"""From a case to evidence, with an account of what became of every finding it holds.

Nothing is dropped in silence: a finding is used, a fact about the person, implied by a more specific one, replaced
by a score or a count, set aside by the user, told as unknown, on the other side, or not scored, each with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from whatelse.case import Answer, Case, facts
from whatelse.inference.compile import Model
from whatelse.inference.composite import composite_likelihood
from whatelse.inference.evidence import Evidence
from whatelse.inference.facts import age_state, bands_of
from whatelse.knowledge.schema import Finding

OPPOSITE = {"left": "right", "right": "left"}


@dataclass
class Account:
    """Finding id -> reason, by what became of it."""

    used: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    implied: dict[str, str] = field(default_factory=dict)
    set_aside: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    not_scored: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the case itself tells nothing that moves a probability."""
        return not self.used and not self.facts


def observe(case: Case, model: Model) -> tuple[Evidence, Account]:
    """Evidence for the network of a model, and the account of every finding of the case."""
    reader = _Reader(case, model)
    for key in sorted(case.findings):
        reader.take(key, case.findings[key])
    reader.known_of_everyone()
    reader.composites()
    reader.person()
    reader.implications()
    evidence = Evidence(
        active=reader.active,
        soft=reader.soft,
        graded=reader.graded,
        measured=reader.measured,
        week=reader.week(),
        facts=reader.facts,
    )
    return evidence, reader.account


class _Reader:
    """Sorts the answers of one case; used once and thrown away."""

    def __init__(self, case: Case, model: Model) -> None:
        self.case, self.model = case, model
        self.knowledge, self.network = model.knowledge, model.network
        self.account = Account()
        self.active: dict[str, bool] = {}
        self.soft: dict[str, tuple[float, float]] = {}
        self.graded: dict[str, tuple[float, ...]] = {}
        self.measured: dict[str, tuple[float, float]] = {}
        self.facts: dict[str, str] = {}
        self.weeks: float | None = None
        self.over: Finding | None = None
        self.tests: dict[str, dict[str, Answer]] = {}
        self.family_of_count = {f.count_finding: f.id for f in self.knowledge.families.values() if f.count_finding}
        self.replaced = {
            item: key
            for key, answer in case.findings.items()
            if key in self.network.measures and self._counts(key, answer)
            for item in self.knowledge.findings[key].replaces
        }

    def _counts(self, key: str, answer: Answer) -> bool:
        """Whether a number enters the probabilities, so that what it replaces must not."""
        told = answer.value is not None or answer.measured is not None or self._difference(answer) is not None
        return told and not answer.set_aside and not answer.not_tested and not self._other_side(answer)

    def _difference(self, answer: Answer) -> float | None:
        """Other side minus painful side; None where it is not told or the painful side is not known."""
        if answer.left is None or answer.right is None or self.case.side not in OPPOSITE:
            return None
        return answer.right - answer.left if self.case.side == "left" else answer.left - answer.right

    def take(self, key: str, answer: Answer) -> None:
        if answer.set_aside:
            self.account.set_aside[key] = "set aside by you: shown, not counted in the probabilities"
            return
        if answer.not_tested:
            self.account.unknown[key] = "not tested"
            return
        if self._other_side(answer) and not self._is_open(answer):
            self.account.not_scored[key] = (
                f"found on the other side ({answer.side}); the painful side is {self.case.side}"
            )
            return
        if key in self.family_of_count or key in self.network.graded:
            family = self.family_of_count.get(key, key)
            self.tests.setdefault(family, {})[key] = answer
            return
        finding = self.knowledge.findings[key]
        if self._is_open(answer):
            self.account.unknown[key] = "not known"
        elif key in self.replaced:
            self.account.implied[key] = f"already counted in {self.replaced[key]}"
        elif finding.context:
            self._context(key, answer)
        elif self.knowledge.composite_of(key) in self.network.graded:
            self.tests.setdefault(self.knowledge.composite_of(key), {})[key] = answer
        elif finding.type == "duration":
            self.weeks = float(answer.measured if answer.value is None else answer.value)  # type: ignore[arg-type]
            self.account.used[key] = ""
        elif finding.type == "duration_over":
            self.over = finding
        elif key in self.network.below:
            self._yes_no(key, finding, answer)
        elif key in self.network.measures:
            self._number(key, finding, answer)
        else:
            self.account.not_scored[key] = finding.unscored or "no condition of this knowledge produces it"

    @staticmethod
    def _is_open(answer: Answer) -> bool:
        return answer.value is None and answer.likelihood is None and answer.left is None and answer.measured is None

    def _other_side(self, answer: Answer) -> bool:
        return answer.side is not None and OPPOSITE.get(answer.side) == self.case.side

    def _context(self, key: str, answer: Answer) -> None:
        if answer.likelihood is not None:
            self.account.not_scored[key] = "only probable; a fact about the person counts when it is certain"

    def _yes_no(self, key: str, finding: Finding, answer: Answer) -> None:
        on = finding.active
        if answer.likelihood is not None:
            off = "no" if on == "yes" else "yes"
            self.soft[key] = (float(answer.likelihood.get(off, 0.0)), float(answer.likelihood.get(on, 0.0)))
        else:
            self.active[key] = bool(answer.value) == (on == "yes")
        self.account.used[key] = ""

    def _number(self, key: str, finding: Finding, answer: Answer) -> None:
        value = answer.value
        if finding.sided == "difference" and answer.left is not None and answer.right is not None:
            if self.case.side not in OPPOSITE:
                self.account.not_scored[key] = "the painful side is not known, so the sides cannot be compared"
                return
            mine, other = (answer.left, answer.right) if self.case.side == "left" else (answer.right, answer.left)
            value = other - mine
        elif answer.measured is not None:
            value = answer.measured
        if value is None or isinstance(value, (bool, str)):
            self.account.unknown[key] = "no number given"
            return
        half = max(finding.resolution, answer.se or 0.0, 1e-6)
        low, high = float(value) - half, float(value) + half
        if self.network.measures[key].log:
            low, high = max(low, half * 1e-3), max(high, half * 2e-3)
        self.measured[key] = (low, high)
        self.account.used[key] = ""

    def known_of_everyone(self) -> None:
        """What is known of all people of the setting. It counts once; a different answer of the person's own stands."""
        for key, answer in self.model.setting.given.items():
            if key in self.account.set_aside or key in self.account.not_scored:
                continue
            active = self.knowledge.findings[key].active == answer
            if self.active.get(key, active) is active:
                told = key in self.active or key in self.soft
                self.soft.pop(key, None)
                self.account.unknown.pop(key, None)
                self.account.used.pop(key, None)
                self.active[key] = active
                why = "everyone seen in this setting says so; it counts once"
                (self.account.used if told else self.account.implied)[key] = why

    def composites(self) -> None:
        """Each graded composite once, from a stated state, a count, or its single tests, in that order."""
        for family_id in sorted(self.tests):
            family = self.knowledge.families[family_id]
            told = self.tests[family_id]
            likelihood, counted = composite_likelihood(family, told)
            for key in sorted(told):
                if key in counted:
                    self.account.used[key] = f"as part of: {family.label}"
                elif self._is_open(told[key]):
                    self.account.unknown[key] = "not known"
                else:
                    self.account.implied[key] = f"already counted in {family.label}"
            if likelihood is not None:
                self.graded[family_id] = likelihood

    def person(self) -> None:
        """Facts about the person that move some cause."""
        for key, value in facts(self.case, self.knowledge).items():
            if key in self.account.not_scored:
                continue
            if key not in self.network.facts:
                if key in self.case.findings:
                    self.account.not_scored[key] = (
                        self.knowledge.findings[key].unscored or "moves no cause of this knowledge"
                    )
                continue
            fact = self.network.facts[key]
            state = age_state(bands_of(fact.states), float(value)) if key == "age" else str(value)
            if state not in fact.states:
                self.account.not_scored[key] = f"no figures for {state!r}"
                continue
            self.facts[key] = state
            self.account.facts[key] = state

    def implications(self) -> None:
        """A specific finding makes its general ones known without a further weight."""
        for key in sorted(self.active):
            if not self.active[key]:
                continue
            for general, parts in self.network.below.items():
                if general != key and self.network.below[key][0] in parts:
                    self.account.implied[general] = f"follows from {key}"
                    for told in (self.account.used, self.account.unknown, self.account.not_scored):
                        told.pop(general, None)
                    if general in self.account.set_aside:
                        del self.account.implied[general]
        if self.over is not None and self.weeks is not None:
            self.account.implied[self.over.id] = "the weeks since onset tell it"

    def week(self) -> float | None:
        if self.weeks is not None:
            return self.weeks
        if self.over is None:
            return None
        answer = self.case.findings[self.over.id]
        said = answer.value
        if said is None and answer.likelihood:
            said = answer.likelihood.get("yes", 0.0) > answer.likelihood.get("no", 0.0)
        self.account.used[self.over.id] = ""
        return self.over.weeks_if_yes if said else self.over.weeks_if_no
