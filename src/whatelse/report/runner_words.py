"""The runner's result in words: each sentence short and plain, nothing promised, no verdict."""

from __future__ import annotations

from whatelse.challenge import Fitted
from whatelse.knowledge.schema import Knowledge
from whatelse.plan.types import Plan
from whatelse.report.challenge_words import in_a_sentence, of_100, short
from whatelse.report.groups import GRAVE
from whatelse.triage import Triage

#: The end of every page, whatever stands on it.
IF_WORSE = (
    "If it gets worse, see a doctor. Go at once if the skin between your legs goes numb. Go at once if you can not "
    "pass or hold urine or stool. Go at once with a cold, pale or swollen leg, chest pain, or fever with deep pain."
)
NOT_VALIDATED = (
    "This comes from a model that was never tested on patients. It does not replace a visit to a doctor or a physio."
)
CLOSING = (IF_WORSE, NOT_VALIDATED)

SEVERAL = "More than one can be true at once. So these can add up to more than 100."
NOTHING_STANDS_OUT = "Nothing stands out yet. These would tell most:"
#: The three lines that come first, and the three groups of sources.
LEADS = ("How soon", "What you were told", "Next step")
GROUPS = ("Fits best", "Possible", "Not likely, but must be ruled out")
#: Where safety questions have no answer.
SOON_NOT_KNOWN = "Not known yet. Some safety questions have no answer."
STEP_NOT_KNOWN = "Ask a doctor to go through the safety questions with you. Do not run till then."
#: Names that were told of which the fit is said in the three lines.
MOST_TOLD = 2
_FIT = {
    "fits": "{said} fits what you told.",
    "partly": "{said} fits only in part.",
    "poorly": "{said} does not fit well.",
    "cannot_tell": "Too little is known to say if {said} fits.",
}
IF_TRUE = {"urgent": "see a doctor soon if it is this", "emergency": "an emergency if it is this"}


def urgent_line(triage: Triage, knowledge: Knowledge) -> str:
    """How urgent, and what that means."""
    text = knowledge.safety.levels[triage.level]
    if not triage.complete and triage.level not in GRAVE:
        # Silence is no all-clear: a calm word that may be wrong would be obeyed.
        return SOON_NOT_KNOWN
    first = next((one.how_soon for one in triage.reasons if one.level == triage.level), text.how_soon)
    level = text.label if triage.complete else f"At least {in_a_sentence(text.label)}"
    open_yet = "" if triage.complete else " Some safety questions have no answer yet."
    soon = "" if first in text.do else f", {first}"
    return f"{level}{soon}. {text.do}{open_yet}"


def fits_line(told: tuple[Fitted, ...], unknown: tuple[str, ...], best: str) -> str:
    """Whether what was told fits, or what does where nothing was told. best: the plain name of what stands out."""
    instead = f" What fits best: {in_a_sentence(short(best))}." if best else " Nothing stands out yet."
    if told:
        itself = any(one.fit == "fits" or (best and short(best) == short(one.told.plain)) for one in told)
        fits = " ".join(dict.fromkeys(_FIT[one.fit].format(said=f"“{one.said}”") for one in told[:MOST_TOLD]))
        return fits + ("" if itself else instead)
    if unknown:
        return f"“{unknown[0]}” is not a name that is known here.{instead}"
    return f"Nobody has given it a name yet.{instead}"


def next_line(plan: Plan, triage: Triage, knowledge: Knowledge) -> str:
    """The one next step: what an emergency asks for, else whom to see, else what to do."""
    if plan.kind == "emergency":
        first = next((reason.do for reason in triage.reasons if reason.level == "emergency"), "")
        return first or knowledge.safety.levels["emergency"].do
    if plan.kind != "plan":
        return " ".join(plan.instruction)
    first = next((one.do for one in triage.reasons if one.level == triage.level and one.level in GRAVE), "")
    if first:
        return first
    if not triage.complete and triage.level not in GRAVE:
        return STEP_NOT_KNOWN
    reasonable = [advice for advice in plan.group("reasonable") if not advice.aside]
    if plan.see and plan.level != "self_care":
        see = plan.see[0]
        return f"See {in_a_sentence(see.who).rstrip('.')}, {see.when}."
    if reasonable:
        return f"{reasonable[0].label}: {in_a_sentence(reasonable[0].how)}"
    return knowledge.safety.levels[plan.level].do


def clock_text(plain: str, week: float, of: int, still: int, low: int, high: int, estimate: bool) -> str:
    """One row of the healing clock."""
    guess = " In part this is a guess." if estimate else ""
    return (
        f"{short(plain)}: of {of:,} people with it, about {still} still hurt at week {week:g}. It may be {low} to "
        f"{high}.{guess}"
    )


__all__ = [
    "CLOSING",
    "GROUPS",
    "IF_TRUE",
    "IF_WORSE",
    "LEADS",
    "NOTHING_STANDS_OUT",
    "NOT_VALIDATED",
    "SEVERAL",
    "clock_text",
    "fits_line",
    "next_line",
    "of_100",
    "urgent_line",
]
