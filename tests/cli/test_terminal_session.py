"""A real terminal: what the page in the docs shows is what the program does."""

import pytest

from cli.terminal_session import PAGE, Terminal, folder, page
from whatelse.interview.events import read
from whatelse.report.interview_words import WORDS

# A child process is started from one that has threads; it becomes another program at once.
pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")


def test_the_page_of_the_docs_is_a_real_session() -> None:
    shown = page()
    assert PAGE.read_text("utf-8") == shown, "run tests/cli/terminal_session.py --write and look at what changed"
    for words in (
        "> back",
        "> undo",
        "> why",
        "> ^C",
        "> slump+ slr- fadir? sij 3/5",
        "YOUR RESULT",
        "You go on where",
    ):
        assert words in shown


def test_ctrl_c_at_any_moment_loses_nothing() -> None:
    with folder() as place:
        for count, key in enumerate(("41", "m", "n", "n")):
            terminal = Terminal(place, "ask", "--save", "a.jsonl")
            terminal.type(key)
            assert terminal.interrupt() == 130
            assert len(read((place / "a.jsonl").read_bytes()).events) == 2 + count
            assert "whatelse ask --save a.jsonl" in terminal.shown


def test_a_narrow_terminal_shows_every_line_whole() -> None:
    with folder() as place:
        terminal = Terminal(place, "ask", columns=40)
        for key in ("41", "m", "1 n", "ok"):
            terminal.type(key)
        assert terminal.leave("quit") == 0
        wide = [line for line in terminal.shown.splitlines()[1:] if len(line) > 40 and "/" not in line]
        assert wide == []
        assert " ".join(WORDS["footer"].split()) in " ".join(terminal.shown.split())
