"""Short texts of a page: counts of people, ranges, free words cut to length, letters that can be printed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from whatelse.case import Answer, Case
from whatelse.inference.intervals import Interval
from whatelse.knowledge.schema import Knowledge
from whatelse.report.challenge_words import in_a_sentence, short

#: A word longer than this is broken, so that it cannot run out of its column.
LONGEST_WORD = 28
#: Letters for which the fonts of the page have signs: Latin, Greek, Cyrillic; marks and signs of plain text.
_PRINTABLE = re.compile(
    r"[\u0020-\u007e\u00a0-\u024f\u0374\u0375\u037a-\u037e\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
    r"\u0400-\u045f\u1e00-\u1e9b\u1e9e\u1ea0-\u1ef9\u2010-\u2026\u20ac\u2212]"
)


def ends(found: Interval | None) -> str:
    """ "range 82 to 99": the range in people of 100, empty where there is none."""
    if found is None:
        return ""
    if found.high < 0.0095:
        return "range below 1 of 100"
    low = f"{100 * found.low:.0f}" if found.low >= 0.0095 else "below 1"
    high = f"{100 * found.high:.0f}" if found.high <= 0.994 else "more than 99"
    return f"range {low} to {high}"


def weeks_told(case: Case) -> float | None:
    """Weeks since the pain began, where the case tells them as a number."""
    answer = case.findings.get("weeks_since_onset")
    value = answer.value if answer is not None else None
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def weeks_said(weeks: float) -> str:
    return "less than a week" if weeks < 1 else "1 week" if weeks == 1 else f"{weeks:.3g} weeks"


def free(text: str, letters: int) -> str:
    """What somebody wrote, on one line, at most so long, in letters that can be printed; "?" for any other."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    plain = "".join(sign if _PRINTABLE.fullmatch(sign) else "?" for sign in plain)
    cut = plain if len(plain) <= letters else plain[: letters - 1].rstrip() + "…"
    return " ".join(_broken(word) for word in cut.split(" "))


def _broken(word: str) -> str:
    """A word with places where a line may end, if it is too long for a column."""
    if len(word) <= LONGEST_WORD:
        return word
    return " ".join(word[k : k + LONGEST_WORD] for k in range(0, len(word), LONGEST_WORD))


def name_of(knowledge: Knowledge, condition: str) -> str:
    """A source in plain words."""
    one = knowledge.conditions[condition]
    return one.plain or one.label


def within(plain: str) -> str:
    """A plain name inside a sentence, without what stands in brackets."""
    return in_a_sentence(short(plain))


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in ".!?" else text + "."


def label_of(knowledge: Knowledge, key: str) -> str:
    if key in knowledge.findings:
        return knowledge.findings[key].label
    return knowledge.families[key].label if key in knowledge.families else key.replace("_", " ")


def value_said(answer: Answer) -> str:
    """A value that is not yes or no, as in a note."""
    if answer.left is not None and answer.right is not None:
        return f"left {answer.left:g}, right {answer.right:g}{' ' + answer.unit if answer.unit else ''}"
    value: Any = answer.value if answer.value is not None else answer.measured
    text = f"{value:g}" if isinstance(value, (int, float)) else str(value).replace("_", " ")
    return f"{text} of {answer.of}" if answer.of is not None else text
