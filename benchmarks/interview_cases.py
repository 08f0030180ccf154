"""Published cases replayed as interviews: an answer is what the case holds, all else is "don't know"."""

from __future__ import annotations

import statistics
from pathlib import Path

import msgspec

from whatelse.case import Answer, Case, Person, read_cases
from whatelse.errors import InputError
from whatelse.exam.credit import ConditionTree
from whatelse.exam.marks import mark
from whatelse.exam.truth import truth_of
from whatelse.inference.assess import assess_case
from whatelse.interview import next_question
from whatelse.interview.types import AGE, SEX, SIDE, SPORT, Question
from whatelse.knowledge.schema import Knowledge

#: No limit: most questions have no answer here, and the interview stops by itself.
MOST = 1000


def replayed(whole: Case, knowledge: Knowledge) -> tuple[Case, int, int]:
    """What a clinician's interview brings out of a case, how many questions it put, and how many had an answer.

    The safety core is asked before all else and not counted; treatments are told, scans are not.
    """
    core = {name for screen in knowledge.safety.core for item in screen.items for name in item.findings}
    told = {name: whole.findings.get(name, Answer(by="asked")) for name in sorted(core)}
    case = Case(treatments=whole.treatments, setting=whole.setting, findings=told, file=whole.file)
    asked: set[str] = set()
    put = answered = 0
    while True:
        step = next_question(case, knowledge, audience="clinician", asked=asked, limit=MOST)
        if step.question is None:
            return case, put, answered
        put += 1
        after = _answered(case, whole, step.question, knowledge)
        answered += after is not None
        asked.add(step.question.id)
        case = after if after is not None else _open(case, step.question)


def _answered(case: Case, whole: Case, question: Question, knowledge: Knowledge) -> Case | None:
    """The case with what the whole one holds of this question; None where it holds nothing."""
    if question.id in (AGE, SEX, SPORT):
        value = getattr(whole.person, question.id)
        person: Person = msgspec.structs.replace(case.person, **{question.id: value})
        return msgspec.structs.replace(case, person=person) if value is not None else None
    if question.id == SIDE:
        return msgspec.structs.replace(case, side=whole.side) if whole.side != "unknown" else None
    family = knowledge.families.get(question.id)
    names = (family.id, family.count_finding, *family.members) if family is not None else question.findings
    held = {name: whole.findings[name] for name in names if name in whole.findings}
    for name, answer in held.items():
        case = case.with_answer(name, answer)
    return (_open(case, question) if question.kind == "many" else case) if held else None


def _open(case: Case, question: Question) -> Case:
    """Nothing is known of it, and it is not asked again."""
    for name in question.findings:
        if name not in case.findings:
            case = case.with_answer(name, Answer(by="asked"))
    return case


def over_cases(folder: Path, knowledge: Knowledge) -> None:
    """Questions and accuracy, beside the same case told at once (history and examination)."""
    tree = ConditionTree(knowledge)
    puts, shares = [], []
    right: dict[str, list[tuple[bool, bool]]] = {"interview": [], "all at once": []}
    for name, whole in read_cases(folder, knowledge):
        if isinstance(whole, InputError):
            print(f"  not read: {name}: {whole}")
            continue
        truth = truth_of(whole)
        if truth is None or not truth.ranked:
            continue
        credit = tree.credit(truth)
        known = whole.at_stage("exam", knowledge)
        case, put, answered = replayed(known, knowledge)
        puts.append(put)
        shares.append(answered / put if put else 1.0)
        for label, one in (("interview", case), ("all at once", known)):
            ranked = assess_case(one, knowledge).ranking
            marked = mark(ranked, credit)
            right[label].append((marked.rank == 1, marked.rank is not None and marked.rank <= 3))
    print(f"\nOver {folder}: {len(puts)} ranked cases, asked by a clinician; what a case does not hold is not known")
    if not puts:
        print("  no case")
        return
    print(
        f"  questions: median {statistics.median(puts):.0f}, most {max(puts)}; answered {statistics.fmean(shares):.0%}"
    )
    for label, found in right.items():
        first, three = (sum(x) / len(found) for x in zip(*found, strict=True))
        print(f"  {label:12s} right first {first:.3f}, in the first three {three:.3f}")
