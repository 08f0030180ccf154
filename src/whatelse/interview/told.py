"""What one answer writes into a case and into its event. Pure; the session adds the number, the time and the hash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from whatelse.case import Answer, Case, Treatment
from whatelse.case.contradictions import implied_by
from whatelse.errors import InputError, nearest, shown
from whatelse.interview.answer import Said, apply_answer
from whatelse.interview.fold import State, patch
from whatelse.interview.safety import Screen, Tick
from whatelse.interview.scans import told_scan
from whatelse.interview.steps import AskScan
from whatelse.interview.types import Question, Ticked
from whatelse.knowledge.schema import Knowledge

_YES, _NO, _NOT_KNOWN = Answer(True, by="asked"), Answer(False, by="asked"), Answer(by="asked")


def ticked(state: State, screen: Screen, tick: Tick, knowledge: Knowledge) -> dict[str, Any]:
    """The data of an answered screen.

    A line of one finding that is ticked is a yes; one of several opens them. "None of the rest" is a no to each finding
    of the other lines, but for what a yes implies; "not sure" leaves them unknown, but asked.
    """
    _check_lines(screen, tick)
    before, earlier = (_earlier(state, f"screen:{screen.id}", part) for part in ("ticked", "put"))
    case = state.case
    opens: list[str] = []
    put: list[str] = []
    denied: list[str] = []
    reopens: list[str] = []
    for line in screen.lines:
        if line.key in tick.lines and line.opens:
            fresh = [name for name in line.findings if line.key not in before]
            case = _without(case, fresh)
            reopens += fresh
            opens += line.findings
        elif line.key in tick.lines:
            case, put = _yes(case, line.findings[0], state, knowledge), [*put, *line.findings]
        elif line.key in tick.unsure or tick.rest == "not_sure":
            case, put = _set(case, line.findings, _NOT_KNOWN), [*put, *line.findings]
        elif tick.rest == "open":
            case = _without(case, [name for name in line.findings if name in earlier])
            reopens += line.findings
    for line in screen.lines:
        if tick.rest == "none" and line.key not in tick.lines and line.key not in tick.unsure:
            there = _implied(case, knowledge)
            denied += [name for name in line.findings if name not in there]
            case = _set(case, [name for name in line.findings if name not in there], _NO)
            case = _without(case, [name for name in line.findings if name in there])
    return {
        "key": f"screen:{screen.id}",
        "title": screen.title,
        "lines": [msgspec.to_builtins(line) for line in screen.lines],
        "ticked": sorted(tick.lines),
        "unsure": sorted(tick.unsure),
        "rest": tick.rest,
        "opens": opens,
        "reopens": reopens,
        "put": [*put, *denied],
        "denied": denied,
        "set": patch(state.case.to_dict(), case.to_dict()),
    }


def _check_lines(screen: Screen, tick: Tick) -> None:
    keys = [line.key for line in screen.lines]
    for key in sorted(tick.lines | tick.unsure):
        if key not in keys:
            raise InputError(f"found {shown(key)}, expected a line of the screen{nearest(key, keys)}", field=screen.id)
    both = sorted(tick.lines & tick.unsure)
    if both:
        raise InputError(f"{both[0]} is both ticked and not sure", field=screen.id)


def _earlier(state: State, key: str, part: str) -> set[str]:
    event = state.given.get(key)
    return set(event.data.get(part, ())) if event is not None else set()


def _implied(case: Case, knowledge: Knowledge) -> set[str]:
    """All that a firm yes of the case implies."""
    return {g for name, a in case.findings.items() if a.value is True for g in implied_by(name, knowledge)}


def _yes(case: Case, name: str, state: State, knowledge: Knowledge) -> Case:
    return _lifted(case, name, state, knowledge).with_answer(name, _YES)


def _lifted(case: Case, name: str, state: State, knowledge: Knowledge) -> Case:
    """Without the denials that a yes to this finding outweighs: those that were only said of a whole list."""
    for general in implied_by(name, knowledge):
        if general in state.denied and case.findings.get(general) == _NO:
            case = case.without(general)
    return case


def lifted(state: State, names: Sequence[str], knowledge: Knowledge) -> Case:
    """The case without the denials of whole lists that a yes to any of these findings outweighs."""
    case = state.case
    for name in names:
        case = _lifted(case, name, state, knowledge)
    return case


def _set(case: Case, names: Sequence[str], answer: Answer) -> Case:
    for name in names:
        case = case.with_answer(name, answer)
    return case


def _without(case: Case, names: Sequence[str]) -> Case:
    for name in names:
        if name in case.findings:
            case = case.without(name)
    return case


def answered(state: State, question: Question, value: Said, knowledge: Knowledge) -> dict[str, Any]:
    """The data of an answered question. Raises InputError for a value that is none, or that contradicts another."""
    case, asked = state.case, question
    if question.kind == "many":
        # What another answer implies is known; neither a tick nor its absence adds to it.
        there = _implied(case, knowledge)
        left = tuple(name for name in question.findings if name not in there)
        question = msgspec.structs.replace(question, findings=left)
        if isinstance(value, Ticked):
            value = Ticked(value.findings.difference(set(asked.findings).difference(left)), value.none_of_the_rest)
            for name in sorted(value.findings):
                case = _lifted(case, name, state, knowledge)
    elif value is True:
        case = _lifted(case, question.id, state, knowledge)
    after = apply_answer(case, question, value, knowledge)
    denied = []
    if isinstance(value, Ticked) and value.none_of_the_rest:
        denied = [name for name in question.findings if after.findings.get(name) == _NO]
    return {
        "key": question.id,
        "question": msgspec.to_builtins(asked),
        "value": plain(value),
        "put": [question.id, *question.findings] if question.kind == "many" else [question.id],
        "denied": denied,
        "set": patch(state.case.to_dict(), after.to_dict()),
    }


def plain(value: Said) -> Any:
    """A value as an event holds it."""
    if isinstance(value, Ticked):
        return {"ticked": sorted(value.findings), "none_of_the_rest": value.none_of_the_rest}
    if isinstance(value, Answer):
        return msgspec.to_builtins(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return {"ticked": sorted(value), "none_of_the_rest": False}


def told(state: State, said: Sequence[str]) -> dict[str, Any]:
    """The data of what somebody was told it is; nothing where nobody said anything."""
    texts = [text for text in (" ".join(text.split()) for text in said) if text]
    return {
        "key": "told",
        "value": texts,
        "set": patch(state.case.to_dict(), msgspec.structs.replace(state.case, told=tuple(texts)).to_dict()),
    }


def tried(state: State, ask: str, value: object) -> dict[str, Any]:
    """The data of one thing that was tried, or of one more fact about the last of them."""
    known = list(state.case.treatments)
    if ask == "what" and value is not None:
        known.append(value if isinstance(value, Treatment) else Treatment(_text(value)))
    elif ask != "what" and value is not None:
        known[-1] = msgspec.structs.replace(known[-1], **{ask: value})
    after = msgspec.structs.replace(state.case, treatments=tuple(known))
    return {
        "key": "tried",
        "ask": ask,
        "value": msgspec.to_builtins(value),
        "put": [f"tried:{len(known)}:{name}" for name in _asked(ask, value)],
        "set": patch(state.case.to_dict(), after.to_dict()),
    }


def scanned(state: State, step: AskScan, value: object) -> dict[str, Any]:
    """The data of a scan, of one more fact about it, or of there being none (more)."""
    found = told_scan(state.case, state.scans, state.given, step.id, step.part, value)
    return {
        "key": found.key,
        "ask": step.part,
        "value": msgspec.to_builtins(value),
        "scans": list(found.keys),
        "put": list(found.put),
        "reopens": list(found.reopens),
        "set": patch(state.case.to_dict(), found.case.to_dict()),
    }


def _asked(ask: str, value: object) -> tuple[str, ...]:
    return ("weeks", "effect") if isinstance(value, Treatment) else () if ask == "what" else (ask,)


def _text(value: object) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text:
        raise InputError(f"found {shown(value)}, expected what was tried", field="tried")
    return text
