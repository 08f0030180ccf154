import pytest

from whatelse.cli.progress import Progress


def test_progress_waits_and_wipes_itself(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    progress = Progress(clock=lambda: now[0], shown=True)
    for given, at in enumerate((0.5, 0.9, 1.1, 1.2, 1.4), 1):
        now[0] = at
        progress.say(f"{given} of 9 answers")
    progress.done()
    assert capsys.readouterr().err == "\r3 of 9 answers\r5 of 9 answers\r" + " " * 14 + "\r"


def test_short_work_shows_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(clock=lambda: 0.0, shown=True)
    progress.say("1 of 1 answers")
    progress.done()
    assert capsys.readouterr().err == ""


def test_a_step_that_takes_long_by_itself_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(clock=lambda: 0.0, shown=True)
    progress.say("reading run.c3d", now=True)
    progress.say("done", now=True)
    assert capsys.readouterr().err == "\rreading run.c3d\rdone           "


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(clock=lambda: 99.0)
    progress.say("reading", now=True)
    progress.done()
    assert capsys.readouterr().err == ""
