"""An interview in words: each step, why it is asked, what an answer changed. Lines of plain text for any width."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

import msgspec

from whatelse.case import Case, Imaging
from whatelse.interview.fold import State
from whatelse.interview.moved import Moved, Shifted
from whatelse.interview.scans import KEY, NONE
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, Interrupt, ShowScreen, Step
from whatelse.interview.types import Audience, Question, Reason
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.self_tests import SelfTest
from whatelse.report.challenge_words import in_a_sentence, of_100
from whatelse.report.interview_words import KEYS, WORDS
from whatelse.report.plain_words import because_words, rule_words
from whatelse.report.scan_words import result_words, scan_name
from whatelse.report.stride_line import MARK as RECORDING
from whatelse.report.terminal import percent
from whatelse.triage.types import LEVELS

#: Marks a line that stands out where there is colour.
STRONG = "\x02"
#: Least change that is told as the reason of a question, and most sources told of one answer.
LEAST, MOST = 0.02, 2


def lines_of(
    step: Step, knowledge: Knowledge, width: int, audience: str = "runner", case: Case | None = None
) -> list[str]:
    """A step as it is put. The same step gives the same lines. case: as it stands, for what was told."""
    if isinstance(step, ShowScreen):
        return _screen(step, width)
    if isinstance(step, Interrupt):
        return _alarm(step, knowledge, width, case, audience)
    if isinstance(step, AskTold):
        given = "; ".join(step.given) if step.given else WORDS["told_nobody"] if step.given is not None else None
        return ["", *_strong(WORDS["told"], width), *_given(given, width)]
    if isinstance(step, AskTried):
        return _tried(step, width)
    if isinstance(step, AskScan):
        return _scan(step, knowledge, width, audience)
    if isinstance(step, Ask):
        return _ask(step, knowledge, width, audience)
    return []


def wrapped(text: str, width: int, indent: int = 0, hang: int = 0, mark: str = "") -> list[str]:
    """A paragraph; ``mark`` stands before its first line."""
    first = " " * indent + mark
    rest = " " * (len(first) + hang)
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    )


def _strong(text: str, width: int) -> list[str]:
    return [STRONG + line for line in wrapped(text, width)]


def _given(given: str | None, width: int) -> list[str]:
    return wrapped(WORDS["given"].format(given=given.rstrip(".")), width) if given is not None else []


def _numbered(texts: Sequence[str], width: int) -> list[str]:
    wide = len(str(len(texts)))
    return [
        line
        for number, text in enumerate(texts, start=1)
        for line in wrapped(text, width, indent=2, mark=f"{number:>{wide}}  ")
    ]


def _screen(step: ShowScreen, width: int) -> list[str]:
    screen = step.screen
    head = WORDS["screen"].format(number=screen.number, of=screen.of) if screen.number else WORDS["also"]
    lines = ["", *wrapped(head, width), *_strong(screen.title, width)]
    lines += _numbered([line.ask for line in screen.lines], width)
    return [*lines, *wrapped(WORDS["screen_keys"], width), *_given(tick_words(step), width)]


def tick_words(step: ShowScreen) -> str | None:
    """What was ticked of a screen before, in words."""
    given = step.given
    if given is None:
        return None
    asks = [line.ask for line in step.screen.lines if line.key in given.lines]
    asks += [f"not sure: {line.ask}" for line in step.screen.lines if line.key in given.unsure]
    return " ".join(asks) or _REST[given.rest]


_REST = {"none": "none of these", "not_sure": "not sure", "open": "nothing"}


def _alarm(step: Interrupt, knowledge: Knowledge, width: int, case: Case | None, audience: str) -> list[str]:
    level = knowledge.safety.levels[LEVELS[-1]]
    lines = ["", *[STRONG + line for line in wrapped(WORDS["alarm"].format(do=level.do), width, mark="! ")]]
    for reason in step.reasons:
        head = f"{rule_words(reason.rule, knowledge, audience)} ({reason.how_soon})"
        lines += ["", *[STRONG + line for line in wrapped(head, width, mark="! ")]]
        lines += wrapped(f"{reason.do} {reason.watch}", width, indent=2)
        told = because_words(reason, case or Case(), knowledge, audience)
        joined = ", ".join(told) + "." if audience == "clinician" else " ".join(told)
        lines += wrapped(WORDS["alarm_because"].format(told=joined), width, indent=2)
    if step.raised is not None:
        names = "; ".join(in_a_sentence(_plain(name, knowledge)) for name, _ in step.raised.causes)
        lines += ["", *wrapped(WORDS["alarm_raised"].format(names=names), width, indent=2)]
    return [*lines, "", *wrapped(level.watch, width, indent=2), *wrapped(WORDS["alarm_keys"], width)]


def _plain(condition: str, knowledge: Knowledge) -> str:
    return knowledge.conditions[condition].plain or knowledge.conditions[condition].label


def _tried(step: AskTried, width: int) -> list[str]:
    if step.part == "weeks":
        return wrapped(WORDS["weeks"], width)
    if step.part == "effect":
        lines = [*wrapped(WORDS["effect"], width), *_numbered([WORDS[f"effect_{key}"] for key in EFFECTS], width)]
        return [*lines, *wrapped(WORDS["choice"], width)]
    return ["", *_strong(WORDS["tried_more" if step.treatment else "tried"], width)]


def _scan(step: AskScan, knowledge: Knowledge, width: int, audience: str) -> list[str]:
    if step.part in ("week", "result"):
        choices = [WORDS[f"scan_{key}"] for key in RESULTS] if step.part == "result" else []
        return [*wrapped(WORDS[f"scan_{step.part}"], width), *_numbered(choices, width)]
    numbered = _numbered([option.label for option in step.options], width)
    if step.part != "method":
        return [*wrapped(WORDS[f"scan_{step.part}"], width), *numbered]
    name = "scan_method" if step.given is not None else "scan_more" if step.more else "scan"
    given = _scan_said(step.given, knowledge, audience) if step.given is not None else WORDS["scan_none"]
    return ["", *_strong(WORDS[name], width), *numbered, *_given(given if step.again else None, width)]


#: What a scan showed, to choose from by number.
RESULTS = ("normal", "abnormal")


def _scan_said(scan: Imaging, knowledge: Knowledge, audience: str) -> str:
    reader: Audience = "clinician" if audience == "clinician" else "runner"
    return f"{scan_name(scan, knowledge, reader)}: {result_words(scan, knowledge, reader)}"


EFFECTS = ("worse", "none", "hours_or_days", "lasting")


def _ask(step: Ask, knowledge: Knowledge, width: int, audience: str) -> list[str]:
    question = step.question
    lines = ["", *wrapped(_head(step), width), *_strong(question.text, width)]
    test = knowledge.self_tests.tests.get(question.id) if audience == "runner" else None
    lines += _test(test, question, knowledge, width) if test is not None else _how(question, width)
    is_measured = test is not None and test.measure is not None
    lines += wrapped(WORDS["readings"], width) if is_measured else _kind(question, width)
    given = said(question, step.given) if step.again else None
    keys = (
        "" if question.kind != "yes_no" or is_measured else "y / n / d / t" if audience == "clinician" else "y / n / d"
    )
    return [*lines, *_given(given, width), *wrapped(keys, width)]


def _how(question: Question, width: int) -> list[str]:
    lines = wrapped(question.not_when, width)
    return [*lines, *wrapped(WORDS["how"].format(how=question.how), width)] if question.how else lines


def _test(test: SelfTest, question: Question, knowledge: Knowledge, width: int) -> list[str]:
    """A test to do alone: when not, how, how often, what counts."""
    lines = wrapped(test.not_when or question.not_when, width)
    for step in (*test.steps, test.once, WORDS["both_sides"] if test.both_sides and test.times > 1 else ""):
        lines += wrapped(step, width, indent=2, mark="- ") if step else []
    how = test.measure.how if test.measure is not None else ""
    texts = (how, test.counts, test.mistake, knowledge.self_tests.text("while") if not test.looks else "")
    return [*lines, *(line for text in texts for line in wrapped(text, width, indent=2))]


def _head(step: Ask) -> str:
    if step.part in ("you", "follow_up", "safety"):
        return WORDS[step.part]
    if step.left is None:
        return ""
    return WORDS["left_one"] if step.left == 1 else WORDS["left"].format(left=step.left)


def _kind(question: Question, width: int) -> list[str]:
    if question.kind == "number":
        unit = f" ({question.unit})" if question.unit else ""
        if question.low is not None and question.high is not None:
            between = WORDS["number_between"].format(low=f"{question.low:g}", high=f"{question.high:g}")
            return wrapped(f"{between}{unit}.", width)
        return wrapped(f"{WORDS['number']}{unit}.", width)
    if question.kind in ("choice", "many"):
        keys = WORDS["choice" if question.kind == "choice" else "many_keys"]
        return [*_numbered([option.label for option in question.options], width), *wrapped(keys, width)]
    return []


def said(question: Question, value: Any) -> str:
    """An answer in words."""
    if value is None:
        return "don't know"
    if value == "not_tested":
        return "not tested"
    if isinstance(value, dict) and "ticked" in value:
        labels = {option.value: option.label for option in question.options}
        named = [labels.get(name, name) for name in value["ticked"]]
        return "; ".join(named) or ("none of these" if value.get("none_of_the_rest") else "don't know")
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items() if key != "by")
    for option in question.options:
        if option.value == value and isinstance(option.value, bool) == isinstance(value, bool):
            return option.label
    return f"{value:g} {question.unit}".rstrip() if isinstance(value, (int, float)) else str(value)


def answered_words(key: str, state: State, knowledge: Knowledge) -> tuple[str, str]:
    """One earlier answer: what was asked, and what was said."""
    data = state.given[key].data
    if key.startswith("screen:"):
        asks = [line["ask"] for line in data["lines"] if line["key"] in data["ticked"]]
        asks += [f"not sure: {line['ask']}" for line in data["lines"] if line["key"] in data["unsure"]]
        return data["title"], " ".join(asks) or _REST[data["rest"]]
    if key == "told":
        return WORDS["told"].split("?")[0] + "?", "; ".join(state.case.told) or "nobody said"
    if key == "tried":
        return WORDS["tried"].split("?")[0] + "?", "; ".join(t.what for t in state.case.treatments) or "nothing"
    if key == NONE:
        return WORDS["scan_asked_more" if state.case.imaging else "scan_asked"], "no"
    if key in state.scans:
        scan = state.case.imaging[state.scans.index(key)]
        return WORDS["scan_asked"], _scan_said(scan, knowledge, state.terms.audience)
    if key.startswith(KEY):
        return WORDS["scan_asked"], WORDS["scan_gone"]
    if key.startswith("line:"):
        line = str(data["value"])
        is_recording = line.startswith(RECORDING)
        return "From a recording of the run" if is_recording else "Typed line", line.removeprefix(RECORDING).strip()
    text, question = str(data["question"]["text"]), data["question"]
    return text, said(msgspec.convert(question, Question), data["value"])


def moved_lines(found: Moved, width: int, audience: str = "runner") -> list[str]:
    """What an answer changed."""
    if not found.more and not found.less:
        return wrapped(WORDS["little"], width)
    lines = []
    for name, sources in (("more", found.more), ("less", found.less)):
        if sources:
            lines += wrapped(WORDS[name].format(sources="; ".join(_shift(s, audience) for s in sources)), width)
    return lines


def _shift(one: Shifted, audience: str) -> str:
    if audience == "clinician":
        return f"{one.label} ({percent(one.before)} to {percent(one.after)})"
    before, after = (re.sub(r"^about ", "", of_100(p)) for p in (one.before, one.after))
    return WORDS["source"].format(plain=in_a_sentence(one.plain), before=before, after=after)


def why_lines(step: Step, knowledge: Knowledge, width: int, audience: str = "runner") -> list[str]:
    """Why a step is asked."""
    if isinstance(step, ShowScreen):
        return wrapped(WORDS["why_screen"], width)
    if isinstance(step, AskTold):
        return wrapped(WORDS["why_told"], width)
    if isinstance(step, AskTried):
        return wrapped(WORDS["why_tried"], width)
    if isinstance(step, AskScan):
        return wrapped(WORDS["why_scan"], width)
    if not isinstance(step, Ask):
        return []
    if step.wanted is not None:
        rules = "; ".join(dict.fromkeys(in_a_sentence(rule_words(r, knowledge, audience)) for r in step.wanted.rules))
        return wrapped(WORDS["why_safety"].format(rules=rules), width)
    if step.part in ("you", "follow_up"):
        return wrapped(WORDS[f"why_{step.part}"], width)
    lines = wrapped(step.why.why, width) if step.why is not None else []
    if step.why is not None:
        lines += _changes(step.why, width, audience)
    return lines or wrapped(WORDS["why_core"], width)


def _changes(why: Reason, width: int, audience: str) -> list[str]:
    lines = []
    for place, answer in enumerate(why.answers):
        shifts = sorted(why.changes, key=lambda c: (-abs(c.after[place] - c.now), c.condition))[:MOST]
        worth = [c for c in shifts if abs(c.after[place] - c.now) >= LEAST]
        texts = []
        for change in worth:
            name = change.label if audience == "clinician" else in_a_sentence(change.plain or change.label)
            text = WORDS["why_up" if change.after[place] > change.now else "why_down"].format(plain=name)
            figures = f" ({percent(change.now)} to {percent(change.after[place])})" if audience == "clinician" else ""
            texts.append(text + figures)
        if texts:
            lines += wrapped(WORDS["why_if"].format(answer=answer.answer, sources="; ".join(texts)), width, indent=2)
    return lines


def help_lines(width: int) -> list[str]:
    """What can be typed."""
    wide = max(len(key) for key, _ in KEYS) + 2
    return [line for key, does in KEYS for line in wrapped(does, width, indent=2, mark=f"{key:<{wide}}")]
