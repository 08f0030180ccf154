"""What an interview in a given state waits for: the alarm, the safety part, then what the chooser says. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from whatelse.case.outside import is_too_young
from whatelse.interview import scans
from whatelse.interview.events import Event
from whatelse.interview.fold import State
from whatelse.interview.safety import Line, Screen, Tick, Wanted, alarms, not_needed, screens, still_open
from whatelse.interview.single import single_question
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, Finished, Interrupt, ShowScreen, Step
from whatelse.interview.told import lifted
from whatelse.interview.types import AGE, SEX, Next, Option, Question
from whatelse.knowledge.schema import Knowledge
from whatelse.triage import Triage
from whatelse.triage.types import LEVELS

#: How a list is called of safety questions that the picture makes matter; most lines of one.
ALSO, MOST_LINES = "also", 6
#: What is acknowledged where no rule has fired.
RAISED = "raised"


def alarm(state: State, knowledge: Knowledge) -> Interrupt | None:
    """An emergency that nobody has acknowledged yet."""
    reasons = alarms(state.case, knowledge, state.acknowledged)
    return Interrupt(reasons) if reasons else None


def raised_alarm(state: State, triage: Triage) -> Interrupt | None:
    """An emergency that no rule sees and likely causes ask for, if nobody has acknowledged it yet."""
    raised = triage.raised_by_probability
    if raised is None or raised.level != LEVELS[-1] or RAISED in state.acknowledged:
        return None
    return Interrupt((), raised)


def safety_first(state: State, knowledge: Knowledge) -> Step | None:
    """Age and sex, which rules read and screens depend on; what ticked lines open; the screens."""
    person = state.case.person
    for name, known in ((AGE, person.age), (SEX, person.sex or person.sex_said)):
        if known is None and name not in state.put:
            return Ask(single_question(name, knowledge), "you")
    needless = not_needed(state.case, knowledge)
    waiting = [name for name in _opened(state) if name not in state.put and name not in needless]
    # A ticked line is heard before a denial of the rest of a list, which may have closed it from above.
    for name in still_open(waiting, lifted(state, waiting, knowledge), knowledge):
        return Ask(single_question(name, knowledge), "follow_up")
    left = screens(state.case, knowledge, state.screens)
    return ShowScreen(left[0]) if left else None


def _opened(state: State) -> list[str]:
    """The findings of the lines that are ticked as things stand, in the order in which they were opened."""
    ticked = {
        name
        for key, event in state.given.items()
        if key.startswith("screen:")
        for line in event.data["lines"]
        if line["key"] in event.data["ticked"]
        for name in line["findings"]
    }
    return [name for name in state.opened if name in ticked]


def after_safety(
    state: State,
    knowledge: Knowledge,
    wanted: tuple[Wanted, ...],
    choose: Callable[[], Next],
    picture: Sequence[Question] = (),
) -> Step:
    """What comes when the screens are done. picture: the questions that draw it, as far as they are open.

    Where it hurts and how long come before the safety questions that the picture makes matter, because they draw it;
    no other question and no end does. Whoever stops, and whom this is not for, is asked those alone.
    """
    safety = _safety(state, knowledge, wanted) if wanted else None
    if is_too_young(state.case, knowledge):
        return safety or Finished("too_young", "")
    if state.finished == "stopped":
        return safety or Finished("stopped", "", choose().could_add)
    if not state.told_done:
        return AskTold()
    if not state.tried_done:
        return _trying(state)
    scan = _scanning(state, knowledge)
    if scan is not None:
        return scan
    found, left = choose(), allowed(state)
    if safety is not None:
        first = [question for question in picture if question.id not in state.put and left != 0]
        return _chosen(msgspec.structs.replace(found, question=first[0]), left) if first else safety
    if left == 0:
        return Finished("limit", "", found.could_add)
    return _chosen(found, left) if found.question else Finished(found.stopped, found.stop_reason, found.could_add)


def _safety(state: State, knowledge: Knowledge, wanted: tuple[Wanted, ...]) -> Ask | ShowScreen:
    """The safety questions that the picture makes matter: several of them as one list, the most urgent first.

    What was left open of such a list is asked singly, so that nothing is put on a list twice.
    """
    first = wanted[0]
    listed = {
        line["key"]
        for key, event in state.given.items()
        if key.startswith(f"screen:{ALSO}")
        for line in event.data["lines"]
    }
    names = [w.finding for w in wanted if w.finding not in listed and knowledge.findings[w.finding].type == "yes_no"]
    if first.finding not in names or len(names) < 2:
        return Ask(single_question(first.finding, knowledge), "safety", wanted=first)
    lines = tuple(Line(name, knowledge.findings[name].question, (name,), False) for name in names[:MOST_LINES])
    number = 1 + sum(name.startswith(ALSO) for name in state.screens)
    return ShowScreen(Screen(f"{ALSO}{number}", knowledge.interview.text("also"), lines, 0, 0))


def _trying(state: State) -> AskTried:
    treatments = state.case.treatments
    if not treatments:
        return AskTried("what")
    last, place = treatments[-1], len(treatments)
    if last.weeks is None and f"tried:{place}:weeks" not in state.put:
        return AskTried("weeks", last)
    if last.effect is None and f"tried:{place}:effect" not in state.put:
        return AskTried("effect", last)
    return AskTried("what", last)


def _scanning(state: State, knowledge: Knowledge) -> AskScan | None:
    """What is still to be told of a scan; then whether there was another, until somebody says that there was not."""
    for key, scan in zip(state.scans, state.case.imaging, strict=True):
        part = scans.missing(scan, key, state.put, knowledge) if key else None
        if part is not None:
            return scan_step(state, part, key, knowledge)
    return None if state.scans_done or state.finished else scan_step(state, "method", scans.NONE, knowledge)


def scan_step(state: State, part: scans.ScanPart, key: str, knowledge: Knowledge) -> AskScan:
    """One part of one scan as it is asked."""
    audience, named = state.terms.audience, dict(zip(state.scans, state.case.imaging, strict=True))
    scan = named.get(key)
    options: tuple[Option, ...] = ()
    if part == "method":
        options = scans.kinds(knowledge, audience)
    elif part == "region":
        options = scans.places(knowledge, audience, scan.method if scan is not None else None)
    elif part == scans.FOUND and scan is not None:
        options = scans.findings(scan, knowledge, audience)
    return AskScan(part, key, scan, options, more=key == scans.NONE and bool(state.case.imaging))


def allowed(state: State) -> int | None:
    """Chosen questions that may still come; None where nothing bounds them."""
    bounds = [] if state.cap is None else [state.cap]
    if state.terms.limit is not None:
        bounds.append(max(0, state.terms.limit - state.counted))
    return min(bounds, default=None)


def _chosen(found: Next, left: int | None) -> Ask:
    assert found.question is not None
    most = max(1, found.at_most)
    return Ask(found.question, "question", why=found.why, left=most if left is None else min(most, left))


def again(state: State, event: Event, knowledge: Knowledge) -> Step:
    """The step that an event answered, with the answer that holds now."""
    key = str(event.data["key"])
    latest = state.given[key].data
    if key.startswith("screen:"):
        given = Tick(frozenset(latest["ticked"]), frozenset(latest["unsure"]), latest["rest"])
        return ShowScreen(_screen(key.removeprefix("screen:"), latest, knowledge), given)
    if key == "told":
        return AskTold(state.case.told)
    if key == scans.NONE or key.startswith(scans.KEY):
        step = scan_step(state, "method", key, knowledge)
        return msgspec.structs.replace(step, given=step.scan, again=True)
    question = msgspec.convert(latest["question"], Question)
    return Ask(question, event.data.get("part", "question"), given=latest.get("value"), again=True)


def _screen(name: str, data: dict[str, object], knowledge: Knowledge) -> Screen:
    core = knowledge.safety.core
    number = next((i for i, screen in enumerate(core, start=1) if screen.id == name), 0)
    lines = msgspec.convert(data["lines"], tuple[Line, ...])
    return Screen(name, str(data["title"]), lines, number, len(core) if number else 0)
