"""What a runner reads in an interview: short words, nothing promised, nothing decided."""

import re
import string
from pathlib import Path

import pytest

from inference.shipped import KNOWLEDGE
from whatelse.knowledge.check.plan_data import sentences
from whatelse.knowledge.reading import grade
from whatelse.report.interview_words import KEYS, WORDS

HARDEST = 8.0
BANNED = re.compile(r"\bsafe\b|\bsafely\b|you have (?!read|tried|said)|diagnosis is|\bverdict\b", re.IGNORECASE)
TEXTS = {**WORDS, **dict(KEYS)}


def filled(text: str) -> str:
    """A text with a short word in each of its gaps."""
    return string.Formatter().vformat(text, (), _It())


class _It(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "it"


@pytest.mark.parametrize("name", TEXTS)
def test_every_sentence_is_easy_to_read(name: str) -> None:
    hard = [(grade(s, KNOWLEDGE.reading_words), s) for s in sentences(filled(TEXTS[name]))]
    assert [one for one in hard if one[0] > HARDEST] == []


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_promised_and_nobody_is_told_what_they_have(name: str) -> None:
    assert not BANNED.search(TEXTS[name])


def test_the_footer_says_when_to_go_and_that_nothing_was_validated() -> None:
    for words in ("never validated on patients", "If it gets worse", "Go now"):
        assert words in WORDS["footer"]


def test_every_text_is_used() -> None:
    root = Path(__file__).parents[2] / "src" / "whatelse"
    files = [
        path for part in ("report", "cli") for path in (root / part).glob("*.py") if path.stem != "interview_words"
    ]
    code = "".join(path.read_text("utf-8") for path in files).replace("f'", 'f"')
    stems = [f"{name.partition('_')[0]}_" for name in WORDS if "_" in name]
    built = [stem for stem in stems if f'f"{stem}{{' in code]
    assert [name for name in WORDS if f'"{name}"' not in code and not name.startswith(tuple(built))] == []
