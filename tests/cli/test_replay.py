"""``whatelse replay``: an unchanged record gives the same; a changed one, or another version, is named."""

from pathlib import Path
from typing import Any

import pytest

from cli.program import refusal, whatelse
from inference.shipped import KNOWLEDGE
from whatelse import __version__
from whatelse.interview.events import Event, following, text_of
from whatelse.interview.session import Session
from whatelse.interview.shown import shown_of

TOLD = {"pain_sit_bone": "yes", "worse_sitting": "yes", "weeks_since_onset": 12}


def at(n: int) -> str:
    return f"2025-03-01T10:00:{n:02d}Z"


def recorded(engine: str = __version__, digest: str = KNOWLEDGE.digest, **shown: Any) -> tuple[Event, ...]:
    """An interview of three answers, with the result that was shown after them."""
    made = {"version": KNOWLEDGE.version, "digest": digest, "overlays": []}
    events = [following((), "opened", {"engine": engine, "knowledge": made, "audience": "runner", "case": {}}, at(0))]
    for key, value in TOLD.items():
        data = {"key": key, "put": [key], "set": {"findings": {key: value}}}
        events.append(following(events, "answered", data, at(len(events))))
    result = {**shown_of(Session.resume(KNOWLEDGE, events)), **shown}
    events.append(following(events, "shown", result, at(len(events))))
    return tuple(events)


def written(folder: Path, raw: bytes) -> Path:
    name = folder / "one.jsonl"
    name.write_bytes(raw)
    return name


def test_an_unchanged_record_gives_the_same(tmp_path: Path) -> None:
    found = whatelse("replay", written(tmp_path, text_of(recorded())))
    assert found.exit_code == 0, found.output
    assert "5 events" in found.stdout and "the chain is whole" in found.stdout
    assert "the same." in found.stdout


def test_another_result_is_named_with_its_line(tmp_path: Path) -> None:
    found = whatelse("replay", written(tmp_path, text_of(recorded(level="self_care", answer="0" * 64))))
    assert found.exit_code == 1
    assert "Line 5: another result (level, answer)." in found.stdout


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"engine": "0.0.1"}, "engine 0.0.1 in the record"),
        ({"digest": "f" * 64}, "knowledge ffffffffffff in the record"),
    ],
)
def test_other_versions_are_named_and_nothing_is_worked_out(other: dict[str, str], said: str, tmp_path: Path) -> None:
    found = whatelse("replay", written(tmp_path, text_of(recorded(**other, answer="0" * 64))))
    assert found.exit_code == 0
    assert said in found.stdout and "Not worked out again" in found.stdout


def test_an_overlay_is_other_knowledge(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text(
        "".join(
            f"[conditions.{name}.findings]\n"
            'mech_sprinting = {value = 0.06, low = 0.042, high = 0.2, source = "EXPERT"}\n'
            for name in ("hamstring_strain", "hamstring_strain_sprint_type")
        ),
        encoding="utf-8",
    )
    found = whatelse("replay", written(tmp_path, text_of(recorded())), "--knowledge", overlay)
    assert "Not worked out again: knowledge" in found.stdout


def test_a_changed_answer_is_refused_with_its_line(tmp_path: Path) -> None:
    raw = text_of(recorded()).replace(b'"worse_sitting":"yes"', b'"worse_sitting":"no"')
    assert "line 3: was changed after it was written" in refusal("replay", written(tmp_path, raw))


def test_a_line_cut_off_while_it_was_written_is_left_out_and_said(tmp_path: Path) -> None:
    found = whatelse("replay", written(tmp_path, text_of(recorded())[:-40]))
    assert found.exit_code == 0
    assert "cut off" in found.stdout and "4 events" in found.stdout


@pytest.mark.parametrize("raw", [b"", b"{}\n", b"\xff\n"])
def test_what_is_no_record_is_one_line(raw: bytes, tmp_path: Path) -> None:
    refusal("replay", written(tmp_path, raw))
    assert "cannot read" in refusal("replay", "nowhere.jsonl")


def test_another_level_at_the_end_is_named(tmp_path: Path) -> None:
    events = recorded()
    level = Session.resume(KNOWLEDGE, events).triage.level
    for said, code in ((level, 0), ("emergency", 1)):
        end = following(events, "finished", {"reason": "stopped", "level": said}, at(30))
        assert whatelse("replay", written(tmp_path, text_of((*events, end)))).exit_code == code
