"""Which short word stands for what: names of a knowledge, and the nearest one to a slip of a finger."""

from __future__ import annotations

import difflib
from typing import Literal

import msgspec

from whatelse.case.subjects import names as ids_of
from whatelse.case.subjects import subject_of
from whatelse.knowledge.schema import Knowledge
from whatelse.knowledge.shorthand import PERSON

Kind = Literal["yes_no", "number", "pair", "count", "states", "person"]
#: Words shorter than this are not guessed: one letter of three makes another test.
SHORTEST_GUESSED = 5


class Target(msgspec.Struct, frozen=True):
    """What a word stands for. ``value``: what it says by itself ("f"). ``values``: of the person, word -> value."""

    id: str
    kind: Kind
    value: str = ""
    states: tuple[str, ...] = ()
    values: dict[str, str] = {}

    @property
    def takes_text(self) -> bool:
        return bool(self.states) or self.kind == "person"


class Names(msgspec.Struct, frozen=True):
    """Every word and what it stands for."""

    words: dict[str, Target]

    def target(self, word: str) -> Target | None:
        return self.words.get(word)

    def known(self, word: str) -> Target:
        return self.words[word]

    def slip(self, word: str) -> str | None:
        """The one word that a single slip (a letter too many, too few, wrong, or two exchanged) makes of this one."""
        if len(word) < SHORTEST_GUESSED:
            return None
        near = [known for known in self.words if _one_slip(word, known) and not self.words[known].value]
        return near[0] if len({self.words[known].id for known in near}) == 1 else None


def names_of(knowledge: Knowledge) -> Names:
    """The words of a knowledge: its abbreviations, and every id that takes an answer."""
    kept = _made.get(id(knowledge))
    if kept is not None and kept[0] is knowledge:
        return kept[1]
    words = {key: _target(key, knowledge) for key in sorted(ids_of(knowledge))}
    for alias in knowledge.shorthand.values():
        target = _target(alias.id, knowledge, alias.values)
        words |= dict.fromkeys(alias.words, target)
        words |= {word: msgspec.structs.replace(target, value=word) for word in alias.values}
    made = Names(dict(sorted(words.items())))
    if len(_made) >= _MOST_KEPT:
        _made.clear()
    _made[id(knowledge)] = (knowledge, made)
    return made


_made: dict[int, tuple[Knowledge, Names]] = {}
_MOST_KEPT = 8


def _target(key: str, knowledge: Knowledge, values: dict[str, str] | None = None) -> Target:
    if key in PERSON and key not in knowledge.findings:
        return Target(key, "person", values=values or {})
    family = knowledge.families.get(key)
    if family is not None and key not in knowledge.findings:
        return Target(key, "count" if family.count else "states", states=family.states)
    subject = subject_of(key, knowledge)
    if subject is None:
        return Target(key, "yes_no")
    kind: Kind = "pair" if subject.is_paired else subject.form
    return Target(key, kind, states=subject.states if kind == "states" else ())


def nearest_words(word: str, names: Names) -> str:
    """`` (did you mean X?)`` with at most three known words, or an empty string."""
    close = difflib.get_close_matches(word[:80], list(names.words), n=3, cutoff=0.7)
    return f" (did you mean {' or '.join(close)}?)" if close else ""


def _one_slip(a: str, b: str) -> bool:
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        wrong = [i for i in range(len(a)) if a[i] != b[i]]
        if len(wrong) == 1:
            return True
        return (
            len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
        )
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
