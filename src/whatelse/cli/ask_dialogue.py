"""An interview over lines of text: a terminal with a person before it, or a pipe with answers in it."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text

from whatelse.case.outside import is_elsewhere
from whatelse.case.trials import action_of
from whatelse.cli.ask_keys import Bad, Command, Rest, Value, reply, rest
from whatelse.cli.ask_result import note_of, runner_lines
from whatelse.errors import InputError
from whatelse.interview.event_file import EventFile
from whatelse.interview.moved import moved
from whatelse.interview.self_tests import measured
from whatelse.interview.session import Session
from whatelse.interview.shorthand import in_words, parse_line
from whatelse.interview.shown import shown_of
from whatelse.interview.steps import Ask, AskScan, AskTold, AskTried, Finished, Interrupt, Step
from whatelse.interview.types import NOT_TESTED
from whatelse.report.interview import STRONG, answered_words, help_lines, lines_of, moved_lines, why_lines, wrapped
from whatelse.report.interview_result import footer_lines
from whatelse.report.interview_words import WORDS
from whatelse.report.scan_words import scan_lines

NARROWEST, WIDEST = 30, 88
OK = {"ok", "okay", "y", "yes"}


class Dialogue:
    """One conversation. file: where events are kept, or None; ``written`` of them are there already.

    Everything that happens is in ``session``; it is on the disk before anything else is said.
    """

    def __init__(
        self, session: Session, file: EventFile | None, *, written: int = 0, clock: Callable[[], str] | None = None
    ) -> None:
        self.session = session
        self.file = file
        self._clock = clock or now
        self._written = written
        self._is_terminal = sys.stdin.isatty()
        self._console = Console(file=sys.stdout, width=10**4, highlight=False, markup=False, emoji=False)
        self._width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns - 1))

    def run(self) -> None:
        """Ask until somebody leaves. EOFError and KeyboardInterrupt get out; everything is kept by then."""
        self._write()
        shown: tuple[int, int | None] | None = None
        while True:
            step = self.session.step
            here = (len(self.session.events), self.session.cursor)
            if isinstance(step, Finished):
                if shown != here:
                    self._finish(step)
                    here = (len(self.session.events), self.session.cursor)
                    self.say("keys_finished")
            elif shown != here:
                self.show(lines_of(step, self.session.knowledge, self._width, self._audience, self.session.case))
            shown = here
            if not self._took(step, self._read()):
                return

    # ------------------------------------------------------------ out

    def show(self, lines: Iterable[str]) -> None:
        """Lines as they are; those that stand out in bold, where there is a terminal."""
        for line in lines:
            is_strong = line.startswith(STRONG)
            self._console.print(Text(line.removeprefix(STRONG), style="bold" if is_strong else ""), soft_wrap=True)

    def say(self, name: str, **filled: object) -> None:
        self.show(wrapped(WORDS[name].format(**filled), self._width))

    @property
    def _audience(self) -> str:
        return self.session.terms.audience

    # ------------------------------------------------------------ in

    def _read(self) -> str:
        """One line. Raises EOFError at the end."""
        print("> ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            print()
            raise EOFError
        if not self._is_terminal:
            print(line.strip())
        return line.strip()

    def _took(self, step: Step, text: str) -> bool:
        """Whether the conversation goes on."""
        if not text:
            self._keep(step)
            return not isinstance(step, Finished)
        if isinstance(step, Interrupt):
            return self._alarm(step, text)
        found = self._readings(step, text) or reply(step, text)
        if isinstance(found, Rest):
            self.say("many_rest" if isinstance(step, Ask) else "screen_rest")
            found = rest(found.ticks, self._read())
        if isinstance(found, Command):
            return self._command(found, step)
        if isinstance(found, Value):
            self._answer(step, found.value)
        elif self._audience == "clinician" and not isinstance(step, (AskTold, AskTried)):
            self._line(text)
        else:
            self.show(wrapped(found.text, self._width))
        return True

    def _readings(self, step: Step, text: str) -> Value | Bad | None:
        """Readings of both sides of a test done alone: ``90 92 91 / 80 79 82``, the left side first."""
        if not isinstance(step, Ask) or "/" not in text:
            return None
        test = self.session.knowledge.self_tests.tests.get(step.question.id)
        if test is None or test.measure is None or self._audience == "clinician":
            return None
        try:
            left, right = ([float(word.replace(",", ".")) for word in part.split()] for part in text.split("/"))
            return Value(measured(test, left, right, self.session.knowledge, self.session.case.side))
        except InputError as error:
            return Bad(str(error))
        except ValueError:
            return Bad(WORDS["readings"])

    def _keep(self, step: Step) -> None:
        if self.session.cursor is not None:
            self.session = self.session.forward()
        elif not isinstance(step, Finished):
            self.say("not_understood")

    def _alarm(self, step: Interrupt, text: str) -> bool:
        found = reply(step, text)
        if isinstance(found, Command) and found.name in ("quit", "undo", "list", "help"):
            return self._command(found, step)
        if text.lower().rstrip(".!") not in OK:
            self.say("alarm_wanted")
            return True
        self._go(lambda: self.session.acknowledge(self._clock()))
        return True

    def _answer(self, step: Step, value: object) -> None:
        before = self.session
        if not self._go(lambda: self.session.answer(value, self._clock())):
            return
        if isinstance(step, AskTried) and step.part == "what" and isinstance(value, str):
            action = action_of(value, self.session.knowledge)
            self.say("tried_read" if action else "tried_unknown", label=action.label if action else "")
        if isinstance(step, AskScan) and self._is_told(step):
            state = self.session.state
            lines = scan_lines(state.case, self.session.knowledge, self.session.terms.audience)
            self.show(wrapped(lines[state.scans.index(step.id)].text, self._width))
        self._changed(before, step, value)

    def _is_told(self, step: AskScan) -> bool:
        """Whether this was the last that is asked of a scan."""
        asked = self.session.step
        is_asked = isinstance(asked, AskScan) and asked.id == step.id
        return step.part in ("result", "found") and step.id in self.session.state.scans and not is_asked

    def _changed(self, before: Session, step: Step, value: object) -> None:
        """What the answer did to the sources; nothing of that before the safety questions are through."""
        knowledge = self.session.knowledge
        if is_elsewhere(self.session.case, knowledge) and not is_elsewhere(before.case, knowledge):
            self.show(wrapped(knowledge.limits.elsewhere, self._width))
        if isinstance(step, AskScan) and not self._is_told(step):
            return
        is_answer = value not in (None, NOT_TESTED) and not isinstance(step, (AskTold, AskTried, Interrupt))
        if is_answer and not before.safety_open and not self.session.safety_open:
            try:
                found = moved(before.weighed, self.session.weighed)
            except InputError:
                return
            self.show(moved_lines(found, self._width, self._audience))

    def _line(self, text: str) -> None:
        """A line of shorthand."""
        session = self.session
        parsed = parse_line(text, session.knowledge, session.case.side)
        if parsed.is_empty:
            self.show(wrapped(f"{WORDS['not_understood']} {' '.join(parsed.problems)}", self._width))
            return
        before = session
        if self._go(lambda: session.line(text, parsed, self._clock())):
            for line in in_words(parsed, session.knowledge):
                self.show(wrapped(line, self._width, indent=2))
            self._changed(before, before.step, text)

    def _go(self, step: Callable[[], Session]) -> bool:
        """Whether it went; a refusal is told."""
        try:
            self.session = step()
        except InputError as error:
            contradicts = error.field is not None and error.field.startswith("findings.")
            self.show(wrapped(WORDS["contradicts"] if contradicts else str(error), self._width))
            if contradicts:
                self.show(wrapped(f"({error})", self._width))
            return False
        self._write()
        return True

    def _write(self) -> None:
        if self.file is not None:
            self.file.append(*self.session.events[self._written :])
            self._written = len(self.session.events)

    # ------------------------------------------------------------ commands

    def _command(self, command: Command, step: Step) -> bool:
        if command.name == "quit":
            return False
        if command.name == "why":
            self.show(why_lines(step, self.session.knowledge, self._width, self._audience))
        elif command.name == "help":
            self.show(help_lines(self._width))
        elif command.name == "list":
            self._list()
        elif command.name == "change":
            self._change(command.place)
        elif command.name == "back":
            self._back()
        elif command.name == "undo":
            self._undo()
        elif command.name == "stop":
            self._stop()
        return True

    def _list(self) -> None:
        state = self.session.state
        if not state.given:
            self.say("list_none")
        for number, key in enumerate(state.given, start=1):
            asked, said = answered_words(key, state, self.session.knowledge)
            self.show(wrapped(f"{asked} {said}", self._width, indent=1, mark=f"{number:>2}  "))

    def _change(self, place: int | None) -> None:
        keys = list(self.session.state.given)
        if place is None or not 1 <= place <= len(keys):
            self.say("change_how")
            return
        try:
            self.session = self.session.at_key(keys[place - 1])
        except InputError:
            self.say("change_not")

    def _back(self) -> None:
        try:
            self.session = self.session.back()
        except InputError:
            self.say("back_first")

    def _undo(self) -> None:
        if not self.session.answers:
            self.say("undo_none")
            return
        last = self.session.answers[-1]
        asked, said = answered_words(str(last.data["key"]), self.session.state, self.session.knowledge)
        if self._go(lambda: self.session.undo(self._clock())):
            self.say("undone", what=f"{asked} {said}".rstrip("."))

    def _stop(self) -> None:
        if self.session.safety_open:
            self.say("stop_first")
        self._go(lambda: self.session.stop(self._clock()))

    # ------------------------------------------------------------ the end

    def _finish(self, step: Finished) -> None:
        self._go(lambda: self.session.finish(self._clock()))
        self._go(lambda: self.session.show(shown_of(self.session), self._clock()))
        if self._audience == "clinician":
            self.show(note_of(self.session))
        else:
            self.show(runner_lines(self.session, step, self._width))

    def greet(self) -> None:
        self.show([STRONG + line for line in wrapped(WORDS["title"], self._width)])
        self.say("welcome")
        self.say("welcome_keys")
        self.say("kept" if self.file is not None else "kept_not")
        self.show(["", *footer_lines(self._width)])

    def greet_again(self, *, torn: bool) -> None:
        """At the beginning of an interview that goes on."""
        self.say("resumed", count=len(self.session.state.given))
        if torn:
            self.say("torn")
        if self.session.terms.digest != self.session.knowledge.digest:
            self.say("newer")

    def leave(self, *, save: str | None, export: str | None) -> None:
        """What is said last. A file that nobody asked for goes once there is a result."""
        finished = isinstance(self.session.step, Finished) and self.session.cursor is None
        if not finished:
            self.say("no_result" if self.session.safety_open else "quit")
        if self.file is None:
            self.say("lost")
        elif finished and save is None:
            self.file.path.unlink(missing_ok=True)
        else:
            self._command_line("how_to_resume", "ask", "--save", str(self.file.path))
        if export is not None:
            self._command_line("exported", "plan", export)
        elif save is not None:
            self._command_line("how_to_export", "ask", "--save", save, "--export-case", "CASE.yaml")
        if not finished:
            self.show(["", *footer_lines(self._width)])

    def _command_line(self, name: str, *words: str) -> None:
        """A command to type, on a line of its own that can be copied."""
        self.say(name)
        self.show([f"  whatelse {shlex.join(words)}"])


def now() -> str:
    """The time as events carry it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
