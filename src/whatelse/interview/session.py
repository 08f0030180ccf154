"""An interview as a frozen value: what it waits for, and the next session after an answer, an undo or a change.

Nothing here reads a clock, a file or a screen. The terminal, a web page and a test drive the same session; a store
keeps its events. The same events, knowledge and chooser give the same step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import msgspec

from whatelse.case import Case
from whatelse.errors import InputError, nearest, shown
from whatelse.inference.weigh import Weighed
from whatelse.interview import told
from whatelse.interview.events import Event, Kind, following
from whatelse.interview.fold import ANSWERS, State, Terms, after, fold, live, opened, patch
from whatelse.interview.next import next_question, question_of
from whatelse.interview.safety import Tick, Wanted, must_ask
from whatelse.interview.self_tests import offers
from whatelse.interview.shorthand import Parsed, with_line
from whatelse.interview.standing import Standing, standing, weighed_after
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, Finished, Interrupt, ShowScreen, Step
from whatelse.interview.types import SITE, Audience, Explore, Mode, Next, Question
from whatelse.interview.waiting import RAISED, after_safety, again, alarm, raised_alarm, safety_first
from whatelse.knowledge.schema import Knowledge
from whatelse.triage import Triage
from whatelse.triage.types import LEVELS
from whatelse.version import __version__

#: What draws the picture in which safety questions matter: where it hurts, and for how long.
PICTURE = (SITE, "weeks_since_onset")


class Chooser(Protocol):
    """What chooses the next question; ``next_question`` unless a test puts another in its place."""

    def __call__(
        self,
        case: Case,
        knowledge: Knowledge,
        setting: str | None = None,
        *,
        mode: Mode = ...,
        audience: Audience = ...,
        asked: frozenset[str] = ...,
        limit: int | None = ...,
        offered: Callable[[str], bool] | None = ...,
    ) -> Next: ...


@dataclass(frozen=True, eq=False)
class Session:
    """Events and the state that they fold to. cursor: place among what was answered of a step gone back to."""

    knowledge: Knowledge
    events: tuple[Event, ...]
    state: State
    choose: Chooser = next_question
    cursor: int | None = None

    @classmethod
    def open(
        cls,
        knowledge: Knowledge,
        at: str,
        *,
        case: Case | None = None,
        setting: str | None = None,
        audience: Audience = "runner",
        mode: Mode | None = None,
        limit: int | None = None,
        choose: Chooser = next_question,
    ) -> Session:
        """A new interview, of a person of whom ``case`` is known already. at: UTC, 2025-01-31T12:00:00Z.

        Raises InputError for a setting or a condition that the knowledge does not have.
        """
        case = Case() if case is None else case
        if setting is not None:
            _check(setting, knowledge.settings, "setting")
            case = msgspec.structs.replace(case, setting=setting)
        for name in _conditions(mode):
            _check(name, knowledge.conditions, "condition")
        data = {
            "engine": __version__,
            "knowledge": {
                "version": knowledge.version,
                "digest": knowledge.digest,
                "overlays": [{"file": name, "digest": digest} for name, digest in knowledge.overlays],
            },
            "setting": setting or case.setting,
            "audience": audience,
            "mode": msgspec.to_builtins(Explore() if mode is None else mode),
            "limit": limit,
            "case": case.to_dict(),
        }
        first = following((), "opened", data, at)
        return cls(knowledge, (first,), opened(first, knowledge), choose)

    @classmethod
    def resume(cls, knowledge: Knowledge, events: Sequence[Event], *, choose: Chooser = next_question) -> Session:
        """The interview that wrote these events, where it stopped. Raises InputError where they do not fit."""
        return cls(knowledge, tuple(events), fold(events, knowledge), choose)

    # ------------------------------------------------------------ what it stands at

    @property
    def case(self) -> Case:
        """What is known by now."""
        return self.state.case

    @property
    def terms(self) -> Terms:
        return self.state.terms

    @cached_property
    def answers(self) -> tuple[Event, ...]:
        """What was answered and counts, in order."""
        return tuple(event for event in live(self.events) if event.kind in ANSWERS)

    @cached_property
    def step(self) -> Step:
        """What the interview waits for."""
        if self.cursor is not None:
            return again(self.state, self.answers[self.cursor], self.knowledge)
        waiting = self._safety_first or self._raised
        if waiting is not None:
            return waiting
        return after_safety(self.state, self.knowledge, self._wanted, lambda: self._next, self._picture)

    @cached_property
    def safety_open(self) -> bool:
        """Whether a safety question that matters has not been put. Then no result is shown, and nothing of one."""
        return self._safety_first is not None or self._wanted != () or self._raised is not None

    @cached_property
    def weighed(self) -> Weighed:
        """The case as weighed. Raises InputError for answers that cannot all be true."""
        last = (self.answers or self.events)[-1]
        return weighed_after(last, self.state, self.knowledge)

    @cached_property
    def standing(self) -> Standing:
        """How urgent it is by now, what was raised on the way included. Raises InputError as ``weighed`` does."""
        return standing(live(self.events), self.knowledge, self.state)

    @property
    def triage(self) -> Triage:
        return self.standing.triage

    @cached_property
    def _raised(self) -> Step | None:
        return raised_alarm(self.state, self.triage)

    @cached_property
    def _safety_first(self) -> Step | None:
        return alarm(self.state, self.knowledge) or safety_first(self.state, self.knowledge)

    @cached_property
    def _wanted(self) -> tuple[Wanted, ...]:
        return must_ask(self.case, self.knowledge, self.state.put)

    @property
    def _picture(self) -> tuple[Question, ...]:
        """The questions that draw the picture, as far as nothing answers them yet."""
        known, found = self.case.findings, []
        for name in PICTURE:
            question = question_of(name, self.knowledge, self.terms.audience, self.terms.setting)
            if not any(finding in known for finding in question.findings):
                found.append(question)
        return tuple(found)

    @cached_property
    def _next(self) -> Next:
        terms = self.terms
        limit = None if terms.limit is None else max(0, terms.limit - self.state.counted)
        return self.choose(
            self.case,
            self.knowledge,
            terms.setting,
            mode=terms.mode,
            audience=terms.audience,
            asked=self.state.put,
            limit=limit,
            offered=None
            if terms.audience == "clinician"
            else offers(self.case, self.knowledge, level=self.triage.level),
        )

    # ------------------------------------------------------------ going on

    def answer(self, value: Any, at: str) -> Session:
        """The session after an answer to its step. Raises InputError for what is no answer to it; then nothing changed.

        A screen takes a ``Tick``, a question a value (``None``: don't know; ``"not_tested"``; a ``Ticked`` list),
        "told" a list of texts, "tried" and a scan what ``AskTried`` and ``AskScan`` say. After ``back`` it changes what
        was answered there.
        """
        step = self.step
        if self.cursor is not None:
            return self.change(step.key, value, at)
        if isinstance(step, (Interrupt, Finished)):
            raise InputError(f"found an answer, expected {'an acknowledgement' if step.key == 'alarm' else 'nothing'}")
        kind: Kind = "answered" if isinstance(step, Ask) else "noted"
        if isinstance(step, ShowScreen):
            kind = "screen_answered"
        return self._with(kind, self._data(step, value), at)

    def _data(self, step: Step, value: Any) -> dict[str, Any]:
        if isinstance(step, ShowScreen):
            if not isinstance(value, Tick):
                raise InputError(f"found {shown(value)}, expected a Tick", field=step.screen.id)
            return told.ticked(self.state, step.screen, value, self.knowledge)
        if isinstance(step, Ask):
            if value == "not_tested" and self.terms.audience == "runner":
                raise InputError('found "not tested", which only a clinician can say', field=step.key)
            data = told.answered(self.state, step.question, value, self.knowledge)
            return {**data, "part": step.part, "left": step.left}
        if isinstance(step, AskTold):
            return told.told(self.state, [value] if isinstance(value, str) else tuple(value or ()))
        if isinstance(step, AskScan):
            return told.scanned(self.state, step, value)
        assert isinstance(step, AskTried)
        return told.tried(self.state, step.part, _checked(step, value))

    def line(self, text: str, parsed: Parsed, at: str) -> Session:
        """The session after a typed line of shorthand, read as ``parsed``: one event, and one step to undo.

        Raises InputError where it contradicts what was said before; then none of it counts.
        """
        case = told.lifted(self.state, [name for name, a in parsed.answers.items() if a.value is True], self.knowledge)
        changed = with_line(case, parsed, self.knowledge)
        data = {
            "key": f"line:{len(self.events)}",
            "value": text,
            "put": [*parsed.answers, *parsed.person],
            "set": patch(self.case.to_dict(), changed.to_dict()),
        }
        return self._with("answered", data, at)

    def acknowledge(self, at: str) -> Session:
        """The session after an emergency was read and acknowledged."""
        step = self._safety_first or self._raised
        if not isinstance(step, Interrupt):
            raise InputError("there is nothing to acknowledge")
        rules = [reason.rule for reason in step.reasons] if step.raised is None else [RAISED]
        return self._with("acknowledged", {"rules": rules, "level": LEVELS[-1]}, at)

    def stop(self, at: str) -> Session:
        """The session after the person wants no more questions; safety questions that matter still come."""
        if self.state.finished:
            return replace(self, cursor=None)
        return self._with("finished", {"reason": "stopped"}, at)

    def finish(self, at: str) -> Session:
        """The session with its end written down, once nothing more is asked."""
        step = self.step
        if not isinstance(step, Finished):
            raise InputError("a question is still open")
        if self.state.finished:
            return self
        return self._with("finished", {"reason": step.stopped, "level": self.triage.level}, at)

    def show(self, data: Mapping[str, Any], at: str) -> Session:
        """The session with a result written down that was shown (``shown.shown_of``), once for each state."""
        last = live(self.events)[-1]
        return self if last.kind == "shown" and last.data == dict(data) else self._with("shown", data, at)

    def go_on(self, at: str) -> Session:
        """A finished session that asks again."""
        ends = [event for event in live(self.events) if event.kind == "finished"]
        return self._taking_back(ends[0], at) if ends else self

    # ------------------------------------------------------------ going back

    def undo(self, at: str) -> Session:
        """As if the last answer had not been given. Raises InputError where there is none."""
        if not self.answers:
            raise InputError("nothing has been answered yet")
        return self._taking_back(self.answers[-1], at)

    def _taking_back(self, event: Event, at: str) -> Session:
        events = (*self.events, following(self.events, "undone", {"event": event.n}, at))
        return replace(self, events=events, state=fold(events, self.knowledge), cursor=None)

    def back(self) -> Session:
        """The session that shows the step before again, with what was answered. Nothing is taken back by it."""
        before = [place for place in self._shown_again if self.cursor is None or place < self.cursor]
        if not before:
            raise InputError("this is the first question")
        return replace(self, cursor=before[-1])

    def forward(self) -> Session:
        """One step onwards again, what was answered there kept."""
        after = [place for place in self._shown_again if self.cursor is not None and place > self.cursor]
        return replace(self, cursor=after[0] if after else None)

    def at_key(self, key: str) -> Session:
        """The session that shows this step again. Raises InputError for what was not answered, or cannot be changed."""
        places = [place for place in self._shown_again if self.answers[place].data["key"] == key]
        if not places:
            raise InputError(f"found {shown(key)}, expected something answered{nearest(key, self.state.given)}")
        return replace(self, cursor=places[0])

    @cached_property
    def _shown_again(self) -> tuple[int, ...]:
        """Places among the answers of the steps that can be answered anew, each where it was answered first."""
        places: dict[str, int] = {}
        for place, event in enumerate(self.answers):
            if self.can_change(str(event.data["key"])):
                places.setdefault(event.data["key"], place)
        return tuple(places.values())

    def change(self, key: str, value: Any, at: str) -> Session:
        """The session in which an earlier step was answered otherwise. key: of it ("slr", "screen:leg", "told")."""
        event = self.state.given.get(key)
        if event is None or not self.can_change(key):
            raise InputError(f"found {shown(key)}, expected something answered{nearest(key, self.state.given)}")
        data = self._data(again(self.state, event, self.knowledge), value)
        return self._with("changed", {**data, "instead": event.n}, at)

    def can_change(self, key: str) -> bool:
        """Whether an answer can be given anew; lines of shorthand and treatments are only taken back."""
        return not key.startswith("line:") and key != "tried"

    def _with(self, kind: Kind, data: Mapping[str, Any], at: str) -> Session:
        event = following(self.events, kind, data, at)
        state = after(self.state, event, self.knowledge)
        return replace(self, events=(*self.events, event), state=state, cursor=None)


def _checked(step: AskTried, value: Any) -> Any:
    if value is None or step.part == "what":
        return value
    if step.part == "weeks":
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 10_000:
            raise InputError(f"found {shown(value)}, expected a number of weeks", field="tried")
        return float(value)
    effects = ("worse", "none", "hours_or_days", "lasting")
    if value not in effects:
        raise InputError(f"found {shown(value)}, expected one of {', '.join(effects)}", field="tried")
    return value


def _conditions(mode: Mode | None) -> tuple[str, ...]:
    return tuple(getattr(mode, name) for name in mode.__struct_fields__) if mode is not None else ()


def _check(name: str, known: Mapping[str, Any], what: str) -> None:
    if name not in known:
        raise InputError(f"unknown {what} {shown(name)}{nearest(name, known)}")
