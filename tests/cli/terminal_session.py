"""A real terminal with a person before it: the program in a pseudo-terminal, keys pressed, what it shows written down.

.venv/bin/python tests/cli/terminal_session.py --write    writes docs/interview-session.md anew
"""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import pexpect

from whatelse.case import Case, read_cases
from whatelse.case.contradictions import implied_by
from whatelse.knowledge import load

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "interview-session.md"
EXAMPLE = ROOT / "examples" / "sit_bone_30_weeks.yaml"
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
KNOWLEDGE = load()
PROMPT = "\r\n> "
#: What such a runner would say as well, beside what the example tells.
ALSO = ("worse_running", "worse_squat_or_deep_hip_flexion", "worse_exercise", "worse_driving")
#: No interview takes more lines.
MOST_KEYS = 150


def _answer_to_ctrl_c() -> None:
    """A test run in the background inherits Ctrl-C as ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """One call of the program. ``shown`` is all that stood on the screen, ``new`` what came since the last key."""

    def __init__(self, folder: Path, *words: str, columns: int = 80) -> None:
        kept = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "NO_COLOR")}
        env = {**kept, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "WHATELSE_CACHE": str(folder / "cache")}
        command = ["-P", "-m", "whatelse", *words]
        self.shown = f"$ whatelse {' '.join(words)}\n"
        self.new = ""
        self._child = pexpect.spawn(
            sys.executable,
            command,
            cwd=str(folder),
            env=env,  # type: ignore[arg-type]
            dimensions=(40, columns),
            encoding="utf-8",
            timeout=120,
            preexec_fn=_answer_to_ctrl_c,
        )
        self._left = MOST_KEYS
        self._wait()

    def type(self, text: str) -> None:
        """A line and Enter."""
        self._left -= 1
        assert self._left, f"the interview does not end:\n{self.shown[-2000:]}"
        self._child.sendline(text)
        self._wait()

    def leave(self, text: str = "") -> int:
        """The last line; the exit code."""
        self._child.sendline(text)
        return self._end()

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self._child.sendintr()
        return self._end()

    def _end(self) -> int:
        self._child.expect(pexpect.EOF)
        self._keep(self._child.before or "")
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)

    def _wait(self) -> None:
        self._child.expect_exact(PROMPT)
        self._keep((self._child.before or "") + PROMPT)

    def _keep(self, text: str) -> None:
        self.new = ANSI.sub("", text).replace("\r", "")
        self.shown += self.new


class Runner:
    """Types what a runner would, of whom a case is known; what it does not tell is "no"."""

    def __init__(self, truth: Case) -> None:
        self.truth = truth
        told = [name for name, answer in truth.findings.items() if answer.value is True and answer.likelihood is None]
        there = [*told, *ALSO]
        self.there = {*there, *(general for name in there for general in implied_by(name, KNOWLEDGE))}
        self.words = {_words(f.question): f.id for f in KNOWLEDGE.findings.values() if f.question}
        self.tried = iter([*self._tried(), "n"])

    def _tried(self) -> Iterator[str]:
        effects = ("worse", "none", "hours_or_days", "lasting")
        for treatment in self.truth.treatments:
            yield treatment.what.replace("_", " ")
            yield f"{treatment.weeks:g}"
            yield str(effects.index(treatment.effect or "none") + 1)

    def answer(self, screen: str) -> str:
        """What to type after the text that was shown last."""
        asked = _words(screen)
        person = self.truth.person
        if "How old are you?" in asked:
            return f"{person.age:g}"
        if "What is your sex?" in asked:
            return str(person.sex)
        if "Which side hurts?" in asked:
            return self.truth.side
        if "What were you told it is?" in asked:
            return "; ".join(self.truth.told) or "n"
        if any(text in asked for text in ("you tried?", "did you try it?", "What did it do?")):
            return next(self.tried)
        scan = self._scan(asked)
        if scan is not None:
            return scan
        if "And the other" in asked:
            return "n"
        if re.search(r"^ *1  ", screen, re.MULTILINE):
            return self._numbers(screen)
        for text, name in sorted(self.words.items(), key=lambda item: -len(item[0])):
            if text in asked:
                return self._single(name)
        return "d"

    def _scan(self, asked: str) -> str | None:
        """Of the scan of the example what is asked; None where none is."""
        if not self.truth.imaging:
            return "n" if "a scan of it?" in asked else None
        scan = self.truth.imaging[0]
        said = {
            "Have you had a scan of it?": str(scan.method),
            "Which part did it look at?": str(scan.region),
            "In which week of the pain was it?": f"{scan.week:g}",
            "What did they say it showed?": "1",
            "Have you had one more scan?": "n",
        }
        return next((answer for text, answer in said.items() if text in asked), None)

    def _single(self, name: str) -> str:
        answer = self.truth.findings.get(name)
        if name in self.there:
            return "y"
        if answer is not None and isinstance(answer.value, (int, float)) and not isinstance(answer.value, bool):
            return f"{answer.value:g}"
        if answer is not None and answer.likelihood is not None:
            return "d"
        return "n" if KNOWLEDGE.findings[name].type in ("yes_no", "duration_over") else "d"

    def _numbers(self, screen: str) -> str:
        """The numbers of the lines that are true of this runner."""
        lines = dict(re.findall(r"^ *(\d+)  (\S.*(?:\n {5,}\S.*)*)", screen, re.MULTILINE))
        labels = {_words(finding.label): finding.id for finding in KNOWLEDGE.findings.values()}
        labels |= {_words(text): name for item in KNOWLEDGE.interview.core for name, text in item.labels.items()}
        asks = {_words(item.ask): item.findings for s in KNOWLEDGE.safety.core for item in s.items}
        found = []
        for number, text in lines.items():
            names = asks.get(_words(text)) or (labels.get(_words(text), ""),)
            if self.there.intersection(names):
                found.append(number)
        if "or the answer" in screen or "number of your answer" in _words(screen):
            return found[0] if found else "d"
        return " ".join(found) or "n"


def _words(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def example() -> Case:
    ((_, case),) = read_cases(EXAMPLE, KNOWLEDGE)
    assert isinstance(case, Case)
    return case


def first_sitting(place: Path) -> str:
    """The beginning, with a look at why, a step back, an answer taken back, and Ctrl-C in the middle."""
    runner = Runner(example())
    terminal = Terminal(place, "ask", "--save", "answers.jsonl")
    terminal.type("why")
    terminal.type(runner.answer("How old are you?"))
    terminal.type("male")
    terminal.type("back")
    terminal.type("female")
    while "about safety" not in terminal.new and "left" not in terminal.new:
        terminal.type(runner.answer(terminal.new))
    terminal.type("why")
    assert terminal.interrupt() == 130
    return terminal.shown


def second_sitting(place: Path) -> str:
    """On from there to the end, with an answer taken back and a look at why."""
    runner = Runner(example())
    terminal = Terminal(place, "ask", "--save", "answers.jsonl", "--export-case", "me.yaml")
    extras = ["undo", "why"]
    while "Press Enter to leave" not in _words(terminal.new):
        asked = terminal.new
        if "questions left" in asked and extras and "Where does it hurt" not in asked:
            extra = extras.pop(0)
            if extra == "undo":
                terminal.type(runner.answer(asked))
            terminal.type(extra)
        terminal.type(runner.answer(asked))
    terminal.type("list")
    terminal.leave()
    return terminal.shown


def clinician(place: Path) -> str:
    """A clinician types several findings in a line, takes them back and types them again."""
    runner = Runner(example())
    terminal = Terminal(place, "ask", "--case", "me.yaml", "--for", "clinician", "--save", "clinic.jsonl")
    while "left" not in terminal.new and "about safety" not in terminal.new and "NOTE" not in terminal.new:
        terminal.type(runner.answer(terminal.new))
    terminal.type("slump+ slr- fadir? sij 3/5")
    terminal.type("undo")
    terminal.type("slump- slr- fadir? sij 0/5")
    terminal.type("t")
    terminal.leave("quit")
    return terminal.shown


HEAD = """# An interview in a terminal

Written by `tests/cli/terminal_session.py --write`, which starts the program in a real terminal of 80 columns and types
what stands after `>`. A test does the same and compares. The runner is the one of
[examples/sit_bone_30_weeks.yaml](../examples/sit_bone_30_weeks.yaml). How to use it: [ask.md](ask.md).
"""


def page() -> str:
    """The page as it should be."""
    with folder() as place:
        parts = (
            ("The beginning, until Ctrl-C", first_sitting(place)),
            ("Going on, until the result", second_sitting(place)),
            ("A clinician goes on with the case", clinician(place)),
        )
    blocks = [f"## {title}\n\n```console\n{_trimmed(shown)}\n```\n" for title, shown in parts]
    return "\n".join((HEAD, *blocks))


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


if __name__ == "__main__":
    text = page()
    if "--write" in sys.argv:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)
