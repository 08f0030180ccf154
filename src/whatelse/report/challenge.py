"""A challenge as plain text. For runners: short words, people counted, never a verdict; see also the clinician's."""

from __future__ import annotations

from whatelse.challenge.answer import Between, Challenge, Challenged, FactorRow, SignTold, Source, Tried
from whatelse.knowledge.schema import Knowledge
from whatelse.report.challenge_clinician import clinician
from whatelse.report.challenge_words import (
    answered,
    asked,
    columns,
    in_a_sentence,
    of_100,
    paragraph,
    points_to,
    short,
    strength,
    weeks,
)

LIMITS = (
    "These are counts from a model. It was never tested on patients, and it does not replace a visit. If it gets "
    "worse, see a doctor. Go now if you are newly numb between the legs. Go now with new bladder or bowel trouble, "
    "a cold pale leg, chest pain, or fever with deep pain."
)
FIT = {
    "fits": "{said} fits what was told.",
    "partly": "{said} fits only in part.",
    "poorly": "{said} does not fit well.",
    "cannot_tell": "Too little is known to say if {said} fits.",
}
_URGENT = {"urgent": "urgent if true", "emergency": "an emergency if true"}
#: A rival that is less likely than this does not come near what fits.
NEAR = 0.1
#: What fits so well leaves little to decide; then so few questions are shown.
SURE, FEW = 0.9, 2


def render(answer: Challenged, knowledge: Knowledge, *, audience: str = "runner", name: str = "") -> str:
    """The text of a challenged case. The same answer gives the same text."""
    if audience == "clinician":
        return clinician(answer, name)
    title = answer.case or name or "this case"
    lines = [*paragraph(f"Does it fit?  {title}"), f"Counted for: {answer.setting.label}.", ""]
    for challenge in answer.challenges:
        lines += _challenge(challenge, answer, knowledge)
    lines += _factors(answer.factors, knowledge)
    lines += _tried(answer.treatments)
    lines += _scans(answer)
    lines += paragraph(LIMITS)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _challenge(one: Challenge, answer: Challenged, knowledge: Knowledge) -> list[str]:
    lines = [*paragraph(_said(one)), "-" * min(len(_said(one)), 60)]
    lines += paragraph(FIT[one.fit].format(said=f'"{one.said}"'))
    lines += paragraph(_count(one))
    for text in _remarks(one):
        lines += paragraph(text)
    grave = one.told.urgency in _URGENT and one.fit in ("fits", "partly")
    for source in ((one.told,) if grave else ()) + one.dangerous[:3]:
        lines += paragraph(_danger(source, knowledge), bullet="! ")
    lines += ["", "What fits"]
    lines += [line for s in one.fits for line in _finding(knowledge, s.finding, s.label, s.answer, s.decibans, "for")]
    if not one.fits:
        lines += paragraph("Nothing that was told speaks for it.", 2)
    lines += ["", "What does not fit"]
    for s in one.does_not_fit:
        lines += _finding(knowledge, s.finding, s.label, s.answer, s.decibans, "against")
    if not one.does_not_fit:
        lines += paragraph("Nothing that was told speaks against it.", 2)
    lines += ["", *_rivals(one, knowledge), "", *_decides(one, knowledge), "", *_clock(one, answer), ""]
    return lines


def _said(one: Challenge) -> str:
    return f"Told: {one.said}"


def _count(one: Challenge) -> str:
    plain = in_a_sentence(one.told.plain)
    sure = f" The range is {of_100(one.interval.low)} to {of_100(one.interval.high)}." if one.interval else ""
    return (
        f"Taken as: {plain}. Of runners who answer so, {of_100(one.told.probability)} hurt from it. "
        f"Before any answer it was {of_100(one.told.prior)}.{sure}"
    )


def _remarks(one: Challenge) -> list[str]:
    out = []
    if one.form is not None:
        named, likeliest = one.form.named, one.form.likeliest
        out.append(f"The kind that was named is {in_a_sentence(named.plain)}: {of_100(named.probability)}.")
        if likeliest.condition != named.condition and likeliest.probability > named.probability:
            out.append(f"The kind that fits best is {in_a_sentence(likeliest.plain)}: {of_100(likeliest.probability)}.")
    if one.note:
        out.append("It gives no pain of its own. It may stand behind the pain.")
    if one.told.urgency in _URGENT and one.fit in ("poorly", "cannot_tell"):
        out.append("Still, if a doctor thinks of it, have it checked. A count cannot rule it out.")
    graver = [rival.source for rival in one.rivals if rival.graver]
    if graver and graver[0].probability >= one.told.probability:
        out.append(f"A graver form fits better: {in_a_sentence(graver[0].plain)}, {of_100(graver[0].probability)}.")
    return out


def _danger(source: Source, knowledge: Knowledge) -> str:
    see = knowledge.conditions[source.condition].see
    return (
        f"To be checked: {in_a_sentence(source.plain)}, {of_100(source.probability)}, {_URGENT[source.urgency]}. {see}"
    )


def _finding(knowledge: Knowledge, finding: str, label: str, answer: object, decibans: float, side: str) -> list[str]:
    sign = "+ " if side == "for" else "- "
    return paragraph(f"{answered(knowledge, finding, label, answer)} ({strength(decibans)})", 2, sign)


def _rivals(one: Challenge, knowledge: Knowledge) -> list[str]:
    best = one.rivals[0].source
    if one.fit == "fits" and best.probability < NEAR:
        return [
            "What else it could be",
            *paragraph(
                f"Nothing else comes near. The next is {in_a_sentence(best.plain)}: {of_100(best.probability)}.", 2
            ),
        ]
    better = best.probability > one.told.probability and one.fit != "cannot_tell"
    lines = ["What fits better" if better else "What else it could be"]
    for rival in one.rivals:
        graver = " This is a graver form of what was told." if rival.graver else ""
        lines += paragraph(f"{rival.source.plain}: {of_100(rival.source.probability)}.{graver}", 2)
        for between in rival.findings:
            lines += _finding(knowledge, between.finding, between.label, between.answer, _for_rival(between), "for")
    lines += paragraph("More than one can be true, so these can add up to more than 100.", 2)
    return lines


