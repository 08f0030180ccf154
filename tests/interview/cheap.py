"""A chooser that costs nothing: a fixed order. Laws of the session hold whatever chooses, so they are tried with it."""

from collections.abc import Callable, Iterable

from whatelse.case import Case
from whatelse.interview.single import single_question
from whatelse.interview.types import Audience, CouldAdd, Explore, Mode, Next, Option, Question
from whatelse.knowledge.schema import Knowledge
from whatelse.triage.known import known

PLACES = ("pain_buttock", "pain_sit_bone", "pain_groin", "pain_calf", "pain_low_back", "pain_perineum", "pain_foot")
ORDER = ("weeks_since_onset", "worse_sitting", "paraesthesia", "night_pain", "pain_below_knee", "swelling_or_bruising")
CORE = ("site", "weeks_since_onset")
EXPLORE = Explore()


def site(knowledge: Knowledge) -> Question:
    options = tuple(Option(name, knowledge.findings[name].label) for name in PLACES)
    return Question(id="site", kind="many", text="Where does it hurt?", options=options, findings=PLACES, core=True)


def cheap(
    case: Case,
    knowledge: Knowledge,
    setting: str | None = None,
    *,
    mode: Mode = EXPLORE,
    audience: Audience = "runner",
    asked: Iterable[str] = frozenset(),
    limit: int | None = None,
    offered: Callable[[str], bool] | None = None,
) -> Next:
    seen, put = known(case, knowledge), set(asked)
    open_now = [name for name in ORDER if name not in put | set(seen.signs) | set(seen.numbers)]
    questions = [] if "site" in put else [site(knowledge)]
    questions += [single_question(name, knowledge) for name in open_now]
    questions = questions[: limit if limit is not None else None]
    added = tuple(CouldAdd(name, knowledge.findings[name].label, "you", 0.1) for name in open_now)
    if not questions:
        return Next(None, None, "nothing_left", "Nothing more would tell much.", 0, added)
    question = questions[0]
    if question.id in CORE and not question.core:
        question = Question(**{f: getattr(question, f) for f in Question.__struct_fields__ if f != "core"}, core=True)
    return Next(question, None, "", "", len(questions), added)
