"""Everything that can be asked of a runner, or of a clinician, made once for each model: questions, costs, order."""

from __future__ import annotations

import msgspec

from whatelse.case import Answer
from whatelse.case.contradictions import implied_by
from whatelse.inference.asks import Ask, ask_fact, ask_graded, ask_member, ask_number, ask_sign
from whatelse.inference.compile import Model
from whatelse.inference.composite import composite_likelihood
from whatelse.interview.answer import SPORT_FINDING
from whatelse.interview.single import single_question
from whatelse.interview.types import AGE, SEX, SIDE, SITE, SPORT, Audience, Option, Question
from whatelse.knowledge.interview_data import Cost, Skip
from whatelse.knowledge.schema import Family, Finding, Knowledge

_SIDES = (Option("left", "left"), Option("right", "right"), Option("both", "both"))


class Catalogue:
    """questions: by id, everything that this audience can answer. asks: the same as the network sees it, where it
    tells something and is not to be skipped. above: what a finding implies. minutes: what a question costs.
    core: the ids asked of everyone, in order. investigations: asks that only a scan, a lab or an expert can answer.
    """

    def __init__(self, model: Model, audience: Audience) -> None:
        self.model, self.audience = model, audience
        knowledge = self.knowledge = model.knowledge
        self.skipped = {name for name, finding in knowledge.findings.items() if _is_skipped(knowledge, finding)}
        self.above = {name: tuple(implied_by(name, knowledge)) for name in knowledge.findings}
        self.core = tuple(item.id for item in knowledge.interview.core)
        self.otherwise = {item.id: item.otherwise for item in knowledge.interview.core if item.otherwise}
        self.questions: dict[str, Question] = {}
        self.asks: dict[str, Ask] = {}
        self.elsewhere: dict[str, Ask] = {}
        for name, finding in sorted(knowledge.findings.items()):
            self._finding(name, finding)
        for name, family in sorted(knowledge.families.items()):
            if name in model.network.graded:
                self._family(family)
        for name in self.core:
            self.questions[name] = self._core(name)
        self.minutes = {name: self._minutes(name) for name in (*self.questions, *self.elsewhere)}
        for name in self.questions:
            one = self.questions[name]
            self.questions[name] = msgspec.structs.replace(one, seconds=self._cost(name).seconds)

    def members(self, name: str) -> tuple[str, ...]:
        """The findings that an answer to this question speaks of; of a family its tests and their count, too."""
        family = self.knowledge.families.get(name)
        if family is None:
            return (name,)
        return tuple(key for key in (name, family.count_finding, *family.members) if key)

    def _finding(self, name: str, finding: Finding) -> None:
        if finding.type == "duration":
            return
        family = self.knowledge.composite_of(name)
        mine = finding.stage == "history" or (
            finding.stage == "exam" and (finding.self_test or self.audience == "clinician")
        )
        ask = self._ask(name, finding, family)
        in_family = family in self.model.network.graded
        if in_family and (self.audience == "clinician" or not mine):
            return  # asked as the family
        if mine:
            one = single_question(name, self.knowledge)
            self.questions[name] = msgspec.structs.replace(
                one, how=finding.how, not_when=finding.not_when, stage=finding.stage, self_test=finding.self_test
            )
        if ask is not None and name not in self.skipped:
            (self.asks if mine else self.elsewhere)[name] = ask

    def _ask(self, name: str, finding: Finding, family: str) -> Ask | None:
        network = self.model.network
        if finding.type == "duration_over" or name in (AGE, SEX, SPORT_FINDING):
            return None
        if family in network.graded and finding.type == "yes_no":
            one = self.knowledge.families[family]
            yes, no = (composite_likelihood(one, {name: Answer(value)})[0] for value in (True, False))
            return ask_member(network, family, name, yes, no) if yes is not None and no is not None else None
        if name in network.below:
            return ask_sign(name, finding.active)
        if name in network.measures:
            return ask_number(network, name)
        return ask_fact(network, name) if name in network.facts else None

    def _family(self, family: Family) -> None:
        ask = ask_graded(self.model.network, family.id)
        findings = [self.knowledge.findings[name] for name in family.members]
        if self.audience == "runner":
            if not any(name in self.asks for name in family.members):
                self.elsewhere[family.id] = ask
            return
        self.asks[family.id] = ask
        self.questions[family.id] = Question(
            id=family.id,
            kind="choice",
            text=f"{family.label}: what did they show?",
            how=" ".join(f"{one.label}: {one.how or one.question}" for one in findings),
            not_when=" ".join(dict.fromkeys(one.not_when for one in findings if one.not_when)),
            options=tuple(Option(state, state.replace("_", " ")) for state in family.states),
            findings=(family.id,),
            stage="exam",
            self_test=False,
        )

    def _core(self, name: str) -> Question:
        item = next(item for item in self.knowledge.interview.core if item.id == name)
        if name == SITE:
            plain = item.labels if self.audience == "runner" else {}
            options = tuple(Option(key, plain.get(key, self.knowledge.findings[key].label)) for key in item.findings)
            return Question(id=SITE, kind="many", text=item.text, options=options, findings=item.findings, core=True)
        if name == SIDE:
            return Question(id=SIDE, kind="choice", text=item.text, options=_SIDES, core=True)
        if name == SPORT:
            one = single_question(SPORT_FINDING, self.knowledge)
            return msgspec.structs.replace(one, id=SPORT, text=item.text, core=True)
        one = self.questions.get(name) or single_question(name, self.knowledge)
        return msgspec.structs.replace(one, core=True)

    def _cost(self, name: str) -> Cost:
        knowledge = self.knowledge
        key = name if name not in knowledge.families else knowledge.families[name].members[0]
        finding = knowledge.findings.get(SPORT_FINDING if key == SPORT else key)
        costs = knowledge.interview.costs
        named = next((cost for cost in costs if name in cost.findings), None)
        if named is not None:
            return named
        kind, stage = (finding.kind, finding.stage) if finding is not None else ("context", "history")
        fits = (cost for cost in costs if kind in cost.kinds and (not cost.stages or stage in cost.stages))
        return next(fits, Cost(id="", seconds=60.0))

    def _minutes(self, name: str) -> float:
        cost, worth = self._cost(name), self.knowledge.interview.worth
        times = len(self.knowledge.families[name].members) if name in self.knowledge.families else 1
        each = cost.seconds / 60.0 + cost.discomfort * worth("discomfort") + cost.money * worth("money")
        return times * each


def _is_skipped(knowledge: Knowledge, finding: Finding) -> bool:
    return any(_fits(skip, finding) for skip in knowledge.interview.skips)


def _fits(skip: Skip, finding: Finding) -> bool:
    if finding.id in skip.findings:
        return True
    return finding.kind in skip.kinds and finding.stage == "history" and finding.id not in skip.but


_kept: dict[tuple[str, str, str], tuple[Model, Catalogue]] = {}
_MOST_KEPT = 16


def catalogue_of(model: Model, audience: Audience) -> Catalogue:
    """The catalogue of a model, made once."""
    key = (model.knowledge.digest, model.setting.id, audience)
    found = _kept.get(key)
    if found is not None and found[0] is model:
        return found[1]
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    made = Catalogue(model, audience)
    _kept[key] = (model, made)
    return made
