"""What an interview is made of: every id exists, what is asked has a cost, numbers have reasons, texts are easy."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from whatelse.knowledge.check.problem import Problem, unknown
from whatelse.knowledge.check.texts import HIGHEST_GRADE
from whatelse.knowledge.interview_data import PERSON, SITE, TEXTS, WORTHS, CoreQuestion, InterviewData
from whatelse.knowledge.reading import grade
from whatelse.knowledge.schema import Knowledge

FILE = "interview.toml"
_STAGES = ("history", "exam", "investigation")


def check_interview(knowledge: Knowledge) -> Iterator[Problem]:
    """A file that is not there is none at all and passes."""
    data = knowledge.interview
    if data == InterviewData():
        return
    kinds = {finding.kind for finding in knowledge.findings.values()}
    for item in data.core:
        yield from _core(knowledge, item)
    for cost in data.costs:
        yield from _known(kinds, "kind", cost.id, "kinds", cost.kinds)
        yield from _known(_STAGES, "stage", cost.id, "stages", cost.stages)
        named = {*knowledge.findings, SITE}
        yield from _known(named, "finding", cost.id, "findings", cost.findings)
        if not (cost.seconds > 0 and 0 <= cost.discomfort <= 3 and 0 <= cost.money <= 3):
            yield _problem(cost.id, "seconds", "interview-cost", "needs seconds above 0, and classes from 0 to 3")
    for skip in data.skips:
        yield from _known(kinds, "kind", skip.id, "kinds", skip.kinds)
        yield from _known(knowledge.findings, "finding", skip.id, "findings", (*skip.but, *skip.findings))
    for finding in knowledge.findings.values():
        costs = [cost for cost in data.costs if finding.id in cost.findings or finding.kind in cost.kinds]
        if not any(finding.id in cost.findings or finding.stage in (cost.stages or _STAGES) for cost in costs):
            yield _problem(
                finding.id, "kind", "interview-cost", f"no cost fits a {finding.kind} of the {finding.stage}"
            )
    yield from _complete(data)
    yield from _reasons(knowledge)


def _core(knowledge: Knowledge, item: CoreQuestion) -> Iterator[Problem]:
    if item.id not in (*PERSON, SITE):
        yield from _known(knowledge.findings, "finding", item.id, "id", (item.id,))
    if bool(item.findings) != (item.id == SITE):
        yield _problem(item.id, "findings", "interview-core", f"only the list {SITE!r} has findings, and it needs some")
    yield from _known(knowledge.findings, "finding", item.id, "findings", item.findings)
    if item.otherwise:
        yield from _known(knowledge.findings, "finding", item.id, "otherwise", (item.otherwise,))
    if set(item.labels) != set(item.findings):
        yield _problem(item.id, "labels", "interview-core", "each finding of the list needs its own label")
    for name in item.findings:
        finding = knowledge.findings.get(name)
        if finding is not None and (finding.type != "yes_no" or finding.stage != "history"):
            yield _problem(item.id, "findings", "interview-core", f"{name} is nothing that a person can tick")
    if item.id in (SITE, "side", "sport") and not item.text.strip():
        yield _problem(item.id, "text", "text", "missing")


def _complete(data: InterviewData) -> Iterator[Problem]:
    for name in WORTHS:
        if name not in data.worths:
            yield _problem(name, "worth", "interview-missing", "choosing needs this number")
    for name in TEXTS:
        if name not in data.texts:
            yield _problem(name, "text", "interview-missing", "an interview needs this text")
    for worth in data.worths.values():
        if worth.id not in WORTHS:
            yield _problem(worth.id, "id", "unknown-id", unknown("number", worth.id, WORTHS))
        if not worth.at >= 0.0:
            yield _problem(worth.id, "at", "interview-worth", f"found {worth.at:g}, expected 0 or more")


def _reasons(knowledge: Knowledge) -> Iterator[Problem]:
    data = knowledge.interview
    reasons = [(worth.id, "reason", worth.reason) for worth in data.worths.values()]
    reasons += [(skip.id, "reason", skip.reason) for skip in data.skips]
    spoken = [(text.id, "text", text.text) for text in data.texts.values()]
    spoken += [(item.id, "text", item.text) for item in data.core if item.text]
    spoken += [(item.id, "text", f"It hurts here: {label}.") for item in data.core for label in item.labels.values()]
    spoken += [(item.id, "text", f"It was this: {item.plain}.") for item in (*data.scan_kinds, *data.scan_places)]
    for name, field, text in (*reasons, *spoken):
        if not text.strip():
            yield _problem(name, field, "text", "missing")
        elif field == "text" and (found := grade(_plain(text), knowledge.reading_words)) > HIGHEST_GRADE:
            message = f"reading grade {found:.1f}, at most {HIGHEST_GRADE:g}: shorter words, shorter sentences"
            yield _problem(name, field, "reading-grade", message)


def _plain(text: str) -> str:
    """A text with easy words where the names of causes will stand."""
    return text.replace("{first}", "this").replace("{second}", "that")


def _known(room: Collection[str], what: str, entry: str, field: str, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if name not in room:
            yield _problem(entry, field, "unknown-id", unknown(what, name, room))


def _problem(entry: str, field: str, rule: str, message: str) -> Problem:
    return Problem(FILE, entry, field, rule, message)
