"""What rules and open questions are called: for a runner in the words of the questions, for a clinician exactly."""

from __future__ import annotations

from whatelse.case import Answer, Case
from whatelse.case.told_by_care import with_care
from whatelse.interview.types import CouldAdd
from whatelse.knowledge.schema import Knowledge
from whatelse.report.challenge_words import asked
from whatelse.triage import Reason, Triage
from whatelse.triage.known import known
from whatelse.triage.lines import Wording, lines_of
from whatelse.triage.types import Because

#: Before what made a rule fire.
TOLD = "You told:"


def because_words(reason: Reason, case: Case, knowledge: Knowledge, audience: str = "runner") -> tuple[str, ...]:
    """What was told that made a rule fire: question and answer, or the exact names."""
    if audience == "clinician":
        return tuple(item.label for item in reason.because)
    seen = with_care(case, knowledge)[0]
    return tuple(dict.fromkeys(_told(item, seen, knowledge) for item in reason.because))


def question_of(text: str) -> str:
    """The question alone, without the caution before it and what explains it after it."""
    plain = asked(text)
    return plain[: plain.index("?") + 1] if "?" in plain else plain


def _told(item: Because, case: Case, knowledge: Knowledge) -> str:
    name, answer = item.finding, case.findings.get(item.finding, Answer())
    finding = knowledge.findings.get(name)
    if finding is None:
        return _of_another(item, case, knowledge)
    if finding.type in ("yes_no", "duration_over"):
        # A rule fires on what is there, be it told itself or by something more exact.
        return f"{question_of(finding.question)} {finding.active.capitalize()}."
    if answer.left is not None and answer.right is not None:
        return f"{question_of(finding.question)} Left {answer.left:g}, right {answer.right:g}."
    value = answer.measured if answer.value is None else answer.value
    return f"{question_of(finding.question)} {f'{value:g}' if isinstance(value, float) else value}."


def _of_another(item: Because, case: Case, knowledge: Knowledge) -> str:
    """A family of tests, or a fact about the person."""
    family = knowledge.families.get(item.finding)
    if family is not None:
        return f"{family.question or family.label} Yes."
    number = known(case, knowledge).numbers.get(item.finding)
    value = f"{number:g}" if number is not None else case.person.sex if item.finding == "sex" else ""
    return f"{item.label}{f': {value}' if value else ''}."


def rule_words(name: str, knowledge: Knowledge, audience: str = "runner") -> str:
    """What a rule looks for."""
    rule = knowledge.rules[name]
    return rule.label if audience == "clinician" else rule.plain or rule.label


def open_words(one: CouldAdd, knowledge: Knowledge, audience: str = "runner") -> str:
    """What could still be asked or tested."""
    finding, family = knowledge.findings.get(one.id), knowledge.families.get(one.id)
    if audience == "clinician" or (finding is None and family is None):
        return one.label
    return (family.question if family is not None else "") or (question_of(finding.question) if finding else one.label)


def urgency_lines(triage: Triage, case: Case, knowledge: Knowledge) -> tuple[str, ...]:
    """How urgent it is and why, for a runner: the lines of the triage in plain words."""
    return lines_of(
        triage,
        knowledge,
        Wording(
            because=lambda reason: " ".join((TOLD, *because_words(reason, case, knowledge))),
            rule=lambda reason: rule_words(reason.rule, knowledge),
            cause=lambda name: knowledge.conditions[name].plain or knowledge.conditions[name].label,
        ),
    )
