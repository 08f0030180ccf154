"""What a runner is told at the end, as data: three plain lines, few sources in three groups, clock, plan. Every view
of it (page, print, terminal) shows the same words.
"""

from __future__ import annotations

import msgspec

from whatelse.case import Case
from whatelse.challenge import Claim, Fitted, claims_of, fits_of, what_decides
from whatelse.challenge.answer import Decides
from whatelse.inference.assess import differential_of
from whatelse.inference.clock import clock
from whatelse.inference.differential import Entry
from whatelse.inference.intervals import Intervals
from whatelse.inference.weigh import Weighed, weigh
from whatelse.knowledge.schema import Knowledge, Urgency
from whatelse.plan import Plan, plan_for
from whatelse.report import runner_words as words
from whatelse.report.groups import groups
from whatelse.report.plain_words import urgency_lines
from whatelse.report.scan_words import ScanLine, scan_lines
from whatelse.triage import Triage, evaluate, raise_by_probability

#: Open questions that are named where nothing stands out.
SPLITS = 2
#: What is folded away is listed down to this probability.
FOLDED = 0.01


class SourceLine(msgspec.Struct, frozen=True):
    """One possible source in plain words. count: "about 30 of 100". low, high: its interval, where it was asked for."""

    condition: str
    plain: str
    what: str
    see: str
    urgency: Urgency
    probability: float
    count: str
    low: float | None = None
    high: float | None = None


class ClockLine(msgspec.Struct, frozen=True):
    """The healing clock of one source: of ``of`` people with it, how many still hurt at the week of the case."""

    condition: str
    plain: str
    week: float
    of: int
    still: int
    low: int
    high: int
    estimate: bool
    text: str


class PlainLine(msgspec.Struct, frozen=True):
    """One of the three lines that come first: its name and its text."""

    lead: str
    text: str


class RunnerResult(msgspec.Struct, frozen=True):
    """lines: how urgent, whether it fits what was told, the next step. urgency: the triage in plain words.

    best, possible, exclude: at most five sources in all. folded: the rest that is worth a line; rest: how many more
    than those shown there are, and rest_at_most: what none of them passes. stands_out: whether any source does; if not,
    ``splits`` are the two open questions or tests that would tell most. told: whether each name that was told fits;
    unknown: what was told and names nothing known here. scans: what was told of each, and what it counts for.
    """

    case: str | None
    side: str
    week: float | None
    lines: tuple[PlainLine, PlainLine, PlainLine]
    triage: Triage
    urgency: tuple[str, ...]
    told: tuple[Fitted, ...]
    unknown: tuple[str, ...]
    best: tuple[SourceLine, ...]
    possible: tuple[SourceLine, ...]
    exclude: tuple[SourceLine, ...]
    folded: tuple[SourceLine, ...]
    rest: int
    rest_at_most: str
    something_else: float
    something_else_count: str
    stands_out: bool
    splits: tuple[Decides, ...]
    clocks: tuple[ClockLine, ...]
    scans: tuple[ScanLine, ...]
    plan: Plan
    limits: tuple[str, ...]
    closing: tuple[str, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[SourceLine, ...]], ...]:
        """The groups that hold something, under their names."""
        named = zip(words.GROUPS, (self.best, self.possible, self.exclude), strict=True)
        return tuple((heading, sources) for heading, sources in named if sources)


def runner_result(
    case: Case, knowledge: Knowledge, setting: str | None = None, intervals: Intervals | None = None
) -> RunnerResult:
    """The runner's result of one case. Raises InputError as ``assess`` does."""
    return runner_result_of(weigh(case, knowledge, setting), case, setting, intervals)


def runner_result_of(
    weighed: Weighed,
    case: Case,
    setting: str | None = None,
    intervals: Intervals | None = None,
    triage: Triage | None = None,
) -> RunnerResult:
    """The same for a case that was weighed already. triage: as it stands after an interview; by default anew."""
    knowledge = weighed.model.knowledge
    differential = differential_of(weighed, "all")
    if triage is None:
        triage = raise_by_probability(evaluate(weighed.case, knowledge), differential, knowledge)
    plan = plan_for(weighed, triage)
    found = groups(differential, triage, knowledge)
    shown = {entry.condition for group in (found.best, found.possible, found.exclude) for entry, _ in group}
    ends = {one.condition: (one.low, one.high) for one in intervals.ranking} if intervals is not None else {}

    def lines(group: tuple[tuple[Entry, float], ...]) -> tuple[SourceLine, ...]:
        return tuple(_line(knowledge, entry.condition, p, ends.get(entry.condition)) for entry, p in group)

    ranked = [(differential.entry(name), p) for name, p in differential.ranking if name != "something_else"]
    claims, unknown = _claims(case, knowledge)
    told = fits_of(case, claims, knowledge, setting, weighed=weighed) if claims else ()
    best = lines(found.best)
    return RunnerResult(
        case=case.id,
        side=case.side,
        week=weighed.evidence.week,
        lines=(
            PlainLine(words.LEADS[0], words.urgent_line(triage, knowledge)),
            PlainLine(words.LEADS[1], words.fits_line(told, unknown, best[0].plain if best else "")),
            PlainLine(words.LEADS[2], words.next_line(plan, triage, knowledge)),
        ),
        triage=triage,
        urgency=urgency_lines(triage, weighed.case, knowledge),
        told=told,
        unknown=unknown,
        best=best,
        possible=lines(found.possible),
        exclude=lines(found.exclude),
        folded=lines(tuple((e, p) for e, p in ranked if e.condition not in shown and p >= FOLDED)),
        rest=found.rest,
        rest_at_most=words.of_100(found.rest_at_most),
        something_else=differential.something_else,
        something_else_count=words.of_100(differential.something_else),
        stands_out=bool(best),
        splits=() if best else what_decides(weighed, ranked[0][0].condition, ranked[1][0].condition)[:SPLITS],
        clocks=_clocks(weighed, [*(one.told.condition for one in told), *(s.condition for s in best[:1])]),
        scans=scan_lines(case, knowledge),
        plan=plan,
        limits=differential.limits,
        closing=words.CLOSING,
    )


def _claims(case: Case, knowledge: Knowledge) -> tuple[list[Claim], tuple[str, ...]]:
    """What was told and is known here, and what is not."""
    claims, errors = claims_of(case, knowledge)
    known = {claim.said for claim in claims}
    return claims, tuple(text for text in case.told if text not in known) if errors else ()


def _line(knowledge: Knowledge, name: str, p: float, ends: tuple[float, float] | None) -> SourceLine:
    one = knowledge.conditions[name]
    low, high = ends if ends is not None else (None, None)
    return SourceLine(name, one.plain or one.label, one.what, one.see, one.urgency, p, words.of_100(p), low, high)


def _clocks(weighed: Weighed, names: list[str]) -> tuple[ClockLine, ...]:
    """Of what was told, beside what fits best."""
    week, knowledge = weighed.evidence.week, weighed.model.knowledge
    if week is None:
        return ()
    out = []
    for name in dict.fromkeys(names):
        found = clock(weighed.model, name, week)
        if found is None:
            continue
        of = 100 if found.share >= 0.0095 else 1000
        still, low, high = (round(of * share) for share in (found.share, found.low, found.high))
        plain = knowledge.conditions[name].plain or knowledge.conditions[name].label
        estimate = "EXPERT" in found.sources
        text = words.clock_text(plain, week, of, still, low, high, estimate)
        out.append(ClockLine(name, plain, week, of, still, low, high, estimate, text))
    return tuple(out)
