"""A challenge for a clinician: percent, decibans, the figures behind each weight and who says them."""

from __future__ import annotations

from whatelse.challenge.answer import Challenge, Challenged, FactorRow, Source, Speaks
from whatelse.inference.basis import Basis
from whatelse.report.challenge_words import columns, paragraph, spoken, weeks
from whatelse.report.knowledge.compare import signed
from whatelse.report.terminal import percent

_FIT = {
    "fits": "fits",
    "partly": "fits only in part",
    "poorly": "fits poorly",
    "cannot_tell": "cannot tell: too little told",
}
HOW_TO_READ = (
    "Weights in decibans (10 log10 of a ratio of odds; 3 double the odds, 10 make them ten times as large): how much "
    "the odds would fall if only this finding were unknown. In brackets: the figures behind a weight. "
    "link: under this source alone; leak: under none; odds: of the source with this fact; course: still in pain."
)
LIMITS = "Marginal probabilities of a stated model, never validated on patients. Not a diagnosis."


def clinician(answer: Challenged, name: str = "") -> str:
    """The text for a clinician. The same answer gives the same text."""
    lines = paragraph(f"Challenge: {answer.case or name or 'case'}")
    lines += paragraph(
        f"{answer.setting.label}; stage {answer.stage}; whatelse {answer.engine}, "
        f"knowledge {answer.knowledge.digest[:12]}"
    )
    lines += [*paragraph(HOW_TO_READ), ""]
    for one in answer.challenges:
        lines += _challenge(one)
    lines += _factors(answer.factors)
    lines += _care(answer)
    lines += paragraph(LIMITS)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _challenge(one: Challenge) -> list[str]:
    head = f'"{one.said}" ({one.told.condition}): {_FIT[one.fit]}'
    lines = [*paragraph(head), "-" * min(len(head), 88)]
    interval = f", 90 % interval {percent(one.interval.low)} to {percent(one.interval.high)}" if one.interval else ""
    lines += paragraph(
        f"{percent(one.told.probability)}{interval}, from {percent(one.told.prior)} before any finding; "
        f"place {one.rank} among the sources; findings moved it or its best rival by {one.moved:.1f}."
    )
    if len(one.covers) > 1:
        lines += paragraph(f"Stands for any of: {', '.join(one.covers)}.")
    if one.form is not None:
        lines += paragraph(
            f"Form named: {_source(one.form.named)}; likeliest of its row: {_source(one.form.likeliest)}."
        )
    if one.note:
        lines += paragraph(f"Note: {one.note}.")
    if one.dangerous:
        lines += paragraph(f"Not to be missed: {'; '.join(f'{_source(s)}, {s.urgency}' for s in one.dangerous)}.")
    for heading, found in (("Speaks for", one.fits), ("Speaks against", one.does_not_fit)):
        lines += ["", heading]
        lines += [line for speaks in found for line in _speaks(speaks)] or ["  nothing"]
    lines += ["", "Rivals (weight for the rival minus weight for what was told)"]
    for rival in one.rivals:
        lines += paragraph(f"{_source(rival.source)}{', graver form' if rival.graver else ''}", 2)
        for b in rival.findings:
            lines += paragraph(
                f"{b.label}: {spoken(b.answer)}  {signed(b.decibans)} ({signed(b.rival)} against {signed(b.told)})", 4
            )
    lines += ["", "Would decide (+ towards what was told, - towards the rival)"]
    for d in one.decides:
        answers = ", ".join(f"{says.answer.replace('_', ' ')} {signed(says.decibans)}" for says in d.answers)
        lines += paragraph(f"{d.label} ({d.finding}; {d.stage}): {answers}; expected {d.expected:.1f}", 2)
        lines += paragraph(d.not_when, 4) if d.not_when else []
    lines += ["", "Still in pain"]
    for row in one.clocks:
        sources = ", ".join(row.sources)
        share = f"{percent(row.share)} ({percent(row.low)} to {percent(row.high)})"
        lines += paragraph(f"{row.label}, {weeks(row.week)}: {share}; {sources}", 2)
    return [*lines, ""]


def _source(source: Source) -> str:
    return f"{source.label} ({source.condition}) {percent(source.probability)}"


def _speaks(one: Speaks) -> list[str]:
    figures = "; ".join(_figure(basis) for basis in one.bases)
    text = f"{signed(one.decibans)}  {one.label}: {_told(one.answer)}"
    return paragraph(text + (f" [{figures}]" if figures else ""), 2)


def _told(answer: object) -> str:
    if isinstance(answer, dict) and "likelihood" not in answer:
        return ", ".join(f"{key} {spoken(value)}" for key, value in sorted(answer.items()))
    return spoken(answer)


def _figure(basis: Basis) -> str:
    state = f" {basis.state}" if basis.state else ""
    spread = f" ({basis.low:.2g}-{basis.high:.2g})" if basis.low is not None and basis.high is not None else ""
    return f"{basis.what}{state} {basis.value:.2g}{spread} {basis.source}"


def _factors(rows: tuple[FactorRow, ...]) -> list[str]:
    widths = (26, 29, 29)
    lines = ["The article's six factors (tendencies, not rules)"]
    lines += columns(("", "like a hamstring injury", "like something else"), widths)
    for row in rows:
        cells = [
            "; ".join(f"{sign.label}: {spoken(sign.answer)}" for sign in signs)
            for signs in (row.injury, row.something_else)
        ]
        lines += columns((row.label, *(cells if any(cells) else ["not told", ""])), widths)
    for row in rows:
        lines += paragraph(f"{row.label}. Article: {row.article}", 2)
        lines += [line for s in row.studies for line in paragraph(f"{s.says} [{', '.join(s.sources)}]", 4)]
    return [*lines, ""]


def _care(answer: Challenged) -> list[str]:
    lines: list[str] = []
    if answer.treatments:
        lines += ["Tried"]
    for one in answer.treatments:
        lines += paragraph(f"{one.said} ({one.read_as or 'not known'}); counted: {one.counted}; {one.reason}", 2)
        moved = [f"{m.condition} {signed(m.decibans)}" for m in (*one.less_likely, *one.more_likely)]
        lines += paragraph(f"moves {', '.join(moved)}", 4) if moved else []
        could_not = [f"{n.condition}: {n.why}{f' ({n.note})' if n.note else ''}" for n in one.could_not_help]
        lines += paragraph(f"could not have helped {'; '.join(could_not)}", 4) if could_not else []
    if answer.scans or answer.settles:
        lines += ["Scans"]
    for scan in answer.scans:
        lines += paragraph(f"{scan.said} ({scan.read_as or 'not known'}): {scan.reason}", 2)
        against = [f"{m.condition} {signed(m.decibans)}" for m in scan.less_likely]
        lines += paragraph(f"clean result against {', '.join(against)}", 4) if against else []
        left = [f"{m.condition} {signed(m.decibans)}" for m in scan.open]
        lines += paragraph(f"leaves open {', '.join(left)}", 4) if left else []
    for best in answer.settles:
        lines += paragraph(
            f"Would settle: {best.label}, {best.source} against {best.against}: {best.finding}, "
            f"expected {best.expected:.1f}",
            2,
        )
    return [*lines, ""] if lines else []
