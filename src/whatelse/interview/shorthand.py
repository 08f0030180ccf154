"""One typed line of a clinician as answers: ``one+ other- third? family 3/5 angle 30/45 age 41 f``.

A piece is a short word and what it says: ``+`` yes, ``-`` no, ``?`` not tested, ``x`` don't know, ``~`` probably, a
number, ``n/m`` (so many positive of so many done, or left/right of a paired measure), a state. Pieces stand in any
order; what cannot be read is named, and the others still count. A scan is ``mri thigh clean week 6``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from whatelse.case import Answer, Case, Imaging
from whatelse.case.answers import parse_answer
from whatelse.case.contradictions import check, implied_by
from whatelse.case.parsing import OLDEST
from whatelse.case.place import Place
from whatelse.case.subjects import Subject, subject_of
from whatelse.case.types import Side
from whatelse.errors import InputError
from whatelse.inference.composite import composite_likelihood
from whatelse.interview.short_pieces import COUNTED, SIGN, Piece, forms, pieces_of, shown_piece, words_of
from whatelse.interview.short_scans import scan_words, scans_in
from whatelse.interview.short_words import names_of
from whatelse.knowledge.schema import Family, Knowledge

#: A line is typed by hand; what is longer was pasted by mistake.
LONGEST = 2000
SEX, SIDE, AGE, SPORT = "sex", "side", "age", "sport"
_SIGNS = {
    "+": "yes", "yes": "yes", "pos": "yes", "-": "no", "no": "no", "neg": "no", "?": "not tested", "x": "unknown",
    "~": "probably", "~+": "probably", "+~": "probably", "~-": "probably not", "-~": "probably not",
}  # fmt: skip
_SIDE_OF: dict[str, Side] = {"l": "left", "r": "right"}


class Parsed(msgspec.Struct, frozen=True):
    """What a line says. One value: applying it is one step, and so is taking it back.

    answers: by finding or family, in the order of ids. person: of age, sex, sport and side what the line gives. scans:
    in the order in which they were typed.
    problems: one line for each piece that could not be read, naming it. notes: what was read otherwise than typed, or
    will not count.
    """

    answers: dict[str, Answer] = {}
    person: dict[str, float | str] = {}
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    scans: tuple[Imaging, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.answers and not self.person and not self.scans


def parse_line(text: str, knowledge: Knowledge, side: Side = "unknown") -> Parsed:
    """The answers of one line, for a case whose painful side is ``side``.

    Raises InputError for a text that is too long to be a line; all else that is wrong stands in ``problems``.
    """
    if len(text) > LONGEST:
        raise InputError(f"a line of {len(text)} characters, expected at most {LONGEST}")
    names = names_of(knowledge)
    scans, words, scan_problems = scans_in(words_of(text), names, knowledge)
    pieces, problems, notes = pieces_of(words, names)
    person, person_problems = _person(pieces)
    given = person.get(SIDE, side)
    side = given if given in ("left", "right", "both") else "unknown"  # type: ignore[assignment]
    answers: dict[str, Answer] = {}
    spoilt: set[str] = set()
    for piece in sorted(pieces, key=lambda one: (one.target.id, one.said)):
        if piece.target.kind == "person":
            continue
        try:
            key, answer = _answer(piece, knowledge, side)
        except InputError as error:
            problems.append(f"{shown_piece(piece)}: {error.message}")
            continue
        if answers.get(key, answer) != answer:
            spoilt.add(key)
            problems.append(f"{piece.typed}: said twice, with different answers; neither counts")
        answers[key] = answer
        if answer.left is not None and side not in ("left", "right"):
            notes.append(f"{shown_piece(piece)}: the painful side is not known, so the sides cannot be compared")
    answers = {key: answer for key, answer in sorted(answers.items()) if key not in spoilt}
    typed = {one.target.id: one.typed for one in pieces}
    answers, clashes = _without_contradictions(answers, typed, knowledge)
    problems += [*person_problems, *scan_problems, *clashes]
    return Parsed(answers, person, tuple(sorted(set(problems))), tuple(sorted(set(notes))), tuple(scans))


def with_line(case: Case, parsed: Parsed, knowledge: Knowledge) -> Case:
    """The case with all that a line says. Raises InputError where it contradicts what the case holds."""
    person = {key: value for key, value in parsed.person.items() if key != SIDE}
    findings = dict(sorted({**case.findings, **parsed.answers}.items()))
    check(findings, knowledge, Place(case.file).at("findings"))
    if SEX in person:
        person["sex_said"] = None  # type: ignore[assignment]
    return msgspec.structs.replace(
        case,
        findings=findings,
        person=msgspec.structs.replace(case.person, **person) if person else case.person,
        side=parsed.person.get(SIDE, case.side),
        imaging=(*case.imaging, *parsed.scans),
    )


def in_words(parsed: Parsed, knowledge: Knowledge) -> tuple[str, ...]:
    """What was understood, one line a piece, then what was not."""
    lines = [f"{key}: {value:g}" if isinstance(value, float) else f"{key}: {value}" for key, value in _told(parsed)]
    for key, answer in parsed.answers.items():
        lines.append(f"{_label(key, knowledge)}: {_spoken(key, answer, knowledge)}")
    lines += [f"Scan: {scan_words(scan)}" for scan in parsed.scans]
    lines += [f"Note: {note}" for note in parsed.notes]
    return (*lines, *(f"Not understood: {problem}" for problem in parsed.problems))


def written(parsed: Parsed, knowledge: Knowledge) -> str:
    """A line that says the same; reading it gives the same answers."""
    pieces = [f"{key} {value}" for key, value in _told(parsed)]
    for key, answer in parsed.answers.items():
        pieces.append(f"{key}{_sign_of(key, answer, knowledge)}")
    return " ".join((*pieces, *map(scan_words, parsed.scans)))


# ---------------------------------------------------------------- from pieces to answers


def _answer(piece: Piece, knowledge: Knowledge, side: Side) -> tuple[str, Answer]:
    """What a piece says, as the answer of a case file would. Raises InputError with what was expected."""
    target = piece.target.id
    family = knowledge.families.get(target)
    if family is not None and target not in knowledge.findings:
        return _of_family(piece, family, knowledge, side)
    subject = subject_of(target, knowledge)
    if subject is None:
        raise InputError("takes no answer")
    return target, parse_answer(_raw(piece, subject, knowledge), subject, Place(), side)


def _raw(piece: Piece, subject: Subject, knowledge: Knowledge) -> dict[str, object]:
    said = piece.said
    sign = SIGN.fullmatch(said)
    if sign is not None and (subject.form == "yes_no" or _SIGNS[sign[1]] in ("not tested", "unknown")):
        where = _SIDE_OF.get(sign[2])
        return {"value": _SIGNS[sign[1]], "by": "asked", **({"side": where} if where else {})}
    if subject.form in ("yes_no", "states"):
        if sign is not None or subject.form == "yes_no":
            raise InputError(f"found {said!r}, expected {forms(piece.target)}")
        return {"value": said, "by": "asked"}
    counted = COUNTED.fullmatch(said)
    if counted is None:
        raise InputError(f"found {said!r}, expected {forms(piece.target)}")
    first, second, unit = counted[1], counted[2], counted[3]
    finding = knowledge.findings.get(subject.id)
    by = "measured" if finding is not None and finding.stage != "history" else "asked"
    told: dict[str, object] = {"by": by}
    if unit and not _fits(unit, subject.unit):
        raise InputError(f"found {said!r}, expected {subject.unit or 'no unit'}")
    if second is None:
        told["value"] = float(first)
    elif subject.is_paired:
        told |= {"left": float(first), "right": float(second)}
    elif subject.form == "count":
        told |= {"value": float(first), "of": _whole_number(second)}
    elif subject.high is not None and float(second) == subject.high:  # 6/10 on a scale that ends at 10
        told["value"] = float(first)
    else:
        raise InputError(f"found {said!r}; it has no left and right, and is no count")
    return told


def _fits(unit: str, wanted: str) -> bool:
    """Whether letters after a number are the unit, or its beginning: ``w`` for weeks, ``°`` for degrees."""
    words = wanted.lower().replace("°", "deg").split()
    given = unit.replace("°", "deg").removesuffix("c" if "c" in words and len(unit) > 1 else "\0")
    return any(word.startswith(given) or given.startswith(word) for word in words)


def _whole_number(text: str) -> int:
    if not text.isdecimal():
        raise InputError(f"found {text!r}, expected a whole number")
    return int(text)


def _of_family(piece: Piece, family: Family, knowledge: Knowledge, side: Side) -> tuple[str, Answer]:
    """``n/m`` of a family of tests: its count where it has one, else how likely that is under each of its states."""
    counted = COUNTED.fullmatch(piece.said)
    target = family.count_finding if counted and family.count_finding else family.id
    subject = subject_of(target, knowledge)
    if subject is None or (counted is not None and not family.count):
        raise InputError(f"found {piece.said!r}, expected one of {', '.join(family.states)}")
    if counted is None or family.count_finding:
        return target, parse_answer(_raw(piece, subject, knowledge), subject, Place(), side)
    positive, done = _whole_number(counted[1]), _whole_number(counted[2] or str(len(family.members)))
    if not positive <= done <= len(family.members):
        raise InputError(f"found {piece.said!r}, expected so many positive of at most {len(family.members)} done")
    return family.id, _counted(family, positive, done)


def _counted(family: Family, positive: int, done: int) -> Answer:
    named = msgspec.structs.replace(family, count_finding="count")
    likelihood, _ = composite_likelihood(named, {"count": Answer(float(positive), of=done)})
    weights = dict(zip(family.states, likelihood or (), strict=True))
    possible = [state for state, weight in weights.items() if weight > 0]
    if len(possible) == 1:
        return Answer(possible[0], by="asked")
    return Answer(likelihood={state: round(weights[state], 9) for state in possible}, by="asked")


def _without_contradictions(
    answers: dict[str, Answer], typed: Mapping[str, str], knowledge: Knowledge
) -> tuple[dict[str, Answer], list[str]]:
    """Of answers that cannot all be true, none counts; each such pair is named, by the word that was ``typed``."""
    problems: list[str] = []
    while True:
        try:
            check(answers, knowledge, Place().at("findings"))
            return answers, problems
        except InputError as error:
            name = (error.field or "").rpartition(".")[2]
            problems.append(f"{typed.get(name, name)}: {error.message}; neither counts")
            durations = [key for key in answers if _is_duration(key, knowledge)]
            gone = {name, *implied_by(name, knowledge), *(durations if name in durations else ())}
            answers = {
                key: answer
                for key, answer in answers.items()
                if key not in gone or (key != name and key not in durations and answer.value is not False)
            }


def _is_duration(key: str, knowledge: Knowledge) -> bool:
    return key in knowledge.findings and knowledge.findings[key].type in ("duration", "duration_over")


def _person(pieces: Iterable[Piece]) -> tuple[dict[str, float | str], list[str]]:
    """Facts about the person; of two that differ neither counts."""
    found: dict[str, set[float | str]] = {}
    problems: list[str] = []
    for piece in pieces:
        if piece.target.kind != "person":
            continue
        try:
            found.setdefault(piece.target.id, set()).add(_fact(piece))
        except InputError as error:
            problems.append(f"{shown_piece(piece)}: {error.message}")
    for key, values in found.items():
        if len(values) > 1:
            problems.append(f"{key}: said twice, with different answers; neither counts")
    return {key: next(iter(values)) for key, values in sorted(found.items()) if len(values) == 1}, problems


def _fact(piece: Piece) -> float | str:
    if piece.target.id == AGE:
        counted = COUNTED.fullmatch(piece.said)
        if counted is None or counted[2] is not None or not 0 <= float(counted[1]) <= OLDEST:
            raise InputError(f"found {piece.said!r}, expected an age from 0 to {OLDEST}")
        return float(counted[1])
    if piece.target.id == SPORT:
        return piece.said
    values = piece.target.values
    value = values.get(piece.said) or next((v for v in sorted(set(values.values())) if v[0] == piece.said), None)
    if value is None:
        raise InputError(f"found {piece.said!r}, expected {' or '.join(sorted(set(piece.target.values.values())))}")
    return value


# ---------------------------------------------------------------- back into words


def _told(parsed: Parsed) -> list[tuple[str, float | str]]:
    return sorted(parsed.person.items())


def _label(key: str, knowledge: Knowledge) -> str:
    room: Mapping[str, object] = knowledge.findings if key in knowledge.findings else knowledge.families
    return str(getattr(room[key], "label", key))


def _spoken(key: str, answer: Answer, knowledge: Knowledge) -> str:
    finding = knowledge.findings.get(key)
    unit = finding.unit if finding is not None else ""
    where = f", {answer.side} side" if answer.side in ("left", "right") else ""
    if answer.not_tested:
        return "not tested" + where
    if answer.left is not None and answer.right is not None:
        return f"left {answer.left:g}, right {answer.right:g} {unit}".rstrip()
    if isinstance(answer.value, bool):
        return ("probably " if answer.likelihood else "") + ("yes" if answer.value else "no") + where
    if isinstance(answer.value, float):
        if answer.of is not None:
            return f"{answer.value:g} of {answer.of} positive"
        return f"{answer.value:g}" if unit.startswith("0-") else f"{answer.value:g} {unit}".rstrip()
    if isinstance(answer.value, str):
        return answer.value.replace("_", " ")
    if answer.likelihood:
        positive, done = _count_of(key, answer, knowledge)
        return f"{positive} of {done} positive"
    return "don't know" + where


def _count_of(key: str, answer: Answer, knowledge: Knowledge) -> tuple[int, int]:
    """Which count of a family was said."""
    family = knowledge.families[key]
    counts = [(n, m) for m in range(len(family.members) + 1) for n in range(m + 1)]
    return next((n, m) for n, m in counts if _counted(family, n, m) == answer)


def _sign_of(key: str, answer: Answer, knowledge: Knowledge) -> str:
    """What stands after the name in a line that says this."""
    where = {"left": "l", "right": "r"}.get(answer.side or "", "")
    if answer.not_tested:
        return f"?{where}"
    if isinstance(answer.value, bool):
        return f"{'~' if answer.likelihood else ''}{'+' if answer.value else '-'}{where}"
    if answer.left is not None and answer.right is not None:
        return f" {answer.left!r}/{answer.right!r}"
    if isinstance(answer.value, float):
        return f" {answer.value!r}" if answer.of is None else f" {answer.value:g}/{answer.of}"
    if isinstance(answer.value, str):
        return f" {answer.value}"
    if answer.likelihood:
        positive, done = _count_of(key, answer, knowledge)
        return f" {positive}/{done}"
    return f" x{where}"
