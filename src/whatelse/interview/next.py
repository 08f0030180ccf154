"""What to ask next, and when to stop. A pure function: the same answers, the same question.

First what could make it more urgent, then what is asked of everyone, then the question that is worth most for what it
costs. It stops when nothing is left, when nothing left is worth its cost or would change anything, or at a number;
never while an answer could still make it more urgent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from whatelse.case import Case
from whatelse.case.told_by_care import with_care
from whatelse.errors import InputError
from whatelse.inference.compile import Model, compiled
from whatelse.inference.evidence import Evidence
from whatelse.inference.observe import observe
from whatelse.interview.catalogue import Catalogue, catalogue_of
from whatelse.interview.modes import require_known
from whatelse.interview.open import Open, open_questions
from whatelse.interview.safety import must_ask
from whatelse.interview.types import (
    AGE,
    SEX,
    SITE,
    Audience,
    Chance,
    CouldAdd,
    Explore,
    Mode,
    Next,
    Question,
    Reason,
    Shift,
    Stopped,
    Who,
)
from whatelse.interview.value import Valued, valued
from whatelse.knowledge.schema import Knowledge
from whatelse.triage.evaluate import compiled as rules_of
from whatelse.triage.known import Known, known
from whatelse.triage.types import height

#: Causes named with a question, and the least change of a probability that is worth naming.
MOST_NAMED, LEAST_NAMED = 3, 0.01
#: Things named that could still be told or tested, and the least they must tell, in bits.
MOST_ADDED, LEAST_BITS = 8, 0.005
#: From this level on a runner tests nothing alone.
CAREFUL = height("urgent")


def next_question(
    case: Case,
    knowledge: Knowledge,
    setting: str | None = None,
    *,
    mode: Mode | None = None,
    audience: Audience = "runner",
    asked: Collection[str] = frozenset(),
    limit: int | None = None,
    offered: Callable[[str], bool] | None = None,
    go_on: bool = False,
) -> Next:
    """The question that comes next, or why none does.

    asked: ids of questions that were put and have no answer in the case. limit: how many may still come; by default
    what the knowledge says, less those answered. offered: whether a runner may do a test; by default any, unless the
    red-flag rules call for a doctor first. go_on: although enough is known or little is left to gain.
    Raises InputError for an unknown setting or condition, and for answers that cannot be evidence.
    """
    mode = Explore() if mode is None else mode
    require_known(mode, knowledge)
    model = compiled(knowledge, setting or case.setting or knowledge.default_setting)
    return _Chooser(case, model, mode, audience, frozenset(asked), limit, offered).next(go_on)


class _Chooser:
    """One state of an interview; used once and thrown away."""

    def __init__(
        self,
        case: Case,
        model: Model,
        mode: Mode,
        audience: Audience,
        asked: frozenset[str],
        limit: int | None,
        offered: Callable[[str], bool] | None,
    ) -> None:
        self.model, self.mode, self.audience, self.asked = model, mode, audience, asked
        self.knowledge = model.knowledge
        self.catalogue: Catalogue = catalogue_of(model, audience)
        self.case = with_care(case, self.knowledge)[0]
        seen = known(self.case, self.knowledge)
        self.rules = _level(seen, self.knowledge)
        self.open: Open = open_questions(self.case, self.catalogue, asked, self._offered(offered), seen)
        self.limit = max(0, limit if limit is not None else self._allowance())

    def _offered(self, offered: Callable[[str], bool] | None) -> Callable[[str], bool]:
        if offered is not None:
            return offered
        return lambda name: self.rules < CAREFUL

    def _allowance(self) -> int:
        """What is left of the usual number: answers to the safety core and to tests told besides do not count."""
        safety = {name for screen in self.knowledge.safety.core for item in screen.items for name in item.findings}
        sites = set(self.catalogue.questions[SITE].findings) if SITE in self.catalogue.questions else set()
        put = {name for name, answer in self.case.findings.items() if answer.by == "asked"} | self.asked
        used = len(put - safety - sites) + bool(put & sites)
        return int(self.knowledge.interview.worth("most")) - used

    def next(self, go_on: bool) -> Next:
        wanted = [w.finding for w in must_ask(self.case, self.knowledge, {*self.asked, *self.case.findings})]
        first = [name for name in self.open.core if name in (AGE, SEX)]
        if first:
            return self._told(first[0], "core")
        if wanted:
            return self._safety(wanted)
        if self.limit == 0:
            return self._stop("limit")
        if self.open.core:
            return self._told(self.open.core[0], "core")
        if not self.open.now:
            return self._stop("nothing_left")
        found = self._valued([*self.open.now])
        minutes = np.array([self.catalogue.minutes[ask.id] for ask in found.asks])
        rate = found.utility / minutes
        best = min(range(len(rate)), key=lambda q: (-round(float(rate[q]), 9), found.asks[q].id))
        worth = self.knowledge.interview.worth
        if not go_on and float(rate[best]) < worth("least_rate"):
            changes = float(found.changes.max()) >= worth("least_change")
            return self._stop("not_worth_it" if changes else "enough")
        question = self.catalogue.questions[found.asks[best].id]
        return Next(question, self._reason(found, best, float(minutes[best])), "", "", self._at_most())

    def _safety(self, wanted: list[str]) -> Next:
        """One that could make it more urgent; where the list of places holds it, the list."""
        if SITE in self.open.core and wanted[0] in self.catalogue.questions[SITE].findings:
            return self._told(SITE, "core")
        return self._told(wanted[0], "safety")

    def _told(self, name: str, why: str) -> Next:
        """A question that is put whatever it is worth."""
        reason = Reason(0.0, 0.0, self.catalogue.minutes[name], (), (), self.knowledge.interview.text(why))
        return Next(self.catalogue.questions[name], reason, "", "", self._at_most())

    def _at_most(self) -> int:
        """Answers only ever close questions, so this never grows while answers are given."""
        left = len(self.open.core) + len(self.open.now) + len(self.open.later)
        return max(1, min(self.limit, left))

    def _evidence(self) -> Evidence:
        return observe(self.case, self.model)[0]

    def _valued(self, names: list[str]) -> Valued:
        asks = [self.catalogue.asks.get(name) or self.catalogue.elsewhere[name] for name in names]
        return valued(self.model, self._evidence(), asks, self.mode, self.rules)

    def _stop(self, stopped: Stopped) -> Next:
        return Next(None, None, stopped, self.knowledge.interview.text(stopped), 0, self._could_add())

    def _could_add(self) -> tuple[CouldAdd, ...]:
        """What was not asked and what others could find out, by what it is worth for its cost."""
        names = [*self.open.now, *self.open.elsewhere]
        if not names:
            return ()
        try:
            found = self._valued(names)
        except InputError:
            return ()
        rate = [float(u) / self.catalogue.minutes[ask.id] for u, ask in zip(found.utility, found.asks, strict=True)]
        order = sorted(range(len(rate)), key=lambda q: (-round(rate[q], 9), found.asks[q].id))
        told = [q for q in order if found.bits[q] >= LEAST_BITS][:MOST_ADDED]
        return tuple(
            CouldAdd(found.asks[q].id, self._label(found.asks[q].id), self._who(found.asks[q].id), _bits(found.bits[q]))
            for q in told
        )

    def _label(self, name: str) -> str:
        return (self.knowledge.families.get(name) or self.knowledge.findings[name]).label

    def _who(self, name: str) -> Who:
        if name in self.catalogue.asks:
            return "you"
        family = self.knowledge.families.get(name)
        finding = self.knowledge.findings[family.members[0] if family is not None else name]
        return "scan_or_lab" if finding.stage == "investigation" else "clinician"

    def _reason(self, found: Valued, q: int, minutes: float) -> Reason:
        """The sources whose probability the answer is expected to move most."""
        columns = slice(int(found.near.first[q]), int(found.near.first[q + 1]))
        chance, after = found.near.chance[columns], found.nodes[:, columns]
        now = after @ chance
        moved = (np.abs(after - now[:, None]) @ chance) * self.model.network.pain
        ids = self.model.network.node_ids
        order = sorted(range(len(ids)), key=lambda n: (-round(float(moved[n]), 9), ids[n]))
        named = [n for n in order[:MOST_NAMED] if np.ptp(after[n]) >= LEAST_NAMED]
        shifts = []
        for n in named:
            condition = self.knowledge.conditions[ids[n]]
            each = tuple(_bits(p) for p in after[n])
            shifts.append(Shift(condition.id, condition.label, condition.plain, _bits(now[n]), each))
        answers = zip(found.asks[q].answers, chance, strict=True)
        return Reason(
            value=_bits(found.utility[q] / minutes),
            gain_bits=_bits(found.bits[q]),
            cost=_bits(minutes),
            answers=tuple(Chance(answer, _bits(p)) for answer, p in answers),
            changes=tuple(shifts),
            why=self._why(shifts),
        )

    def _why(self, shifts: list[Shift]) -> str:
        if not shifts:
            return self.knowledge.interview.text("core")
        if len(shifts) == 1:
            return self.knowledge.interview.text("about").replace("{first}", _lower(shifts[0].plain))
        text = self.knowledge.interview.text("between")
        return text.replace("{first}", _lower(shifts[0].plain)).replace("{second}", _lower(shifts[1].plain))


def _level(seen: Known, knowledge: Knowledge) -> int:
    """The height of the level that the red-flag rules give; they go from the most urgent down."""
    return next((height(rule.level) for rule, formula in rules_of(knowledge).rules if formula.truth(seen)), 0)


def _lower(text: str) -> str:
    """A label inside a sentence; short forms in capitals stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _bits(x: float) -> float:
    """As it is told: 6 decimals are more than choosing by a guess can stand for."""
    return round(float(x), 6)


def question_of(name: str, knowledge: Knowledge, audience: Audience = "runner", setting: str | None = None) -> Question:
    """The question with this id, to put it again or out of turn. Raises KeyError for what cannot be asked."""
    model = compiled(knowledge, setting or knowledge.default_setting)
    return catalogue_of(model, audience).questions[name]
