"""The ways to answer that are compared: the engine, and what it has to beat on the same cases."""

from __future__ import annotations

from whatelse.case import Case, Stage
from whatelse.exam.marks import Ranking
from whatelse.exam.naive_bayes import NaiveBayes
from whatelse.exam.six_factors import six_factor_ranking
from whatelse.inference.assess import assess_case
from whatelse.inference.compile import compiled
from whatelse.inference.differential import Differential
from whatelse.knowledge.schema import Knowledge

ENGINE, PRIOR, SIX, NAIVE = "whatelse", "prior", "six_factors", "naive_bayes"
#: Method -> what it is called, the engine first.
LABELS = {
    ENGINE: "whatelse",
    PRIOR: "prior only",
    SIX: "six factors as rules",
    NAIVE: "one cause, naive Bayes",
}


class Answerers:
    """Answers cases by every method; what is the same for all cases of a setting is worked out once."""

    def __init__(self, knowledge: Knowledge, setting: str | None) -> None:
        self.knowledge = knowledge
        self.setting = setting
        self._prior: dict[str, Ranking] = {}
        self._naive: dict[str, NaiveBayes] = {}

    def setting_of(self, case: Case) -> str:
        return self.setting or case.setting or self.knowledge.default_setting

    def engine(self, case: Case, stage: Stage) -> Differential:
        """Raises InputError where the case cannot be answered."""
        return assess_case(case, self.knowledge, self.setting_of(case), stage)

    def baselines(self, case: Case, stage: Stage) -> dict[str, Ranking]:
        """The rankings of all baselines on what is known at a stage. Raises InputError like the engine."""
        setting, known = self.setting_of(case), case.at_stage(stage, self.knowledge)
        if setting not in self._naive:
            self._naive[setting] = NaiveBayes(compiled(self.knowledge, setting))
            self._prior[setting] = assess_case(Case(), self.knowledge, setting).ranking
        return {
            PRIOR: self._prior[setting],
            SIX: six_factor_ranking(known, self.knowledge),
            NAIVE: self._naive[setting].ranking(known),
        }
