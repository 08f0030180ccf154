"""What somebody typed, held against what was asked. Pure: a text in, a meaning out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whatelse.interview.safety import Screen, Tick
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, ShowScreen, Step
from whatelse.interview.types import NOT_TESTED, Question, Ticked
from whatelse.report.interview import EFFECTS, RESULTS
from whatelse.report.interview_words import WORDS

COMMANDS = {
    "why": "why", "w": "why", "back": "back", "b": "back", "undo": "undo", "u": "undo", "list": "list", "l": "list",
    "stop": "stop", "help": "help", "h": "help", "?": "help", "quit": "quit", "q": "quit", "exit": "quit",
}  # fmt: skip
YES = {"y", "yes"}
NO = {"n", "no", "none"}
NOT_KNOWN = {"d", "don't know", "dont know", "don’t know", "not sure", "unknown"}
UNTESTED = {"t", "not tested"}
_CHANGE = re.compile(r"(?:change|c)(?:\s+(\d{1,4}))?")
_NUMBER = re.compile(r"-?\d{1,7}(?:[.,]\d{1,6})?")


@dataclass(frozen=True)
class Command:
    """Something to do. place: the number after it, if any."""

    name: str
    place: int | None = None


@dataclass(frozen=True)
class Value:
    """An answer to the step."""

    value: Any


@dataclass(frozen=True)
class Rest:
    """Ticks of which nothing was said of the other lines."""

    ticks: Tick | Ticked


@dataclass(frozen=True)
class Bad:
    """Nothing that fits. text: what to tell the person."""

    text: str


Reply = Command | Value | Rest | Bad


def command_in(text: str) -> Command | None:
    """A command, if the text is one."""
    word = " ".join(text.lower().split())
    changed = _CHANGE.fullmatch(word)
    if changed is not None:
        return Command("change", int(changed[1]) if changed[1] else None)
    return Command(COMMANDS[word]) if word in COMMANDS else None


def reply(step: Step, text: str) -> Reply:
    """What a text says to a step."""
    found = command_in(text)
    if found is not None:
        return found
    word = " ".join(text.lower().split()).rstrip(".!")
    if isinstance(step, ShowScreen):
        return _screen(step.screen, word)
    if isinstance(step, AskTold):
        return Value([] if word in NO else [part.strip() for part in text.split(";") if part.strip()])
    if isinstance(step, AskTried):
        return _tried(step, text, word)
    if isinstance(step, AskScan):
        return _scan(step, text, word)
    if isinstance(step, Ask):
        return _question(step.question, word)
    return Bad(WORDS["not_understood"])


def rest(ticks: Tick | Ticked, text: str) -> Value | Command | Bad:
    """What was said of the lines that were not ticked."""
    word = " ".join(text.lower().split())
    found = command_in(text)
    if found is not None:
        return found
    if word not in NO | NOT_KNOWN:
        return Bad(WORDS["not_understood"])
    if isinstance(ticks, Tick):
        return Value(Tick(ticks.lines, ticks.unsure, "none" if word in NO else "not_sure"))
    return Value(Ticked(ticks.findings, word in NO))


def _screen(screen: Screen, word: str) -> Reply:
    if word in NO:
        return Value(Tick(rest="none"))
    if word in NOT_KNOWN:
        return Value(Tick(rest="not_sure"))
    keys = [line.key for line in screen.lines]
    found = _places(word, keys)
    if isinstance(found, Bad):
        return found
    ticked, unsure, none = found
    ticks = Tick(frozenset(ticked), frozenset(unsure), "none" if none else "open")
    complete = none or len(ticked) + len(unsure) == len(keys)
    return Value(ticks) if complete else Rest(ticks)


def _places(word: str, keys: Sequence[str]) -> tuple[set[str], set[str], bool] | Bad:
    """Ticked, unsure, and whether "none" was said of the rest, of ``1 3? none``."""
    ticked: set[str] = set()
    unsure: set[str] = set()
    none = False
    for piece in word.replace(",", " ").split():
        bare = piece.rstrip("?")
        if piece in NO:
            none = True
        elif not bare.isdecimal() or len(bare) > 4:
            return Bad(WORDS["not_understood"])
        elif not 1 <= int(bare) <= len(keys):
            return Bad(WORDS["not_a_line"].format(number=int(bare)))
        else:
            (unsure if piece.endswith("?") else ticked).add(keys[int(bare) - 1])
    if not ticked and not unsure:
        return Bad(WORDS["not_understood"])
    return ticked - unsure, unsure, none


def _tried(step: AskTried, text: str, word: str) -> Reply:
    if step.part == "what":
        if word in NO or word == "nothing":
            return Value(None)
        return Value(" ".join(text.split())) if word else Bad(WORDS["not_understood"])
    if word in NOT_KNOWN:
        return Value(None)
    if step.part == "weeks":
        return Value(_float(word)) if _NUMBER.fullmatch(word) else Bad(WORDS["not_understood"])
    return _one_of(EFFECTS, word)


def _scan(step: AskScan, text: str, word: str) -> Reply:
    """A kind or a part by its number or its name; what was found by numbers, or in somebody's own words."""
    if step.part == "method" and word in NO:
        return Value(None)
    if word in NOT_KNOWN and step.part != "method":
        return Value(None)
    if step.part == "week":
        return Value(_float(word)) if _NUMBER.fullmatch(word) else Bad(WORDS["not_understood"])
    if step.part == "result":
        return _one_of(RESULTS, word)
    values = [str(option.value) for option in step.options]
    if step.part == "found":
        found = _places(word, values)
        if not isinstance(found, Bad) and not found[1] and not found[2]:
            return Value([value for value in values if value in found[0]])
        return Value([" ".join(text.split())]) if _is_words(word) else Bad(WORDS["not_understood"])
    pairs = [(value, option.label.lower()) for value, option in zip(values, step.options, strict=True)]
    named = [value for value, label in pairs if word in (value.lower(), label)]
    begun = [value for value, label in pairs if value.lower().startswith(word) or label.startswith(word)]
    if named or (len(begun) == 1 and _is_words(word)):
        return Value((named or begun)[0])
    if step.part == "region" and _is_words(word):
        return Value(" ".join(text.split()))
    return _one_of(values, word)