def _for_rival(between: Between) -> float:
    return between.helps if between.helps > 0.0 else between.decibans


def _decides(one: Challenge, knowledge: Knowledge) -> list[str]:
    rival = in_a_sentence(short(one.rivals[0].source.plain))
    sure = one.fit == "fits" and one.told.probability >= SURE
    few = FEW if sure else len(one.decides)
    lines = ["Little is left to decide. To be still more sure:" if sure else "What would decide it"]
    lines += paragraph(f'Below, "this" is {in_a_sentence(short(one.told.plain))}. "The other" is {rival}.', 2)
    for heading, alone in (("Alone, at home:", True), ("At a visit:", False)):
        asks = [decides for decides in one.decides if decides.alone == alone and (alone or not sure)][:few]
        lines += paragraph(heading, 2) if asks else []
        for decides in asks:
            text = f"{asked(decides.question) if decides.not_when else decides.question} "
            text += points_to(decides, "for this", "for the other")
            lines += paragraph(text, 2, "? ")
            if decides.not_when and alone:
                lines += paragraph(decides.not_when, 4)
    return lines if one.decides else ["What would decide it", *paragraph("No open question splits the two well.", 2)]


def _clock(one: Challenge, answer: Challenged) -> list[str]:
    lines = ["The healing clock"]
    if answer.week is None:
        return [*lines, *paragraph("How many weeks ago it began was not told.", 2)]
    for row in one.clocks:
        people = 100 if row.share >= 0.0095 else 1000
        still, low, high = (f"{people * share:.0f}" for share in (row.share, row.low, row.high))
        guess = " In part this is an estimate." if "EXPERT" in row.sources else ""
        lines += paragraph(
            f"{row.plain}: of {people:,} such people about {still} still hurt at {weeks(row.week)}. It may be {low} to "
            f"{high}.{guess}",
            2,
        )
    return lines if one.clocks else [*lines, *paragraph("How this heals is not known well enough to say.", 2)]


def _factors(rows: tuple[FactorRow, ...], knowledge: Knowledge) -> list[str]:
    lines = ["The six signs of the article: a hamstring injury, or something else?"]
    injury, other = (sum(row.side == side for row in rows) for side in ("injury", "something_else"))
    lines += paragraph(
        f"{injury} of {len(rows)} point to a hamstring injury, {other} to something else. "
        "These are tendencies, not rules.",
        2,
    )
    widths = (20, 31, 31)
    lines += columns(("", "like a hamstring injury", "like something else"), widths)
    for row in rows:
        cells = tuple(_signs(signs, knowledge) for signs in (row.injury, row.something_else))
        if not any(cells):
            cells = ("nothing told", "")
        lines += columns((row.label, *cells), widths)
    lines += ["", "What the article says, and what studies say"]
    for row in rows:
        lines += paragraph(f"{row.label}. {row.article}", 2)
        lines += [line for study in row.studies for line in paragraph(f"But: {study.says}", 4)]
    return [*lines, ""]


def _signs(signs: tuple[SignTold, ...], knowledge: Knowledge) -> str:
    return " ".join(answered(knowledge, sign.finding, sign.label, sign.answer) for sign in signs)


def _tried(entries: tuple[Tried, ...]) -> list[str]:
    if not entries:
        return []
    lines = ["What was tried, and what it tells"]
    for one in entries:
        lines += paragraph(f"{one.read_as or one.said}. It {_COUNTED[one.counted]}: {one.reason}.", 2)
        if one.less_likely:
            lines += paragraph(f"It makes less likely: {_names([m.plain for m in one.less_likely])}.", 4)
        if one.more_likely:
            lines += paragraph(f"It makes more likely: {_names([m.plain for m in one.more_likely])}.", 4)
        for no_help in one.could_not_help:
            note = f" ({no_help.note})" if no_help.note else ""
            lines += paragraph(
                f"{short(no_help.plain)}: {_NO_HELP[no_help.why]}{note}. So this says nothing against it.", 4
            )
    return [*lines, ""]


_COUNTED = {"yes": "counts", "in part": "counts in part", "no": "does not count"}
_NO_HELP = {
    "leaves": "it leaves most as they are",
    "harms": "it could not help, and may make it worse",
    "unknown": "nobody knows if it helps",
}


def _names(plains: list[str]) -> str:
    return "; ".join(in_a_sentence(short(plain)) for plain in plains)


def _scans(answer: Challenged) -> list[str]:
    lines: list[str] = []
    if answer.scans or answer.settles:
        lines += ["Scans"]
    for one in answer.scans:
        lines += paragraph(f"{one.read_as or one.said}: {one.reason}.", 2)
        lines += paragraph(one.misses, 4) if one.misses else []
        if one.clean and one.less_likely:
            lines += paragraph(f"It makes less likely: {_names([m.plain for m in one.less_likely])}.", 4)
        if one.clean and one.open:
            lines += paragraph(f"It leaves open: {_names([m.plain for m in one.open])}.", 4)
    for best in answer.settles:
        lines += paragraph(
            f"{best.label}: tells best if it is {in_a_sentence(short(best.source))} or "
            f"{in_a_sentence(short(best.against))} ({_HELP[strength(best.expected)]}).",
            2,
        )
    return [*lines, ""] if lines else []


_HELP = {"strongly": "a strong test", "clearly": "a fair test", "a little": "a weak test"}
