"""What a person was told, in free words, and what of the knowledge that covers."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from whatelse.case import Case
from whatelse.case.named import conditions_named
from whatelse.case.phrases import spaced
from whatelse.errors import InputError, shown
from whatelse.inference.compile import OTHER, Model
from whatelse.knowledge.schema import Condition, Knowledge

GRAVITY = ("self_care", "routine", "urgent", "emergency")


@dataclass(frozen=True)
class Claim:
    """said: the words. condition: what they name. covers: the conditions (each a node of its own) that count as it.

    root: the node that holds the condition: itself, the family of a grade or kind, or what it is a name for.
    """

    said: str
    condition: str
    root: str
    covers: tuple[str, ...]

    def nodes(self, model: Model) -> tuple[int, ...]:
        return tuple(model.node[key] for key in self.covers)


def claims_in(text: str, knowledge: Knowledge, field: str = "") -> tuple[Claim, ...]:
    """The claims that a text makes, in its order. Raises InputError, with the nearest names, where it names none."""
    found = [key for key in conditions_named(text, knowledge) if key != OTHER]
    if not found:
        raise InputError(
            f"found {shown(text)}, which names no condition of this knowledge{_nearest(text, knowledge)}",
            field=field or None,
        )
    return tuple(_claim(text, key, knowledge) for key in found)


def claims_of(case: Case, knowledge: Knowledge) -> tuple[list[Claim], list[InputError]]:
    """The claims of all that the case was told, and what is wrong with those that name nothing known."""
    claims: list[Claim] = []
    errors: list[InputError] = []
    for text in case.told:
        try:
            claims += [claim for claim in claims_in(text, knowledge, "told") if claim.condition not in _named(claims)]
        except InputError as error:
            errors.append(error)
    return claims, errors


def _named(claims: list[Claim]) -> set[str]:
    return {claim.condition for claim in claims}


def _claim(said: str, key: str, knowledge: Knowledge) -> Claim:
    root = _root(knowledge.conditions[key], knowledge)
    covers = [root, *_no_graver(knowledge.conditions[root], knowledge)]
    if key != root:
        covers = [root]
    return Claim(said, key, root, tuple(covers))


def _root(condition: Condition, knowledge: Knowledge) -> str:
    while condition.of or condition.relation in ("grade", "subtype"):
        condition = knowledge.conditions[condition.of or condition.parent]
    return condition.id


def _no_graver(condition: Condition, knowledge: Knowledge) -> list[str]:
    """The members of a group that are no more urgent than its own name, and so on downwards.

    A calm name must not cover a graver form: that one is a rival, and is named.
    """
    out: list[str] = []
    for child in knowledge.children(condition.id):
        if child.relation == "group" and GRAVITY.index(child.urgency) <= GRAVITY.index(condition.urgency):
            out += [child.id, *_no_graver(child, knowledge)]
    return out


def forms_of(claim: Claim, knowledge: Knowledge) -> set[str]:
    """All members of the group that was named, graver ones too."""

    def below(key: str) -> set[str]:
        members = {child.id for child in knowledge.children(key) if child.relation == "group"}
        return members.union(*(below(member) for member in members))

    return below(claim.root)


def _nearest(text: str, knowledge: Knowledge) -> str:
    """The three nearest names, by the whole text and by its words."""
    names = {spaced(name) for name in knowledge.names}
    names |= {spaced(condition.label.split("(")[0]) for condition in knowledge.conditions.values()}
    said = spaced(text)
    close = difflib.get_close_matches(said, sorted(names), n=3, cutoff=0.55)
    for word in said.split():
        if len(word) > 3:
            close += difflib.get_close_matches(word, sorted(names), n=1, cutoff=0.75)
    close = list(dict.fromkeys(close))[:3]
    return f" (nearest: {', '.join(close)})" if close else ""