def _is_words(word: str) -> bool:
    """Whether somebody wrote a name, and no slip of a key."""
    return re.search(r"[^\W\d_]{3}", word) is not None


def _one_of(values: Sequence[Any], word: str) -> Value | Bad:
    if not word.isdecimal():
        return Bad(WORDS["not_understood"])
    place = int(word[:6])
    return Value(values[place - 1]) if 1 <= place <= len(values) else Bad(WORDS["not_a_line"].format(number=place))


def _float(word: str) -> float:
    return float(word.replace(",", "."))


def _question(question: Question, word: str) -> Reply:
    if word in NOT_KNOWN:
        return Value(Ticked() if question.kind == "many" else None)
    if word in UNTESTED:
        return Value(NOT_TESTED)
    if question.kind == "yes_no":
        return Value(True) if word in YES else Value(False) if word in NO else Bad(WORDS["not_understood"])
    if question.kind == "number":
        return _number(question, word)
    values = [option.value for option in question.options]
    if question.kind == "many":
        return _many(values, word)
    named = [option.value for option in question.options if word in (option.label.lower(), str(option.value).lower())]
    short = [option.value for option in question.options if len(word) == 1 and option.label.lower().startswith(word)]
    if named or len(short) == 1:
        return Value((named or short)[0])
    return _one_of(values, word)


def _number(question: Question, word: str) -> Reply:
    bare = word.removesuffix(question.unit.split()[0]).strip() if question.unit else word
    if not _NUMBER.fullmatch(bare):
        return Bad(WORDS["not_understood"])
    value = _float(bare)
    low, high = question.low, question.high
    if (low is not None and value < low) or (high is not None and value > high):
        between = WORDS["number_between"].format(low=f"{low or 0:g}", high=f"{high:g}" if high is not None else "...")
        return Bad(f"{between}.")
    return Value(value)


def _many(values: Sequence[Any], word: str) -> Reply:
    if word in NO:
        return Value(Ticked(none_of_the_rest=True))
    found = _places(word, [str(value) for value in values])
    if isinstance(found, Bad):
        return found
    ticked, unsure, none = found
    if unsure:
        return Value(Ticked(frozenset(ticked)))
    ticks = Ticked(frozenset(ticked), none)
    return Value(ticks) if none or len(ticked) == len(values) else Rest(ticks)
